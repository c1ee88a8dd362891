"""Drafts and audit entries."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.records import audit_entries, drafts
from facilitador.db.transaction import Transaction
from facilitador.domain.records import AuditEntry, Draft

_DRAFT = (drafts.c.form, drafts.c.subject_id, drafts.c.base_revision, drafts.c.content, drafts.c.saved_at)
_OWN_DRAFTS = sa.select(*_DRAFT).where(drafts.c.person_id == sa.bindparam("person")).order_by(drafts.c.saved_at.desc())
_LAST_DONE = (
    sa.select(audit_entries.c.at)
    .where(audit_entries.c.action == sa.bindparam("action"))
    .order_by(audit_entries.c.number.desc())
    .limit(1)
)


def own_drafts(tx: Transaction) -> tuple[Draft, ...]:
    """Every draft of the person who asks, newest first."""
    return tuple(Draft(*row) for row in tx.connection.execute(_OWN_DRAFTS, {"person": tx.actor.id}))


def own_draft(tx: Transaction, form: str, subject_id: UUID) -> Draft | None:
    """The draft of the person who asks for one form and subject, or None."""
    statement = sa.select(*_DRAFT).where(
        drafts.c.person_id == tx.actor.id, drafts.c.form == form, drafts.c.subject_id == subject_id
    )
    row = tx.connection.execute(statement).first()
    return Draft(*row) if row is not None else None


def last_done(tx: Transaction, action: str) -> datetime | None:
    """When something was last done (UTC), by the name under which the audit has it; None if it never was."""
    at: datetime | None = tx.connection.execute(_LAST_DONE, {"action": action}).scalar_one_or_none()
    return at


def audit_tail(tx: Transaction, limit: int, subject_id: UUID | None = None) -> tuple[AuditEntry, ...]:
    """The newest audit entries, newest first; of one subject if given."""
    statement = (
        sa.select(
            audit_entries.c.number,
            audit_entries.c.at,
            audit_entries.c.person_id,
            audit_entries.c.action,
            audit_entries.c.subject_id,
            audit_entries.c.details,
        )
        .order_by(audit_entries.c.number.desc())
        .limit(limit)
    )
    if subject_id is not None:
        statement = statement.where(audit_entries.c.subject_id == subject_id)
    return tuple(AuditEntry(*row) for row in tx.connection.execute(statement))
