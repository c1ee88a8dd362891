"""Men's fichas, how they are found by any word of theirs, and who might be the same man."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.groups import groups
from facilitador.db.tables.participants import consents, participant_words, participants
from facilitador.db.transaction import Transaction
from facilitador.domain.participants import (
    COLUMN_FIELDS,
    Consent,
    ConsentMark,
    DuplicateCandidate,
    ParticipantLine,
    StoredParticipant,
)
from facilitador.domain.registration_forms import Answer
from facilitador.errors import UserFacingError

PREFIX: Final = "man_"
_STORED: Final = (
    participants.c.id,
    participants.c.full_name,
    participants.c.form_id,
    participants.c.form_edition,
    participants.c.answers,
    participants.c.revision,
    *(participants.c[name] for name in COLUMN_FIELDS),
)
PREFIXED: Final = tuple(column.label(PREFIX + column.name) for column in _STORED)
"""The columns of a stored ficha under names that a join cannot confuse."""


def stored(tx: Transaction, participant_id: UUID) -> StoredParticipant:
    """One man's ficha; refuses with `not_found`."""
    row = tx.connection.execute(sa.select(*_STORED).where(participants.c.id == participant_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="participant_id")
    return to_stored(row)


def to_stored(row: sa.RowMapping, prefix: str = "") -> StoredParticipant:
    """A row of the stored columns as a ficha with every answer in one mapping."""
    answers: dict[str, Answer] = dict(row[prefix + "answers"])
    for name in COLUMN_FIELDS:
        value = row[prefix + name]
        if value:
            answers[name] = value.isoformat() if isinstance(value, date) else value
    return StoredParticipant(
        id=row[prefix + "id"],
        full_name=row[prefix + "full_name"],
        form_id=row[prefix + "form_id"],
        form_edition=row[prefix + "form_edition"],
        answers=answers,
        revision=row[prefix + "revision"],
    )


def consents_of(tx: Transaction, participant_id: UUID) -> tuple[Consent, ...]:
    """Every consent of the man, revoked ones too, oldest first."""
    statement = (
        sa.select(consents)
        .where(consents.c.participant_id == participant_id)
        .order_by(consents.c.given_on, consents.c.created_at)
    )
    return tuple(_consent(row) for row in tx.connection.execute(statement).mappings())


def consent(tx: Transaction, consent_id: UUID) -> tuple[UUID, Consent]:
    """Whose consent it is, and the consent; refuses with `not_found`."""
    row = tx.connection.execute(sa.select(consents).where(consents.c.id == consent_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="consent_id")
    return row["participant_id"], _consent(row)


def _consent(row: sa.RowMapping) -> Consent:
    return Consent(
        id=row["id"],
        text_edition=row["text_edition"],
        given_on=row["given_on"],
        mark=ConsentMark(row["mark"]),
        read_aloud=row["read_aloud"],
        witness=row["witness"],
        guardian_name=row["guardian_name"],
        guardian_document=row["guardian_document"],
        revoked_on=row["revoked_on"],
        revocation_note=row["revocation_note"],
    )


def lines(tx: Transaction, words: Sequence[str], limit: int, offset: int = 0) -> tuple[ParticipantLine, ...]:
    """Men whose words start with every one of the folded `words`, by name; all men if there are none."""
    statement = (
        sa.select(
            participants.c.id, participants.c.full_name, participants.c.document_number, participants.c.birth_date
        )
        .order_by(participants.c.sort_key, participants.c.id)
        .limit(limit)
        .offset(offset)
    )
    for word in words:
        statement = statement.where(participants.c.id.in_(_with_word(word)))
    rows = tx.connection.execute(statement).all()
    names = _group_names(tx, [row[0] for row in rows])
    return tuple(ParticipantLine(row[0], row[1], row[2], row[3], tuple(names[row[0]])) for row in rows)


def _with_word(word: str) -> sa.Select[Any]:
    # half-open range instead of LIKE: the same index on every database, whatever its collation of wildcards
    return sa.select(participant_words.c.participant_id).where(
        participant_words.c.word >= word, participant_words.c.word < word + "\U0010ffff"
    )


def _group_names(tx: Transaction, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    statement = (
        sa.select(enrolments.c.participant_id, groups.c.name)
        .join(groups, groups.c.id == enrolments.c.group_id)
        .where(enrolments.c.participant_id.in_(ids), enrolments.c.ended_on.is_(None))
        .order_by(groups.c.sort_key)
    )
    names: dict[UUID, list[str]] = defaultdict(list)
    if ids:
        for participant_id, name in tx.connection.execute(statement):
            names[participant_id].append(name)
    return names


def duplicate_candidates(
    tx: Transaction,
    *,
    document_number: str,
    phone: str,
    birth_date: date | None,
    surname_starts: tuple[str, ...],
    exclude: UUID | None,
    limit: int = 200,
) -> tuple[DuplicateCandidate, ...]:
    """Men who share the document, the phone, the birth date or the start of a surname (both: they may be swapped).

    `limit` holds for each sign, so that a common surname never hides the same document.
    """
    signs: list[tuple[sa.Column[Any], object]] = [
        (participants.c.document_number, document_number),
        (participants.c.phone, phone),
        (participants.c.birth_date, birth_date),
        *((participants.c.surname_start, start) for start in surname_starts),
    ]
    statement = sa.select(
        participants.c.id,
        participants.c.full_name,
        participants.c.document_number,
        participants.c.phone,
        participants.c.birth_date,
    ).limit(limit)
    if exclude is not None:
        statement = statement.where(participants.c.id != exclude)
    found: dict[UUID, DuplicateCandidate] = {}
    for column, value in signs:
        if value:
            for row in tx.connection.execute(statement.where(column == value)):
                found.setdefault(row[0], DuplicateCandidate(*row))
    return tuple(found.values())


def count(tx: Transaction) -> int:
    """How many men the book knows."""
    number: int = tx.connection.execute(sa.select(sa.func.count()).select_from(participants)).scalar_one()
    return number
