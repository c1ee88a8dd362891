"""What is recorded elsewhere in the book that speaks for a cause of exclusion of one man (6.7)."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.applications import applications, critical_answers
from facilitador.db.tables.attendance import door_refusals
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.sessions import incidents, sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.applications import ApplicationStatus
from facilitador.domain.doors import CAUSE_LABELS, DoorCause
from facilitador.domain.exclusions import FactKind, RecordedFact

_MAN = enrolments.c.participant_id == sa.bindparam("man")
_INCIDENTS = (
    sa.select(incidents.c.kind, sessions.c.day, incidents.c.what, incidents.c.id, incidents.c.session_id)
    .join(sessions, sessions.c.id == incidents.c.session_id)
    .join(enrolments, enrolments.c.id == incidents.c.enrolment_id)
    .where(_MAN)
)
_DOORS = (
    sa.select(door_refusals.c.cause, sessions.c.day, door_refusals.c.seen, door_refusals.c.id, sessions.c.id)
    .join(sessions, sessions.c.id == door_refusals.c.session_id)
    .join(enrolments, enrolments.c.id == door_refusals.c.enrolment_id)
    .where(_MAN)
)
_ANSWERS = sa.select(applications.c.instrument_id, applications.c.applied_on, applications.c.id).where(
    applications.c.participant_id == sa.bindparam("man"),
    applications.c.status != ApplicationStatus.VOIDED,
    sa.exists().where(critical_answers.c.application_id == applications.c.id),
)


def incidents_of(tx: Transaction, participant_id: UUID) -> tuple[RecordedFact, ...]:
    """The incidents of sessions that are about him; `code` is their kind."""
    rows = tx.connection.execute(_INCIDENTS, {"man": participant_id})
    return tuple(
        RecordedFact(FactKind.INCIDENT, kind, day, what, key, session) for kind, day, what, key, session in rows
    )


def doors_of(tx: Transaction, participant_id: UUID) -> tuple[RecordedFact, ...]:
    """His refusals at the door (6.7.2); `code` is their cause."""
    rows = tx.connection.execute(_DOORS, {"man": participant_id})
    return tuple(
        RecordedFact(FactKind.DOOR, cause, day, seen or CAUSE_LABELS[DoorCause(cause)], key, session)
        for cause, day, seen, key, session in rows
    )


def answers_of(tx: Transaction, participant_id: UUID) -> tuple[RecordedFact, ...]:
    """His applications with an answer that cannot wait; `code` is the instrument, and no answer is told."""
    rows = tx.connection.execute(_ANSWERS, {"man": participant_id})
    return tuple(RecordedFact(FactKind.ANSWER, instrument, on, "", key) for instrument, on, key in rows)
