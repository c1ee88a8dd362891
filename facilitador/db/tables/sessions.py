"""Sessions, their topics, their steps and their log. A closed log is locked here too; it changes by amendment only."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import (
    delete_row,
    foreign,
    forget,
    insert_row,
    metadata,
    one_of,
    stamped_table,
    update_row,
)
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, Json, UtcDateTime
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import (
    AreaReached,
    IncidentKind,
    LogStatus,
    Reached,
    SessionStep,
    SessionTopic,
)

_TAKES_PLACE = sa.text("state <> 'cancelled'")

sessions = stamped_table(
    "sessions",
    foreign("group_id", "groups"),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("starts_at", sa.Time, nullable=False),
    sa.Column("minutes", sa.SmallInteger, nullable=False),
    foreign("venue_id", "venues", nullable=True),
    sa.Column("title", sa.String(120), nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("phase", sa.String(40), nullable=False),
    sa.Column("extra", sa.Boolean, nullable=False),
    sa.Column("curriculum_edition", sa.String(40), nullable=False),
    sa.Column("log_status", sa.String(20), nullable=False),
    sa.Column("log", Json, nullable=False),
    sa.Column("short_closed_at", UtcDateTime),
    sa.Column("closed_at", UtcDateTime),
    sa.Column("closed_by", Guid),
    sa.Column("amendments", sa.Integer, nullable=False),
    one_of("state", tuple(SessionState)),
    one_of("log_status", tuple(LogStatus)),
    sa.CheckConstraint("minutes BETWEEN 30 AND 240", name="minutes_in_range"),
    sa.CheckConstraint("(log_status = 'empty') = (short_closed_at IS NULL)", name="short_closed_is_dated"),
    sa.CheckConstraint("(log_status = 'closed') = (closed_at IS NOT NULL)", name="closed_is_dated"),
    sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
    sa.CheckConstraint("log_status = 'empty' OR state = 'held'", name="only_held_has_log"),
    sa.CheckConstraint("amendments = 0 OR log_status = 'closed'", name="only_closed_is_amended"),
    sa.Index(
        "uq_sessions_one_at_an_hour",
        "group_id",
        "day",
        "starts_at",
        unique=True,
        sqlite_where=_TAKES_PLACE,
        postgresql_where=_TAKES_PLACE,
    ),
    sa.Index(None, "group_id", "day", "starts_at"),  # the partial one serves no query that binds the state
    sa.Index(None, "day"),
    sa.Index("ix_sessions_by_closing", "log_status", "closed_at", "id", "group_id"),  # the queue of the reviews
    sa.Index("ix_sessions_by_state", "group_id", "state", "day", "id"),  # what indicators count, without the logs
)

session_topics = sa.Table(
    "session_topics",
    metadata,
    sa.Column("session_id", sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("topic_id", sa.String(40), primary_key=True),
    sa.Column("position", sa.SmallInteger, nullable=False),
    sa.Column("planned", sa.Boolean, nullable=False),
    sa.Column("worked", sa.Boolean, nullable=False),
    sa.CheckConstraint("planned OR worked", name="planned_or_worked"),
)

session_areas = sa.Table(
    "session_areas",
    metadata,
    sa.Column("session_id", sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("area", sa.String(40), primary_key=True),
    sa.Column("reached", sa.String(10), nullable=False),
    sa.Column("note", sa.String(1000), nullable=False),
    one_of("reached", tuple(Reached)),
)

session_facilitators = sa.Table(
    "session_facilitators",
    metadata,
    sa.Column("session_id", sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
)

session_events = sa.Table(
    "session_events",
    metadata,
    sa.Column("id", Guid, primary_key=True),
    sa.Column("session_id", sa.ForeignKey("sessions.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("step", sa.String(20), nullable=False),
    sa.Column("reason_code", sa.String(40), nullable=False),
    sa.Column("reason", sa.String(500), nullable=False),
    sa.Column("before_day", sa.Date),
    sa.Column("before_hour", sa.Time),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", Guid, nullable=False),
    sa.UniqueConstraint("session_id", "number"),
    one_of("step", tuple(SessionStep)),
)

session_amendments = sa.Table(
    "session_amendments",
    metadata,
    sa.Column("id", Guid, primary_key=True),
    sa.Column("session_id", sa.ForeignKey("sessions.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("part", sa.String(40), nullable=False),
    sa.Column("subject_id", Guid),
    sa.Column("before", Json, nullable=False),
    sa.Column("after", Json, nullable=False),
    sa.Column("reason", sa.String(500), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", Guid, nullable=False),
    sa.Index(None, "session_id", "number"),
)

incidents = stamped_table(
    "incidents",
    foreign("session_id", "sessions"),
    foreign("enrolment_id", "enrolments", nullable=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("what", sa.String(4000), nullable=False),
    sa.Column("measures", sa.String(4000), nullable=False),
    sa.Column("follow_up", sa.String(1000), nullable=False),
    sa.Column("follow_up_by", sa.Date),
    sa.Column("settled_on", sa.Date),
    one_of("kind", tuple(IncidentKind)),
    sa.Index(None, "session_id"),
    sa.Index(None, "enrolment_id"),
)

session_notes = stamped_table(
    "session_notes",
    foreign("session_id", "sessions"),
    foreign("enrolment_id", "enrolments"),
    sa.Column("text", sa.String(4000), nullable=False),
    sa.UniqueConstraint("session_id", "enrolment_id"),
    sa.Index(None, "enrolment_id"),
)

_OF_A_CLOSED_LOG: Final = "(SELECT log_status FROM sessions WHERE id = {row}.session_id) = 'closed'"
_AMENDED: Final = (
    "EXISTS (SELECT 1 FROM session_amendments JOIN sessions ON sessions.id = session_amendments.session_id "
    "WHERE sessions.id = {row}.session_id AND session_amendments.number = sessions.amendments "
    "AND session_amendments.part = '{table}') "
    "AND NOT EXISTS (SELECT 1 FROM reviews WHERE reviews.session_id = {row}.session_id AND reviews.state = 'approved')"
)


def _locks(table: str) -> dict[str, str]:
    """Triggers: a row of `table` under a closed log moves only under its newest amendment, and not once approved."""
    return {
        f"{table}_locked_on_{action}": (
            f"CREATE TRIGGER {table}_locked_on_{action} BEFORE {action.upper()} ON {table} "
            f"WHEN {_OF_A_CLOSED_LOG.format(row=row)} AND NOT ({_AMENDED.format(row=row, table=table)}) "
            f"BEGIN SELECT RAISE(ABORT, 'the log of the session is closed'); END"
        )
        for action, row in (("insert", "NEW"), ("update", "OLD"), ("delete", "OLD"))
    }


# An incident may become known later, and is followed up for weeks: only what was said to have happened is locked.
_INCIDENT_LOCKS: Final = {
    "incidents_locked_on_update": (
        "CREATE TRIGGER incidents_locked_on_update BEFORE UPDATE OF kind, what, session_id, enrolment_id ON incidents "
        f"WHEN {_OF_A_CLOSED_LOG.format(row='OLD')} "
        "AND (OLD.kind, OLD.what, OLD.session_id, OLD.enrolment_id) "
        "IS NOT (NEW.kind, NEW.what, NEW.session_id, NEW.enrolment_id) "
        "BEGIN SELECT RAISE(ABORT, 'the log of the session is closed'); END"
    ),
    "incidents_locked_on_delete": (
        "CREATE TRIGGER incidents_locked_on_delete BEFORE DELETE ON incidents "
        f"WHEN {_OF_A_CLOSED_LOG.format(row='OLD')} "
        "BEGIN SELECT RAISE(ABORT, 'the log of the session is closed'); END"
    ),
}

LOCKED: Final = ("session_topics", "session_areas", "session_facilitators", "attendance_marks", "session_notes")
"""The tables whose rows belong to a log and are locked with it. Their names are the `part` of an amendment."""

LOCKS: Final[dict[str, str]] = {
    "sessions_locked_on_update": (
        "CREATE TRIGGER sessions_locked_on_update BEFORE UPDATE ON sessions "
        "WHEN OLD.log_status = 'closed' AND NEW.amendments <> OLD.amendments + 1 "
        "BEGIN SELECT RAISE(ABORT, 'the log of the session is closed'); END"
    ),
    **{name: statement for table in LOCKED for name, statement in _locks(table).items()},
    **_INCIDENT_LOCKS,
}
"""Triggers that hold a closed log closed, by name."""


def insert_session(tx: Transaction, session_id: UUID | None, **values: Any) -> UUID:
    """Write a planned session with an empty log; its id."""
    return insert_row(
        tx,
        sessions,
        session_id,
        **{
            "state": SessionState.PLANNED,
            "phase": "",
            "log_status": LogStatus.EMPTY,
            "log": {},
            "short_closed_at": None,
            "closed_at": None,
            "closed_by": None,
            "amendments": 0,
            **values,
        },
    )


def lift_sessions(tx: Transaction, session_ids: Collection[UUID]) -> None:
    """Take planned sessions off their hours until `change_session` puts them on others.

    Without it a plan that is moved as a whole would stumble over itself: one session an hour and group.
    """
    forget(tx, sessions)
    statement = sessions.update().where(sessions.c.id.in_(session_ids), sessions.c.state == SessionState.PLANNED)
    tx.connection.execute(statement.values(state=SessionState.CANCELLED))


def forget_sessions(tx: Transaction, session_ids: Collection[UUID]) -> None:
    """Take sessions out of the book to which nothing happened but being planned; see `sessions_with_history`."""
    forget(tx, sessions)
    tx.connection.execute(session_events.delete().where(session_events.c.session_id.in_(session_ids)))
    tx.connection.execute(sessions.delete().where(sessions.c.id.in_(session_ids)))


def change_session(tx: Transaction, session_id: UUID, revision: int | None, **values: Any) -> None:
    """Rewrite columns of a session. As `update_row`."""
    update_row(tx, sessions, session_id, revision, **values)


def set_topics(tx: Transaction, session_id: UUID, topics: tuple[SessionTopic, ...]) -> None:
    """Put these topics, in this order, in place of those of the session."""
    rows = [
        {
            "session_id": session_id,
            "topic_id": one.topic_id,
            "position": at,
            "planned": one.planned,
            "worked": one.worked,
        }
        for at, one in enumerate(topics)
    ]
    _replace(tx, session_topics, session_id, rows)


def set_areas(tx: Transaction, session_id: UUID, areas: tuple[AreaReached, ...]) -> None:
    """Put these areas in place of those of the session."""
    rows = [{"session_id": session_id, "area": one.area, "reached": one.reached, "note": one.note} for one in areas]
    _replace(tx, session_areas, session_id, rows)


def set_session_facilitators(tx: Transaction, session_id: UUID, people: tuple[UUID, ...]) -> None:
    """Put these people in place of those who led the session."""
    _replace(tx, session_facilitators, session_id, [{"session_id": session_id, "person_id": one} for one in people])


def _replace(tx: Transaction, table: sa.Table, session_id: UUID, rows: list[dict[str, Any]]) -> None:
    forget(tx, sessions)  # what is remembered of a session holds its topics
    delete, insert = _replacing(table)
    tx.connection.execute(delete, {"of_session": session_id})
    if rows:
        tx.connection.execute(insert, rows)


@cache
def _replacing(table: sa.Table) -> tuple[sa.Delete, sa.Insert]:
    return table.delete().where(table.c.session_id == sa.bindparam("of_session")), table.insert()


_NEXT_EVENT = sa.select(sa.func.coalesce(sa.func.max(session_events.c.number), 0) + 1).where(
    session_events.c.session_id == sa.bindparam("of_session")
)
_ADD_EVENT = session_events.insert().values(number=_NEXT_EVENT.scalar_subquery())


def add_session_event(tx: Transaction, session_id: UUID, step: SessionStep, **values: Any) -> None:
    """Add a step to the history of a session; `values`: reason_code, reason, before_day, before_hour."""
    empty = {"reason_code": "", "reason": "", "before_day": None, "before_hour": None}
    stamp = {"id": tx.new_id(), "session_id": session_id, "of_session": session_id, "at": tx.now, "by": tx.actor.id}
    tx.connection.execute(_ADD_EVENT, [{**empty, **values, **stamp, "step": step}])


def add_amendments(tx: Transaction, session_id: UUID, number: int, reason: str, parts: list[dict[str, Any]]) -> None:
    """Keep what an amendment changes, part by part (`part`, `subject_id`, `before`, `after`), before it is changed.

    Raise `amendments` of the session to `number` first; then the database lets these parts be written.
    """
    stamp = {"session_id": session_id, "number": number, "reason": reason, "at": tx.now, "by": tx.actor.id}
    rows = [{"subject_id": None, **part, **stamp, "id": tx.new_id()} for part in parts]
    tx.connection.execute(session_amendments.insert(), rows)


def remove_incident(tx: Transaction, incident_id: UUID) -> UUID:
    """Take an incident back; the key of its session. Raises `not_found`."""
    return delete_row(tx, incidents, incident_id, incidents.c.session_id)
