"""Version 2: sessions, their log, and who was there; what was done last is found without reading the whole trace."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from facilitador.db.migrations.columns import instant, key, keyed, points_at, required, stamps

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """From version 1 to version 2."""
    own_topics()
    local_feasts()
    absence_rules()
    attendance_settings()
    sessions()
    session_hours()
    session_topics()
    session_areas()
    session_facilitators()
    session_events()
    session_amendments()
    incidents()
    session_notes()
    attendance_marks()
    announced_absences()
    door_refusals()
    make_ups()
    calls()
    last_done()
    absence_steps()


def own_topics() -> None:
    """Topics that a service adds to the thirteen."""
    op.create_table(
        "own_topics",
        *keyed("own_topics"),
        required("name", sa.String(160)),
        required("content", sa.Text()),
        required("retired", sa.Boolean()),
        *stamps(),
    )


def local_feasts() -> None:
    """Days on which the place holds no session."""
    op.create_table(
        "local_feasts",
        *keyed("local_feasts"),
        required("day", sa.Date()),
        required("name", sa.String(120)),
        *stamps(),
        sa.UniqueConstraint("day", name="uq_local_feasts_day"),
    )


def absence_rules() -> None:
    """What a service does after how many absences."""
    op.create_table(
        "absence_rules",
        *keyed("absence_rules"),
        required("kind", sa.String(20)),
        required("count", sa.SmallInteger()),
        required("step", sa.String(20)),
        required("marks", sa.Text()),
        required("make_up", sa.Boolean()),
        *stamps(),
        sa.CheckConstraint("count BETWEEN 1 AND 40", name="ck_absence_rules_count_in_range"),
        sa.CheckConstraint("kind IN ('total', 'in_a_row', 'by_phase')", name="ck_absence_rules_kind_known"),
        sa.CheckConstraint("step IN ('notice', 'suspension', 'reentry_talk')", name="ck_absence_rules_step_known"),
    )


def attendance_settings() -> None:
    """The attendance that a service asks for."""
    op.create_table(
        "attendance_settings",
        *keyed("attendance_settings"),
        sa.Column("minimum_percent", sa.SmallInteger()),
        *stamps(),
        sa.CheckConstraint("minimum_percent BETWEEN 1 AND 100", name="ck_attendance_settings_minimum_in_range"),
    )


def sessions() -> None:
    """Sessions, planned or held, with the words of their log."""
    op.create_table(
        "sessions",
        *keyed("sessions"),
        required("group_id", key()),
        required("day", sa.Date()),
        required("starts_at", sa.Time()),
        required("minutes", sa.SmallInteger()),
        sa.Column("venue_id", key()),
        required("title", sa.String(120)),
        required("state", sa.String(20)),
        required("phase", sa.String(40)),
        required("extra", sa.Boolean()),
        required("curriculum_edition", sa.String(40)),
        required("log_status", sa.String(20)),
        required("log", sa.Text()),
        sa.Column("short_closed_at", instant()),
        sa.Column("closed_at", instant()),
        sa.Column("closed_by", key()),
        required("amendments", sa.Integer()),
        *stamps(),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="ck_sessions_closed_by_somebody"),
        sa.CheckConstraint("(log_status = 'closed') = (closed_at IS NOT NULL)", name="ck_sessions_closed_is_dated"),
        sa.CheckConstraint("log_status IN ('empty', 'short', 'closed')", name="ck_sessions_log_status_known"),
        sa.CheckConstraint("minutes BETWEEN 30 AND 240", name="ck_sessions_minutes_in_range"),
        sa.CheckConstraint("amendments = 0 OR log_status = 'closed'", name="ck_sessions_only_closed_is_amended"),
        sa.CheckConstraint("log_status = 'empty' OR state = 'held'", name="ck_sessions_only_held_has_log"),
        sa.CheckConstraint(
            "(log_status = 'empty') = (short_closed_at IS NULL)", name="ck_sessions_short_closed_is_dated"
        ),
        sa.CheckConstraint("state IN ('planned', 'held', 'cancelled')", name="ck_sessions_state_known"),
        points_at("sessions", "group_id", "groups"),
        points_at("sessions", "venue_id", "venues"),
    )


def session_hours() -> None:
    """One session an hour and group."""
    op.create_index("ix_sessions_day", "sessions", ["day"])
    op.create_index("ix_sessions_group_id_day_starts_at", "sessions", ["group_id", "day", "starts_at"])
    op.create_index(
        "uq_sessions_one_at_an_hour",
        "sessions",
        ["group_id", "day", "starts_at"],
        unique=True,
        sqlite_where=sa.text("state <> 'cancelled'"),
    )


def session_topics() -> None:
    """The topics of a session."""
    op.create_table(
        "session_topics",
        required("session_id", key()),
        required("topic_id", sa.String(40)),
        required("position", sa.SmallInteger()),
        required("planned", sa.Boolean()),
        required("worked", sa.Boolean()),
        sa.PrimaryKeyConstraint("session_id", "topic_id", name="pk_session_topics"),
        sa.CheckConstraint("planned OR worked", name="ck_session_topics_planned_or_worked"),
        points_at("session_topics", "session_id", "sessions", cascade=True),
    )


def session_areas() -> None:
    """How far the three areas were reached."""
    op.create_table(
        "session_areas",
        required("session_id", key()),
        required("area", sa.String(40)),
        required("reached", sa.String(10)),
        required("note", sa.String(1000)),
        sa.PrimaryKeyConstraint("session_id", "area", name="pk_session_areas"),
        sa.CheckConstraint("reached IN ('yes', 'partly', 'no')", name="ck_session_areas_reached_known"),
        points_at("session_areas", "session_id", "sessions", cascade=True),
    )


def session_facilitators() -> None:
    """Who led a session."""
    op.create_table(
        "session_facilitators",
        required("session_id", key()),
        required("person_id", key()),
        sa.PrimaryKeyConstraint("session_id", "person_id", name="pk_session_facilitators"),
        points_at("session_facilitators", "person_id", "people"),
        points_at("session_facilitators", "session_id", "sessions", cascade=True),
    )


def session_events() -> None:
    """The steps of a session."""
    op.create_table(
        "session_events",
        *keyed("session_events"),
        required("session_id", key()),
        required("number", sa.Integer()),
        required("step", sa.String(20)),
        required("reason_code", sa.String(40)),
        required("reason", sa.String(500)),
        sa.Column("before_day", sa.Date()),
        sa.Column("before_hour", sa.Time()),
        required("at", instant()),
        required("by", key()),
        sa.CheckConstraint(
            "step IN ('planned', 'extra', 'moved', 'cancelled', 'restored', 'held', 'closed')",
            name="ck_session_events_step_known",
        ),
        sa.UniqueConstraint("session_id", "number", name="uq_session_events_session_id_number"),
        points_at("session_events", "session_id", "sessions"),
    )


def session_amendments() -> None:
    """What was changed in a closed log."""
    op.create_table(
        "session_amendments",
        *keyed("session_amendments"),
        required("session_id", key()),
        required("number", sa.Integer()),
        required("part", sa.String(40)),
        sa.Column("subject_id", key()),
        required("before", sa.Text()),
        required("after", sa.Text()),
        required("reason", sa.String(500)),
        required("at", instant()),
        required("by", key()),
        points_at("session_amendments", "session_id", "sessions"),
    )
    op.create_index("ix_session_amendments_session_id_number", "session_amendments", ["session_id", "number"])


def incidents() -> None:
    """What happened at a session."""
    op.create_table(
        "incidents",
        *keyed("incidents"),
        required("session_id", key()),
        sa.Column("enrolment_id", key()),
        required("kind", sa.String(40)),
        required("what", sa.String(4000)),
        required("measures", sa.String(4000)),
        required("follow_up", sa.String(1000)),
        sa.Column("follow_up_by", sa.Date()),
        sa.Column("settled_on", sa.Date()),
        *stamps(),
        sa.CheckConstraint(
            "kind IN ('violence_to_facilitator', 'violence_to_participant', 'violence_to_other', "
            "'threat', 'non_cooperation', 'health_emergency', 'venue', 'other')",
            name="ck_incidents_kind_known",
        ),
        points_at("incidents", "enrolment_id", "enrolments"),
        points_at("incidents", "session_id", "sessions"),
    )
    op.create_index("ix_incidents_session_id", "incidents", ["session_id"])
    op.create_index("ix_incidents_enrolment_id", "incidents", ["enrolment_id"])


def session_notes() -> None:
    """A note for one man."""
    op.create_table(
        "session_notes",
        *keyed("session_notes"),
        required("session_id", key()),
        required("enrolment_id", key()),
        required("text", sa.String(4000)),
        *stamps(),
        sa.UniqueConstraint("session_id", "enrolment_id", name="uq_session_notes_session_id_enrolment_id"),
        points_at("session_notes", "enrolment_id", "enrolments"),
        points_at("session_notes", "session_id", "sessions"),
    )
    op.create_index("ix_session_notes_enrolment_id", "session_notes", ["enrolment_id"])


def attendance_marks() -> None:
    """Who was there."""
    op.create_table(
        "attendance_marks",
        required("session_id", key()),
        required("enrolment_id", key()),
        required("mark", sa.String(30)),
        *stamps(),
        sa.PrimaryKeyConstraint("session_id", "enrolment_id", name="pk_attendance_marks"),
        sa.CheckConstraint(
            "mark IN ('attended', 'late', 'left_early', 'absent_with_notice', 'absent_without_notice', 'not_admitted')",
            name="ck_attendance_marks_mark_known",
        ),
        points_at("attendance_marks", "enrolment_id", "enrolments"),
        points_at("attendance_marks", "session_id", "sessions"),
    )
    op.create_index("ix_attendance_marks_enrolment_id", "attendance_marks", ["enrolment_id"])


def announced_absences() -> None:
    """Who said that he would not come."""
    op.create_table(
        "announced_absences",
        *keyed("announced_absences"),
        required("session_id", key()),
        required("enrolment_id", key()),
        required("note", sa.String(300)),
        *stamps(),
        sa.UniqueConstraint("session_id", "enrolment_id", name="uq_announced_absences_session_id_enrolment_id"),
        points_at("announced_absences", "enrolment_id", "enrolments"),
        points_at("announced_absences", "session_id", "sessions"),
    )


def door_refusals() -> None:
    """Who was not admitted, and who may be in danger."""
    op.create_table(
        "door_refusals",
        *keyed("door_refusals"),
        required("session_id", key()),
        required("enrolment_id", key()),
        required("cause", sa.String(20)),
        required("seen", sa.String(1000)),
        required("decided_by", key()),
        required("goes_where", sa.String(300)),
        required("goes_with", sa.String(300)),
        required("at_risk", sa.String(20)),
        required("protection_note", sa.String(500)),
        sa.Column("attended_at", instant()),
        sa.Column("attended_by", key()),
        required("attended_note", sa.String(500)),
        *stamps(),
        sa.CheckConstraint("at_risk IN ('yes', 'no', 'unknown', 'not_asked')", name="ck_door_refusals_at_risk_known"),
        sa.CheckConstraint(
            "(attended_at IS NULL) = (attended_by IS NULL)", name="ck_door_refusals_attended_by_somebody"
        ),
        sa.CheckConstraint("cause IN ('alcohol', 'drug', 'weapon')", name="ck_door_refusals_cause_known"),
        sa.UniqueConstraint("session_id", "enrolment_id", name="uq_door_refusals_session_id_enrolment_id"),
        points_at("door_refusals", "decided_by", "people"),
        points_at("door_refusals", "enrolment_id", "enrolments"),
        points_at("door_refusals", "session_id", "sessions"),
    )
    op.create_index("ix_door_refusals_enrolment_id", "door_refusals", ["enrolment_id"])


def make_ups() -> None:
    """What was missed and worked again."""
    op.create_table(
        "make_ups",
        *keyed("make_ups"),
        sa.Column("session_id", key()),
        required("enrolment_id", key()),
        required("topic_ids", sa.Text()),
        required("made_up_on", sa.Date()),
        required("person_id", key()),
        required("how", sa.String(500)),
        *stamps(),
        sa.CheckConstraint("session_id IS NOT NULL OR topic_ids <> '[]'", name="ck_make_ups_makes_up_something"),
        sa.UniqueConstraint("session_id", "enrolment_id", name="uq_make_ups_session_id_enrolment_id"),
        points_at("make_ups", "enrolment_id", "enrolments"),
        points_at("make_ups", "person_id", "people"),
        points_at("make_ups", "session_id", "sessions"),
    )
    op.create_index("ix_make_ups_enrolment_id", "make_ups", ["enrolment_id"])


def calls() -> None:
    """The calls of the next morning."""
    op.create_table(
        "calls",
        *keyed("calls"),
        sa.Column("session_id", key()),
        required("enrolment_id", key()),
        required("purpose", sa.String(20)),
        required("result", sa.String(30)),
        required("note", sa.String(500)),
        required("called_on", sa.Date()),
        *stamps(),
        sa.CheckConstraint("purpose IN ('absent', 'make_up', 'newcomer')", name="ck_calls_purpose_known"),
        sa.CheckConstraint(
            "result IN ('reached', 'coming_back', 'not_coming_back', 'no_answer', 'someone_else', 'wrong_number')",
            name="ck_calls_result_known",
        ),
        points_at("calls", "enrolment_id", "enrolments"),
        points_at("calls", "session_id", "sessions"),
    )
    op.create_index("ix_calls_enrolment_id", "calls", ["enrolment_id"])
    op.create_index("ix_calls_session_id", "calls", ["session_id"])


def absence_steps() -> None:
    """What the team did with one man because of his absences."""
    op.create_table(
        "absence_steps",
        *keyed("absence_steps"),
        required("enrolment_id", key()),
        required("step", sa.String(20)),
        required("taken_on", sa.Date()),
        required("note", sa.String(1000)),
        *stamps(),
        sa.CheckConstraint(
            "step IN ('notice', 'suspension', 'reentry_talk', 'completion_talk')", name="ck_absence_steps_step_known"
        ),
        points_at("absence_steps", "enrolment_id", "enrolments"),
    )
    op.create_index("ix_absence_steps_enrolment_id", "absence_steps", ["enrolment_id"])


def last_done() -> None:
    """When something was last done, without reading the whole trace."""
    op.create_index("ix_audit_entries_action", "audit_entries", ["action"])
