"""Marks, and the days on which each man counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.tables.attendance import announced_absences, attendance_marks, make_ups
from facilitador.db.tables.enrolments import enrolment_events, enrolments
from facilitador.db.transaction import Transaction
from facilitador.domain.attendance import AttendanceMark, MakeUp, ManRecord, Period
from facilitador.domain.counted_periods import counted_periods
from facilitador.domain.enrolments import EnrolmentStatus, StintEvent

_MARKS_OF_SESSION = sa.select(attendance_marks.c.enrolment_id, attendance_marks.c.mark).where(
    attendance_marks.c.session_id == sa.bindparam("session")
)
_MARKS_OF_GROUP = (
    sa.select(enrolments.c.participant_id, attendance_marks.c.session_id, attendance_marks.c.mark)
    .join(enrolments, enrolments.c.id == attendance_marks.c.enrolment_id)
    .where(enrolments.c.group_id == sa.bindparam("group"))
)
_EVENTS_OF_GROUP = (
    sa.select(
        enrolments.c.participant_id,
        enrolments.c.id,
        enrolment_events.c.status,
        enrolment_events.c.on,
        enrolment_events.c.reason,
    )
    .join(enrolments, enrolments.c.id == enrolment_events.c.enrolment_id)
    .where(enrolments.c.group_id == sa.bindparam("group"))
    .order_by(enrolments.c.since, enrolments.c.id, enrolment_events.c.number)
)
_EVENTS_OF_STINT = (
    sa.select(enrolment_events.c.status, enrolment_events.c.on, enrolment_events.c.reason)
    .where(enrolment_events.c.enrolment_id == sa.bindparam("stint"))
    .order_by(enrolment_events.c.number)
)
_EVENTS_OF_STINTS = (
    sa.select(
        enrolment_events.c.enrolment_id, enrolment_events.c.status, enrolment_events.c.on, enrolment_events.c.reason
    )
    .where(enrolment_events.c.enrolment_id.in_(sa.bindparam("stints", expanding=True)))
    .order_by(enrolment_events.c.enrolment_id, enrolment_events.c.number)
)
_MARK = sa.select(attendance_marks.c.mark).where(
    attendance_marks.c.session_id == sa.bindparam("session"), attendance_marks.c.enrolment_id == sa.bindparam("stint")
)
_ANNOUNCED = sa.select(announced_absences.c.enrolment_id, announced_absences.c.note).where(
    announced_absences.c.session_id == sa.bindparam("session")
)
_MADE_UP = sa.select(make_ups.c.enrolment_id, make_ups.c.made_up_on).where(
    make_ups.c.session_id == sa.bindparam("session")
)
_MAKE_UPS_OF_GROUP = (
    sa.select(enrolments.c.participant_id, make_ups.c.made_up_on, make_ups.c.session_id, make_ups.c.topic_ids)
    .join(enrolments, enrolments.c.id == make_ups.c.enrolment_id)
    .where(enrolments.c.group_id == sa.bindparam("group"))
    .order_by(make_ups.c.made_up_on)
)


def marks_of_session(tx: Transaction, session_id: UUID) -> dict[UUID, AttendanceMark]:
    """The mark of each stint at the session; who has none is "sin registrar"."""
    rows = tx.connection.execute(_MARKS_OF_SESSION, {"session": session_id})
    return {stint: AttendanceMark(mark) for stint, mark in rows}


def periods_of_stints(tx: Transaction, group_id: UUID) -> dict[UUID, tuple[Period, ...]]:
    """For each stint of the group, the days on which the man was expected."""
    return _periods(row[1:] for row in tx.connection.execute(_EVENTS_OF_GROUP, {"group": group_id}).all())


def periods_of(tx: Transaction, enrolment_ids: Collection[UUID]) -> dict[UUID, tuple[Period, ...]]:
    """For each of these stints that there are, the days on which the man was expected."""
    return _periods(tx.connection.execute(_EVENTS_OF_STINTS, {"stints": tuple(enrolment_ids)}).all())


def _periods(rows: Iterable[Sequence[Any]]) -> dict[UUID, tuple[Period, ...]]:
    steps: dict[UUID, list[StintEvent]] = defaultdict(list)
    for stint, status, on, reason in rows:
        steps[stint].append(StintEvent(EnrolmentStatus(status), on, reason))
    return {stint: counted_periods(events) for stint, events in steps.items()}


def periods_of_stint(tx: Transaction, enrolment_id: UUID) -> tuple[Period, ...]:
    """The days on which the man of this stint was expected."""
    steps = tx.connection.execute(_EVENTS_OF_STINT, {"stint": enrolment_id})
    return counted_periods([StintEvent(EnrolmentStatus(status), on, reason) for status, on, reason in steps])


def mark_of(tx: Transaction, session_id: UUID, enrolment_id: UUID) -> AttendanceMark | None:
    """The mark of one stint at the session; None is "sin registrar"."""
    mark = tx.connection.execute(_MARK, {"session": session_id, "stint": enrolment_id}).scalar_one_or_none()
    return AttendanceMark(mark) if mark is not None else None


def announced_of_session(tx: Transaction, session_id: UUID) -> dict[UUID, str]:
    """What each stint that gave notice of its absence said, maybe nothing."""
    return dict(tx.connection.execute(_ANNOUNCED, {"session": session_id}).all())


def made_up_of_session(tx: Transaction, session_id: UUID) -> dict[UUID, date]:
    """The day on which each stint made the session up, be it in part."""
    return dict(tx.connection.execute(_MADE_UP, {"session": session_id}).all())


def man_records(tx: Transaction, group_id: UUID) -> tuple[ManRecord, ...]:
    """What is recorded of each man who ever had a stint in the group, all his stints there together."""
    of_group = {"group": group_id}
    men: dict[UUID, dict[UUID, list[StintEvent]]] = defaultdict(lambda: defaultdict(list))
    for man, stint, status, on, reason in tx.connection.execute(_EVENTS_OF_GROUP, of_group):
        men[man][stint].append(StintEvent(EnrolmentStatus(status), on, reason))
    marks: dict[UUID, dict[UUID, AttendanceMark]] = defaultdict(dict)
    for man, session, mark in tx.connection.execute(_MARKS_OF_GROUP, of_group):
        marks[man][session] = AttendanceMark(mark)
    made_up: dict[UUID, list[MakeUp]] = defaultdict(list)
    for man, on, session, topic_ids in tx.connection.execute(_MAKE_UPS_OF_GROUP, of_group):
        made_up[man].append(MakeUp(on, session, tuple(msgspec.convert(topic_ids, list[str]))))
    return tuple(
        ManRecord(
            man,
            tuple(period for events in stints.values() for period in counted_periods(events)),
            marks[man],
            tuple(made_up[man]),
        )
        for man, stints in men.items()
    )


def has_marks(tx: Transaction, session_id: UUID) -> bool:
    """True if anything is marked at the session."""
    return tx.connection.execute(_MARKS_OF_SESSION, {"session": session_id}).first() is not None
