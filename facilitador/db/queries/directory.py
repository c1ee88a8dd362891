"""Institutions of the service's directory."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.directory import directory_entries
from facilitador.db.transaction import Transaction
from facilitador.domain.directory import DirectoryEntry
from facilitador.errors import UserFacingError


def all_entries(tx: Transaction) -> tuple[DirectoryEntry, ...]:
    """Every institution, retired ones too."""
    return tuple(_entry(row) for row in tx.connection.execute(sa.select(directory_entries)).mappings())


def entry(tx: Transaction, entry_id: UUID) -> DirectoryEntry:
    """One institution; refuses with `not_found`."""
    statement = sa.select(directory_entries).where(directory_entries.c.id == entry_id)
    row = tx.connection.execute(statement).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="entry_id")
    return _entry(row)


def _entry(row: sa.RowMapping) -> DirectoryEntry:
    return DirectoryEntry(
        id=row["id"],
        kind=row["kind"],
        name=row["name"],
        attends=row["attends"],
        requirements=row["requirements"],
        phones=tuple(row["phones"]),
        address=row["address"],
        ubigeo=row["ubigeo"],
        hours=row["hours"],
        contact_person=row["contact_person"],
        agreement=row["agreement"],
        emergency=row["emergency"],
        notice=row["notice"],
        verified_on=row["verified_on"],
        verified_by=row["verified_by"],
        retired=row["retired"],
        revision=row["revision"],
    )
