"""What an import is laid beside: men of the book like its own, who is in the group; and what became of past imports."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import metadata
from facilitador.db.tables.contacts import partner_contacts
from facilitador.db.tables.enrolments import enrolment_events, enrolments
from facilitador.db.tables.participants import consents, participant_words, participants
from facilitador.db.tables.protection import protection_matters
from facilitador.db.tables.records import drafts
from facilitador.db.tables.roster_imports import roster_import_rows, roster_imports
from facilitador.db.transaction import Transaction
from facilitador.domain.participants import DuplicateCandidate
from facilitador.domain.roster_imports import ChangedMan, ChangeSince, RosterImport
from facilitador.errors import UserFacingError

_AT_ONCE: Final = 500
_MOST_CANDIDATES: Final = 20_000

_HOW_MANY: Final = sa.select(sa.func.count()).select_from(participants)

_OWN: Final = frozenset({enrolments, enrolment_events, participant_words, consents, roster_import_rows})
"""Tables that hang on a man or a stint and are looked at by name, or go with them."""


def candidates(
    tx: Transaction,
    *,
    documents: Collection[str],
    phones: Collection[str],
    birth_dates: Collection[date],
    surname_starts: Collection[str],
) -> tuple[DuplicateCandidate, ...]:
    """Men who share any of these signs with men of a list; in a book with fewer men than signs, all its men.

    At most 20,000 by each sign, so that a whole district's list stays a matter of moments in any book.
    """
    signs: tuple[tuple[sa.Column[Any], Collection[object]], ...] = (
        (participants.c.document_number, documents),
        (participants.c.phone, phones),
        (participants.c.birth_date, birth_dates),
        (participants.c.surname_start, surname_starts),
    )
    statement = sa.select(
        participants.c.id,
        participants.c.full_name,
        participants.c.document_number,
        participants.c.phone,
        participants.c.birth_date,
    ).limit(_MOST_CANDIDATES)
    known: int = tx.connection.execute(_HOW_MANY).scalar_one()
    if known <= sum(len(values) for _, values in signs):
        return tuple(DuplicateCandidate(*row) for row in tx.connection.execute(statement))
    found: dict[UUID, DuplicateCandidate] = {}
    for column, values in signs:
        for some in _in_parts(sorted(values)):
            for row in tx.connection.execute(statement.where(column.in_(some))):
                found.setdefault(row[0], DuplicateCandidate(*row))
    return tuple(found.values())


def _in_parts(values: Sequence[Any]) -> Iterator[list[Any]]:
    remaining = iter(values)
    while part := list(islice(remaining, _AT_ONCE)):
        yield part


def waiting_in_group(tx: Transaction, group_id: UUID) -> int:
    """How many men wait for a place in the group."""
    statement = sa.select(sa.func.count()).where(
        enrolments.c.group_id == group_id, enrolments.c.queue_position.is_not(None)
    )
    number: int = tx.connection.execute(statement).scalar_one()
    return number


def imports_of_group(tx: Transaction, group_id: UUID) -> tuple[RosterImport, ...]:
    """Every import into the group, undone ones too, newest first."""
    statement = (
        sa.select(roster_imports)
        .where(roster_imports.c.group_id == group_id)
        .order_by(roster_imports.c.created_at.desc(), roster_imports.c.id.desc())
    )
    return tuple(_import(tx, row) for row in tx.connection.execute(statement).mappings().all())


def roster_import(tx: Transaction, import_id: UUID) -> tuple[UUID, RosterImport]:
    """The group of an import, and the import; refuses with `not_found`."""
    row = tx.connection.execute(sa.select(roster_imports).where(roster_imports.c.id == import_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="import_id")
    return row["group_id"], _import(tx, row)


def made_by(tx: Transaction, import_id: UUID) -> tuple[tuple[UUID, UUID, bool], ...]:
    """Stint, man, and whether the man was new, of every row of an import that still stands."""
    statement = sa.select(
        roster_import_rows.c.enrolment_id,
        roster_import_rows.c.participant_id,
        roster_import_rows.c.participant_revision.is_not(None),
    ).where(roster_import_rows.c.import_id == import_id)
    return tuple((stint, man, registered) for stint, man, registered in tx.connection.execute(statement))


def _import(tx: Transaction, row: sa.RowMapping) -> RosterImport:
    return RosterImport(
        id=row["id"],
        at=row["created_at"],
        by=row["created_by"],
        source=row["source"],
        men=row["men"],
        undone_at=row["undone_at"],
        changed=changed_since(tx, row["id"]) if row["undone_at"] is None else (),
    )


def changed_since(tx: Transaction, import_id: UUID) -> tuple[ChangedMan, ...]:
    """The men of an import to whom, or to whose stint, something was done since; by name."""
    rows = roster_import_rows.c
    stints = sa.select(rows.enrolment_id).where(rows.import_id == import_id)
    men = sa.select(rows.participant_id).where(rows.import_id == import_id, rows.participant_revision.is_not(None))
    mine = sa.select(rows.participant_id).where(rows.import_id == import_id)
    found: dict[UUID, set[ChangeSince]] = {}

    def note(what: ChangeSince, statement: sa.Select[Any]) -> None:
        for man in tx.connection.execute(statement).scalars():
            found.setdefault(man, set()).add(what)

    note(
        ChangeSince.STINT,
        mine.join(enrolments, enrolments.c.id == rows.enrolment_id).where(
            enrolments.c.revision != rows.enrolment_revision
        ),
    )
    note(
        ChangeSince.FICHA,
        men.join(participants, participants.c.id == rows.participant_id).where(
            participants.c.revision != rows.participant_revision
        ),
    )
    note(ChangeSince.CONSENT, sa.select(consents.c.participant_id).where(consents.c.participant_id.in_(men)))
    note(
        ChangeSince.OTHER_STINT,
        sa.select(enrolments.c.participant_id).where(
            enrolments.c.participant_id.in_(men), enrolments.c.id.not_in(stints)
        ),
    )
    note(ChangeSince.DRAFT, sa.select(drafts.c.subject_id).where(drafts.c.subject_id.in_(men)))
    for column, target in _hanging():
        if target is participants:
            note(ChangeSince.RECORD, sa.select(column).where(column.in_(men)))
        else:
            of_man = sa.select(enrolments.c.participant_id).join(column.table, column == enrolments.c.id)
            note(ChangeSince.RECORD, of_man.where(enrolments.c.id.in_(stints)))
    return _named(tx, found)


def sealed_since(tx: Transaction, at: datetime) -> bool:
    """True if a document that may name a man inside was sealed since, about whomever.

    It is not asked whom it names: the answer would tell which man has one.
    """
    return any(
        tx.connection.execute(sa.select(table.c.id).where(table.c.changed_at >= at).limit(1)).first() is not None
        for table in (partner_contacts, protection_matters)
    )


def _hanging() -> Iterator[tuple[sa.Column[Any], sa.Table]]:
    """Every column by which another table hangs on a man or a stint: what later rooms add is found by itself."""
    for table in metadata.sorted_tables:
        if table in _OWN:
            continue
        for column in table.columns:
            for key in column.foreign_keys:
                if key.column.table is participants or key.column.table is enrolments:
                    yield column, key.column.table


def _named(tx: Transaction, found: dict[UUID, set[ChangeSince]]) -> tuple[ChangedMan, ...]:
    named: list[ChangedMan] = []
    for some in _in_parts(list(found)):
        statement = (
            sa.select(participants.c.id, participants.c.full_name, participants.c.sort_key)
            .where(participants.c.id.in_(some))
            .order_by(participants.c.sort_key)
        )
        for key, name, _ in tx.connection.execute(statement):
            named.append(ChangedMan(key, name, tuple(sorted(found[key]))))
    return tuple(named)
