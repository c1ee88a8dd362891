"""The book itself, its service and the fields it added to the ficha."""

from __future__ import annotations

import sqlalchemy as sa

from facilitador.db.tables.base import metadata, one_of, stamped_table
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, Json, UtcDateTime
from facilitador.domain.services import OWN_FIELD_KINDS, Binding

books = sa.Table(
    "books",
    metadata,
    sa.Column("id", Guid, primary_key=True),
    sa.Column("demo", sa.Boolean, nullable=False),
    sa.Column("audit_key", sa.LargeBinary(32), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("second_access_put_off_on", sa.Date),
)

services = stamped_table(
    "services",
    sa.Column("name", sa.String(160), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("binding", sa.String(20), nullable=False),
    sa.Column("ubigeo", sa.String(6), nullable=False),
    sa.Column("address", sa.String(200), nullable=False),
    sa.Column("phone", sa.String(40), nullable=False),
    sa.Column("email", sa.String(120), nullable=False),
    sa.Column("responsible_officer", sa.String(160), nullable=False),
    sa.Column("criminal_data_competent", sa.Boolean, nullable=False),
    sa.Column("competence_basis", sa.String(200), nullable=False),
    one_of("binding", tuple(Binding)),
    # 13.8 of Ley 29733: no competence without the rule that gives it
    sa.CheckConstraint("NOT criminal_data_competent OR competence_basis <> ''", name="competence_has_basis"),
)

own_fields = stamped_table(
    "own_fields",
    sa.Column("position", sa.SmallInteger, nullable=False),
    sa.Column("key", sa.String(40), nullable=False, unique=True),
    sa.Column("label", sa.String(120), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("options", Json, nullable=False),
    sa.Column("sensitive", sa.Boolean, nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False),
    one_of("kind", tuple(OWN_FIELD_KINDS)),
)


def insert_book(tx: Transaction, *, demo: bool, audit_key: bytes) -> None:
    """Write the one row that the book has about itself."""
    tx.connection.execute(books.insert().values(id=tx.new_id(), demo=demo, audit_key=audit_key, created_at=tx.now))
