"""The table of protection matters: not a word of what they say."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from facilitador.domain.dates import format_date
from facilitador.domain.protection import ORIGIN_LABELS, ProtectionLine
from facilitador.ui.widgets.table import Column, RowsModel


class MatterColumn(IntEnum):
    """The columns of the list."""

    OPENED = 0
    ORIGIN = 1
    STATE = 2
    NEXT = 3


def state_words(line: ProtectionLine) -> str:
    """Open, or closed since when."""
    return "Abierto" if line.closed_on is None else f"Cerrado el {format_date(line.closed_on)}"


def next_words(line: ProtectionLine, today: date) -> str:
    """When somebody looks at it next, and whether that is late."""
    if not line.is_open:
        return "—"
    if line.next_on is None:
        return "Por decidir"
    late = " (vencido)" if line.next_on < today else ""
    return f"{format_date(line.next_on)}{late}"


def matters_model(today: date) -> RowsModel[ProtectionLine]:
    """Matters in the order in which they press."""
    columns: dict[MatterColumn, Column[ProtectionLine]] = {
        MatterColumn.OPENED: Column("Abierto el", lambda line: format_date(line.opened_on)),
        MatterColumn.ORIGIN: Column("De dónde vino", lambda line: ORIGIN_LABELS[line.origin]),
        MatterColumn.STATE: Column("Estado", state_words),
        MatterColumn.NEXT: Column("Próxima fecha", lambda line: next_words(line, today), stretch=True),
    }
    return RowsModel([columns[which] for which in sorted(columns)], lambda line: line.id)
