"""Who had access and how that was looked after: reviews of access, recovery codes, and the handing over of a post."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, stamped_table
from facilitador.db.tables.records import drafts
from facilitador.db.tables.services import books
from facilitador.db.transaction import Transaction
from facilitador.db.types import Json

access_reviews = stamped_table(
    "access_reviews",
    sa.Column("reviewed_on", sa.Date, nullable=False),
    sa.Column("people", Json, nullable=False),  # who had access that day: [{"id": …, "role": …}]
)

# A row for each recovery code made after the first; the one of the newest row is the one that opens the book.
recovery_codes = stamped_table(
    "recovery_codes",
    sa.Column("keeper", sa.String(160), nullable=False),
    sa.Column("kept_on", sa.Date),
    sa.CheckConstraint("(keeper <> '') = (kept_on IS NOT NULL)", name="kept_by_somebody"),
)

handovers = stamped_table(
    "handovers",
    foreign("person_id", "people"),
    foreign("receiver_id", "people"),
    sa.Column("handed_on", sa.Date, nullable=False),
    sa.Column("had_access", sa.Boolean, nullable=False),
    sa.Column("groups", Json, nullable=False),  # [{"name": …, "to": [names as of that day]}]
    sa.Column("drafts", sa.Integer, nullable=False),
    sa.Column("copies", sa.String(2000), nullable=False),
    sa.Column("pending", sa.String(2000), nullable=False),
    sa.Index(None, "person_id"),
)


def put_off_second_access(tx: Transaction, on: date) -> None:
    """Note the day on which the question about a second person was put off."""
    tx.connection.execute(books.update().values(second_access_put_off_on=on))


def drop_drafts_of(tx: Transaction, person_id: UUID) -> None:
    """Forget everything that somebody who left typed and did not save: nobody could open it any more."""
    tx.connection.execute(drafts.delete().where(drafts.c.person_id == person_id))
