"""The entries of the audit as a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum

from facilitador.domain.trail import TrailLine
from facilitador.ui.widgets.table import Column, RowsModel


class TrailColumn(IntEnum):
    """The columns of the list."""

    WHEN = 0
    WHAT = 1


def trail_model(now: Callable[[], datetime]) -> RowsModel[TrailLine]:
    """Two lines each: when and its number; what was done, by whom and with whose ficha."""

    def when(line: TrailLine) -> str:
        return f"{line.at.astimezone(now().tzinfo):%d/%m/%Y %H:%M}\nN.º {line.number}"

    columns: dict[TrailColumn, Column[TrailLine]] = {
        TrailColumn.WHEN: Column("Cuándo", when),
        TrailColumn.WHAT: Column("Quién y qué hizo", what, stretch=True),
    }
    return RowsModel([columns[which] for which in TrailColumn], lambda line: line.number)


def what(line: TrailLine) -> str:
    """`Rosa Quispe vio una ficha`, and below it whose."""
    about = line.about if line.subject_id != line.person_id else ""  # her own clave
    return f"{line.person} {line.done}\n{about}".strip()
