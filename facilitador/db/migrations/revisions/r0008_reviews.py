"""Version 8: goals, reviews, declarations, the close of a cycle, good practices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from facilitador.db.migrations.columns import instant, key, keyed, points_at, required, stamps

revision = "8"
down_revision = "7"


def upgrade() -> None:
    """From version 7 to version 8."""
    reviews()
    review_entries()
    closure_entries()
    practices()
    compliance_statements()
    goals()
    goal_notes()
    shared_fields()
    older_tables()


def reviews() -> None:
    """Where the review of each session, ficha and decision stands."""
    op.create_table(
        "reviews",
        *keyed("reviews"),
        sa.Column("session_id", key()),
        sa.Column("participant_id", key()),
        sa.Column("decision_id", key()),
        required("state", sa.String(20)),
        *stamps(),
        sa.CheckConstraint(
            "CASE WHEN session_id IS NULL THEN 0 ELSE 1 END + CASE WHEN participant_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN decision_id IS NULL THEN 0 ELSE 1 END = 1",
            name="ck_reviews_of_one_thing",
        ),
        sa.CheckConstraint("state IN ('pending', 'returned', 'approved')", name="ck_reviews_state_known"),
        sa.UniqueConstraint("decision_id", name="uq_reviews_decision_id"),
        sa.UniqueConstraint("participant_id", name="uq_reviews_participant_id"),
        sa.UniqueConstraint("session_id", name="uq_reviews_session_id"),
        points_at("reviews", "decision_id", "exclusion_decisions"),
        points_at("reviews", "participant_id", "participants"),
        points_at("reviews", "session_id", "sessions"),
    )
    op.create_index("ix_reviews_state", "reviews", ["state"])


def review_entries() -> None:
    """Every step of a review."""
    op.create_table(
        "review_entries",
        *keyed("review_entries"),
        required("review_id", key()),
        required("step", sa.String(20)),
        required("anchor", sa.String(60)),
        required("text", sa.String(2000)),
        sa.Column("about_id", key()),
        required("subject_revision", sa.Integer()),
        required("at", instant()),
        required("by", key()),
        sa.CheckConstraint(
            "(step = 'reply') = (about_id IS NOT NULL)", name="ck_review_entries_reply_is_about_something"
        ),
        sa.CheckConstraint(
            "step NOT IN ('comment', 'reply', 'reopen') OR text <> ''", name="ck_review_entries_says_something"
        ),
        sa.CheckConstraint(
            "step IN ('comment', 'reply', 'return', 'complete', 'approve', 'reopen')",
            name="ck_review_entries_step_known",
        ),
        points_at("review_entries", "about_id", "review_entries"),
        points_at("review_entries", "review_id", "reviews"),
    )
    op.create_index("ix_review_entries_about_id", "review_entries", ["about_id"])
    op.create_index("ix_review_entries_review_id", "review_entries", ["review_id"])


def closure_entries() -> None:
    """The close of a cycle and its opening again."""
    op.create_table(
        "closure_entries",
        *keyed("closure_entries"),
        required("group_id", key()),
        required("step", sa.String(20)),
        required("day", sa.Date()),
        required("reason", sa.String(500)),
        required("left_open", sa.Text()),
        required("lessons", sa.String(4000)),
        sa.Column("follow_up_on", sa.Date()),
        required("at", instant()),
        required("by", key()),
        sa.CheckConstraint("follow_up_on > day", name="ck_closure_entries_followed_up_after"),
        sa.CheckConstraint("(step = 'reopened') = (reason <> '')", name="ck_closure_entries_reopened_says_why"),
        sa.CheckConstraint("step IN ('closed', 'reopened')", name="ck_closure_entries_step_known"),
        points_at("closure_entries", "group_id", "groups"),
    )
    op.create_index("ix_closure_entries_follow_up_on", "closure_entries", ["follow_up_on"])
    op.create_index("ix_closure_entries_group_id", "closure_entries", ["group_id"])


def practices() -> None:
    """Good practices and lessons."""
    op.create_table(
        "practices",
        *keyed("practices"),
        sa.Column("group_id", key()),
        required("topic_id", sa.String(40)),
        required("technique", sa.String(40)),
        required("title", sa.String(120)),
        required("done", sa.String(2000)),
        required("worked", sa.String(1000)),
        required("not_worked", sa.String(1000)),
        required("search_text", sa.String(8000)),
        *stamps(),
        sa.CheckConstraint("worked <> '' OR not_worked <> ''", name="ck_practices_says_what_came_of_it"),
        points_at("practices", "group_id", "groups"),
    )
    op.create_index("ix_practices_technique", "practices", ["technique"])
    op.create_index("ix_practices_topic_id", "practices", ["topic_id"])


def compliance_statements() -> None:
    """What the team declared, decided otherwise, or took back about a numeral of the directive."""
    op.create_table(
        "compliance_statements",
        *keyed("compliance_statements"),
        sa.Column("group_id", key()),
        required("numeral", sa.String(20)),
        required("edition", sa.String(20)),
        required("kind", sa.String(20)),
        required("words", sa.String(1000)),
        required("stated_on", sa.Date()),
        required("stated_by", key()),
        required("number", sa.Integer()),
        *stamps(),
        sa.CheckConstraint(
            "kind IN ('declared', 'decided_otherwise', 'withdrawn')", name="ck_compliance_statements_kind_known"
        ),
        sa.CheckConstraint("words <> ''", name="ck_compliance_statements_says_something"),
        points_at("compliance_statements", "group_id", "groups"),
        points_at("compliance_statements", "stated_by", "people"),
    )
    op.create_index("ix_compliance_statements_group_id", "compliance_statements", ["group_id"])


def goals() -> None:
    """Goals of a group or of the service."""
    op.create_table(
        "goals",
        *keyed("goals"),
        sa.Column("group_id", key()),
        required("kind", sa.String(20)),
        required("wording", sa.String(300)),
        required("indicator", sa.String(40)),
        required("edition", sa.String(20)),
        sa.Column("target", sa.Integer()),
        required("percent", sa.Boolean()),
        required("looked_at", sa.String(2000)),
        required("starts_on", sa.Date()),
        required("due_on", sa.Date()),
        sa.Column("closed_on", sa.Date()),
        sa.Column("outcome", sa.String(20)),
        required("outcome_seen", sa.String(2000)),
        *stamps(),
        sa.CheckConstraint("(closed_on IS NULL) = (outcome IS NULL)", name="ck_goals_closed_has_outcome"),
        sa.CheckConstraint("due_on >= starts_on", name="ck_goals_due_after_start"),
        sa.CheckConstraint("kind IN ('number', 'quality')", name="ck_goals_kind_known"),
        sa.CheckConstraint("(kind = 'number') = (target IS NOT NULL)", name="ck_goals_number_has_target"),
        sa.CheckConstraint("outcome IN ('reached', 'partly', 'not_reached')", name="ck_goals_outcome_known"),
        points_at("goals", "group_id", "groups"),
    )
    op.create_index("ix_goals_group_id", "goals", ["group_id"])


def goal_notes() -> None:
    """What was seen on the way to a goal."""
    op.create_table(
        "goal_notes",
        *keyed("goal_notes"),
        required("goal_id", key()),
        required("noted_on", sa.Date()),
        sa.Column("value", sa.Integer()),
        required("seen", sa.String(2000)),
        required("at", instant()),
        required("by", key()),
        sa.CheckConstraint("value IS NOT NULL OR seen <> ''", name="ck_goal_notes_says_something"),
        points_at("goal_notes", "goal_id", "goals"),
    )
    op.create_index("ix_goal_notes_goal_id_noted_on", "goal_notes", ["goal_id", "noted_on"])


def shared_fields() -> None:
    """Own fields that identify nobody."""
    op.create_table(
        "shared_fields",
        *keyed("shared_fields"),
        required("own_field_id", key()),
        required("why", sa.String(500)),
        *stamps(),
        sa.CheckConstraint("why <> ''", name="ck_shared_fields_says_why"),
        sa.UniqueConstraint("own_field_id", name="uq_shared_fields_own_field_id"),
        points_at("shared_fields", "own_field_id", "own_fields"),
    )


def older_tables() -> None:
    """What the queue of the reviews and the indicators walk along."""
    op.create_index("ix_sessions_by_closing", "sessions", ["log_status", "closed_at", "id", "group_id"])
    op.create_index("ix_sessions_by_state", "sessions", ["group_id", "state", "day", "id"])
    op.create_index("ix_participants_by_registering", "participants", ["created_at", "id"])
    op.drop_index("ix_attendance_marks_enrolment_id", "attendance_marks")
    op.create_index("ix_attendance_marks_by_session", "attendance_marks", ["session_id", "mark"])
    op.create_index("ix_attendance_marks_by_stint", "attendance_marks", ["enrolment_id", "session_id", "mark"])
    op.create_index("ix_applications_by_stint", "applications", ["enrolment_id", "purpose", "status"])
