"""The table of the queue, and the words for what is reviewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum

from facilitador.domain.dates import format_date
from facilitador.domain.reviews import KIND_LABELS, QueueEntry, ReviewKind, ReviewSubject
from facilitador.ui.widgets.table import Column, RowsModel


class QueueColumn(IntEnum):
    """The columns of the queue."""

    WHAT = 0
    GROUP = 1
    SINCE = 2
    NOTE = 3


def what(one: QueueEntry | ReviewSubject) -> str:
    """`Bitácora de la sesión 3, 13/11/2026`, or whose ficha or decision it is."""
    if one.kind is ReviewKind.SESSION:
        number = f"la sesión {one.number}" if one.number is not None else "una sesión"
        return f"Bitácora de {number}" + (f", {format_date(one.day)}" if one.day else "")
    return f"{KIND_LABELS[one.kind]}: {one.full_name}"


def _in_two_lines(one: QueueEntry) -> str:
    if one.kind is ReviewKind.SESSION:
        number = f"Sesión {one.number}" if one.number is not None else "Sesión"
        return f"{KIND_LABELS[one.kind]}\n{number}" + (f", {format_date(one.day)}" if one.day else "")
    return f"{KIND_LABELS[one.kind]}\n{one.full_name}"


def queue_model(
    local: Callable[[datetime], datetime], service: Callable[[QueueEntry], str] = lambda one: ""
) -> RowsModel[QueueEntry]:
    """Things in the order in which they wait; below the group stands the `service` it is from, if not ours."""
    columns: dict[QueueColumn, Column[QueueEntry]] = {
        QueueColumn.WHAT: Column("Qué", _in_two_lines, stretch=True),
        QueueColumn.GROUP: Column("Grupo", lambda one: "\n".join(filter(None, (one.group_name or "—", service(one))))),
        QueueColumn.SINCE: Column("Desde", lambda one: format_date(local(one.since).date())),
        QueueColumn.NOTE: Column("", lambda one: "Es suyo" if one.own else ""),
    }
    return RowsModel([columns[which] for which in sorted(columns)], lambda one: one.subject_id)
