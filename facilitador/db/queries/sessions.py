"""Sessions with their topics, their log, and their history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.tables.attendance import announced_absences, attendance_marks, calls, door_refusals, make_ups
from facilitador.db.tables.base import remembered
from facilitador.db.tables.groups import groups
from facilitador.db.tables.sessions import (
    incidents,
    session_amendments,
    session_areas,
    session_events,
    session_facilitators,
    session_notes,
    session_topics,
    sessions,
)
from facilitador.db.transaction import Transaction
from facilitador.domain.groups import GroupStatus
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import (
    Amendment,
    AreaReached,
    Incident,
    IncidentKind,
    LogStatus,
    LogText,
    ManNote,
    Reached,
    Session,
    SessionEvent,
    SessionLog,
    SessionStep,
    SessionTopic,
)
from facilitador.errors import UserFacingError

_TAKES_PLACE = sessions.c.state != SessionState.CANCELLED
_COLUMNS = [column for column in sessions.c if column.name != "log"]
_OF_GROUP = (
    sa.select(*_COLUMNS)
    .where(sessions.c.group_id == sa.bindparam("group"))
    .order_by(sessions.c.day, sessions.c.starts_at, sessions.c.created_at)
)
_TOPICS_OF_GROUP = (
    sa.select(session_topics.c.session_id, session_topics.c.topic_id, session_topics.c.planned, session_topics.c.worked)
    .join(sessions, sessions.c.id == session_topics.c.session_id)
    .where(sessions.c.group_id == sa.bindparam("group"))
    .order_by(session_topics.c.session_id, session_topics.c.position)
)
_earlier = sessions.alias("earlier")


def session_number() -> sa.ScalarSelect[int]:
    """The number of a row of `sessions` among those of its group that are not cancelled, from 1."""
    return (
        sa.select(sa.func.count() + 1)
        .where(
            _earlier.c.group_id == sessions.c.group_id,
            _earlier.c.state != SessionState.CANCELLED,
            sa.tuple_(_earlier.c.day, _earlier.c.starts_at) < sa.tuple_(sessions.c.day, sessions.c.starts_at),
        )
        .correlate(sessions)
        .scalar_subquery()
    )


_BY_ID = sa.select(sessions, session_number().label("number")).where(sessions.c.id == sa.bindparam("key"))
_TOPICS_OF_ONE = (
    sa.select(session_topics.c.session_id, session_topics.c.topic_id, session_topics.c.planned, session_topics.c.worked)
    .where(session_topics.c.session_id == sa.bindparam("key"))
    .order_by(session_topics.c.position)
)


@dataclass(frozen=True, slots=True)
class PlanState:
    """How many sessions a group has that are not cancelled, and how many of them should have been held by now."""

    group_id: UUID
    sessions: int
    past: int


def sessions_of_group(tx: Transaction, group_id: UUID) -> tuple[Session, ...]:
    """Every session of the group in order of day and hour, cancelled ones too, each with its number."""
    topics = _by_session(tx.connection.execute(_TOPICS_OF_GROUP, {"group": group_id}))
    found: list[Session] = []
    number = 0
    for row in tx.connection.execute(_OF_GROUP, {"group": group_id}).mappings():
        takes_place = row["state"] != SessionState.CANCELLED
        number += takes_place
        found.append(to_session(row, number if takes_place else None, topics[row["id"]]))
    return tuple(found)


def session(tx: Transaction, session_id: UUID) -> Session:
    """One session with its number; refuses with `not_found`. Read once in a list of commands that leaves it alone."""
    return remembered(tx, sessions, session_id, lambda: _read(tx, session_id)[0])


def sessions_with_history(tx: Transaction, session_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these sessions to which more happened than being planned, or about which something is written."""
    found: set[UUID] = set()
    for table in _ABOUT_A_SESSION:
        statement = sa.select(table.c.session_id).where(table.c.session_id.in_(session_ids))
        found.update(tx.connection.execute(statement.distinct()).scalars())
    steps = sa.select(session_events.c.session_id).where(session_events.c.session_id.in_(session_ids))
    several = steps.group_by(session_events.c.session_id).having(sa.func.count() > 1)
    found.update(tx.connection.execute(several).scalars())
    return frozenset(found)


def plan_states(tx: Transaction, today: date) -> Mapping[UUID, PlanState]:
    """How the plan of each running group stands that has one; a session before `today` that is only planned is past."""
    return {row[0]: PlanState(*row) for row in tx.connection.execute(_PLAN_STATES, {"today": today})}


def session_log(tx: Transaction, session_id: UUID) -> SessionLog:
    """Everything written about one session; refuses with `not_found`."""
    found, text = _read(tx, session_id)
    key = {"key": session_id}
    areas = tx.connection.execute(_AREAS, key)
    return SessionLog(
        session=found,
        text=text,
        areas=tuple(AreaReached(area, Reached(reached), note) for area, reached, note in areas),
        facilitator_ids=tuple(tx.connection.execute(_FACILITATORS, key).scalars()),
        incidents=incidents_of_session(tx, session_id),
        notes=tuple(ManNote(*row) for row in tx.connection.execute(_NOTES, key)),
        amendments=tuple(Amendment(*row) for row in tx.connection.execute(_AMENDMENTS, key))
        if found.amendments
        else (),
        events=tuple(
            SessionEvent(SessionStep(step), *rest) for step, *rest in tx.connection.execute(_EVENTS, key).all()
        ),
    )


def incidents_of_session(tx: Transaction, session_id: UUID) -> tuple[Incident, ...]:
    """What happened at a session, in the order in which it was written down."""
    return tuple(to_incident(row) for row in tx.connection.execute(_INCIDENTS, {"key": session_id}).mappings())


def incident(tx: Transaction, incident_id: UUID) -> Incident:
    """One incident; refuses with `not_found`."""
    row = tx.connection.execute(sa.select(*incident_columns()).where(incidents.c.id == incident_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="incident_id")
    return to_incident(row)


def incident_columns() -> tuple[sa.Column[Any], ...]:
    """The columns of `incidents` in the order of `Incident`."""
    names = ("id", "session_id", "enrolment_id", "kind", "what", "measures", "follow_up", "follow_up_by", "settled_on")
    return tuple(incidents.c[name] for name in (*names, "revision"))


def to_incident(row: sa.RowMapping) -> Incident:
    """A row of `incidents`, its columns in the order of `Incident`."""
    return Incident(**{**row, "kind": IncidentKind(row["kind"])})


def to_session(row: sa.RowMapping, number: int | None, topics: Iterable[SessionTopic]) -> Session:
    """A row of `sessions` as a session."""
    return Session(
        id=row["id"],
        group_id=row["group_id"],
        number=number,
        day=row["day"],
        starts_at=row["starts_at"],
        minutes=row["minutes"],
        venue_id=row["venue_id"],
        title=row["title"],
        state=SessionState(row["state"]),
        phase=row["phase"],
        extra=row["extra"],
        log_status=LogStatus(row["log_status"]),
        short_closed_at=row["short_closed_at"],
        closed_at=row["closed_at"],
        closed_by=row["closed_by"],
        amendments=row["amendments"],
        curriculum_edition=row["curriculum_edition"],
        topics=tuple(topics),
        revision=row["revision"],
    )


def _read(tx: Transaction, session_id: UUID) -> tuple[Session, LogText]:
    row = tx.connection.execute(_BY_ID, {"key": session_id}).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="session_id")
    topics = _by_session(tx.connection.execute(_TOPICS_OF_ONE, {"key": session_id}))[session_id]
    number = row["number"] if row["state"] != SessionState.CANCELLED else None
    return to_session(row, number, topics), msgspec.convert(row["log"], LogText)


def _by_session(rows: Iterable[Any]) -> dict[UUID, list[SessionTopic]]:
    topics: dict[UUID, list[SessionTopic]] = defaultdict(list)
    for session_id, topic_id, planned, worked in rows:
        topics[session_id].append(SessionTopic(topic_id, planned, worked))
    return topics


_INCIDENTS = (
    sa.select(*incident_columns())
    .where(incidents.c.session_id == sa.bindparam("key"))
    .order_by(incidents.c.created_at, incidents.c.id)
)
_AREAS = sa.select(session_areas.c.area, session_areas.c.reached, session_areas.c.note).where(
    session_areas.c.session_id == sa.bindparam("key")
)
_FACILITATORS = sa.select(session_facilitators.c.person_id).where(
    session_facilitators.c.session_id == sa.bindparam("key")
)
_ABOUT_A_SESSION = (announced_absences, attendance_marks, door_refusals, make_ups, calls, session_notes, incidents)
_PAST = sa.and_(sessions.c.state == SessionState.PLANNED, sessions.c.day < sa.bindparam("today"))
_PLAN_STATES = (
    sa.select(sessions.c.group_id, sa.func.count(), sa.func.sum(sa.case((_PAST, 1), else_=0)))
    .where(sessions.c.group_id.in_(sa.select(groups.c.id).where(groups.c.status == GroupStatus.RUNNING)), _TAKES_PLACE)
    .group_by(sessions.c.group_id)
)
_NOTES = sa.select(
    session_notes.c.id,
    session_notes.c.session_id,
    session_notes.c.enrolment_id,
    session_notes.c.text,
    session_notes.c.revision,
).where(session_notes.c.session_id == sa.bindparam("key"))
_AMENDMENTS = (
    sa.select(
        session_amendments.c.number,
        session_amendments.c.part,
        session_amendments.c.subject_id,
        session_amendments.c.before,
        session_amendments.c.after,
        session_amendments.c.reason,
        session_amendments.c.at,
        session_amendments.c.by,
    )
    .where(session_amendments.c.session_id == sa.bindparam("key"))
    .order_by(session_amendments.c.number, session_amendments.c.part)
)
_EVENTS = (
    sa.select(
        session_events.c.step,
        session_events.c.reason_code,
        session_events.c.reason,
        session_events.c.before_day,
        session_events.c.before_hour,
        session_events.c.at,
        session_events.c.by,
    )
    .where(session_events.c.session_id == sa.bindparam("key"))
    .order_by(session_events.c.number)
)
