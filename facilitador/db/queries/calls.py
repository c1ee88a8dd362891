"""The calls that were made."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.attendance import attendance_marks, calls, make_ups
from facilitador.db.tables.enrolments import enrolment_events, enrolments
from facilitador.db.tables.groups import groups
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.calls import CALL_AGAIN, Call, CallPurpose, CallResult
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.groups import GroupStatus
from facilitador.domain.session_plans import SessionState

_CALL = (
    calls.c.id,
    calls.c.session_id,
    calls.c.enrolment_id,
    calls.c.purpose,
    calls.c.result,
    calls.c.note,
    calls.c.called_on,
)
_OF_GROUP = (
    sa.select(*_CALL)
    .join(enrolments, enrolments.c.id == calls.c.enrolment_id)
    .where(enrolments.c.group_id == sa.bindparam("group"))
)
_ORDER = (calls.c.called_on, calls.c.created_at)
_AFTER_SESSION = _OF_GROUP.where(calls.c.session_id == sa.bindparam("session")).order_by(*_ORDER)
_AFTER_NONE = _OF_GROUP.where(calls.c.session_id.is_(None)).order_by(*_ORDER)


_LAST_HELD = (
    sa.select(sessions.c.id)
    .where(sessions.c.group_id == groups.c.id, sessions.c.state == SessionState.HELD)
    .order_by(sessions.c.day.desc(), sessions.c.starts_at.desc())
    .limit(1)
    .scalar_subquery()
)
_others = enrolments.alias()
_HAS_A_HISTORY = sa.or_(
    sa.exists().where(enrolment_events.c.enrolment_id == enrolments.c.id, enrolment_events.c.number > 1),
    sa.exists().where(
        make_ups.c.enrolment_id == _others.c.id,
        _others.c.participant_id == enrolments.c.participant_id,
        _others.c.group_id == enrolments.c.group_id,
    ),
)
_NOT_REACHED = (
    sa.select(enrolments.c.id, enrolments.c.group_id, _HAS_A_HISTORY)
    .select_from(groups)
    .join(attendance_marks, attendance_marks.c.session_id == _LAST_HELD)
    .join(enrolments, enrolments.c.id == attendance_marks.c.enrolment_id)
    .where(
        groups.c.status != GroupStatus.CLOSED,
        attendance_marks.c.mark == AttendanceMark.ABSENT_WITHOUT_NOTICE,
        enrolments.c.status == EnrolmentStatus.ATTENDING,
        ~sa.exists().where(
            calls.c.enrolment_id == enrolments.c.id,
            calls.c.session_id == attendance_marks.c.session_id,
            calls.c.result.not_in(tuple(CALL_AGAIN)),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class NotReached:
    """A stint absent without notice from its group's last session, whom no call has reached.

    `has_a_history`: he was away for a time, came back, or made something up, so that more has to be looked at.
    """

    enrolment_id: UUID
    group_id: UUID
    has_a_history: bool


def not_reached(tx: Transaction) -> tuple[NotReached, ...]:
    """Who was absent without notice from the last session of any group that meets, and was not reached."""
    return tuple(NotReached(key, group, bool(history)) for key, group, history in tx.connection.execute(_NOT_REACHED))


def calls_after(tx: Transaction, group_id: UUID, session_id: UUID | None) -> dict[UUID, tuple[Call, ...]]:
    """The calls made after a session of the group (None: before any was held), by stint, oldest first."""
    found: dict[UUID, list[Call]] = defaultdict(list)
    asked: dict[str, object] = {"group": group_id}
    rows = (
        tx.connection.execute(_AFTER_NONE, asked)
        if session_id is None
        else tx.connection.execute(_AFTER_SESSION, asked | {"session": session_id})
    )
    for row in rows.mappings():
        call = Call(**{**row, "purpose": CallPurpose(row["purpose"]), "result": CallResult(row["result"])})
        found[call.enrolment_id].append(call)
    return {stint: tuple(made) for stint, made in found.items()}
