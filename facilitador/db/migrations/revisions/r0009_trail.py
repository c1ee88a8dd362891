"""Version 9: the chained trail, rights of the person, retention."""

from __future__ import annotations

import secrets
from typing import Final
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from facilitador.db.migrations.columns import instant, key, keyed, points_at, required, stamps
from facilitador.domain.audit_chain import BEGINNING, KEY_BYTES, ChainRow, link

revision = "9"
down_revision = "8"

_BATCH: Final = 5_000


def upgrade() -> None:
    """From version 8 to version 9."""
    trail()
    rights_requests()
    retention_periods()
    purge_proposals()
    erasures()
    open_erasures()
    erased_marks()


def trail() -> None:
    """The chain of the audit; what was written before it is chained as it stands now."""
    op.add_column("audit_entries", sa.Column("chain", sa.LargeBinary(32)))
    op.create_table(
        "audit_chains",
        *keyed("audit_chains"),
        required("key", sa.LargeBinary(32)),
        required("created_at", instant()),
    )
    _chain_what_is_there()
    op.create_index("ix_audit_entries_person_id_action", "audit_entries", ["person_id", "action"])
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])


def _chain_what_is_there() -> None:
    connection = op.get_bind()
    chain_key = secrets.token_bytes(KEY_BYTES)
    connection.exec_driver_sql(
        "INSERT INTO audit_chains (id, key, created_at) SELECT ?, ?, strftime('%Y-%m-%d %H:%M:%S.000000', 'now')",
        (uuid4().bytes, chain_key),
    )
    before, last = BEGINNING, 0
    while rows := connection.exec_driver_sql(
        "SELECT number, at, person_id, action, subject_id, details, NULL FROM audit_entries WHERE number > ?"
        " ORDER BY number LIMIT ?",
        (last, _BATCH),
    ).all():
        chained = []
        for row in map(ChainRow._make, rows):
            before, last = link(chain_key, before, row), row.number
            chained.append((before, last))
        connection.exec_driver_sql("UPDATE audit_entries SET chain = ? WHERE number = ?", chained)


def rights_requests() -> None:
    """What a person asks about his data."""
    op.create_table(
        "rights_requests",
        *keyed("rights_requests"),
        required("participant_id", key()),
        required("kind", sa.String(20)),
        required("received_on", sa.Date()),
        required("what", sa.String(2000)),
        required("due_on", sa.Date()),
        sa.Column("answered_on", sa.Date()),
        sa.Column("answered_by", key()),
        sa.Column("outcome", sa.String(20)),
        required("note", sa.String(2000)),
        *stamps(),
        sa.CheckConstraint("answered_on >= received_on", name="ck_rights_requests_answered_after"),
        sa.CheckConstraint(
            "(answered_on IS NULL) = (answered_by IS NULL) AND (answered_on IS NULL) = (outcome IS NULL)",
            name="ck_rights_requests_answered_whole",
        ),
        sa.CheckConstraint(
            "kind IN ('information', 'access', 'rectification', 'cancellation', 'opposition', 'revocation')",
            name="ck_rights_requests_kind_known",
        ),
        sa.CheckConstraint(
            "outcome IN ('done', 'within_limits', 'withdrawn')", name="ck_rights_requests_outcome_known"
        ),
        points_at("rights_requests", "participant_id", "participants"),
    )
    op.create_index("ix_rights_requests_answered_on", "rights_requests", ["answered_on"])
    op.create_index("ix_rights_requests_participant_id", "rights_requests", ["participant_id"])


def retention_periods() -> None:
    """How long each kind is kept."""
    op.create_table(
        "retention_periods",
        *keyed("retention_periods"),
        required("kind", sa.String(20)),
        required("years", sa.SmallInteger()),
        required("basis", sa.String(300)),
        *stamps(),
        sa.CheckConstraint(
            "kind IN ('process', 'never_enrolled', 'protection')", name="ck_retention_periods_kind_known"
        ),
        sa.CheckConstraint("years BETWEEN 0 AND 30", name="ck_retention_periods_years_in_range"),
        sa.UniqueConstraint("kind", name="uq_retention_periods_kind"),
    )


def purge_proposals() -> None:
    """What is proposed to go."""
    op.create_table(
        "purge_proposals",
        *keyed("purge_proposals"),
        required("participant_id", key()),
        required("ground", sa.String(20)),
        required("proposed_on", sa.Date()),
        *stamps(),
        sa.CheckConstraint("ground IN ('time', 'request')", name="ck_purge_proposals_ground_known"),
        sa.UniqueConstraint("participant_id", name="uq_purge_proposals_participant_id"),
        points_at("purge_proposals", "participant_id", "participants"),
    )


def erasures() -> None:
    """That somebody's data went."""
    op.create_table(
        "erasures",
        *keyed("erasures"),
        required("ground", sa.String(20)),
        required("proposed_on", sa.Date()),
        required("proposed_by", key()),
        required("erased_on", sa.Date()),
        *stamps(),
        sa.CheckConstraint("ground IN ('time', 'request')", name="ck_erasures_ground_known"),
        sa.CheckConstraint("created_by <> proposed_by OR erased_on > proposed_on", name="ck_erasures_two_steps"),
    )


def open_erasures() -> None:
    """The door that lets a man's rows go."""
    op.create_table(
        "open_erasures",
        required("participant_id", key()),
        sa.PrimaryKeyConstraint("participant_id", name="pk_open_erasures"),
    )


def erased_marks() -> None:
    """Marks that go on counting."""
    op.create_table(
        "erased_marks",
        required("session_id", key()),
        required("mark", sa.String(30)),
        required("men", sa.Integer()),
        sa.PrimaryKeyConstraint("session_id", "mark", name="pk_erased_marks"),
        sa.CheckConstraint(
            "mark IN ('attended', 'late', 'left_early', 'absent_with_notice', 'absent_without_notice', 'not_admitted')",
            name="ck_erased_marks_mark_known",
        ),
        sa.CheckConstraint("men > 0", name="ck_erased_marks_somebody"),
        points_at("erased_marks", "session_id", "sessions", cascade=True),
    )
