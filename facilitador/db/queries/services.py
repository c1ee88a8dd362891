"""The book, its service and its own fields."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import remembered
from facilitador.db.tables.packages import foreign_rows
from facilitador.db.tables.services import books, own_fields, services
from facilitador.db.transaction import Transaction
from facilitador.domain.registration_forms import FieldKind
from facilitador.domain.services import Binding, OwnField, Service
from facilitador.errors import UserFacingError

_FOREIGN = sa.exists().where(foreign_rows.c.row_id == own_fields.c.id, foreign_rows.c.table_name == own_fields.name)
_FIELDS = sa.select(own_fields, _FOREIGN.label("foreign")).order_by(_FOREIGN, own_fields.c.position, own_fields.c.id)
_AUDIT_KEY = sa.select(books.c.audit_key)
_DEMO = sa.select(books.c.demo)
_SERVICE = sa.select(services).order_by(services.c.created_at).limit(1)


def service(tx: Transaction) -> Service:
    """The service of this book; refuses with `service_not_described` in a book that has none."""
    return remembered(tx, services, None, lambda: _service(tx))


def _service(tx: Transaction) -> Service:
    row = tx.connection.execute(_SERVICE).mappings().first()
    if row is None:
        raise UserFacingError("service_not_described")
    return Service(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        binding=Binding(row["binding"]),
        ubigeo=row["ubigeo"],
        address=row["address"],
        phone=row["phone"],
        email=row["email"],
        responsible_officer=row["responsible_officer"],
        criminal_data_competent=row["criminal_data_competent"],
        competence_basis=row["competence_basis"],
        revision=row["revision"],
    )


def is_demo(tx: Transaction) -> bool:
    """True in a book of invented example data."""
    return remembered(tx, books, "demo", lambda: bool(tx.connection.execute(_DEMO).scalar_one()))


def made_at(tx: Transaction) -> datetime:
    """When the book was made (UTC)."""
    made: datetime = tx.connection.execute(sa.select(books.c.created_at)).scalar_one()
    return made


def book_id(tx: Transaction) -> UUID:
    """The book's own key."""
    found: UUID = tx.connection.execute(sa.select(books.c.id)).scalar_one()
    return found


def audit_key(tx: Transaction) -> bytes:
    """The book's random key for the keyed hashes of the audit."""
    return remembered(tx, books, "audit_key", lambda: bytes(tx.connection.execute(_AUDIT_KEY).scalar_one()))


def all_own_fields(tx: Transaction) -> tuple[OwnField, ...]:
    """The fields that the service added, retired ones too, in the order they were made."""
    return tuple(field for field in known_own_fields(tx) if field.here)


def known_own_fields(tx: Transaction) -> tuple[OwnField, ...]:
    """The service's own fields and those of other services that came with answers to them, after its own."""
    return remembered(tx, own_fields, None, lambda: _own_fields(tx))


def _own_fields(tx: Transaction) -> tuple[OwnField, ...]:
    # also where what is read is narrowed to this service: its own men may have answered elsewhere
    rows = tx.connection.execute(_FIELDS, execution_options={"schema_translate_map": {None: "main"}}).mappings()
    return tuple(
        OwnField(
            id=row["id"],
            key=row["key"],
            label=row["label"],
            kind=FieldKind(row["kind"]),
            options=tuple(row["options"]),
            sensitive=row["sensitive"],
            retired=row["retired"],
            revision=row["revision"],
            here=not row["foreign"],
        )
        for row in rows
    )
