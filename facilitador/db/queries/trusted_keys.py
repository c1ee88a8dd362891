"""Public keys of people of other books that were confirmed here."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.trusted_keys import trusted_keys
from facilitador.db.transaction import Transaction
from facilitador.domain.packages import ConfirmedBy, PublicIdentity, TrustedKey
from facilitador.errors import UserFacingError

_IT = trusted_keys.c
_ALL = sa.select(trusted_keys).order_by(_IT.withdrawn_on.isnot(None), _IT.confirmed_on.desc(), _IT.id.desc())


def all_trusted_keys(tx: Transaction) -> tuple[TrustedKey, ...]:
    """Every key that was ever confirmed: those in force first, then the withdrawn ones; the newest of each first."""
    return tuple(map(_key, tx.connection.execute(_ALL).mappings()))


def trusted_key(tx: Transaction, key_id: UUID) -> TrustedKey:
    """One key; refuses with `not_found`."""
    row = tx.connection.execute(_ALL.where(_IT.id == key_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="key_id")
    return _key(row)


def _key(row: sa.RowMapping) -> TrustedKey:
    identity = PublicIdentity(
        row["person_id"], row["name"], row["service_name"], row["book_id"], row["box_key"], row["sign_key"]
    )
    return TrustedKey(
        id=row["id"],
        identity=identity,
        confirmed_on=row["confirmed_on"],
        confirmed_by=row["confirmed_by"],
        confirmed_how=ConfirmedBy(row["confirmed_how"]),
        withdrawn_on=row["withdrawn_on"],
        revision=row["revision"],
    )
