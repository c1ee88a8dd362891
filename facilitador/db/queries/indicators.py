"""What the indicators count (6.9.1): one statement each, over the whole service or one group.

Each gives rows `month, count, of, low, high`: the month as `2026-11`, and NULL where an indicator has no such figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.queries import fichas
from facilitador.db.sql_functions import month_of, texts_in
from facilitador.db.tables.applications import applications
from facilitador.db.tables.attendance import attendance_marks, door_refusals, make_ups
from facilitador.db.tables.enrolments import enrolment_events, enrolments
from facilitador.db.tables.exclusions import exclusion_decisions
from facilitador.db.tables.participants import participants
from facilitador.db.tables.protection import protection_matters
from facilitador.db.tables.referrals import referral_events, referrals
from facilitador.db.tables.sessions import session_topics, sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.applications import ApplicationStatus, Purpose
from facilitador.domain.attendance import ATTENDING
from facilitador.domain.enrolments import COUNTING, EnrolmentStatus
from facilitador.domain.indicators import Amount, Monthly
from facilitador.domain.referrals import ReferralState
from facilitador.domain.registration_forms import FormDefinition
from facilitador.domain.session_plans import SessionState

_ANSWERED: Final = (
    *(ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.ATTENDED, ReferralState.NOT_ATTENDED),
)
_NOTHING: Final = sa.null()


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


def _of_group(statement: Any, column: Any, group_id: UUID | None) -> Any:
    return statement if group_id is None else statement.where(column == group_id)


def _by_month(day: Any, source: Any, *where: Any, count: Any = None, of: Any = _NOTHING) -> sa.Select[Any]:
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


def _registered(of: Counting) -> sa.Select[Any]:
    return _by_month(participants.c.created_at, participants)


def _entered(of: Counting) -> sa.Select[Any]:
    stays = _stays(of)
    return _by_month(stays.c.entered, stays)


def _counting(of: Counting) -> sa.Select[Any]:
    """Who entered less who left, added up month by month: a walk along the months for every man would never end."""
    stays = _stays(of)
    steps = sa.union_all(
        sa.select(month_of(stays.c.entered).label("month"), sa.literal(1).label("step")),
        sa.select(month_of(stays.c.ended_on), sa.literal(-1)).where(stays.c.ended_on.is_not(None)),
    ).subquery("steps")
    total = sa.func.sum(sa.func.sum(steps.c.step)).over(order_by=steps.c.month)
    return sa.select(steps.c.month, total, _NOTHING, _NOTHING, _NOTHING).group_by(steps.c.month).order_by(steps.c.month)


def _ended(status: EnrolmentStatus) -> Callable[[Counting], sa.Select[Any]]:
    def statement(of: Counting) -> sa.Select[Any]:
        stays = _stays(of)
        return _by_month(stays.c.ended_on, stays, count=stays.c.status == status, of=sa.func.count())

    return statement


def _still_there(number: int) -> Callable[[Counting], sa.Select[Any]]:
    """Whether a man was still there at his session of that number since he entered."""

    def statement(of: Counting) -> sa.Select[Any]:
        stays = _stays(of)
        place = sa.func.row_number().over(partition_by=sessions.c.group_id, order_by=(sessions.c.day, sessions.c.id))
        held = sa.select(sessions.c.group_id, sessions.c.day, place.label("place")).where(
            sessions.c.state == SessionState.HELD
        )
        numbered = _of_group(held, sessions.c.group_id, of.group_id).cte("numbered")
        before = (
            sa.select(sa.func.count())
            .where(
                sessions.c.group_id == stays.c.group_id,
                sessions.c.day < stays.c.entered,
                sessions.c.state == SessionState.HELD,
            )
            .scalar_subquery()
        )
        joined = stays.join(
            numbered, sa.and_(numbered.c.group_id == stays.c.group_id, numbered.c.place == before + number)
        )
        there = sa.or_(stays.c.ended_on.is_(None), stays.c.ended_on >= numbered.c.day)
        return _by_month(numbered.c.day, joined, count=there, of=sa.func.count())

    return statement


def _fichas_complete(of: Counting) -> sa.Select[Any]:
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


def _sessions_held(of: Counting) -> sa.Select[Any]:
    statement = _by_month(
        sessions.c.day,
        sessions,
        sessions.c.day <= of.today,
        count=sessions.c.state == SessionState.HELD,
        of=sa.func.count(),
    )
    return _of_group(statement, sessions.c.group_id, of.group_id)


def _attendance(of: Counting) -> sa.Select[Any]:
    there = sa.func.sum(sa.case((attendance_marks.c.mark.in_(ATTENDING), 1), else_=0))
    by_session = (
        sa.select(sessions.c.day, there.label("there"), sa.func.count().label("marked"))
        .select_from(sessions.join(attendance_marks, attendance_marks.c.session_id == sessions.c.id))
        .where(sessions.c.state == SessionState.HELD)
        .group_by(sessions.c.id)
    )
    each = _of_group(by_session, sessions.c.group_id, of.group_id).subquery("each")
    month, share = month_of(each.c.day), each.c.there * 1.0 / each.c.marked
    statement: sa.Select[Any] = (
        sa.select(month, sa.func.sum(each.c.there), sa.func.sum(each.c.marked), sa.func.min(share), sa.func.max(share))
        .group_by(month)
        .order_by(month)
    )
    return statement


def _thirteen_topics(of: Counting) -> sa.Select[Any]:
    """As `domain.coverage` has it: of every topic all parts attended or made up, and none to come."""
    parts, done, alone = _parts(of), _done(of), _made_up_alone(of)
    stays = _stays(of)
    whole = sa.select(done.c.group_id, done.c.participant_id, done.c.topic_id).join(
        parts,
        sa.and_(
            parts.c.group_id == done.c.group_id,
            parts.c.topic_id == done.c.topic_id,
            parts.c.held == done.c.parts,
            parts.c.to_come == 0,
        ),
    )
    covered = sa.union(whole, alone).subquery("covered")
    all_of_them = (
        sa.select(covered.c.group_id, covered.c.participant_id)
        .group_by(covered.c.group_id, covered.c.participant_id)
        .having(sa.func.count() == len(of.topic_ids))
        .subquery("all_of_them")
    )
    took_part = sa.select(stays.c.group_id, stays.c.participant_id).distinct().subquery("took_part")
    return sa.select(
        sa.literal(f"{of.today:%Y-%m}"),
        sa.select(sa.func.count()).select_from(all_of_them).scalar_subquery(),
        sa.select(sa.func.count()).select_from(took_part).scalar_subquery(),
        _NOTHING,
        _NOTHING,
    )


def _parts(of: Counting) -> sa.CTE:
    held = sa.and_(sessions.c.state == SessionState.HELD, session_topics.c.worked)
    to_come = sa.and_(sessions.c.state == SessionState.PLANNED, session_topics.c.planned)
    statement = (
        sa.select(
            sessions.c.group_id,
            session_topics.c.topic_id,
            sa.func.sum(sa.case((held, 1), else_=0)).label("held"),
            sa.func.sum(sa.case((to_come, 1), else_=0)).label("to_come"),
        )
        .join(session_topics, session_topics.c.session_id == sessions.c.id)
        .where(session_topics.c.topic_id.in_(of.topic_ids))
        .group_by(sessions.c.group_id, session_topics.c.topic_id)
    )
    return _of_group(statement, sessions.c.group_id, of.group_id).cte("parts")


def _done(of: Counting) -> sa.Subquery:
    """How many held parts of a topic a man attended or made up; a make-up of part of a session counts for that part."""
    of_sessions = sessions.join(session_topics, session_topics.c.session_id == sessions.c.id)
    columns = (sessions.c.group_id, enrolments.c.participant_id, session_topics.c.topic_id, sessions.c.id)
    worked = (
        sessions.c.state == SessionState.HELD,
        session_topics.c.worked,
        session_topics.c.topic_id.in_(of.topic_ids),
    )
    attended = (
        sa.select(*columns)
        .select_from(
            of_sessions.join(attendance_marks, attendance_marks.c.session_id == sessions.c.id).join(
                enrolments, enrolments.c.id == attendance_marks.c.enrolment_id
            )
        )
        .where(*worked, attendance_marks.c.mark.in_(ATTENDING))
    )
    topics = texts_in(make_ups.c.topic_ids)
    made_up = (
        sa.select(*columns)
        .select_from(
            of_sessions.join(make_ups, make_ups.c.session_id == sessions.c.id).join(
                enrolments, enrolments.c.id == make_ups.c.enrolment_id
            )
        )
        .where(
            *worked,
            sa.or_(
                make_ups.c.topic_ids == sa.literal([], make_ups.c.topic_ids.type),
                sa.exists(sa.select(topics.c.value).where(topics.c.value == session_topics.c.topic_id)),
            ),
        )
    )
    both = sa.union(
        _of_group(attended, sessions.c.group_id, of.group_id), _of_group(made_up, sessions.c.group_id, of.group_id)
    ).subquery("both")
    man = (both.c.group_id, both.c.participant_id, both.c.topic_id)
    return sa.select(*man, sa.func.count().label("parts")).group_by(*man).subquery("done")


def _made_up_alone(of: Counting) -> sa.Select[Any]:
    """The topics that a man worked on their own, outside any session."""
    topics = texts_in(make_ups.c.topic_ids)
    statement = (
        sa.select(enrolments.c.group_id, enrolments.c.participant_id, topics.c.value)
        .select_from(make_ups.join(enrolments, enrolments.c.id == make_ups.c.enrolment_id).join(topics, sa.true()))
        .where(make_ups.c.session_id.is_(None), topics.c.value.in_(of.topic_ids))
    )
    return _of_group(statement, enrolments.c.group_id, of.group_id)


# -- what was asked, decided, sent ------------------------------------------------------------------------------------


def _applied(purpose: Purpose) -> Callable[[Counting], sa.Select[Any]]:
    def statement(of: Counting) -> sa.Select[Any]:
        stays = _stays(of)
        finished = sa.exists().where(
            applications.c.enrolment_id == stays.c.id,
            applications.c.purpose == purpose,
            applications.c.status == ApplicationStatus.FINISHED,
        )
        if purpose is Purpose.ENTRY:
            return _by_month(stays.c.entered, stays, count=finished, of=sa.func.count())
        ended = stays.c.status == EnrolmentStatus.COMPLETED
        return _by_month(stays.c.ended_on, stays, ended, count=finished, of=sa.func.count())

    return statement


def _referrals_answered(of: Counting) -> sa.Select[Any]:
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


def _decisions(of: Counting) -> sa.Select[Any]:
    decisions = exclusion_decisions
    source = decisions if of.group_id is None else decisions.join(enrolments)
    statement = _by_month(decisions.c.decided_on, source, decisions.c.withdrawn_on.is_(None))
    return _of_group(statement, enrolments.c.group_id, of.group_id)


def _door_refusals(of: Counting) -> sa.Select[Any]:
    statement = _by_month(sessions.c.day, door_refusals.join(sessions))
    return _of_group(statement, sessions.c.group_id, of.group_id)


STATEMENTS: Final[Mapping[str, Callable[[Counting], sa.Select[Any]]]] = {
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
