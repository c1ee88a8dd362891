"""How much a book holds."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.groups import groups
from facilitador.db.tables.participants import participants
from facilitador.db.tables.people import people
from facilitador.db.tables.records import prints
from facilitador.db.tables.venues import venues
from facilitador.db.transaction import Transaction

_COUNTED: Final = (participants, groups, people, venues, enrolments, prints)


def row_counts(tx: Transaction) -> dict[str, int]:
    """The number of rows of each kind of thing, by the name of its table."""
    counts = [sa.select(sa.func.count()).select_from(table).scalar_subquery().label(table.name) for table in _COUNTED]
    return dict(tx.connection.execute(sa.select(*counts)).mappings().one())
