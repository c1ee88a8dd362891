"""What the indicators count (6.9.1): one statement each, over the whole service or one group.

Each gives rows `month, count, of, low, high`: the month as `2026-11`, and NULL where an indicator has no such figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.queries import fichas, whole_topics
from facilitador.db.sql_functions import month_of
from facilitador.db.tables.applications import applications
from facilitador.db.tables.attendance import attendance_marks, door_refusals
from facilitador.db.tables.enrolments import enrolment_events, enrolments
from facilitador.db.tables.erasures import erased_marks
from facilitador.db.tables.exclusions import exclusion_decisions
from facilitador.db.tables.participants import participants
from facilitador.db.tables.protection import protection_matters
from facilitador.db.tables.referrals import referral_events, referrals
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.applications import ApplicationStatus, Purpose
from facilitador.domain.attendance import ATTENDING, AttendanceMark
from facilitador.domain.enrolments import COUNTING, EnrolmentStatus
from facilitador.domain.indicators import Amount, Monthly
from facilitador.domain.referrals import ReferralState
from facilitador.domain.registration_forms import FormDefinition
from facilitador.domain.session_plans import SessionState

_ANSWERED: Final = (
    *(ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.ATTENDED, ReferralState.NOT_ATTENDED),
)
_NOTHING: Final = sa.null()
S = TypeVar("S", bound="sa.Select[*tuple[Any, ...]]")


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted: of one group or of all, until a day, with the form and the topics in use."""

    group_id: UUID | None
    today: date
    form: FormDefinition
    competent: bool
    topic_ids: tuple[str, ...]


def count(tx: Transaction, code: str, of: Counting) -> tuple[Monthly, ...]:
    """The months of an indicator, oldest first; none where nothing is known of that code."""
    make = STATEMENTS.get(code)
    if make is None:
        return ()
    rows = tx.connection.execute(make(of)).all()
    return tuple(Monthly(date.fromisoformat(f"{row[0]}-01"), _amount(row)) for row in rows if row[0] is not None)


def first_day(tx: Transaction, group_id: UUID | None) -> date | None:
    """The first day of which anything can be counted: of a stint or of a session; None where there is none."""
    days: list[date] = []
    for day, group in ((enrolments.c.since, enrolments.c.group_id), (sessions.c.day, sessions.c.group_id)):
        statement = _of_group(sa.select(sa.func.min(day, type_=sa.Date())), group, group_id)
        found: date | None = tx.connection.execute(statement).scalar_one()
        if found is not None:
            days.append(found)
    return min(days, default=None)


def _amount(row: Any) -> Amount:
    return Amount(row[1] or 0, row[2], row[3], row[4])


def _of_group(statement: S, column: Any, group_id: UUID | None) -> S:
    return statement if group_id is None else statement.where(column == group_id)


def _by_month(day: Any, source: Any, *where: Any, count: Any = None, of: Any = _NOTHING) -> sa.Select[*tuple[Any, ...]]:
    """Rows of `source` by the month of `day`."""
    month = month_of(day)
    counted = sa.func.count() if count is None else sa.func.sum(sa.case((count, 1), else_=0))
    return (
        sa.select(month, counted, of, _NOTHING, _NOTHING)
        .select_from(source)
        .where(day.is_not(None), *where)
        .group_by(month)
        .order_by(month)
    )


def _stays(of: Counting) -> sa.Subquery:
    """The stints in which a man ever attended, with the day on which he began to."""
    entered = sa.func.min(enrolment_events.c.on, type_=sa.Date()).label("entered")
    columns = [enrolments.c[name] for name in ("id", "group_id", "participant_id", "status", "ended_on")]
    statement = (
        sa.select(*columns, entered)
        .join(enrolment_events, enrolment_events.c.enrolment_id == enrolments.c.id)
        .where(enrolment_events.c.status == EnrolmentStatus.ATTENDING)
        .group_by(enrolments.c.id)
    )
    return _of_group(statement, enrolments.c.group_id, of.group_id).subquery("stays")


# -- who is in the groups ---------------------------------------------------------------------------------------------


def _registered(of: Counting) -> sa.Select[*tuple[Any, ...]]:
    return _by_month(participants.c.created_at, participants)


def _entered(of: Counting) -> sa.Select[*tuple[Any, ...]]:
    stays = _stays(of)
    return _by_month(stays.c.entered, stays)


def _counting(of: Counting) -> sa.Select[*tuple[Any, ...]]:
    """Who entered less who left, added up month by month: a walk along the months for every man would never end."""
    stays = _stays(of)
    steps = sa.union_all(
        sa.select(month_of(stays.c.entered).label("month"), sa.literal(1).label("step")),
        sa.select(month_of(stays.c.ended_on), sa.literal(-1)).where(stays.c.ended_on.is_not(None)),
    ).subquery("steps")
    total = sa.func.sum(sa.func.sum(steps.c.step)).over(order_by=steps.c.month)
    return sa.select(steps.c.month, total, _NOTHING, _NOTHING, _NOTHING).group_by(steps.c.month).order_by(steps.c.month)


def _ended(status: EnrolmentStatus) -> Callable[[Counting], sa.Select[*tuple[Any, ...]]]:
    def statement(of: Counting) -> sa.Select[*tuple[Any, ...]]:
        stays = _stays(of)
        return _by_month(stays.c.ended_on, stays, count=stays.c.status == status, of=sa.func.count())

    return statement


def _still_there(number: int) -> Callable[[Counting], sa.Select[*tuple[Any, ...]]]:
    """Whether a man was still there at his session of that number since he entered."""

    def statement(of: Counting) -> sa.Select[*tuple[Any, ...]]:
        stays = _stays(of)
        day = (
            sa.select(sessions.c.day)
            .where(
                sessions.c.group_id == stays.c.group_id,
                sessions.c.state == SessionState.HELD,
                sessions.c.day >= stays.c.entered,
            )
            .order_by(sessions.c.day)
            .offset(number - 1)
            .limit(1)
            .scalar_subquery()
        )
        each = sa.select(day.label("day"), stays.c.ended_on).subquery("each")
        there = sa.or_(each.c.ended_on.is_(None), each.c.ended_on >= each.c.day)
        return _by_month(each.c.day, each, count=there, of=sa.func.count())

    return statement


def _fichas_complete(of: Counting) -> sa.Select[*tuple[Any, ...]]:
    complete = fichas.complete(of.form, of.today, competent=of.competent)
    joined = enrolments.join(participants, participants.c.id == enrolments.c.participant_id)
    statement = (
        sa.select(
            sa.literal(f"{of.today:%Y-%m}"),
            sa.func.sum(sa.case((complete, 1), else_=0)),
            sa.func.count(),
            _NOTHING,
            _NOTHING,
        )
        .select_from(joined)
        .where(enrolments.c.status.in_(COUNTING))
    )
    return _of_group(statement, enrolments.c.group_id, of.group_id)


# -- sessions and topics ----------------------------------------------------------------------------------------------


def _sessions_held(of: Counting) -> sa.Select[*tuple[Any, ...]]:
    statement = _by_month(
        sessions.c.day,
        sessions,
        sessions.c.day <= of.today,
        count=sessions.c.state == SessionState.HELD,
        of=sa.func.count(),
    )
    return _of_group(statement, sessions.c.group_id, of.group_id)


def _gone(*marks: AttendanceMark) -> sa.ColumnElement[int]:
    """How many men whose data went had one of these marks at the session: they go on counting."""
    men = sa.select(sa.func.coalesce(sa.func.sum(erased_marks.c.men), 0))
    return men.where(erased_marks.c.session_id == sessions.c.id, erased_marks.c.mark.in_(marks)).scalar_subquery()


def _attendance(of: Counting) -> sa.Select[*tuple[Any, ...]]:
    there = sa.func.sum(sa.case((attendance_marks.c.mark.in_(ATTENDING), 1), else_=0)) + _gone(*ATTENDING)
    marked = sa.func.count() + _gone(*AttendanceMark)
    by_session = (
        sa.select(sessions.c.day, there.label("there"), marked.label("marked"))
        .select_from(sessions.join(attendance_marks, attendance_marks.c.session_id == sessions.c.id))
        .where(sessions.c.state == SessionState.HELD)
        .group_by(sessions.c.group_id, sessions.c.day, sessions.c.id)  # as an index has them
    )
    each = _of_group(by_session, sessions.c.group_id, of.group_id).subquery("each")
    month, share = month_of(each.c.day), each.c.there * 1.0 / each.c.marked
    statement: sa.Select[*tuple[Any, ...]] = (
        sa.select(month, sa.func.sum(each.c.there), sa.func.sum(each.c.marked), sa.func.min(share), sa.func.max(share))
        .group_by(month)
        .order_by(month)
    )
    return statement


def _thirteen_topics(of: Counting) -> sa.Select[*tuple[Any, ...]]:
    stays = _stays(of)
    whole = whole_topics.men(of.topic_ids, of.group_id).subquery("whole_topics")
    took_part = sa.select(stays.c.group_id, stays.c.participant_id).distinct().subquery("took_part")
    return sa.select(
        sa.literal(f"{of.today:%Y-%m}"),
        sa.select(sa.func.count()).select_from(whole).scalar_subquery(),
        sa.select(sa.func.count()).select_from(took_part).scalar_subquery(),
        _NOTHING,
        _NOTHING,
    )


# -- what was asked, decided, sent ------------------------------------------------------------------------------------


def _applied(purpose: Purpose) -> Callable[[Counting], sa.Select[*tuple[Any, ...]]]:
    def statement(of: Counting) -> sa.Select[*tuple[Any, ...]]:
        stays = _stays(of)
        finished = stays.c.id.in_(
            sa.select(applications.c.enrolment_id).where(
                applications.c.purpose == purpose, applications.c.status == ApplicationStatus.FINISHED
            )
        )
        if purpose is Purpose.ENTRY:
            return _by_month(stays.c.entered, stays, count=finished, of=sa.func.count())
        ended = stays.c.status == EnrolmentStatus.COMPLETED
        return _by_month(stays.c.ended_on, stays, ended, count=finished, of=sa.func.count())

    return statement


def _referrals_answered(of: Counting) -> sa.Select[*tuple[Any, ...]]:
    sent = referral_events.alias("sent")
    joined = referrals.join(sent, sa.and_(sent.c.referral_id == referrals.c.id, sent.c.number == 1))
    answered = sa.exists().where(
        referral_events.c.referral_id == referrals.c.id, referral_events.c.state.in_(_ANSWERED)
    )
    statement = _by_month(sent.c.on, joined, referrals.c.withdrawn_on.is_(None), count=answered, of=sa.func.count())
    if of.group_id is None:
        return statement
    men = sa.select(enrolments.c.participant_id).where(enrolments.c.group_id == of.group_id)
    return statement.where(referrals.c.participant_id.in_(men))


def _decisions(of: Counting) -> sa.Select[*tuple[Any, ...]]:
    decisions = exclusion_decisions
    source = decisions if of.group_id is None else decisions.join(enrolments)
    statement = _by_month(decisions.c.decided_on, source, decisions.c.withdrawn_on.is_(None))
    return _of_group(statement, enrolments.c.group_id, of.group_id)


def _door_refusals(of: Counting) -> sa.Select[*tuple[Any, ...]]:
    statement = _by_month(sessions.c.day, door_refusals.join(sessions))
    return _of_group(statement, sessions.c.group_id, of.group_id)


STATEMENTS: Final[Mapping[str, Callable[[Counting], sa.Select[*tuple[Any, ...]]]]] = {
    "registered": _registered,
    "entered": _entered,
    "counting": _counting,
    "sessions_held": _sessions_held,
    "attendance": _attendance,
    "thirteen_topics": _thirteen_topics,
    "completed": _ended(EnrolmentStatus.COMPLETED),
    "stopped": _ended(EnrolmentStatus.STOPPED),
    "moved": _ended(EnrolmentStatus.MOVED),
    "not_continuing": _ended(EnrolmentStatus.NOT_CONTINUING),
    "retention_4": _still_there(4),
    "retention_8": _still_there(8),
    "retention_12": _still_there(12),
    "fichas_complete": _fichas_complete,
    "entry_applied": _applied(Purpose.ENTRY),
    "exit_applied": _applied(Purpose.EXIT),
    "referrals_answered": _referrals_answered,
    "decisions": _decisions,
    "door_refusals": _door_refusals,
    "protection_opened": lambda of: _by_month(protection_matters.c.opened_on, protection_matters),
    "protection_closed": lambda of: _by_month(protection_matters.c.closed_on, protection_matters),
}
"""How each indicator is counted, by its code."""
