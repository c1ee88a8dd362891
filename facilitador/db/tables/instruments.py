"""Editions of instruments that the book knows, kept for ever, and what the service decided about each instrument."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import append_row, foreign, insert_row, metadata, stamped_table, update_row
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, Json, UtcDateTime

# Append-only: an application is read by the content it was answered in. `content` is canonical JSON
# (domain.instrument_content), whatever file it came from; `content_hash` its SHA-256.
instrument_editions = sa.Table(
    "instrument_editions",
    metadata,
    sa.Column("id", Guid, primary_key=True),
    sa.Column("instrument_id", sa.String(40), nullable=False),
    sa.Column("edition", sa.String(20), nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("shipped", sa.Boolean, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", Guid, nullable=False),
    sa.UniqueConstraint("instrument_id", "edition"),
)

# A row as soon as something is decided about an instrument. `purposes`: when it is asked, null: as the program plans.
instrument_settings = stamped_table(
    "instrument_settings",
    sa.Column("instrument_id", sa.String(40), nullable=False, unique=True),
    sa.Column("retired", sa.Boolean, nullable=False),
    foreign("responder_id", "people", nullable=True),
    sa.Column("purposes", Json),
)

instrument_appliers = sa.Table(
    "instrument_appliers",
    metadata,
    sa.Column("settings_id", sa.ForeignKey("instrument_settings.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("position", sa.SmallInteger, nullable=False),
)


def insert_edition(
    tx: Transaction, key: UUID | None, *, instrument_id: str, edition: str, digest: str, content: bytes, shipped: bool
) -> UUID:
    """Keep an edition for ever; its key."""
    told = {"instrument_id": instrument_id, "edition": edition, "content_hash": digest, "content": content}
    return append_row(tx, instrument_editions, key, **told, shipped=shipped)


def put_settings(tx: Transaction, instrument_id: str, revision: int | None, **values: Any) -> UUID:
    """Write what was decided about an instrument, over what was decided before; the key of the row.

    Raises `changed_meanwhile` where `revision` is not the one that stands there (0: nothing).
    """
    find = sa.select(instrument_settings.c.id).where(instrument_settings.c.instrument_id == instrument_id)
    key: UUID | None = tx.connection.execute(find).scalar_one_or_none()
    if key is None:
        undecided = {"retired": False, "responder_id": None, "purposes": None}
        return insert_row(tx, instrument_settings, None, instrument_id=instrument_id, **(undecided | values))
    update_row(tx, instrument_settings, key, revision, **values)
    return key


def put_appliers(tx: Transaction, settings_id: UUID, people: Sequence[UUID]) -> None:
    """Name who applies an instrument, in this order, in place of who was named before."""
    table = instrument_appliers
    tx.connection.execute(table.delete().where(table.c.settings_id == settings_id))
    rows = [{"settings_id": settings_id, "person_id": key, "position": at} for at, key in enumerate(people)]
    if rows:
        tx.connection.execute(table.insert(), rows)
