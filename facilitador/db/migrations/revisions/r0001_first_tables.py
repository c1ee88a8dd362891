"""Version 1: the first tables of a book."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from facilitador.db.migrations.columns import instant, key, keyed, points_at, required, stamps

revision = "1"
down_revision = None

STATUS_KNOWN = (
    "status IN ('waiting', 'attending', 'paused', 'completed', 'stopped', 'moved', 'not_continuing', 'withdrawn')"
)


def upgrade() -> None:
    """From an empty book to version 1."""
    the_book()
    own_fields()
    team()
    venues()
    groups()
    participants()
    words_and_consents()
    stints()
    steps()
    imports()
    access()
    own_use()


def the_book() -> None:
    """The book itself and its service."""
    op.create_table(
        "books",
        *keyed("books"),
        required("demo", sa.Boolean()),
        required("audit_key", sa.LargeBinary(32)),
        required("created_at", instant()),
        sa.Column("second_access_put_off_on", sa.Date()),
    )
    op.create_table(
        "services",
        *keyed("services"),
        required("name", sa.String(160)),
        required("kind", sa.String(40)),
        required("binding", sa.String(20)),
        required("ubigeo", sa.String(6)),
        required("address", sa.String(200)),
        required("phone", sa.String(40)),
        required("email", sa.String(120)),
        required("responsible_officer", sa.String(160)),
        required("criminal_data_competent", sa.Boolean()),
        required("competence_basis", sa.String(200)),
        *stamps(),
        sa.CheckConstraint(
            "NOT criminal_data_competent OR competence_basis <> ''", name="ck_services_competence_has_basis"
        ),
        sa.CheckConstraint("binding IN ('mimp_body', 'bound', 'adheres')", name="ck_services_binding_known"),
    )


def own_fields() -> None:
    """The fields that the service added to the ficha."""
    op.create_table(
        "own_fields",
        *keyed("own_fields"),
        required("position", sa.SmallInteger()),
        required("key", sa.String(40)),
        required("label", sa.String(120)),
        required("kind", sa.String(20)),
        required("options", sa.Text()),
        required("sensitive", sa.Boolean()),
        required("retired", sa.Boolean()),
        *stamps(),
        sa.CheckConstraint("kind IN ('text', 'number', 'date', 'yes_no', 'choice')", name="ck_own_fields_kind_known"),
        sa.UniqueConstraint("key", name="uq_own_fields_key"),
    )


def team() -> None:
    """People and their training."""
    op.create_table(
        "people",
        *keyed("people"),
        required("given_names", sa.String(120)),
        required("surnames", sa.String(120)),
        required("sort_key", sa.String(240)),
        required("profession", sa.String(40)),
        sa.Column("role", sa.String(20)),
        required("designation_document", sa.String(160)),
        sa.Column("designated_on", sa.Date()),
        required("active", sa.Boolean()),
        *stamps(),
        sa.CheckConstraint("role IN ('facilitator', 'supervisor', 'staff')", name="ck_people_role_known"),
    )
    op.create_table(
        "trainings",
        *keyed("trainings"),
        required("person_id", key()),
        required("kind", sa.String(20)),
        required("provider", sa.String(160)),
        required("datps_assistance", sa.Boolean()),
        required("held_on", sa.Date()),
        required("hours", sa.Integer()),
        *stamps(),
        sa.CheckConstraint("kind IN ('experiential', 'theoretical', 'methodological')", name="ck_trainings_kind_known"),
        sa.CheckConstraint("hours > 0", name="ck_trainings_hours_positive"),
        points_at("trainings", "person_id", "people"),
    )
    op.create_index("ix_trainings_person_id", "trainings", ["person_id"])


def venues() -> None:
    """Places where groups meet."""
    op.create_table(
        "venues",
        *keyed("venues"),
        required("name", sa.String(120)),
        required("ubigeo", sa.String(6)),
        required("address", sa.String(200)),
        required("conditions", sa.Text()),
        required("notes", sa.String(1000)),
        required("retired", sa.Boolean()),
        *stamps(),
    )


def groups() -> None:
    """Groups and who leads them."""
    op.create_table(
        "groups",
        *keyed("groups"),
        required("name", sa.String(80)),
        required("name_folded", sa.String(80)),
        required("sort_key", sa.String(160)),
        required("status", sa.String(20)),
        required("age_band", sa.String(20)),
        sa.Column("venue_id", key()),
        required("language", sa.String(40)),
        required("ethnic_group", sa.String(80)),
        sa.Column("weekday", sa.SmallInteger()),
        sa.Column("starts_at", sa.Time()),
        sa.Column("planned_sessions", sa.Integer()),
        sa.Column("first_day", sa.Date()),
        sa.Column("last_day", sa.Date()),
        sa.Column("started_on", sa.Date()),
        required("start_reason", sa.String(500)),
        sa.Column("closed_on", sa.Date()),
        required("agreements", sa.Text()),
        *stamps(),
        sa.CheckConstraint("(status = 'forming') = (started_on IS NULL)", name="ck_groups_started_has_day"),
        sa.CheckConstraint("age_band IN ('adults', 'adolescents')", name="ck_groups_age_band_known"),
        sa.CheckConstraint("status IN ('forming', 'running', 'closed')", name="ck_groups_status_known"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="ck_groups_weekday_known"),
        points_at("groups", "venue_id", "venues"),
    )
    op.create_table(
        "group_facilitators",
        required("group_id", key()),
        required("person_id", key()),
        required("position", sa.SmallInteger()),
        points_at("group_facilitators", "group_id", "groups", cascade=True),
        points_at("group_facilitators", "person_id", "people"),
        sa.PrimaryKeyConstraint("group_id", "person_id", name="pk_group_facilitators"),
    )


def participants() -> None:
    """Men with the columns that the program computes on."""
    op.create_table(
        "participants",
        *keyed("participants"),
        required("paternal_surname", sa.String(60)),
        required("maternal_surname", sa.String(60)),
        required("given_names", sa.String(80)),
        required("full_name", sa.String(204)),
        required("sort_key", sa.String(420)),
        required("search_text", sa.String(320)),
        required("surname_start", sa.String(4)),
        required("document_kind", sa.String(20)),
        required("document_number", sa.String(30)),
        sa.Column("birth_date", sa.Date()),
        required("phone", sa.String(20)),
        required("ubigeo", sa.String(6)),
        required("sentence_to_serve", sa.String(20)),
        required("form_id", sa.String(40)),
        required("form_edition", sa.String(20)),
        required("answers", sa.Text()),
        *stamps(),
    )
    op.create_index("ix_participants_birth_date", "participants", ["birth_date"])
    op.create_index("ix_participants_by_name", "participants", ["sort_key", "id", "search_text"])
    op.create_index("ix_participants_document_number", "participants", ["document_number"])
    op.create_index("ix_participants_phone", "participants", ["phone"])
    op.create_index("ix_participants_surname_start", "participants", ["surname_start"])


def words_and_consents() -> None:
    """The words by which men are found, and their consents."""
    op.create_table(
        "participant_words",
        required("word", sa.String(60)),
        required("participant_id", key()),
        points_at("participant_words", "participant_id", "participants", cascade=True),
        sa.PrimaryKeyConstraint("word", "participant_id", name="pk_participant_words"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_participant_words_participant_id", "participant_words", ["participant_id"])
    op.create_table(
        "consents",
        *keyed("consents"),
        required("participant_id", key()),
        required("text_edition", sa.String(20)),
        required("given_on", sa.Date()),
        required("mark", sa.String(20)),
        required("read_aloud", sa.Boolean()),
        required("witness", sa.String(160)),
        required("guardian_name", sa.String(160)),
        required("guardian_document", sa.String(40)),
        sa.Column("revoked_on", sa.Date()),
        required("revocation_note", sa.String(500)),
        *stamps(),
        sa.CheckConstraint("mark IN ('signature', 'fingerprint')", name="ck_consents_mark_known"),
        sa.CheckConstraint("revoked_on IS NULL OR revoked_on >= given_on", name="ck_consents_revoked_after_given"),
        points_at("consents", "participant_id", "participants"),
    )
    op.create_index("ix_consents_participant_id", "consents", ["participant_id"])


def stints() -> None:
    """Stints and their seats (6.4.1)."""
    op.create_table(
        "enrolments",
        *keyed("enrolments"),
        required("group_id", key()),
        required("participant_id", key()),
        required("status", sa.String(20)),
        sa.Column("seat", sa.SmallInteger()),
        sa.Column("queue_position", sa.Integer()),
        required("since", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        required("reason", sa.String(500)),
        *stamps(),
        sa.CheckConstraint(
            "(status = 'waiting') = (queue_position IS NOT NULL)", name="ck_enrolments_waiting_has_position"
        ),
        sa.CheckConstraint(
            "(status IN ('attending', 'paused')) = (seat IS NOT NULL)", name="ck_enrolments_counted_has_seat"
        ),
        sa.CheckConstraint(
            "(status IN ('waiting', 'attending', 'paused')) = (ended_on IS NULL)", name="ck_enrolments_open_has_no_end"
        ),
        sa.CheckConstraint(STATUS_KNOWN, name="ck_enrolments_status_known"),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= since", name="ck_enrolments_ends_after_start"),
        sa.CheckConstraint("seat BETWEEN 1 AND 15", name="ck_enrolments_seat_in_range"),
        points_at("enrolments", "group_id", "groups"),
        points_at("enrolments", "participant_id", "participants"),
        sa.UniqueConstraint("group_id", "seat", name="uq_enrolments_group_id_seat"),
    )
    op.create_index("ix_enrolments_participant_id", "enrolments", ["participant_id"])
    op.create_index(
        "uq_enrolments_one_open_stint",
        "enrolments",
        ["group_id", "participant_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('waiting', 'attending', 'paused')"),
        postgresql_where=sa.text("status IN ('waiting', 'attending', 'paused')"),
    )


def steps() -> None:
    """The steps of stints."""
    op.create_table(
        "enrolment_events",
        *keyed("enrolment_events"),
        required("enrolment_id", key()),
        required("number", sa.Integer()),
        required("status", sa.String(20)),
        required("on", sa.Date()),
        required("reason", sa.String(500)),
        required("at", instant()),
        required("by", key()),
        sa.CheckConstraint(STATUS_KNOWN, name="ck_enrolment_events_status_known"),
        points_at("enrolment_events", "enrolment_id", "enrolments"),
        sa.UniqueConstraint("enrolment_id", "number", name="uq_enrolment_events_enrolment_id_number"),
    )


def imports() -> None:
    """Lists imported into a group, and what each made."""
    op.create_table(
        "roster_imports",
        *keyed("roster_imports"),
        required("group_id", key()),
        required("source", sa.String(160)),
        required("men", sa.Integer()),
        sa.Column("undone_at", instant()),
        sa.Column("undone_by", key()),
        *stamps(),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="ck_roster_imports_undone_by_somebody"),
        points_at("roster_imports", "group_id", "groups"),
    )
    op.create_index("ix_roster_imports_group_id", "roster_imports", ["group_id"])
    op.create_table(
        "roster_import_rows",
        required("enrolment_id", key()),
        required("import_id", key()),
        required("participant_id", key()),
        required("enrolment_revision", sa.Integer()),
        sa.Column("participant_revision", sa.Integer()),
        points_at("roster_import_rows", "enrolment_id", "enrolments", cascade=True),
        points_at("roster_import_rows", "import_id", "roster_imports"),
        points_at("roster_import_rows", "participant_id", "participants", cascade=True),
        sa.PrimaryKeyConstraint("enrolment_id", name="pk_roster_import_rows"),
    )
    op.create_index("ix_roster_import_rows_import_id", "roster_import_rows", ["import_id"])
    op.create_index("ix_roster_import_rows_participant_id", "roster_import_rows", ["participant_id"])


def access() -> None:
    """Reviews of access, recovery codes after the first, posts handed over."""
    op.create_table(
        "access_reviews",
        *keyed("access_reviews"),
        required("reviewed_on", sa.Date()),
        required("people", sa.Text()),
        *stamps(),
    )
    op.create_table(
        "recovery_codes",
        *keyed("recovery_codes"),
        required("keeper", sa.String(160)),
        sa.Column("kept_on", sa.Date()),
        *stamps(),
        sa.CheckConstraint("(keeper <> '') = (kept_on IS NOT NULL)", name="ck_recovery_codes_kept_by_somebody"),
    )
    op.create_table(
        "handovers",
        *keyed("handovers"),
        required("person_id", key()),
        required("receiver_id", key()),
        required("handed_on", sa.Date()),
        required("had_access", sa.Boolean()),
        required("groups", sa.Text()),
        required("drafts", sa.Integer()),
        required("copies", sa.String(2000)),
        required("pending", sa.String(2000)),
        *stamps(),
        points_at("handovers", "person_id", "people"),
        points_at("handovers", "receiver_id", "people"),
    )
    op.create_index("ix_handovers_person_id", "handovers", ["person_id"])


def own_use() -> None:
    """What the program keeps about its own use."""
    op.create_table(
        "audit_entries",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        required("at", instant()),
        required("person_id", key()),
        required("action", sa.String(60)),
        sa.Column("subject_id", key()),
        required("details", sa.Text()),
        sa.PrimaryKeyConstraint("number", name="pk_audit_entries"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_entries_subject_id", "audit_entries", ["subject_id"])
    op.create_table(
        "prints",
        *keyed("prints"),
        required("number", sa.Integer()),
        required("document", sa.String(40)),
        sa.Column("subject_id", key()),
        required("at", instant()),
        required("by", key()),
        sa.UniqueConstraint("number", name="uq_prints_number"),
    )
    op.create_table(
        "drafts",
        required("person_id", key()),
        required("form", sa.String(40)),
        required("subject_id", key()),
        required("base_revision", sa.Integer()),
        required("content", sa.Text()),
        required("saved_at", instant()),
        sa.PrimaryKeyConstraint("person_id", "form", "subject_id", name="pk_drafts"),
    )
