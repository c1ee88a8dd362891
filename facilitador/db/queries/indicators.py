"""What the indicators count (6.9.1), over the whole service or one group.

Indicators that are told by the same rows are read together: of a great service each table is walked once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.queries import fichas, reviews, whole_topics
from facilitador.db.queries.indicator_parts import (
    Counting,
    Groups,
    Part,
    Reader,
    Rows,
    by_rows,
    first_of,
    monthly,
    part_of,
    reader,
)
from facilitador.db.queries.reviews import QueueFilter
from facilitador.db.sql_functions import month_of, read_once
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
from facilitador.domain import stint_counts
from facilitador.domain.applications import ApplicationStatus, Purpose
from facilitador.domain.attendance import ATTENDING
from facilitador.domain.enrolments import COUNTING, EnrolmentStatus
from facilitador.domain.indicators import Months, summed
from facilitador.domain.referrals import ReferralState
from facilitador.domain.reviews import ReviewState
from facilitador.domain.session_plans import SessionState
from facilitador.domain.stint_counts import StintCount

_ANSWERED: Final = (
    *(ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.ATTENDED, ReferralState.NOT_ATTENDED),
)
_RETENTION: Final = {4: "retention_4", 8: "retention_8", 12: "retention_12"}
_NOTHING: Final = sa.null()


def first_day(tx: Transaction, group_id: UUID | None) -> date | None:
    """The first day of which anything can be counted: of a stint or of a session; None where there is none."""
    days: list[date] = []
    for day, group in ((enrolments.c.since, enrolments.c.group_id), (sessions.c.day, sessions.c.group_id)):
        statement = sa.select(sa.func.min(day, type_=sa.Date()))
        if group_id is not None:
            statement = statement.where(group == group_id)
        found: date | None = tx.connection.execute(statement).scalar_one()
        if found is not None:
            days.append(found)
    return min(days, default=None)


def _by_month(day: Any, source: Any, *where: Any, count: Any = None, of: Any = _NOTHING) -> Rows:
    """Rows of `source` by the month of `day`."""
    month = month_of(day)
    counted = sa.func.count() if count is None else _how_many(count)
    return (
        sa.select(month, counted, of, _NOTHING, _NOTHING)
        .select_from(source)
        .where(*where)
        .group_by(month)
        .order_by(month)
    )


def _how_many(condition: Any) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


# -- who is in the groups ---------------------------------------------------------------------------------------------


def _registered(of: Counting) -> Rows:
    """By the month in which a man first came: fichas are typed or brought in from a list long after that, too."""
    first = sa.select(sa.func.min(enrolments.c.since, type_=sa.Date())).where(
        enrolments.c.participant_id == participants.c.id
    )
    inscribed, typed = month_of(first.scalar_subquery()), month_of(participants.c.created_at)
    both: list[sa.Label[Any]] = [inscribed.label("inscribed"), typed.label("typed")]
    men = read_once(sa.select(*both), "men").c
    month = sa.case((men.inscribed < men.typed, men.inscribed), else_=men.typed)
    return sa.select(month, sa.func.count(), _NOTHING, _NOTHING, _NOTHING).group_by(month).order_by(month)


def _stays(of: Counting, *columns: sa.ColumnElement[Any]) -> sa.CTE:
    """These columns of the stints with `entered`: the day on which a man began to attend; NULL where he never did."""
    entered = sa.select(sa.func.min(enrolment_events.c.on, type_=sa.Date())).where(
        enrolment_events.c.enrolment_id == enrolments.c.id, enrolment_events.c.status == EnrolmentStatus.ATTENDING
    )
    statement = sa.select(*columns, entered.scalar_subquery().label("entered")).where(of.among(enrolments.c.group_id))
    return read_once(statement, "stays")


def _answered(purpose: Purpose) -> sa.ColumnElement[bool]:
    """Whether the questions of a stint are finished."""
    return sa.exists().where(
        applications.c.enrolment_id == enrolments.c.id,
        applications.c.purpose == purpose,
        applications.c.status == ApplicationStatus.FINISHED,
    )


def _stints(of: Counting) -> Reader:
    """The stints that are alike, counted once for all the indicators that they tell."""
    flags = (_answered(Purpose.ENTRY).label("entry"), _answered(Purpose.EXIT).label("exit"))
    stays = _stays(of, enrolments.c.status, enrolments.c.ended_on, *flags)
    alike = (month_of(stays.c.entered), month_of(stays.c.ended_on), stays.c.status, stays.c.entry, stays.c.exit)
    return reader(sa.select(*alike, sa.func.count()).where(stays.c.entered.is_not(None)).group_by(*alike))


def _of_stints(rows: Sequence[Any]) -> Mapping[str, Months]:
    return stint_counts.of_stints([_stint_count(*row) for row in rows])


def _stint_count(entered: str, ended: str | None, status: str, entry: bool, exit: bool, count: int) -> StintCount:
    until = None if ended is None else first_of(ended)
    return StintCount(first_of(entered), until, EnrolmentStatus(status), entry, exit, count)


def _retention(of: Counting) -> Reader:
    """Whether men were still there at their session of a number since they entered.

    Who entered his group on the same day has the same session: it is looked for once for all of them.
    """
    stays = _stays(of, enrolments.c.group_id, enrolments.c.ended_on)
    alike = (stays.c.group_id, stays.c.entered, stays.c.ended_on)
    begun = sa.select(*alike, sa.func.count().label("men")).where(stays.c.entered.is_not(None)).group_by(*alike)
    starts = read_once(begun, "starts")
    return reader(sa.union_all(*(_still_there(starts, number) for number in _RETENTION)))


def _retained(rows: Sequence[Any]) -> Mapping[str, Months]:
    return {
        code: summed(monthly(*row) for which, *row in rows if which == number) for number, code in _RETENTION.items()
    }


def _still_there(starts: sa.CTE, number: int) -> Rows:
    day = (
        sa.select(sessions.c.day)
        .where(
            sessions.c.group_id == starts.c.group_id,
            sessions.c.state == SessionState.HELD,
            sessions.c.day >= starts.c.entered,
        )
        .order_by(sessions.c.day)
        .offset(number - 1)
        .limit(1)
        .scalar_subquery()
    )
    each = read_once(sa.select(starts.c.ended_on, starts.c.men, day.label("day")), f"each_{number}")
    there = sa.case((sa.or_(each.c.ended_on.is_(None), each.c.ended_on >= each.c.day), each.c.men), else_=0)
    month = month_of(each.c.day)
    return (
        sa.select(sa.literal(number), month, sa.func.sum(there), sa.func.sum(each.c.men))
        .where(each.c.day.is_not(None))
        .group_by(month)
    )


def _fichas_complete(of: Counting) -> Rows:
    """Of the men whose ficha is here: it does not come in a package without names."""
    complete = fichas.complete(of.form, of.today, competent=of.competent)
    return (
        sa.select(sa.literal(f"{of.today:%Y-%m}"), _how_many(complete), sa.func.count(), _NOTHING, _NOTHING)
        .select_from(enrolments.join(participants, participants.c.id == enrolments.c.participant_id))
        .where(enrolments.c.status.in_(COUNTING), of.among(enrolments.c.group_id), fichas.named())
    )


# -- sessions and topics ----------------------------------------------------------------------------------------------


def _sessions_held(of: Counting) -> Rows:
    """Until today; which is no condition, for by their day sessions are looked up with their logs."""
    due = sessions.c.day <= of.today
    month, held = month_of(sessions.c.day), sa.and_(due, sessions.c.state == SessionState.HELD)
    return (
        sa.select(month, _how_many(held), _how_many(due), _NOTHING, _NOTHING)
        .where(of.among(sessions.c.group_id))
        .group_by(month)
        .having(_how_many(due) > 0)
        .order_by(month)
    )


def _attendance(of: Counting) -> Rows:
    """Session by session, for the range; the outer join has the marks walked as their index has them."""
    where = (sessions.c.state == SessionState.HELD, of.among(sessions.c.group_id))
    held = read_once(sa.select(sessions.c.id, sessions.c.day).where(*where), "held")
    each = sa.union_all(_marked(of, held), _gone()).subquery("each")
    added = [sa.func.sum(each.c[name]).label(name) for name in ("there", "marked")]
    by_session = sa.select(each.c.session_id, *added).group_by(each.c.session_id).subquery("by_session")
    month, there, marked = month_of(held.c.day), by_session.c.there, by_session.c.marked
    return (
        sa.select(month, sa.func.sum(there), sa.func.sum(marked), sa.func.min(there), sa.func.max(there))
        .select_from(by_session.outerjoin(held, held.c.id == by_session.c.session_id))
        .group_by(month)
        .order_by(month)
    )


def _marked(of: Counting, held: sa.CTE) -> Rows:
    marks = attendance_marks.c
    there, marked = _how_many(marks.mark.in_(ATTENDING)), sa.func.count()
    return (
        sa.select(marks.session_id, there.label("there"), marked.label("marked"))
        .where(marks.session_id.in_(sa.select(held.c.id)) if of.named else sa.true())
        .group_by(marks.session_id)
    )


def _gone() -> Rows:
    """The marks of men whose data went: they go on counting."""
    marks = erased_marks.c
    there = sa.func.sum(sa.case((marks.mark.in_(ATTENDING), marks.men), else_=0))
    return sa.select(marks.session_id, there, sa.func.sum(marks.men)).group_by(marks.session_id)


def _thirteen_topics(of: Counting) -> Rows:
    whole = whole_topics.men(of.topic_ids, of.among).subquery("whole_topics")
    took_part = (
        sa.select(enrolments.c.group_id, enrolments.c.participant_id)
        .where(
            of.among(enrolments.c.group_id),
            sa.exists().where(
                enrolment_events.c.enrolment_id == enrolments.c.id,
                enrolment_events.c.status == EnrolmentStatus.ATTENDING,
            ),
        )
        .distinct()
        .subquery("took_part")
    )
    return sa.select(
        sa.literal(f"{of.today:%Y-%m}"),
        sa.select(sa.func.count()).select_from(whole).scalar_subquery(),
        sa.select(sa.func.count()).select_from(took_part).scalar_subquery(),
        _NOTHING,
        _NOTHING,
    )


# -- what was decided and sent ----------------------------------------------------------------------------------------


def _referrals_answered(of: Counting) -> Rows:
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


def _decisions(of: Counting) -> Rows:
    decisions = exclusion_decisions
    source = decisions if of.group_id is None else decisions.join(enrolments)
    return _by_month(
        decisions.c.decided_on, source, decisions.c.withdrawn_on.is_(None), of.among(enrolments.c.group_id)
    )


def _door_refusals(of: Counting) -> Rows:
    return _by_month(sessions.c.day, door_refusals.join(sessions), of.among(sessions.c.group_id))


def _protection_closed(of: Counting) -> Rows:
    return _by_month(protection_matters.c.closed_on, protection_matters, protection_matters.c.closed_on.is_not(None))


def _reviews_waiting(of: Counting) -> Reader:
    """What waits to be reviewed today."""

    def read(tx: Transaction, some: Groups) -> Sequence[Any]:
        waiting = sum(reviews.counts(tx, QueueFilter(ReviewState.PENDING, group_id=of.group_id)).values())
        return [(f"{of.today:%Y-%m}", waiting, reviews.reviewable(tx, of.group_id))]

    return read


def _reviews_oldest(of: Counting) -> Reader:
    """For how many days the oldest of it does."""

    def read(tx: Transaction, some: Groups) -> Sequence[Any]:
        oldest = reviews.oldest(tx, ReviewState.PENDING, of.group_id)
        days = 0 if oldest is None else max(0, (of.today - oldest.date()).days)
        return [(f"{of.today:%Y-%m}", days, None)]

    return read


PARTS: Final = (
    part_of("registered", _registered),
    Part(stint_counts.CODES, _stints, _of_stints, 250),
    Part(tuple(_RETENTION.values()), _retention, _retained, 200),
    part_of("sessions_held", _sessions_held, 500),
    part_of("attendance", _attendance, 60),
    part_of("thirteen_topics", _thirteen_topics, 30),
    part_of("fichas_complete", _fichas_complete, 500),
    part_of("referrals_answered", _referrals_answered),
    part_of("decisions", _decisions),
    part_of("door_refusals", _door_refusals),
    part_of("protection_opened", lambda of: _by_month(protection_matters.c.opened_on, protection_matters)),
    part_of("protection_closed", _protection_closed),
    Part(("reviews_waiting",), _reviews_waiting, partial(by_rows, "reviews_waiting")),
    Part(("reviews_oldest",), _reviews_oldest, partial(by_rows, "reviews_oldest")),
)
"""How each indicator is counted."""
