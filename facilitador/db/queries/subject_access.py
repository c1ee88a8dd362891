"""What the tables hold of one man, for the answer to him."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import metadata
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.erasures import of_man
from facilitador.db.tables.participants import participants
from facilitador.db.tables.people import people
from facilitador.db.tables.records import audit_entries
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.roles import Role


def rows_of(
    tx: Transaction, table_name: str, columns: Collection[str], participant_id: UUID
) -> tuple[Mapping[str, Any], ...]:
    """These columns of his rows in a table, in the order in which they were written."""
    table = metadata.tables[table_name]
    statement = sa.select(*(table.c[name] for name in columns)).where(of_man(table, participant_id))
    order = [table.c[name] for name in ("created_at", "at", "number", "id") if name in table.c]
    return tuple(dict(row) for row in tx.connection.execute(statement.order_by(*order)).mappings())


def session_days(tx: Transaction, participant_id: UUID) -> Mapping[UUID, date]:
    """The day of every session of his groups."""
    groups = sa.select(enrolments.c.group_id).where(enrolments.c.participant_id == participant_id)
    statement = sa.select(sessions.c.id, sessions.c.day).where(sessions.c.group_id.in_(groups))
    return dict(tx.connection.execute(statement).all())


def other_names(tx: Transaction, participant_id: UUID) -> tuple[str, ...]:
    """The names of the men of his groups, himself left out, and of the team."""
    groups = sa.select(enrolments.c.group_id).where(enrolments.c.participant_id == participant_id)
    beside = sa.select(enrolments.c.participant_id).where(enrolments.c.group_id.in_(groups))
    men = sa.select(participants.c.full_name).where(participants.c.id.in_(beside), participants.c.id != participant_id)
    team = sa.select(people.c.given_names + " " + people.c.surnames)
    return tuple(name for statement in (men, team) for name in tx.connection.execute(statement).scalars())


def looked_at(
    tx: Transaction, participant_id: UUID, actions: Collection[str]
) -> tuple[tuple[datetime, Role | None, str, Mapping[str, Any]], ...]:
    """When (UTC) somebody of which role did one of these things with what is his, and the details, oldest first."""
    statement = (
        sa.select(audit_entries.c.at, people.c.role, audit_entries.c.action, audit_entries.c.details)
        .select_from(audit_entries.outerjoin(people, people.c.id == audit_entries.c.person_id))
        .where(audit_entries.c.subject_id == participant_id, audit_entries.c.action.in_(actions))
        .order_by(audit_entries.c.number)
    )
    return tuple(
        (at, Role(role) if role else None, action, details)
        for at, role, action, details in tx.connection.execute(statement)
    )
