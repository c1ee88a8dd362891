"""Participants: columns for what the program computes on, one document for the rest of the ficha; words; consents."""

from __future__ import annotations

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, metadata, one_of, stamped_table
from facilitador.db.types import Json
from facilitador.domain.participants import ConsentMark

participants = stamped_table(
    "participants",
    sa.Column("paternal_surname", sa.String(60), nullable=False),
    sa.Column("maternal_surname", sa.String(60), nullable=False),
    sa.Column("given_names", sa.String(80), nullable=False),
    sa.Column("full_name", sa.String(204), nullable=False),
    sa.Column("sort_key", sa.String(420), nullable=False),
    sa.Column("surname_start", sa.String(4), nullable=False),
    sa.Column("document_kind", sa.String(20), nullable=False),
    sa.Column("document_number", sa.String(20), nullable=False),
    sa.Column("birth_date", sa.Date),
    sa.Column("phone", sa.String(20), nullable=False),
    sa.Column("ubigeo", sa.String(6), nullable=False),
    sa.Column("sentence_to_serve", sa.String(20), nullable=False),
    sa.Column("form_id", sa.String(40), nullable=False),
    sa.Column("form_edition", sa.String(20), nullable=False),
    sa.Column("answers", Json, nullable=False),
    sa.Index(None, "sort_key"),
    sa.Index(None, "surname_start"),
    sa.Index(None, "document_number"),
    sa.Index(None, "phone"),
    sa.Index(None, "birth_date"),
)

# every word of a man's names, document and phone, folded: a prefix of each typed word finds him, on any database
participant_words = sa.Table(
    "participant_words",
    metadata,
    sa.Column("word", sa.String(60), primary_key=True),
    sa.Column("participant_id", sa.ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True),
    sa.Index(None, "participant_id"),
    sqlite_with_rowid=False,
)

consents = stamped_table(
    "consents",
    foreign("participant_id", "participants"),
    sa.Column("text_edition", sa.String(20), nullable=False),
    sa.Column("given_on", sa.Date, nullable=False),
    sa.Column("mark", sa.String(20), nullable=False),
    sa.Column("read_aloud", sa.Boolean, nullable=False),
    sa.Column("witness", sa.String(160), nullable=False),
    sa.Column("guardian_name", sa.String(160), nullable=False),
    sa.Column("guardian_document", sa.String(40), nullable=False),
    sa.Column("revoked_on", sa.Date),
    sa.Column("revocation_note", sa.String(500), nullable=False),
    one_of("mark", tuple(ConsentMark)),
    sa.CheckConstraint("revoked_on IS NULL OR revoked_on >= given_on", name="revoked_after_given"),
    sa.Index(None, "participant_id"),
)
