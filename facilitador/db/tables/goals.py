"""Goals and what was seen on the way, which is only ever added; own fields that were declared to identify nobody."""

from __future__ import annotations

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, metadata, one_of, stamped_table
from facilitador.db.types import Guid, UtcDateTime
from facilitador.domain.goals import GoalKind, GoalOutcome

goals = stamped_table(
    "goals",
    foreign("group_id", "groups", nullable=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("wording", sa.String(300), nullable=False),
    sa.Column("indicator", sa.String(40), nullable=False),
    sa.Column("edition", sa.String(20), nullable=False),
    sa.Column("target", sa.Integer),
    sa.Column("percent", sa.Boolean, nullable=False),
    sa.Column("looked_at", sa.String(2000), nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("closed_on", sa.Date),
    sa.Column("outcome", sa.String(20)),
    sa.Column("outcome_seen", sa.String(2000), nullable=False),
    one_of("kind", tuple(GoalKind)),
    one_of("outcome", tuple(GoalOutcome)),
    sa.CheckConstraint("(kind = 'number') = (target IS NOT NULL)", name="number_has_target"),
    sa.CheckConstraint("due_on >= starts_on", name="due_after_start"),
    sa.CheckConstraint("(closed_on IS NULL) = (outcome IS NULL)", name="closed_has_outcome"),
    sa.Index(None, "group_id"),
)

goal_notes = sa.Table(
    "goal_notes",
    metadata,
    sa.Column("id", Guid, primary_key=True),
    foreign("goal_id", "goals"),
    sa.Column("noted_on", sa.Date, nullable=False),
    sa.Column("value", sa.Integer),
    sa.Column("seen", sa.String(2000), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", Guid, nullable=False),
    sa.CheckConstraint("value IS NOT NULL OR seen <> ''", name="says_something"),
    sa.Index(None, "goal_id", "noted_on"),
)

shared_fields = stamped_table(
    "shared_fields",
    foreign("own_field_id", "own_fields"),
    sa.Column("why", sa.String(500), nullable=False),
    sa.UniqueConstraint("own_field_id"),
    sa.CheckConstraint("why <> ''", name="says_why"),
)
