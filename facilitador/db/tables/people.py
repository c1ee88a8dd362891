"""People of the team and the training they received."""

from __future__ import annotations

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, one_of, stamped_table
from facilitador.domain.people import TrainingKind
from facilitador.domain.roles import Role

people = stamped_table(
    "people",
    sa.Column("given_names", sa.String(120), nullable=False),
    sa.Column("surnames", sa.String(120), nullable=False),
    sa.Column("sort_key", sa.String(240), nullable=False),
    sa.Column("profession", sa.String(40), nullable=False),
    sa.Column("role", sa.String(20)),
    sa.Column("designation_document", sa.String(160), nullable=False),
    sa.Column("designated_on", sa.Date),
    sa.Column("active", sa.Boolean, nullable=False),
    one_of("role", tuple(Role)),
)

trainings = stamped_table(
    "trainings",
    foreign("person_id", "people"),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("provider", sa.String(160), nullable=False),
    sa.Column("datps_assistance", sa.Boolean, nullable=False),
    sa.Column("held_on", sa.Date, nullable=False),
    sa.Column("hours", sa.Integer, nullable=False),
    one_of("kind", tuple(TrainingKind)),
    sa.CheckConstraint("hours > 0", name="hours_positive"),
    sa.Index(None, "person_id"),
)
