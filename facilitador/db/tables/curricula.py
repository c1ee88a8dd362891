"""What a service adds to the shipped curriculum and to the calendar: own topics, local feasts, rules about absences."""

from __future__ import annotations

import sqlalchemy as sa

from facilitador.db.tables.base import metadata, one_of, stamped_table
from facilitador.db.types import Json
from facilitador.domain.attendance import AbsenceRuleKind, AbsenceStep

__all__ = ["absence_rules", "attendance_settings", "local_feasts", "metadata", "own_topics"]

# `content`: purpose, objectives by area, activities, questions, materials — the shape of a shipped topic
own_topics = stamped_table(
    "own_topics",
    sa.Column("name", sa.String(160), nullable=False),
    sa.Column("content", Json, nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False),
)

local_feasts = stamped_table(
    "local_feasts",
    sa.Column("day", sa.Date, nullable=False, unique=True),
    sa.Column("name", sa.String(120), nullable=False),
)

# None is active until the service sets one: the directive names no number. `marks`: the absences that count.
absence_rules = stamped_table(
    "absence_rules",
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("count", sa.SmallInteger, nullable=False),
    sa.Column("step", sa.String(20), nullable=False),
    sa.Column("marks", Json, nullable=False),
    sa.Column("make_up", sa.Boolean, nullable=False),
    sa.CheckConstraint("count BETWEEN 1 AND 40", name="count_in_range"),
    one_of("kind", tuple(AbsenceRuleKind)),
    one_of("step", tuple(AbsenceStep)),
)

# At most one row. Without a minimum the program never says that a man can no longer complete.
attendance_settings = stamped_table(
    "attendance_settings",
    sa.Column("minimum_percent", sa.SmallInteger),
    sa.CheckConstraint("minimum_percent BETWEEN 1 AND 100", name="minimum_in_range"),
)
