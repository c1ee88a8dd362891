"""The tables of calls: who is to be called, who was reached."""

from __future__ import annotations

from enum import IntEnum

from facilitador.domain.calls import PURPOSE_LABELS, RESULT_LABELS, CallEntry, CallPurpose
from facilitador.domain.dates import format_date
from facilitador.domain.phones import display_phone
from facilitador.ui.widgets.table import Column, RowsModel

NO_PHONE = "Sin celular anotado"


class CallColumn(IntEnum):
    """The columns of both lists."""

    MAN = 0
    WHY = 1


def reason(entry: CallEntry) -> str:
    """`Faltó sin aviso el 19/11/2026`; of a newcomer and of one who has something to make up without a day."""
    words = PURPOSE_LABELS[entry.purpose]
    if entry.purpose is CallPurpose.ABSENT and entry.session_day is not None:
        return f"{words} el {format_date(entry.session_day)}"
    return words


def phones(entry: CallEntry) -> str:
    """His numbers as they are dialled."""
    return " · ".join(display_phone(number) for number in entry.phones) or NO_PHONE


def tried(entry: CallEntry) -> str:
    """How the last call ended, and how many there were."""
    if not entry.calls:
        return ""
    last = entry.calls[-1]
    times = "" if len(entry.calls) == 1 else f" ({len(entry.calls)} llamadas)"
    return f"{RESULT_LABELS[last.result]}, {format_date(last.called_on)}{times}"


def calls_model() -> RowsModel[CallEntry]:
    """Men by how pressing it is; the second lines are his group and what was tried."""
    columns: dict[CallColumn, Column[CallEntry]] = {
        CallColumn.MAN: Column("A quién", lambda entry: f"{entry.full_name}\n{entry.group_name}", stretch=True),
        CallColumn.WHY: Column("Por qué", lambda entry: f"{reason(entry)}\n{tried(entry)}".strip(), stretch=True),
    }
    return RowsModel([columns[which] for which in sorted(columns)], lambda entry: entry.enrolment_id)
