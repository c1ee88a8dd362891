"""What the program keeps about its own use: audit entries, numbered prints, drafts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import metadata
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, Json, UtcDateTime

audit_entries = sa.Table(
    "audit_entries",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("person_id", Guid, nullable=False),
    sa.Column("action", sa.String(60), nullable=False),
    sa.Column("subject_id", Guid),
    sa.Column("details", Json, nullable=False),
    sa.Index(None, "subject_id"),
    sa.Index(None, "action"),
    sqlite_autoincrement=True,
)

prints = sa.Table(
    "prints",
    metadata,
    sa.Column("id", Guid, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("document", sa.String(40), nullable=False),
    sa.Column("subject_id", Guid),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", Guid, nullable=False),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("person_id", Guid, primary_key=True),
    sa.Column("form", sa.String(40), primary_key=True),
    sa.Column("subject_id", Guid, primary_key=True),
    sa.Column("base_revision", sa.Integer, nullable=False),
    sa.Column("content", Json, nullable=False),
    sa.Column("saved_at", UtcDateTime, nullable=False),
)


_ADD_AUDIT = audit_entries.insert()


def append_audit(tx: Transaction, action: str, subject_id: UUID | None, details: dict[str, Any]) -> None:
    """Write what was done, by whom and when; never any answer in clear."""
    append_audits(tx, [(action, subject_id, details)])


def append_audits(tx: Transaction, done: Sequence[tuple[str, UUID | None, dict[str, Any]]]) -> None:
    """Write a list of things done, in their order; as `append_audit`."""
    entries = [
        {"at": tx.now, "person_id": tx.actor.id, "action": action, "subject_id": subject_id, "details": details}
        for action, subject_id, details in done
    ]
    if entries:
        tx.connection.execute(_ADD_AUDIT, entries)


def insert_print(tx: Transaction, print_id: UUID, document: str, subject_id: UUID | None) -> int:
    """Number a filled print (1, 2, 3 … over the whole book); the number it got."""
    number: int = tx.connection.execute(
        prints.insert()
        .values(
            id=print_id,
            number=sa.select(sa.func.coalesce(sa.func.max(prints.c.number), 0) + 1).scalar_subquery(),
            document=document,
            subject_id=subject_id,
            at=tx.now,
            by=tx.actor.id,
        )
        .returning(prints.c.number)
    ).scalar_one()
    return number


def put_draft(tx: Transaction, form: str, subject_id: UUID, base_revision: int, content: dict[str, Any]) -> None:
    """Keep what this person typed into a form, in place of what she kept before."""
    drop_draft(tx, form, subject_id)
    tx.connection.execute(
        drafts.insert().values(
            person_id=tx.actor.id,
            form=form,
            subject_id=subject_id,
            base_revision=base_revision,
            content=content,
            saved_at=tx.now,
        )
    )


def drop_draft(tx: Transaction, form: str, subject_id: UUID) -> None:
    """Forget what this person typed into a form, if anything."""
    tx.connection.execute(
        drafts.delete().where(
            drafts.c.person_id == tx.actor.id, drafts.c.form == form, drafts.c.subject_id == subject_id
        )
    )
