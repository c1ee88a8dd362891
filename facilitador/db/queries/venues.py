"""Places where groups meet."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.venues import venues
from facilitador.db.transaction import Transaction
from facilitador.domain.venues import Condition, Venue
from facilitador.errors import UserFacingError

_ALL = sa.select(venues).order_by(venues.c.retired, venues.c.name)


def all_venues(tx: Transaction) -> tuple[Venue, ...]:
    """Every venue, those in use first, by name."""
    return tuple(_venue(row) for row in tx.connection.execute(_ALL).mappings())


def venue(tx: Transaction, venue_id: UUID) -> Venue:
    """One venue; refuses with `not_found`."""
    row = tx.connection.execute(sa.select(venues).where(venues.c.id == venue_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="venue_id")
    return _venue(row)


def _venue(row: sa.RowMapping) -> Venue:
    return Venue(
        id=row["id"],
        name=row["name"],
        ubigeo=row["ubigeo"],
        address=row["address"],
        conditions={Condition(key): bool(met) for key, met in row["conditions"].items()},
        notes=row["notes"],
        retired=row["retired"],
        revision=row["revision"],
    )
