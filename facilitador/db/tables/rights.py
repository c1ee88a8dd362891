"""Requests of a person about his data, how long data are kept, and what is proposed to go."""

from __future__ import annotations

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, one_of, stamped_table
from facilitador.db.types import Guid
from facilitador.domain.retention import BASIS_LIMIT, MOST_YEARS, PurgeGround, RetentionKind
from facilitador.domain.rights import TEXT_LIMIT, RightsKind, RightsOutcome

rights_requests = stamped_table(
    "rights_requests",
    foreign("participant_id", "participants"),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("what", sa.String(TEXT_LIMIT), nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("answered_on", sa.Date),
    sa.Column("answered_by", Guid),
    sa.Column("outcome", sa.String(20)),
    sa.Column("note", sa.String(TEXT_LIMIT), nullable=False),
    one_of("kind", tuple(RightsKind)),
    one_of("outcome", tuple(RightsOutcome)),
    sa.CheckConstraint(
        "(answered_on IS NULL) = (answered_by IS NULL) AND (answered_on IS NULL) = (outcome IS NULL)",
        name="answered_whole",
    ),
    sa.CheckConstraint("answered_on >= received_on", name="answered_after"),
    sa.Index(None, "participant_id"),
    sa.Index(None, "answered_on"),
)

retention_periods = stamped_table(
    "retention_periods",
    sa.Column("kind", sa.String(20), nullable=False, unique=True),
    sa.Column("years", sa.SmallInteger, nullable=False),
    sa.Column("basis", sa.String(BASIS_LIMIT), nullable=False),
    one_of("kind", tuple(RetentionKind)),
    sa.CheckConstraint(f"years BETWEEN 0 AND {MOST_YEARS}", name="years_in_range"),
)

purge_proposals = stamped_table(
    "purge_proposals",
    foreign("participant_id", "participants"),
    sa.Column("ground", sa.String(20), nullable=False),
    sa.Column("proposed_on", sa.Date, nullable=False),
    one_of("ground", tuple(PurgeGround)),
    sa.UniqueConstraint("participant_id"),
)

LOCKS = {
    "rights_requests_stay_answered": (
        "CREATE TRIGGER rights_requests_stay_answered BEFORE UPDATE OF kind, received_on, what, due_on, answered_on, "
        "answered_by, outcome, note ON rights_requests WHEN OLD.answered_on IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'the request was answered'); END"
    ),
    "rights_requests_stay": (
        "CREATE TRIGGER rights_requests_stay BEFORE DELETE ON rights_requests "
        "BEGIN SELECT RAISE(ABORT, 'it stays'); END"
    ),
}
"""Triggers: what was asked and answered stays as it was."""
