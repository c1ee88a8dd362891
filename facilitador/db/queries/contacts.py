"""Contacts with partners and relatives, and their openings.

To find one man's contacts every one of the book is opened: the answer takes as long whether he has one or none.
"""

from __future__ import annotations

from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.tables.contacts import contact_openings, partner_contacts
from facilitador.db.transaction import Transaction
from facilitador.domain.contacts import Contact, ContactOpening, ContactText, OpeningText
from facilitador.errors import UserFacingError

_OPENING = contact_openings.c
_CONTACTS = sa.select(partner_contacts).order_by(partner_contacts.c.created_at, partner_contacts.c.id)
_OPENINGS = sa.select(contact_openings).order_by(_OPENING.opened_at.desc(), _OPENING.id.desc())
_PENDING = (
    sa.select(_OPENING.id)
    .where(
        _OPENING.second_id.is_(None),
        _OPENING.countersigned_at.is_(None),
        _OPENING.created_by != sa.bindparam("other_than"),
    )
    .order_by(_OPENING.opened_at)
)


def all_contacts(tx: Transaction) -> tuple[Contact, ...]:
    """Every contact of the book, oldest first; BookError `reserved_key_needed` for who may not read them."""
    return tuple(
        Contact(row["id"], msgspec.convert(tx.reserved.open(row["id"], row["sealed"]), ContactText), row["revision"])
        for row in tx.connection.execute(_CONTACTS).mappings()
    )


def contacts_of(tx: Transaction, participant_id: UUID) -> tuple[Contact, ...]:
    """The contacts of one man, oldest first."""
    return tuple(contact for contact in all_contacts(tx) if contact.text.participant_id == participant_id)


def openings(tx: Transaction, *, pending: bool = False) -> tuple[ContactOpening, ...]:
    """Every opening, newest first; or only those of an emergency that nobody else has signed."""
    statement = _OPENINGS
    if pending:
        statement = statement.where(_OPENING.second_id.is_(None), _OPENING.countersigned_at.is_(None))
    return tuple(_opening(tx, row) for row in tx.connection.execute(statement).mappings())


def pending_opening_ids(tx: Transaction, other_than: UUID) -> tuple[UUID, ...]:
    """The emergency openings by anybody else that wait for a signature, oldest first; nothing is unsealed."""
    return tuple(tx.connection.execute(_PENDING, {"other_than": other_than}).scalars())


def opening(tx: Transaction, opening_id: UUID) -> ContactOpening:
    """One opening; refuses with `not_found`."""
    row = tx.connection.execute(_OPENINGS.where(_OPENING.id == opening_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="opening_id")
    return _opening(tx, row)


def _opening(tx: Transaction, row: sa.RowMapping) -> ContactOpening:
    return ContactOpening(
        id=row["id"],
        opened_at=row["opened_at"],
        opened_by=row["created_by"],
        second_id=row["second_id"],
        countersigned_at=row["countersigned_at"],
        countersigned_by=row["countersigned_by"],
        text=msgspec.convert(tx.reserved.open(row["id"], row["sealed"]), OpeningText),
        revision=row["revision"],
    )
