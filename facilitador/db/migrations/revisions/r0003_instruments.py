"""Version 3: instruments, their applications, what needs an answer at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from facilitador.db.migrations.columns import instant, key, keyed, points_at, required, stamps

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """From version 2 to version 3."""
    instrument_editions()
    instrument_settings()
    instrument_appliers()
    applications()
    application_rules()
    instrument_sheets()
    critical_answers()


def instrument_editions() -> None:
    """Editions of instruments, kept for ever."""
    op.create_table(
        "instrument_editions",
        *keyed("instrument_editions"),
        required("instrument_id", sa.String(40)),
        required("edition", sa.String(20)),
        required("content_hash", sa.String(64)),
        required("content", sa.LargeBinary()),
        required("shipped", sa.Boolean()),
        required("at", instant()),
        required("by", key()),
        sa.UniqueConstraint("instrument_id", "edition", name="uq_instrument_editions_instrument_id_edition"),
    )


def instrument_settings() -> None:
    """What a service decided about an instrument."""
    op.create_table(
        "instrument_settings",
        *keyed("instrument_settings"),
        required("instrument_id", sa.String(40)),
        required("retired", sa.Boolean()),
        sa.Column("responder_id", key()),
        sa.Column("purposes", sa.Text()),
        *stamps(),
        sa.UniqueConstraint("instrument_id", name="uq_instrument_settings_instrument_id"),
        points_at("instrument_settings", "responder_id", "people"),
    )


def instrument_appliers() -> None:
    """Who applies an instrument."""
    op.create_table(
        "instrument_appliers",
        required("settings_id", key()),
        required("person_id", key()),
        required("position", sa.SmallInteger()),
        sa.PrimaryKeyConstraint("settings_id", "person_id", name="pk_instrument_appliers"),
        points_at("instrument_appliers", "person_id", "people"),
        points_at("instrument_appliers", "settings_id", "instrument_settings", cascade=True),
    )


def applications() -> None:
    """One man answering one instrument once."""
    op.create_table(
        "applications",
        *keyed("applications"),
        required("participant_id", key()),
        sa.Column("enrolment_id", key()),
        required("edition_id", key()),
        required("instrument_id", sa.String(40)),
        required("purpose", sa.String(20)),
        required("mode", sa.String(20)),
        required("status", sa.String(20)),
        sa.Column("code", sa.String(10)),
        required("applied_on", sa.Date()),
        required("applier_id", key()),
        required("answers", sa.Text()),
        required("current_item", sa.String(40)),
        sa.Column("second_answers", sa.Text()),
        sa.Column("finished_at", instant()),
        required("void_reason", sa.String(500)),
        *stamps(),
        sa.CheckConstraint("status <> 'finished' OR finished_at IS NOT NULL", name="ck_applications_finished_is_dated"),
        sa.CheckConstraint("mode IN ('self', 'read_aloud', 'paper')", name="ck_applications_mode_known"),
        sa.CheckConstraint(
            "status <> 'in_progress' OR finished_at IS NULL", name="ck_applications_open_is_not_finished"
        ),
        sa.CheckConstraint(
            "purpose IN ('entry', 'intermediate', 'exit', 'follow_up')", name="ck_applications_purpose_known"
        ),
        sa.CheckConstraint("status IN ('in_progress', 'finished', 'voided')", name="ck_applications_status_known"),
        sa.CheckConstraint("(status = 'voided') = (void_reason <> '')", name="ck_applications_voided_has_reason"),
        points_at("applications", "applier_id", "people"),
        points_at("applications", "edition_id", "instrument_editions"),
        points_at("applications", "enrolment_id", "enrolments"),
        points_at("applications", "participant_id", "participants"),
    )


def application_rules() -> None:
    """One open application a man and instrument, one entry and exit a stint, one a sheet."""
    op.create_index(
        "uq_applications_one_a_sheet", "applications", ["code"], unique=True, sqlite_where=sa.text("status <> 'voided'")
    )
    op.create_index(
        "uq_applications_once_a_stint",
        "applications",
        ["enrolment_id", "instrument_id", "purpose"],
        unique=True,
        sqlite_where=sa.text("status <> 'voided' AND purpose IN ('entry', 'exit')"),
    )
    op.create_index("ix_applications_instrument_id_purpose", "applications", ["instrument_id", "purpose"])
    op.create_index(
        "uq_applications_one_open",
        "applications",
        ["participant_id", "instrument_id"],
        unique=True,
        sqlite_where=sa.text("status = 'in_progress'"),
    )
    op.create_index("ix_applications_participant_id", "applications", ["participant_id"])


def instrument_sheets() -> None:
    """Printed sheets, by code."""
    op.create_table(
        "instrument_sheets",
        *keyed("instrument_sheets"),
        required("code", sa.String(10)),
        required("edition_id", key()),
        required("enrolment_id", key()),
        required("purpose", sa.String(20)),
        *stamps(),
        sa.CheckConstraint(
            "purpose IN ('entry', 'intermediate', 'exit', 'follow_up')", name="ck_instrument_sheets_purpose_known"
        ),
        sa.UniqueConstraint("code", name="uq_instrument_sheets_code"),
        points_at("instrument_sheets", "edition_id", "instrument_editions"),
        points_at("instrument_sheets", "enrolment_id", "enrolments"),
    )
    op.create_index("ix_instrument_sheets_enrolment_id", "instrument_sheets", ["enrolment_id"])


def critical_answers() -> None:
    """Answers that cannot wait."""
    op.create_table(
        "critical_answers",
        *keyed("critical_answers"),
        required("application_id", key()),
        required("item", sa.String(40)),
        required("value", sa.SmallInteger()),
        sa.Column("attended_at", instant()),
        sa.Column("attended_by", key()),
        required("note", sa.String(1000)),
        *stamps(),
        sa.CheckConstraint(
            "(attended_at IS NULL) = (attended_by IS NULL)", name="ck_critical_answers_attended_by_somebody"
        ),
        sa.CheckConstraint("attended_at IS NULL OR note <> ''", name="ck_critical_answers_attended_has_note"),
        sa.UniqueConstraint("application_id", "item", name="uq_critical_answers_application_id_item"),
        points_at("critical_answers", "application_id", "applications"),
    )
