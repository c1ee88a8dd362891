"""Version 5: the initial evaluation, exclusion checks and decisions."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from facilitador.db.migrations.columns import key, keyed, points_at, required, stamps

revision = "5"
down_revision = "4"


def upgrade() -> None:
    """From version 4 to version 5."""
    evaluation_entries()
    risk_levels()
    exclusion_decisions()


def evaluation_entries() -> None:
    """What was found of each factor of a man."""
    op.create_table(
        "evaluation_entries",
        *keyed("evaluation_entries"),
        required("participant_id", key()),
        required("factor", sa.String(40)),
        required("edition", sa.String(20)),
        required("state", sa.String(20)),
        required("known", sa.String(4000)),
        required("level", sa.String(40)),
        sa.Column("source", sa.String(20)),
        required("source_note", sa.String(160)),
        required("diagnosis", sa.String(160)),
        required("document_institution", sa.String(160)),
        sa.Column("document_date", sa.Date()),
        required("assessed_on", sa.Date()),
        required("assessed_by", key()),
        sa.Column("withdrawn_on", sa.Date()),
        sa.Column("withdrawn_by", key()),
        required("withdrawn_reason", sa.String(500)),
        *stamps(),
        *_checks_of_entries(),
        points_at("evaluation_entries", "assessed_by", "people"),
        points_at("evaluation_entries", "participant_id", "participants"),
    )
    op.create_index("ix_evaluation_entries_participant_id", "evaluation_entries", ["participant_id"])


def _checks_of_entries() -> Iterator[sa.CheckConstraint]:
    """What the file itself holds true of a finding."""
    yield sa.CheckConstraint(
        "diagnosis = '' OR (document_institution <> '' AND document_date IS NOT NULL)",
        name="ck_evaluation_entries_diagnosis_has_document",
    )
    yield sa.CheckConstraint(
        "source IN ('himself', 'observed', 'document', 'authority', 'service')",
        name="ck_evaluation_entries_source_known",
    )
    yield sa.CheckConstraint(
        "state IN ('recorded', 'none_known', 'no_answer', 'not_applicable')",
        name="ck_evaluation_entries_state_known",
    )
    yield sa.CheckConstraint(
        "(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name="ck_evaluation_entries_withdrawn_by_somebody"
    )
    yield sa.CheckConstraint(
        "(withdrawn_on IS NULL) = (withdrawn_reason = '')", name="ck_evaluation_entries_withdrawn_says_why"
    )


def risk_levels() -> None:
    """Levels of risk, as authorities told them."""
    op.create_table(
        "risk_levels",
        *keyed("risk_levels"),
        required("participant_id", key()),
        required("level", sa.String(20)),
        required("told_by", sa.String(160)),
        required("told_on", sa.Date()),
        required("reference", sa.String(160)),
        sa.Column("withdrawn_on", sa.Date()),
        sa.Column("withdrawn_by", key()),
        required("withdrawn_reason", sa.String(500)),
        *stamps(),
        sa.CheckConstraint("level IN ('mild', 'moderate', 'severe')", name="ck_risk_levels_level_known"),
        sa.CheckConstraint("told_by <> ''", name="ck_risk_levels_told_by_an_authority"),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name="ck_risk_levels_withdrawn_by_somebody"
        ),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_reason = '')", name="ck_risk_levels_withdrawn_says_why"
        ),
        points_at("risk_levels", "participant_id", "participants"),
    )
    op.create_index("ix_risk_levels_participant_id", "risk_levels", ["participant_id"])


def exclusion_decisions() -> None:
    """Decisions about who continues."""
    op.create_table(
        "exclusion_decisions",
        *keyed("exclusion_decisions"),
        required("participant_id", key()),
        sa.Column("enrolment_id", key()),
        required("outcome", sa.String(20)),
        required("decided_on", sa.Date()),
        required("deciders", sa.Text()),
        required("causes", sa.Text()),
        required("edition", sa.String(20)),
        required("facts", sa.Text()),
        required("help_tried", sa.Text()),
        required("why", sa.String(4000)),
        required("conditions", sa.String(2000)),
        sa.Column("review_on", sa.Date()),
        sa.Column("told_on", sa.Date()),
        sa.Column("told_by", key()),
        required("explained", sa.String(2000)),
        required("institutions", sa.String(2000)),
        required("directory_ids", sa.Text()),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("withdrawn_on", sa.Date()),
        sa.Column("withdrawn_by", key()),
        required("withdrawn_reason", sa.String(500)),
        *stamps(),
        *_checks_of_decisions(),
        points_at("exclusion_decisions", "enrolment_id", "enrolments"),
        points_at("exclusion_decisions", "participant_id", "participants"),
        points_at("exclusion_decisions", "told_by", "people"),
    )
    op.create_index("ix_exclusion_decisions_enrolment_id", "exclusion_decisions", ["enrolment_id"])
    op.create_index("ix_exclusion_decisions_participant_id", "exclusion_decisions", ["participant_id"])


def _checks_of_decisions() -> Iterator[sa.CheckConstraint]:
    """What the file itself holds true of a decision."""
    yield sa.CheckConstraint(
        "outcome <> 'conditions' OR review_on IS NOT NULL", name="ck_exclusion_decisions_conditions_have_review"
    )
    yield sa.CheckConstraint("deciders <> '[]'", name="ck_exclusion_decisions_decided_by_somebody")
    yield sa.CheckConstraint(
        "outcome IN ('not_continuing', 'conditions', 'nothing_yet', 'returns')",
        name="ck_exclusion_decisions_outcome_known",
    )
    yield sa.CheckConstraint("review_on > decided_on", name="ck_exclusion_decisions_review_after_decision")
    yield sa.CheckConstraint("told_on >= decided_on", name="ck_exclusion_decisions_told_after_decision")
    yield sa.CheckConstraint(
        "(told_on IS NULL) = (told_by IS NULL) AND (told_on IS NULL) = (sealed IS NULL)",
        name="ck_exclusion_decisions_told_after_safety",
    )
    yield sa.CheckConstraint(
        "told_on IS NULL OR withdrawn_on IS NULL", name="ck_exclusion_decisions_told_is_not_withdrawn"
    )
    yield sa.CheckConstraint(
        "(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name="ck_exclusion_decisions_withdrawn_by_somebody"
    )
    yield sa.CheckConstraint(
        "(withdrawn_on IS NULL) = (withdrawn_reason = '')", name="ck_exclusion_decisions_withdrawn_says_why"
    )
