"""Version 10: packages between books."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from facilitador.db.migrations.columns import instant, key, keyed, points_at, required, stamps

revision = "10"
down_revision = "9"


def upgrade() -> None:
    """From version 9 to version 10."""
    packages()
    package_roots()
    package_rows()
    foreign_rows()
    gone_men()
    taking_in()
    trusted_keys()
    deliveries()
    moving_consents()
    earlier_stays()


def packages() -> None:
    """Packages sent and taken in."""
    op.create_table(
        "packages",
        *keyed("packages"),
        required("number", sa.Integer()),
        required("way", sa.String(10)),
        required("kind", sa.String(20)),
        required("book_id", key()),
        required("service_name", sa.String(160)),
        required("sender", sa.String(20)),
        required("sender_name", sa.String(160)),
        required("purpose", sa.String(500)),
        required("made_at", instant()),
        sa.Column("until", sa.Date()),
        required("with_names", sa.Boolean()),
        required("contents", sa.Text()),
        sa.Column("undone_at", instant()),
        sa.Column("undone_by", key()),
        *stamps(),
        sa.CheckConstraint("kind IN ('supervision', 'handover', 'man', 'review')", name="ck_packages_kind_known"),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="ck_packages_undone_by_somebody"),
        sa.CheckConstraint("way IN ('sent', 'taken')", name="ck_packages_way_known"),
        sa.UniqueConstraint("number", name="uq_packages_number"),
    )
    op.create_index("ix_packages_book_id", "packages", ["book_id"])


def package_roots() -> None:
    """The groups and men that a package tells everything of."""
    op.create_table(
        "package_roots",
        required("root_id", key()),
        required("package_id", key()),
        required("kind", sa.String(10)),
        required("gone", sa.Boolean()),
        sa.PrimaryKeyConstraint("root_id", "package_id", name="pk_package_roots"),
        sa.CheckConstraint("kind IN ('group', 'man')", name="ck_package_roots_kind_known"),
        points_at("package_roots", "package_id", "packages", cascade=True),
    )
    op.create_index("ix_package_roots_package_id", "package_roots", ["package_id"])


def package_rows() -> None:
    """What a package wrote, and what stood there before."""
    op.create_table(
        "package_rows",
        required("table_name", sa.String(40)),
        required("row_key", sa.LargeBinary()),
        required("package_id", key()),
        sa.Column("before", sa.LargeBinary()),
        sa.Column("digest", sa.LargeBinary(16)),
        sa.PrimaryKeyConstraint("table_name", "row_key", "package_id", name="pk_package_rows"),
        points_at("package_rows", "package_id", "packages", cascade=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_package_rows_package_id", "package_rows", ["package_id"])


def foreign_rows() -> None:
    """Rows that belong to another book."""
    op.create_table(
        "foreign_rows",
        required("row_id", key()),
        required("table_name", sa.String(40)),
        required("book_id", key()),
        required("state", sa.String(20)),
        sa.PrimaryKeyConstraint("row_id", "table_name", name="pk_foreign_rows"),
        sa.CheckConstraint("state IN ('supervised', 'given')", name="ck_foreign_rows_state_known"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_foreign_rows_table_name_book_id", "foreign_rows", ["table_name", "book_id"])


def gone_men() -> None:
    """Digests of men whose data went, and when."""
    op.create_table(
        "gone_men",
        required("digest", sa.LargeBinary(16)),
        required("gone_at", instant()),
        required("gone_on", sa.Date()),
        sa.PrimaryKeyConstraint("digest", name="pk_gone_men"),
    )


def taking_in() -> None:
    """The door of a package, shut at the end of its transaction."""
    op.create_table(
        "taking_in",
        required("package_id", key()),
        required("open_until", key()),
        sa.PrimaryKeyConstraint("package_id", name="pk_taking_in"),
        sa.CheckConstraint(
            "open_until = x'00000000000000000000000000000000'", name="ck_taking_in_ends_in_its_transaction"
        ),
        sa.ForeignKeyConstraint(
            ["open_until"],
            ["packages.id"],
            name="fk_taking_in_open_until",
            deferrable=True,
            initially="DEFERRED",
        ),
    )


def trusted_keys() -> None:
    """Public keys of people of other books that were confirmed here."""
    op.create_table(
        "trusted_keys",
        *keyed("trusted_keys"),
        required("person_id", key()),
        required("name", sa.String(160)),
        required("service_name", sa.String(160)),
        required("book_id", key()),
        required("box_key", sa.LargeBinary(32)),
        required("sign_key", sa.LargeBinary(32)),
        required("fingerprint", sa.String(20)),
        required("confirmed_on", sa.Date()),
        required("confirmed_by", key()),
        required("confirmed_how", sa.String(20)),
        sa.Column("withdrawn_on", sa.Date()),
        sa.Column("withdrawn_by", key()),
        *stamps(),
        sa.CheckConstraint(
            "confirmed_how IN ('phone', 'in_person', 'video')", name="ck_trusted_keys_confirmed_how_known"
        ),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name="ck_trusted_keys_withdrawn_by_somebody"
        ),
        sa.CheckConstraint("withdrawn_on >= confirmed_on", name="ck_trusted_keys_withdrawn_after"),
    )
    op.create_index(
        "uq_trusted_keys_fingerprint_in_force",
        "trusted_keys",
        ["fingerprint"],
        unique=True,
        sqlite_where=sa.text("withdrawn_on IS NULL"),
    )


def deliveries() -> None:
    """Groups and men that went to another service, or came from one."""
    op.create_table(
        "deliveries",
        *keyed("deliveries"),
        required("package_id", key()),
        required("book_id", key()),
        required("service_name", sa.String(160)),
        required("receipt", sa.String(12)),
        required("file_digest", sa.LargeBinary(32)),
        required("content_digest", sa.LargeBinary(32)),
        required("reserved", sa.Boolean()),
        sa.Column("delivered_on", sa.Date()),
        sa.Column("delivered_by", key()),
        sa.Column("received_on", sa.Date()),
        sa.Column("undone_on", sa.Date()),
        sa.Column("undone_by", key()),
        required("undone_reason", sa.String(500)),
        *stamps(),
        sa.CheckConstraint(
            "(delivered_on IS NULL) = (delivered_by IS NULL)", name="ck_deliveries_delivered_by_somebody"
        ),
        sa.CheckConstraint(
            "received_on IS NULL OR delivered_on IS NOT NULL", name="ck_deliveries_received_after_delivered"
        ),
        sa.CheckConstraint("undone_on IS NULL OR received_on IS NULL", name="ck_deliveries_received_is_not_undone"),
        sa.CheckConstraint(
            "(undone_on IS NULL) = (undone_by IS NULL) AND (undone_on IS NULL) = (undone_reason = '')",
            name="ck_deliveries_undone_whole",
        ),
        sa.UniqueConstraint("package_id", name="uq_deliveries_package_id"),
        points_at("deliveries", "package_id", "packages", cascade=True),
    )


def moving_consents() -> None:
    """What men agreed to about going to another service."""
    op.create_table(
        "moving_consents",
        *keyed("moving_consents"),
        required("participant_id", key()),
        required("service_name", sa.String(160)),
        required("given_on", sa.Date()),
        required("mark", sa.String(20)),
        required("read_aloud", sa.Boolean()),
        required("witness", sa.String(160)),
        required("guardian_name", sa.String(160)),
        required("guardian_document", sa.String(40)),
        sa.Column("revoked_on", sa.Date()),
        *stamps(),
        sa.CheckConstraint("mark IN ('signature', 'fingerprint')", name="ck_moving_consents_mark_known"),
        sa.CheckConstraint(
            "revoked_on IS NULL OR revoked_on >= given_on", name="ck_moving_consents_revoked_after_given"
        ),
        points_at("moving_consents", "participant_id", "participants"),
    )
    op.create_index("ix_moving_consents_participant_id", "moving_consents", ["participant_id"])


def earlier_stays() -> None:
    """Where men were before they came."""
    op.create_table(
        "earlier_stays",
        *keyed("earlier_stays"),
        required("participant_id", key()),
        required("service_name", sa.String(160)),
        required("group_name", sa.String(80)),
        required("since", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        required("status", sa.String(20)),
        required("marks", sa.Text()),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= since", name="ck_earlier_stays_ends_after_start"),
        sa.CheckConstraint(
            "status IN ('waiting', 'attending', 'paused', 'completed', 'stopped', 'moved', 'not_continuing', "
            "'withdrawn')",
            name="ck_earlier_stays_status_known",
        ),
        points_at("earlier_stays", "participant_id", "participants"),
    )
    op.create_index("ix_earlier_stays_participant_id", "earlier_stays", ["participant_id"])
