"""Where people find more, materials given to men, and their plans for moving away in time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, forget, insert_rows, stamped_table
from facilitador.db.tables.evaluations import kept, withdrawable
from facilitador.db.transaction import Transaction
from facilitador.db.types import Json
from facilitador.domain.hand_outs import InformationSource

information_sources = stamped_table(
    "information_sources",
    sa.Column("position", sa.SmallInteger, nullable=False),
    sa.Column("name", sa.String(160), nullable=False),
    sa.Column("reach", sa.String(200), nullable=False),
)

given_materials = stamped_table(
    "given_materials",
    foreign("participant_id", "participants"),
    sa.Column("title", sa.String(160), nullable=False),
    sa.Column("given_on", sa.Date, nullable=False),
    *withdrawable(),
    sa.CheckConstraint("title <> ''", name="has_a_title"),
    sa.Index(None, "participant_id"),
)

retreat_plans = stamped_table(
    "retreat_plans",
    foreign("participant_id", "participants"),
    sa.Column("made_on", sa.Date, nullable=False),
    sa.Column("signs", Json, nullable=False),
    sa.Column("goes_to", sa.String(500), nullable=False),
    sa.Column("calls", sa.String(500), nullable=False),
    sa.Column("returns", sa.String(500), nullable=False),
    sa.Index(None, "participant_id"),
)

LOCKS: Final[dict[str, str]] = kept("given_materials", ("title", "given_on"))
"""Triggers: what was given stays, or is marked as written by mistake. A man's own plan is his, and may go."""


def replace_sources(tx: Transaction, sources: Sequence[InformationSource]) -> None:
    """Write the service's list anew, in this order; the one before goes."""
    forget(tx, information_sources)
    tx.connection.execute(information_sources.delete())
    rows = [
        {"id": tx.new_id(), "position": place, "name": one.name, "reach": one.reach}
        for place, one in enumerate(sources)
    ]
    if rows:
        insert_rows(tx, information_sources, rows)
