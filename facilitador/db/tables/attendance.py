"""Who was there: marks, announced absences, refusals at the door (6.7.2), make-ups, calls of the next morning."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, metadata, one_of, stamped_table, upsert
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, Json, UtcDateTime
from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.calls import CallPurpose, CallResult
from facilitador.domain.doors import AtRisk, DoorCause

# Keyed by session and stint: a man has one mark a session and it is his stint's. No row is "sin registrar".
attendance_marks = sa.Table(
    "attendance_marks",
    metadata,
    sa.Column("session_id", sa.ForeignKey("sessions.id"), primary_key=True),
    sa.Column("enrolment_id", sa.ForeignKey("enrolments.id"), primary_key=True),
    sa.Column("mark", sa.String(30), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("created_by", Guid, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
    sa.Column("changed_by", Guid, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    one_of("mark", tuple(AttendanceMark)),
    # what is counted a session and a man is counted along these, without the rows
    sa.Index("ix_attendance_marks_by_session", "session_id", "mark"),
    sa.Index("ix_attendance_marks_by_stint", "enrolment_id", "session_id", "mark"),
)

_OUTSIDE: Final = (
    "NOT EXISTS (SELECT 1 FROM enrolments JOIN sessions ON sessions.group_id = enrolments.group_id "
    "WHERE sessions.id = NEW.session_id AND enrolments.id = NEW.enrolment_id AND sessions.state <> 'cancelled' "
    "AND enrolments.status NOT IN ('waiting', 'withdrawn') "
    "AND enrolments.since <= sessions.day AND (enrolments.ended_on IS NULL OR enrolments.ended_on >= sessions.day))"
)
GUARDS: Final[dict[str, str]] = {
    f"attendance_marks_inside_stint_on_{action}": (
        f"CREATE TRIGGER attendance_marks_inside_stint_on_{action} BEFORE {action.upper()} ON attendance_marks "
        f"WHEN {_OUTSIDE} BEGIN SELECT RAISE(ABORT, 'mark outside the stint'); END"
    )
    for action in ("insert", "update")
}
"""Triggers: a mark stands only where the stint covers the session's day and belongs to its group."""

announced_absences = stamped_table(
    "announced_absences",
    foreign("session_id", "sessions"),
    foreign("enrolment_id", "enrolments"),
    sa.Column("note", sa.String(300), nullable=False),
    sa.UniqueConstraint("session_id", "enrolment_id"),
)

door_refusals = stamped_table(
    "door_refusals",
    foreign("session_id", "sessions"),
    foreign("enrolment_id", "enrolments"),
    sa.Column("cause", sa.String(20), nullable=False),
    sa.Column("seen", sa.String(1000), nullable=False),
    foreign("decided_by", "people"),
    sa.Column("goes_where", sa.String(300), nullable=False),
    sa.Column("goes_with", sa.String(300), nullable=False),
    sa.Column("at_risk", sa.String(20), nullable=False),
    sa.Column("protection_note", sa.String(500), nullable=False),
    sa.Column("attended_at", UtcDateTime),
    sa.Column("attended_by", Guid),
    sa.Column("attended_note", sa.String(500), nullable=False),
    sa.UniqueConstraint("session_id", "enrolment_id"),
    one_of("cause", tuple(DoorCause)),
    one_of("at_risk", tuple(AtRisk)),
    sa.CheckConstraint("(attended_at IS NULL) = (attended_by IS NULL)", name="attended_by_somebody"),
    sa.Index(None, "enrolment_id"),
)

# Without `session_id` a topic was worked on its own; without `topic_ids` every topic of that session is made up.
make_ups = stamped_table(
    "make_ups",
    foreign("session_id", "sessions", nullable=True),
    foreign("enrolment_id", "enrolments"),
    sa.Column("topic_ids", Json, nullable=False),
    sa.Column("made_up_on", sa.Date, nullable=False),
    foreign("person_id", "people"),
    sa.Column("how", sa.String(500), nullable=False),
    sa.UniqueConstraint("session_id", "enrolment_id"),
    sa.CheckConstraint("session_id IS NOT NULL OR topic_ids <> '[]'", name="makes_up_something"),
    sa.Index(None, "enrolment_id"),
)

calls = stamped_table(
    "calls",
    foreign("session_id", "sessions", nullable=True),
    foreign("enrolment_id", "enrolments"),
    sa.Column("purpose", sa.String(20), nullable=False),
    sa.Column("result", sa.String(30), nullable=False),
    sa.Column("note", sa.String(500), nullable=False),
    sa.Column("called_on", sa.Date, nullable=False),
    one_of("purpose", tuple(CallPurpose)),
    one_of("result", tuple(CallResult)),
    sa.Index(None, "enrolment_id"),
    sa.Index(None, "session_id"),
)

_PUT_ANNOUNCEMENT = upsert(announced_absences, ("session_id", "enrolment_id"), ("note",))
_PUT_MARK = upsert(attendance_marks, ("session_id", "enrolment_id"), ("mark",))


def put_marks(tx: Transaction, session_id: UUID, marks: dict[UUID, AttendanceMark]) -> None:
    """Write each stint's mark at the session, in place of what stood there, in one statement."""
    if not marks:
        return
    stamp = {"created_at": tx.now, "created_by": tx.actor.id, "changed_at": tx.now, "changed_by": tx.actor.id}
    rows = [
        {"session_id": session_id, "enrolment_id": key, "mark": mark, "revision": 1, **stamp}
        for key, mark in marks.items()
    ]
    tx.connection.execute(_PUT_MARK, rows)


def clear_marks(tx: Transaction, session_id: UUID, enrolment_ids: tuple[UUID, ...]) -> None:
    """Take marks back: these stints are "sin registrar" at the session again."""
    tx.connection.execute(
        attendance_marks.delete().where(
            attendance_marks.c.session_id == session_id, attendance_marks.c.enrolment_id.in_(enrolment_ids)
        )
    )


def announce_absence(tx: Transaction, session_id: UUID, enrolment_id: UUID, note: str) -> None:
    """Keep that a man gave notice for a session, in place of what he said before."""
    stamp = {"created_at": tx.now, "created_by": tx.actor.id, "changed_at": tx.now, "changed_by": tx.actor.id}
    row = {"id": tx.new_id(), "session_id": session_id, "enrolment_id": enrolment_id, "note": note, "revision": 1}
    tx.connection.execute(_PUT_ANNOUNCEMENT, [row | stamp])


def withdraw_announcement(tx: Transaction, session_id: UUID, enrolment_id: UUID) -> None:
    """Forget that he gave notice, if he did."""
    table = announced_absences
    tx.connection.execute(table.delete().where(table.c.session_id == session_id, table.c.enrolment_id == enrolment_id))
