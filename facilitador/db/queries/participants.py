"""Men's fichas, how they are found by any word of theirs, and who might be the same man."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from operator import itemgetter
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

UNCOMMON: Final = 2_000
"""A word that starts no more than so many words in the book is uncommon."""

_AT_ONCE: Final = 500
_LAST_CHARACTER: Final = "\U0010ffff"

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


_STORED_BY_ID: Final = sa.select(*_STORED).where(participants.c.id == sa.bindparam("key"))
_ANYBODY = sa.select(sa.exists(sa.select(participants.c.id)))


def stored(tx: Transaction, participant_id: UUID) -> StoredParticipant:
    """One man's ficha; refuses with `not_found`."""
    row = tx.connection.execute(_STORED_BY_ID, {"key": participant_id}).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="participant_id")
    return to_stored(row)


def stored_each(tx: Transaction, participant_ids: Sequence[UUID]) -> tuple[StoredParticipant, ...]:
    """The fichas of these men, in their order; refuses with `not_found` if one is not there."""
    if len(participant_ids) == 1:
        return (stored(tx, participant_ids[0]),)
    found: dict[UUID, StoredParticipant] = {}
    for start in range(0, len(participant_ids), _AT_ONCE):
        some = participants.c.id.in_(participant_ids[start : start + _AT_ONCE])
        for row in tx.connection.execute(sa.select(*_STORED).where(some)).mappings():
            found[row["id"]] = to_stored(row)
    if any(key not in found for key in participant_ids):
        raise UserFacingError("not_found", field="participant_id")
    return tuple(found[key] for key in participant_ids)


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


def who_revoked(tx: Transaction) -> frozenset[UUID]:
    """Who gave a consent, took it back, and gave none since: what rested on it has stopped."""
    again = consents.alias()
    standing = sa.exists().where(again.c.participant_id == consents.c.participant_id, again.c.revoked_on.is_(None))
    statement = sa.select(consents.c.participant_id).where(consents.c.revoked_on.is_not(None), ~standing)
    return frozenset(tx.connection.execute(statement).scalars())


def revocations(tx: Transaction, men: Collection[UUID]) -> Mapping[UUID, date]:
    """Of these men who took his consent back and gave none since, and on which day he last did."""
    given = (
        sa.select(consents.c.participant_id, sa.func.max(consents.c.revoked_on))
        .where(consents.c.participant_id.in_(men))
        .group_by(consents.c.participant_id)
        .having(sa.func.count() == sa.func.count(consents.c.revoked_on))
    )
    return dict(tx.connection.execute(given).all())


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
    typed = tuple(dict.fromkeys(words))
    parameters: dict[str, object] = {"limit": limit, "offset": offset}
    for number, word in enumerate(typed):
        parameters |= {f"from{number}": word, f"to{number}": word + _LAST_CHARACTER, f"text{number}": f" {word}"}
    uncommon: tuple[bool, ...] = ()
    if typed:
        counts = tx.connection.execute(_counting(len(typed)), parameters).one()
        uncommon = tuple(found <= UNCOMMON for found in counts)
    rows = tx.connection.execute(_finding(uncommon), parameters).all()
    return tuple(
        ParticipantLine(key, name, number, born, tuple(row[4] for row in of_man if row[4] is not None))
        for (key, name, number, born), of_man in groupby(rows, key=itemgetter(0, 1, 2, 3))
    )


def _in_range(number: int) -> sa.ColumnElement[bool]:
    # half-open range instead of LIKE: the same index on every database, whatever its collation of wildcards
    word = participant_words.c.word
    return sa.and_(word >= sa.bindparam(f"from{number}"), word < sa.bindparam(f"to{number}"))


@cache
def _counting(words: int) -> sa.Select[Any]:
    """How many entries each word starts, counted no further than tells whether it is uncommon."""
    some = (
        sa.select(participant_words.c.word).where(_in_range(number)).limit(UNCOMMON + 1).subquery()
        for number in range(words)
    )
    return sa.select(*(sa.select(sa.func.count()).select_from(entries).scalar_subquery() for entries in some))


@cache
def _finding(uncommon: tuple[bool, ...]) -> sa.Select[Any]:
    """The page of men whom every word finds, each with his groups; `uncommon` says of each word what it is.

    An uncommon word names a few men, whom their keys fetch. A common one is met soon by walking the men by name, and to
    gather all its men first would cost a hundred times more.
    """
    page = (
        sa.select(*(participants.c[name] for name in ("id", "full_name", "document_number", "birth_date", "sort_key")))
        .where(*(_with_word(number, rare) for number, rare in enumerate(uncommon)))
        .order_by(participants.c.sort_key, participants.c.id)
        .limit(sa.bindparam("limit"))
        .offset(sa.bindparam("offset"))
        .subquery()
    )
    staying = sa.and_(enrolments.c.participant_id == page.c.id, enrolments.c.ended_on.is_(None))
    return (
        sa.select(page.c.id, page.c.full_name, page.c.document_number, page.c.birth_date, groups.c.name)
        .select_from(page.outerjoin(enrolments, staying).outerjoin(groups, groups.c.id == enrolments.c.group_id))
        .order_by(page.c.sort_key, page.c.id, groups.c.sort_key)
    )


def _with_word(number: int, uncommon: bool) -> sa.ColumnElement[bool]:
    if uncommon:
        return participants.c.id.in_(sa.select(participant_words.c.participant_id).where(_in_range(number)))
    return participants.c.search_text.contains(sa.bindparam(f"text{number}"))


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


def is_anybody_registered(tx: Transaction) -> bool:
    """True if the book knows a man."""
    return bool(tx.connection.execute(_ANYBODY).scalar_one())
