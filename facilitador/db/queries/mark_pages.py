"""Marks by pages, for whoever writes all of them to a file: each page is short, so that nobody waits for it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.attendance import attendance_marks
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.groups import groups
from facilitador.db.tables.participants import participants
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.mark_tables import ExportedMark, MarkPage

SESSIONS_A_PAGE: Final = 120
"""About 1,800 marks."""


def page(tx: Transaction, group_id: UUID | None, after: UUID | None) -> MarkPage:
    """The marks of the sessions that follow `after`, in the order of their keys."""
    keys = sa.select(sessions.c.id).order_by(sessions.c.id).limit(SESSIONS_A_PAGE)
    if group_id is not None:
        keys = keys.where(sessions.c.group_id == group_id)
    if after is not None:
        keys = keys.where(sessions.c.id > after)
    found: list[UUID] = list(tx.connection.execute(keys).scalars())
    if not found:
        return MarkPage((), None)
    rows = tx.connection.execute(_MARKS, {"of": found})
    return MarkPage(tuple(_mark(row) for row in rows), found[-1] if len(found) == SESSIONS_A_PAGE else None)


_MARKS: Final = (
    sa.select(
        groups.c.name,
        sessions.c.day,
        sessions.c.id,
        participants.c.id,
        participants.c.full_name,
        attendance_marks.c.mark,
    )
    .select_from(
        sessions.join(groups, groups.c.id == sessions.c.group_id)
        .join(attendance_marks, attendance_marks.c.session_id == sessions.c.id)
        .join(enrolments, enrolments.c.id == attendance_marks.c.enrolment_id)
        .join(participants, participants.c.id == enrolments.c.participant_id)
    )
    .where(sessions.c.id.in_(sa.bindparam("of", expanding=True)))
    .order_by(sessions.c.id)
)


def _mark(row: Any) -> ExportedMark:
    return ExportedMark(row[0], row[1], row[2], row[3], row[4], AttendanceMark(row[5]))
