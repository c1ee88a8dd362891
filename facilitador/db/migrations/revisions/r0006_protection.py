"""Version 6: protection matters and reserved contacts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from facilitador.db.migrations.columns import instant, key, keyed, points_at, required, stamps

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """From version 5 to version 6."""
    protection_matters()
    protection_steps()
    partner_contacts()
    contact_openings()


def protection_matters() -> None:
    """Protection matters."""
    op.create_table(
        "protection_matters",
        *keyed("protection_matters"),
        required("opened_on", sa.Date()),
        required("origin", sa.String(20)),
        sa.Column("origin_id", key()),
        sa.Column("closed_on", sa.Date()),
        sa.Column("closed_by", key()),
        required("sealed", sa.LargeBinary()),
        *stamps(),
        sa.CheckConstraint("closed_on >= opened_on", name="ck_protection_matters_closed_after_opening"),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (closed_by IS NULL)", name="ck_protection_matters_closed_by_somebody"
        ),
        sa.CheckConstraint(
            "origin IN ('anywhere', 'session', 'door', 'answer', 'call', 'interview', 'matter')",
            name="ck_protection_matters_origin_known",
        ),
    )
    op.create_index("ix_protection_matters_closed_on", "protection_matters", ["closed_on"])


def protection_steps() -> None:
    """What was done or is to be done to protect somebody."""
    op.create_table(
        "protection_steps",
        *keyed("protection_steps"),
        required("matter_id", key()),
        sa.Column("done_on", sa.Date()),
        sa.Column("next_on", sa.Date()),
        required("sealed", sa.LargeBinary()),
        *stamps(),
        sa.CheckConstraint("done_on IS NOT NULL OR next_on IS NOT NULL", name="ck_protection_steps_has_a_day"),
        points_at("protection_steps", "matter_id", "protection_matters"),
    )
    op.create_index("ix_protection_steps_matter_id", "protection_steps", ["matter_id"])


def partner_contacts() -> None:
    """Contacts with partners and relatives: nothing of them in clear."""
    op.create_table(
        "partner_contacts",
        *keyed("partner_contacts"),
        required("sealed", sa.LargeBinary()),
        *stamps(),
    )


def contact_openings() -> None:
    """Who opened contacts, and who confirmed it."""
    op.create_table(
        "contact_openings",
        *keyed("contact_openings"),
        required("opened_at", instant()),
        sa.Column("second_id", key()),
        sa.Column("countersigned_at", instant()),
        sa.Column("countersigned_by", key()),
        required("sealed", sa.LargeBinary()),
        *stamps(),
        sa.CheckConstraint(
            "countersigned_by IS NULL OR countersigned_by <> created_by",
            name="ck_contact_openings_countersigned_by_another",
        ),
        sa.CheckConstraint(
            "(countersigned_at IS NULL) = (countersigned_by IS NULL)",
            name="ck_contact_openings_countersigned_by_somebody",
        ),
        sa.CheckConstraint(
            "second_id IS NULL OR countersigned_at IS NULL",
            name="ck_contact_openings_only_emergencies_are_countersigned",
        ),
        sa.CheckConstraint(
            "second_id IS NULL OR second_id <> created_by", name="ck_contact_openings_second_is_another"
        ),
        points_at("contact_openings", "second_id", "people"),
    )
    op.create_index("ix_contact_openings_opened_at", "contact_openings", ["opened_at"])
