"""What stands beside a log: the men of the group, the session before, what is still open, the notes of one man."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.queries.enrolments import to_stint
from facilitador.db.queries.sessions import incident_columns, session_number, to_incident
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.groups import groups
from facilitador.db.tables.participants import participants
from facilitador.db.tables.people import people
from facilitador.db.tables.sessions import incidents, session_notes, session_topics, sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.enrolments import Stint
from facilitador.domain.session_logs import OpenIncident, PreviousSession, StintNote
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import LogStatus, LogText, ManNote, Session, log_due_by

_MEN = (
    sa.select(enrolments, participants.c.full_name)
    .join(participants, participants.c.id == enrolments.c.participant_id)
    .where(enrolments.c.group_id == sa.bindparam("group"))
    .order_by(participants.c.sort_key, enrolments.c.since)
)
_PEOPLE = sa.select(people.c.id, people.c.surnames, people.c.given_names, people.c.active).order_by(
    people.c.active.desc(), people.c.sort_key
)
_BEFORE = (
    sa.select(sessions.c.id, session_number().label("number"), sessions.c.day, sessions.c.log)
    .where(
        sessions.c.group_id == sa.bindparam("group"),
        sessions.c.state == SessionState.HELD,
        sa.tuple_(sessions.c.day, sessions.c.starts_at)
        < sa.tuple_(sa.bindparam("day", type_=sa.Date), sa.bindparam("hour", type_=sa.Time)),
    )
    .order_by(sessions.c.day.desc(), sessions.c.starts_at.desc())
    .limit(1)
)
_WORKED = (
    sa.select(session_topics.c.topic_id)
    .where(session_topics.c.session_id == sa.bindparam("key"), session_topics.c.worked)
    .order_by(session_topics.c.position)
)
_OPEN = (
    sa.select(*incident_columns(), sessions.c.day, sessions.c.group_id)
    .join(sessions, sessions.c.id == incidents.c.session_id)
    .where(incidents.c.follow_up != "", incidents.c.settled_on.is_(None))
    .order_by(incidents.c.follow_up_by.is_(None), incidents.c.follow_up_by, sessions.c.day)
)
_OPEN_UNTIL = (
    sa.select(incidents.c.session_id, groups.c.name, incidents.c.follow_up_by)
    .join(sessions, sessions.c.id == incidents.c.session_id)
    .join(groups, groups.c.id == sessions.c.group_id)
    .where(
        incidents.c.follow_up != "",
        incidents.c.settled_on.is_(None),
        incidents.c.follow_up_by <= sa.bindparam("until", type_=sa.Date),
    )
    .order_by(incidents.c.follow_up_by, sessions.c.day)
)
_OPEN_OF_GROUP = _OPEN.where(sessions.c.group_id == sa.bindparam("group"), sessions.c.day <= sa.bindparam("day"))
_NOTES_OF_MAN = (
    sa.select(
        session_notes.c.session_id,
        groups.c.name,
        sa.case((sessions.c.state != SessionState.CANCELLED, session_number())).label("number"),
        sessions.c.day,
        session_notes.c.text,
    )
    .join(sessions, sessions.c.id == session_notes.c.session_id)
    .join(groups, groups.c.id == sessions.c.group_id)
    .join(enrolments, enrolments.c.id == session_notes.c.enrolment_id)
    .where(enrolments.c.participant_id == sa.bindparam("man"))
    .order_by(sessions.c.day.desc(), sessions.c.starts_at.desc())
)
_NOTE = sa.select(
    session_notes.c.id,
    session_notes.c.session_id,
    session_notes.c.enrolment_id,
    session_notes.c.text,
    session_notes.c.revision,
).where(session_notes.c.session_id == sa.bindparam("key"), session_notes.c.enrolment_id == sa.bindparam("stint"))
_UNCLOSED = (
    sa.select(sessions.c.id, sessions.c.group_id, groups.c.name, sessions.c.day, sessions.c.log_status)
    .join(groups, groups.c.id == sessions.c.group_id)
    .where(sessions.c.state == SessionState.HELD, sessions.c.log_status.in_((LogStatus.EMPTY, LogStatus.SHORT)))
    .order_by(sessions.c.day, sessions.c.starts_at)
)


@dataclass(frozen=True, slots=True)
class UnclosedLog:
    """A session that was held and whose log is not closed."""

    session_id: UUID
    group_id: UUID
    group_name: str
    day: date
    status: LogStatus

    @property
    def complete_by(self) -> date:
        """The last day on which it is completed in time."""
        return log_due_by(self.day)


def men_of_group(tx: Transaction, group_id: UUID) -> tuple[tuple[Stint, str], ...]:
    """Every stint of the group with the man's name, by name."""
    rows = tx.connection.execute(_MEN, {"group": group_id}).mappings()
    return tuple((to_stint(row), row["full_name"]) for row in rows)


def names_of_team(tx: Transaction) -> dict[UUID, str]:
    """The names of everybody of the team, active first, then by surname."""
    rows = tx.connection.execute(_PEOPLE)
    return {key: f"{given} {surnames}".strip() for key, surnames, given, _ in rows}


def held_before(tx: Transaction, session: Session) -> PreviousSession | None:
    """The last session of the group that was held before this one, or None."""
    before = {"group": session.group_id, "day": session.day, "hour": session.starts_at}
    row = tx.connection.execute(_BEFORE, before).first()
    if row is None:
        return None
    worked = tuple(tx.connection.execute(_WORKED, {"key": row.id}).scalars())
    return PreviousSession(row.id, row.number, row.day, worked, msgspec.convert(row.log, LogText))


def open_incidents(tx: Transaction, group_id: UUID, until: date) -> tuple[OpenIncident, ...]:
    """What is still to be followed up of the sessions of a group up to a day, soonest first."""
    rows = tx.connection.execute(_OPEN_OF_GROUP, {"group": group_id, "day": until}).mappings()
    return tuple(_open_incident(row)[0] for row in rows)


def follow_ups_until(tx: Transaction, day: date) -> tuple[tuple[UUID, str, date], ...]:
    """What is to be followed up by a day in any group, soonest first: its session, the group's name, by when."""
    rows = tx.connection.execute(_OPEN_UNTIL, {"until": day})
    return tuple((session_id, group, by) for session_id, group, by in rows)


def _open_incident(row: sa.RowMapping) -> tuple[OpenIncident, UUID]:
    columns: Any = {name: value for name, value in row.items() if name not in ("day", "group_id")}
    return OpenIncident(to_incident(columns), row["day"]), row["group_id"]


def notes_of_man(tx: Transaction, participant_id: UUID) -> tuple[StintNote, ...]:
    """The notes written for one man at sessions, the newest first."""
    return tuple(StintNote(*row) for row in tx.connection.execute(_NOTES_OF_MAN, {"man": participant_id}))


def note_of_stint(tx: Transaction, session_id: UUID, enrolment_id: UUID) -> ManNote | None:
    """The note for one man at one session, or None."""
    row = tx.connection.execute(_NOTE, {"key": session_id, "stint": enrolment_id}).first()
    return ManNote(*row) if row is not None else None


def unclosed_logs(tx: Transaction) -> tuple[UnclosedLog, ...]:
    """The sessions that were held and whose log is not closed, oldest first."""
    return tuple(
        UnclosedLog(key, group, name, day, LogStatus(status))
        for key, group, name, day, status in tx.connection.execute(_UNCLOSED)
    )
