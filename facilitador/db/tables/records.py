"""What the program keeps about its own use: audit entries, numbered prints, drafts."""

from __future__ import annotations

import sqlalchemy as sa

from facilitador.db.tables.base import metadata
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
