"""The close of a cycle and its opening again: what was left open is kept with it, and only added to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import append_row, foreign, metadata, one_of
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, Json, UtcDateTime
from facilitador.domain.checks import REASON_LIMIT
from facilitador.domain.closures import LESSONS_LIMIT, ClosureStep

closure_entries = sa.Table(
    "closure_entries",
    metadata,
    sa.Column("id", Guid, primary_key=True),
    foreign("group_id", "groups"),
    sa.Column("step", sa.String(20), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("reason", sa.String(REASON_LIMIT), nullable=False),
    sa.Column("left_open", Json, nullable=False),
    sa.Column("lessons", sa.String(LESSONS_LIMIT), nullable=False),
    sa.Column("follow_up_on", sa.Date),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", Guid, nullable=False),
    one_of("step", tuple(ClosureStep)),
    sa.CheckConstraint("(step = 'reopened') = (reason <> '')", name="reopened_says_why"),
    sa.CheckConstraint("follow_up_on > day", name="followed_up_after"),
    sa.Index(None, "group_id"),
    sa.Index(None, "follow_up_on"),
)


def add_closure_entry(tx: Transaction, group_id: UUID, step: ClosureStep, **values: Any) -> UUID:
    """Add a step to the cycles of a group: `day`, `reason`, `left_open`, `lessons`, `follow_up_on`; its key."""
    empty: dict[str, Any] = {"reason": "", "left_open": [], "lessons": "", "follow_up_on": None}
    return append_row(tx, closure_entries, None, **{**empty, **values, "group_id": group_id, "step": step})
