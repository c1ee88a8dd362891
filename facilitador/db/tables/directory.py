"""Institutions of the service's directory (6.2.7). A Hogar de Refugio has no place: the database holds to it, too."""

from __future__ import annotations

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, stamped_table
from facilitador.db.types import Json

directory_entries = stamped_table(
    "directory_entries",
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("name", sa.String(160), nullable=False),
    sa.Column("attends", sa.String(500), nullable=False),
    sa.Column("requirements", sa.String(500), nullable=False),
    sa.Column("phones", Json, nullable=False),
    sa.Column("address", sa.String(200), nullable=False),
    sa.Column("ubigeo", sa.String(6), nullable=False),
    sa.Column("hours", sa.String(160), nullable=False),
    sa.Column("contact_person", sa.String(120), nullable=False),
    sa.Column("agreement", sa.String(200), nullable=False),
    sa.Column("emergency", sa.Boolean, nullable=False),
    sa.Column("notice", sa.String(300), nullable=False),
    sa.Column("verified_on", sa.Date),
    foreign("verified_by", "people", nullable=True),
    sa.Column("retired", sa.Boolean, nullable=False),
    sa.CheckConstraint("kind <> 'refuge' OR (address = '' AND ubigeo = '')", name="refuge_without_place"),
    sa.CheckConstraint("verified_by IS NULL OR verified_on IS NOT NULL", name="verified_is_dated"),
)
