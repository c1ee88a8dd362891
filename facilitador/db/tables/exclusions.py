"""Decisions about who continues (6.7): what was decided never changes; whether and how it was told is added once."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, one_of, stamped_table
from facilitador.db.tables.evaluations import kept, withdrawable
from facilitador.db.types import Json
from facilitador.domain.exclusions import Outcome

# `sealed` holds who may be in danger and what was done, from the day on which he was told.
exclusion_decisions = stamped_table(
    "exclusion_decisions",
    foreign("participant_id", "participants"),
    foreign("enrolment_id", "enrolments", nullable=True),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("decided_on", sa.Date, nullable=False),
    sa.Column("deciders", Json, nullable=False),
    sa.Column("causes", Json, nullable=False),
    sa.Column("edition", sa.String(20), nullable=False),
    sa.Column("facts", Json, nullable=False),
    sa.Column("help_tried", Json, nullable=False),
    sa.Column("why", sa.String(4000), nullable=False),
    sa.Column("conditions", sa.String(2000), nullable=False),
    sa.Column("review_on", sa.Date),
    sa.Column("told_on", sa.Date),
    foreign("told_by", "people", nullable=True),
    sa.Column("explained", sa.String(2000), nullable=False),
    sa.Column("institutions", sa.String(2000), nullable=False),
    sa.Column("directory_ids", Json, nullable=False),
    sa.Column("sealed", sa.LargeBinary),
    *withdrawable(),
    one_of("outcome", tuple(Outcome)),
    sa.CheckConstraint("deciders <> '[]'", name="decided_by_somebody"),
    sa.CheckConstraint("review_on > decided_on", name="review_after_decision"),
    sa.CheckConstraint("outcome <> 'conditions' OR review_on IS NOT NULL", name="conditions_have_review"),
    sa.CheckConstraint("told_on >= decided_on", name="told_after_decision"),
    sa.CheckConstraint(
        "(told_on IS NULL) = (told_by IS NULL) AND (told_on IS NULL) = (sealed IS NULL)", name="told_after_safety"
    ),
    sa.CheckConstraint("told_on IS NULL OR withdrawn_on IS NULL", name="told_is_not_withdrawn"),
    sa.Index(None, "participant_id"),
    sa.Index(None, "enrolment_id"),
)

_DECIDED: Final = (
    *("outcome", "decided_on", "deciders", "causes", "edition", "facts", "help_tried", "why", "conditions"),
    "review_on",
)
_TOLD: Final = ("told_on", "told_by", "explained", "institutions", "directory_ids")

LOCKS: Final[dict[str, str]] = {
    **kept("exclusion_decisions", _DECIDED),
    "exclusion_decisions_stay_told": (
        f"CREATE TRIGGER exclusion_decisions_stay_told BEFORE UPDATE OF {', '.join(_TOLD)} ON exclusion_decisions "
        "WHEN OLD.told_on IS NOT NULL BEGIN SELECT RAISE(ABORT, 'it was told'); END"
    ),
}
"""Triggers: what people decided stays as they decided it; a return later is a new decision."""
