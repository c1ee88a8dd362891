"""Groups, who leads them, and their agreements."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, forget, metadata, one_of, stamped_table
from facilitador.db.transaction import Transaction
from facilitador.db.types import Json
from facilitador.domain.groups import AgeBand, GroupStatus

groups = stamped_table(
    "groups",
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("name_folded", sa.String(80), nullable=False),
    sa.Column("sort_key", sa.String(160), nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("age_band", sa.String(20), nullable=False),
    foreign("venue_id", "venues", nullable=True),
    sa.Column("language", sa.String(40), nullable=False),
    sa.Column("ethnic_group", sa.String(80), nullable=False),
    sa.Column("weekday", sa.SmallInteger),
    sa.Column("starts_at", sa.Time),
    sa.Column("planned_sessions", sa.Integer),
    sa.Column("first_day", sa.Date),
    sa.Column("last_day", sa.Date),
    sa.Column("started_on", sa.Date),
    sa.Column("start_reason", sa.String(500), nullable=False),
    sa.Column("closed_on", sa.Date),
    sa.Column("agreements", Json, nullable=False),
    one_of("status", tuple(GroupStatus)),
    one_of("age_band", tuple(AgeBand)),
    sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
    sa.CheckConstraint("(status = 'forming') = (started_on IS NULL)", name="started_has_day"),
)

group_facilitators = sa.Table(
    "group_facilitators",
    metadata,
    sa.Column("group_id", sa.ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("position", sa.SmallInteger, nullable=False),
)


def set_facilitators(tx: Transaction, group_id: UUID, person_ids: Sequence[UUID]) -> None:
    """Name who leads the group, in this order, in place of whoever was named."""
    forget(tx, groups)
    tx.connection.execute(group_facilitators.delete().where(group_facilitators.c.group_id == group_id))
    rows = [
        {"group_id": group_id, "person_id": person_id, "position": position}
        for position, person_id in enumerate(dict.fromkeys(person_ids))
    ]
    if rows:
        tx.connection.execute(group_facilitators.insert(), rows)
