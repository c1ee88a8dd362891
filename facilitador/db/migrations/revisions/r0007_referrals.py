"""Version 7: referrals, individual care, hand-outs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from facilitador.db.migrations.columns import instant, key, keyed, points_at, required, stamps

revision = "7"
down_revision = "6"


def upgrade() -> None:
    """From version 6 to version 7."""
    referrals()
    referral_events()
    sanction_alternatives()
    individual_cares()
    care_notes()
    information_sources()
    given_materials()
    retreat_plans()


def referrals() -> None:
    """Referrals."""
    op.create_table(
        "referrals",
        *keyed("referrals"),
        required("participant_id", key()),
        sa.Column("directory_id", key()),
        required("institution", sa.String(160)),
        required("reach", sa.String(300)),
        required("reason", sa.String(20)),
        required("why", sa.String(2000)),
        required("urgency", sa.String(20)),
        required("share", sa.Text()),
        required("edition", sa.String(20)),
        sa.Column("consented_on", sa.Date()),
        required("guardian_name", sa.String(160)),
        required("legal_basis", sa.String(40)),
        sa.Column("revoked_on", sa.Date()),
        sa.Column("decision_id", key()),
        *_visit(),
        *_withdrawal(),
        *stamps(),
        sa.CheckConstraint("institution <> ''", name="ck_referrals_goes_somewhere"),
        sa.CheckConstraint("consented_on IS NULL OR legal_basis = ''", name="ck_referrals_one_ground"),
        sa.CheckConstraint(
            "reason IN ('sanction', 'care', 'health', 'addiction', 'legal', 'social', 'other')",
            name="ck_referrals_reason_known",
        ),
        sa.CheckConstraint("revoked_on >= consented_on", name="ck_referrals_revoked_after_consent"),
        sa.CheckConstraint(
            "share = '[]' OR consented_on IS NOT NULL OR legal_basis <> ''",
            name="ck_referrals_told_with_consent_or_by_law",
        ),
        sa.CheckConstraint("urgency IN ('today', 'week', 'month')", name="ck_referrals_urgency_known"),
        *_withdrawn_whole("referrals"),
        points_at("referrals", "decision_id", "exclusion_decisions"),
        points_at("referrals", "directory_id", "directory_entries"),
        points_at("referrals", "participant_id", "participants"),
    )
    op.create_index("ix_referrals_participant_id", "referrals", ["participant_id"])


def referral_events() -> None:
    """The steps of referrals."""
    op.create_table(
        "referral_events",
        *keyed("referral_events"),
        required("referral_id", key()),
        required("number", sa.Integer()),
        required("state", sa.String(20)),
        required("on", sa.Date()),
        required("note", sa.String(1000)),
        sa.Column("next_on", sa.Date()),
        required("at", instant()),
        required("by", key()),
        sa.CheckConstraint("(number = 1) = (state = 'sent')", name="ck_referral_events_begins_sent"),
        sa.CheckConstraint('next_on >= "on"', name="ck_referral_events_looked_at_after"),
        sa.CheckConstraint(
            "state IN ('sent', 'accepted', 'declined', 'no_answer', 'attended', 'not_attended', 'closed')",
            name="ck_referral_events_state_known",
        ),
        sa.UniqueConstraint("referral_id", "number", name="uq_referral_events_referral_id_number"),
        points_at("referral_events", "referral_id", "referrals"),
    )


def sanction_alternatives() -> None:
    """What was done where no CAI is within reach."""
    op.create_table(
        "sanction_alternatives",
        *keyed("sanction_alternatives"),
        required("participant_id", key()),
        required("noted_on", sa.Date()),
        required("why", sa.String(2000)),
        required("done", sa.String(2000)),
        required("told_to", sa.String(160)),
        required("told_on", sa.Date()),
        sa.Column("review_on", sa.Date()),
        *_withdrawal(),
        *stamps(),
        sa.CheckConstraint("done <> '' AND told_to <> ''", name="ck_sanction_alternatives_done_and_told"),
        *_withdrawn_whole("sanction_alternatives"),
        points_at("sanction_alternatives", "participant_id", "participants"),
    )
    op.create_index("ix_sanction_alternatives_participant_id", "sanction_alternatives", ["participant_id"])


def individual_cares() -> None:
    """Individual care."""
    op.create_table(
        "individual_cares",
        *keyed("individual_cares"),
        required("participant_id", key()),
        required("requested_by", sa.String(20)),
        required("requested_on", sa.Date()),
        required("why", sa.String(2000)),
        required("provider_kind", sa.String(20)),
        required("provider", sa.String(160)),
        sa.Column("directory_id", key()),
        sa.Column("started_on", sa.Date()),
        required("goals", sa.Text()),
        sa.Column("agreed_on", sa.Date()),
        required("may_tell", sa.String(2000)),
        sa.Column("tells_on", sa.Date()),
        *_closing(),
        *stamps(),
        sa.CheckConstraint("closed_on >= requested_on", name="ck_individual_cares_closed_after_request"),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (closed_by IS NULL) AND (closed_on IS NULL) = (outcome IS NULL)",
            name="ck_individual_cares_closed_whole",
        ),
        sa.CheckConstraint("(goals = '[]') = (agreed_on IS NULL)", name="ck_individual_cares_goals_are_dated"),
        sa.CheckConstraint(
            "outcome IN ('goals_met', 'partly', 'never_began', 'left', 'referred')",
            name="ck_individual_cares_outcome_known",
        ),
        sa.CheckConstraint(
            "provider_kind IN ('team', 'psychologist', 'public_health', 'private', 'other')",
            name="ck_individual_cares_provider_kind_known",
        ),
        sa.CheckConstraint("requested_by IN ('himself', 'team')", name="ck_individual_cares_requested_by_known"),
        sa.CheckConstraint("(may_tell = '') = (tells_on IS NULL)", name="ck_individual_cares_telling_is_dated"),
        points_at("individual_cares", "directory_id", "directory_entries"),
        points_at("individual_cares", "participant_id", "participants"),
    )
    op.create_index("ix_individual_cares_participant_id", "individual_cares", ["participant_id"])


def care_notes() -> None:
    """What is noted of individual care."""
    op.create_table(
        "care_notes",
        *keyed("care_notes"),
        required("care_id", key()),
        required("kind", sa.String(20)),
        required("on", sa.Date()),
        required("text", sa.String(2000)),
        *stamps(),
        sa.CheckConstraint("kind IN ('meeting', 'from_provider', 'to_provider')", name="ck_care_notes_kind_known"),
        points_at("care_notes", "care_id", "individual_cares"),
    )
    op.create_index("ix_care_notes_care_id", "care_notes", ["care_id"])


def information_sources() -> None:
    """Where people find more."""
    op.create_table(
        "information_sources",
        *keyed("information_sources"),
        required("position", sa.SmallInteger()),
        required("name", sa.String(160)),
        required("reach", sa.String(200)),
        *stamps(),
    )


def given_materials() -> None:
    """Materials given to men."""
    op.create_table(
        "given_materials",
        *keyed("given_materials"),
        required("participant_id", key()),
        required("title", sa.String(160)),
        required("given_on", sa.Date()),
        *_withdrawal(),
        *stamps(),
        sa.CheckConstraint("title <> ''", name="ck_given_materials_has_a_title"),
        *_withdrawn_whole("given_materials"),
        points_at("given_materials", "participant_id", "participants"),
    )
    op.create_index("ix_given_materials_participant_id", "given_materials", ["participant_id"])


def retreat_plans() -> None:
    """Men's own plans for moving away in time."""
    op.create_table(
        "retreat_plans",
        *keyed("retreat_plans"),
        required("participant_id", key()),
        required("made_on", sa.Date()),
        required("signs", sa.Text()),
        required("goes_to", sa.String(500)),
        required("calls", sa.String(500)),
        required("returns", sa.String(500)),
        *stamps(),
        points_at("retreat_plans", "participant_id", "participants"),
    )
    op.create_index("ix_retreat_plans_participant_id", "retreat_plans", ["participant_id"])


def _withdrawal() -> tuple[sa.Column[Any], ...]:
    """Who marked a row as written by mistake, when and why."""
    return (
        sa.Column("withdrawn_on", sa.Date()),
        sa.Column("withdrawn_by", key()),
        required("withdrawn_reason", sa.String(500)),
    )


def _withdrawn_whole(table: str) -> tuple[sa.CheckConstraint, ...]:
    """All three of them or none."""
    return (
        sa.CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name=f"ck_{table}_withdrawn_by_somebody"),
        sa.CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_reason = '')", name=f"ck_{table}_withdrawn_says_why"),
    )


def _closing() -> tuple[sa.Column[Any], ...]:
    """How a care ended."""
    return (
        sa.Column("closed_on", sa.Date()),
        sa.Column("closed_by", key()),
        sa.Column("outcome", sa.String(20)),
        required("closing_note", sa.String(2000)),
    )


def _visit() -> tuple[sa.Column[Any], ...]:
    """What stands on his sheet and outside."""
    return (
        required("appointment", sa.String(160)),
        required("bring", sa.String(500)),
        required("neutral_sender", sa.Boolean()),
    )
