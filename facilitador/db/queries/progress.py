"""What a group's progress counts, of that group only; and the totals of the groups of a time, in one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.applications import applications
from facilitador.db.tables.attendance import attendance_marks, calls
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.sessions import incidents, session_facilitators, sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.applications import ApplicationStatus, Purpose
from facilitador.domain.attendance import ATTENDING
from facilitador.domain.calls import CallResult
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.group_progress import GroupTotals
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import IncidentKind

_GROUP: Final[sa.BindParameter[Any]] = sa.bindparam("group")
_TWO: Final = 2

# built once: to put a statement together takes longer than to carry it out
_STINTS = sa.select(enrolments.c.id).where(enrolments.c.group_id == _GROUP)
_MEN = sa.select(enrolments.c.participant_id).where(enrolments.c.group_id == _GROUP)
# not counted here: grouped by instrument, every application of the book would be gone through
_ANSWERS = sa.select(applications.c.instrument_id, applications.c.purpose, applications.c.participant_id).where(
    applications.c.participant_id.in_(_MEN),
    applications.c.status == ApplicationStatus.FINISHED,
    sa.or_(applications.c.enrolment_id.is_(None), applications.c.enrolment_id.in_(_STINTS)),
)
_INCIDENTS = (
    sa.select(incidents.c.kind, sa.func.count())
    .join(sessions, sessions.c.id == incidents.c.session_id)
    .where(sessions.c.group_id == _GROUP)
    .group_by(incidents.c.kind)
)
_CALLS = (
    sa.select(calls.c.enrolment_id, calls.c.result)
    .join(enrolments, enrolments.c.id == calls.c.enrolment_id)
    .where(enrolments.c.group_id == _GROUP, enrolments.c.status == EnrolmentStatus.STOPPED)
    .order_by(calls.c.called_on, calls.c.created_at)
)
_LED = (
    sa.select(sa.func.count(session_facilitators.c.person_id))
    .join(sessions, sessions.c.id == session_facilitators.c.session_id)
    .where(sessions.c.group_id == _GROUP, sessions.c.state == SessionState.HELD)
    .group_by(session_facilitators.c.session_id)
)
_THERE = sa.func.sum(sa.case((attendance_marks.c.mark.in_(ATTENDING), 1), else_=0))
_STOPPED = (
    sa.select(enrolments.c.group_id, sa.func.count().label("men"))
    .where(enrolments.c.status == EnrolmentStatus.STOPPED)
    .group_by(enrolments.c.group_id)
    .subquery("stopped")
)
_MARKED = (
    sa.select(
        sessions.c.group_id,
        sa.func.count(sa.distinct(sessions.c.id)).label("held"),
        _THERE.label("attended"),
        sa.func.count().label("marked"),
    )
    .join(attendance_marks, attendance_marks.c.session_id == sessions.c.id)
    .where(sessions.c.state == SessionState.HELD, sessions.c.day > sa.bindparam("since", type_=sa.Date))
    .group_by(sessions.c.group_id)
    .subquery("marked")
)
_TOTALS = sa.select(_MARKED, sa.func.coalesce(_STOPPED.c.men, 0)).select_from(
    _MARKED.outerjoin(_STOPPED, _STOPPED.c.group_id == _MARKED.c.group_id)
)


def answers_of_group(tx: Transaction, group_id: UUID) -> Mapping[tuple[str, Purpose], int]:
    """How many men of the group finished each instrument at each moment, in it or outside any group."""
    given = {(instrument, Purpose(purpose), man) for instrument, purpose, man in _of_group(tx, _ANSWERS, group_id)}
    return Counter((instrument, purpose) for instrument, purpose, _ in given)


def incidents_of_group(tx: Transaction, group_id: UUID) -> Mapping[IncidentKind, int]:
    """How often each kind of thing happened at its sessions."""
    return {IncidentKind(kind): count for kind, count in _of_group(tx, _INCIDENTS, group_id)}


def last_calls_to_stopped(tx: Transaction, group_id: UUID) -> Mapping[UUID, CallResult]:
    """By stint, how the last call to a man who stopped coming ended."""
    calls_made = _of_group(tx, _CALLS, group_id)
    return {stint: CallResult(result) for stint, result in calls_made}  # the later one of a stint stays


def led_by_two(tx: Transaction, group_id: UUID) -> int:
    """At how many held sessions two of the team or more are on record."""
    return sum(count >= _TWO for (count,) in _of_group(tx, _LED, group_id))


def totals_since(tx: Transaction, day: date) -> tuple[GroupTotals, ...]:
    """What the sessions held after that day add up to, group by group; groups without a mark are left out."""
    rows = tx.connection.execute(_TOTALS, {"since": day})
    return tuple(GroupTotals(key, held, came, marked, stopped) for key, held, came, marked, stopped in rows)


def _of_group(tx: Transaction, statement: sa.Select[Any], group_id: UUID) -> Sequence[Any]:
    return tx.connection.execute(statement, {"group": group_id}).all()
