"""Participants: columns for what the program computes on, one document for the rest of the ficha; words; consents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, insert_rows, metadata, one_of, stamped_table, update_row
from facilitador.db.transaction import Transaction
from facilitador.db.types import Json
from facilitador.domain.duplicates import SURNAME_START_LENGTH, surname_start
from facilitador.domain.participants import COLUMN_FIELDS, ConsentMark, full_name
from facilitador.domain.registration_forms import Answers
from facilitador.domain.text import sort_key, words

participants = stamped_table(
    "participants",
    sa.Column("paternal_surname", sa.String(60), nullable=False),
    sa.Column("maternal_surname", sa.String(60), nullable=False),
    sa.Column("given_names", sa.String(80), nullable=False),
    sa.Column("full_name", sa.String(204), nullable=False),
    sa.Column("sort_key", sa.String(420), nullable=False),
    sa.Column("search_text", sa.String(320), nullable=False),
    sa.Column("surname_start", sa.String(SURNAME_START_LENGTH), nullable=False),
    sa.Column("document_kind", sa.String(20), nullable=False),
    sa.Column("document_number", sa.String(30), nullable=False),
    sa.Column("birth_date", sa.Date),
    sa.Column("phone", sa.String(20), nullable=False),
    sa.Column("ubigeo", sa.String(6), nullable=False),
    sa.Column("sentence_to_serve", sa.String(20), nullable=False),
    sa.Column("form_id", sa.String(40), nullable=False),
    sa.Column("form_edition", sa.String(20), nullable=False),
    sa.Column("answers", Json, nullable=False),
    # the order by name with all that a search looks at: common words are found by walking it, without reading any row
    sa.Index("ix_participants_by_name", "sort_key", "id", "search_text"),
    sa.Index(None, "surname_start"),
    sa.Index(None, "document_number"),
    sa.Index(None, "phone"),
    sa.Index(None, "birth_date"),
)
sa.Index("ix_participants_by_registering", participants.c.created_at, participants.c.id)  # the queue of the reviews

# every word of a man's names, document and phone, folded: uncommon ones are found here by their beginning
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


_ADD_WORDS = participant_words.insert()


def insert_participants(tx: Transaction, form: tuple[str, str], men: Sequence[tuple[UUID, Answers]]) -> None:
    """Write the fichas of new men with their words, each under his key, in two statements.

    `form` is the id and edition of the definition that the answers belong to.
    """
    rows = [{"id": key, "form_id": form[0], "form_edition": form[1], **stored_values(answers)} for key, answers in men]
    insert_rows(tx, participants, rows)
    _write_words(tx, men)


def update_participant(
    tx: Transaction, participant_id: UUID, revision: int | None, form: tuple[str, str], answers: Answers
) -> None:
    """Write a man's whole set of answers over the old one, and his words anew."""
    values = stored_values(answers)
    update_row(tx, participants, participant_id, revision, form_id=form[0], form_edition=form[1], **values)
    tx.connection.execute(participant_words.delete().where(participant_words.c.participant_id == participant_id))
    _write_words(tx, [(participant_id, answers)])


def stored_values(answers: Answers) -> dict[str, Any]:
    """A man's answers as the columns of `participants` hold them, stamps and form apart."""
    name = full_name(answers)
    values: dict[str, Any] = {field: str(answers.get(field, "")) for field in COLUMN_FIELDS}
    values["birth_date"] = date.fromisoformat(values["birth_date"]) if values["birth_date"] else None
    return values | {
        "full_name": name,
        "sort_key": sort_key(name),
        "search_text": "".join(f" {word}" for word in sorted(search_words(answers))),
        "surname_start": surname_start(values["paternal_surname"]),
        "answers": {field: answer for field, answer in answers.items() if field not in COLUMN_FIELDS},
    }


def search_words(answers: Answers) -> frozenset[str]:
    """The folded words by which a man is found."""
    return frozenset(
        word[:60]
        for field in ("paternal_surname", "maternal_surname", "given_names", "document_number", "phone")
        for word in words(str(answers.get(field, "")))
    )


def _write_words(tx: Transaction, men: Sequence[tuple[UUID, Answers]]) -> None:
    rows = [{"word": word, "participant_id": key} for key, answers in men for word in sorted(search_words(answers))]
    if rows:
        tx.connection.execute(_ADD_WORDS, rows)
