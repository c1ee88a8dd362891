"""Version 4: the directory of institutions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from facilitador.db.migrations.columns import key, keyed, points_at, required, stamps

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """From version 3 to version 4."""
    directory_entries()


def directory_entries() -> None:
    """Institutions of the service's directory; a Hogar de Refugio has no place."""
    op.create_table(
        "directory_entries",
        *keyed("directory_entries"),
        required("kind", sa.String(40)),
        required("name", sa.String(160)),
        required("attends", sa.String(500)),
        required("requirements", sa.String(500)),
        required("phones", sa.Text()),
        required("address", sa.String(200)),
        required("ubigeo", sa.String(6)),
        required("hours", sa.String(160)),
        required("contact_person", sa.String(120)),
        required("agreement", sa.String(200)),
        required("emergency", sa.Boolean()),
        required("notice", sa.String(300)),
        sa.Column("verified_on", sa.Date()),
        sa.Column("verified_by", key()),
        required("retired", sa.Boolean()),
        *stamps(),
        sa.CheckConstraint(
            "kind <> 'refuge' OR (address = '' AND ubigeo = '')", name="ck_directory_entries_refuge_without_place"
        ),
        sa.CheckConstraint(
            "verified_by IS NULL OR verified_on IS NOT NULL", name="ck_directory_entries_verified_is_dated"
        ),
        points_at("directory_entries", "verified_by", "people"),
    )
