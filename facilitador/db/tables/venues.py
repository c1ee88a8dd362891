"""Places where groups meet."""

from __future__ import annotations

import sqlalchemy as sa

from facilitador.db.tables.base import stamped_table
from facilitador.db.types import Json

venues = stamped_table(
    "venues",
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("ubigeo", sa.String(6), nullable=False),
    sa.Column("address", sa.String(200), nullable=False),
    sa.Column("conditions", Json, nullable=False),
    sa.Column("notes", sa.String(1000), nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False),
)
