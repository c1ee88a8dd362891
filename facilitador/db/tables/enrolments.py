"""Stints and their steps. The fifteen seats are held here too (6.4.1): bypassing the rules gives no sixteenth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, insert_rows, metadata, one_of, stamped_table, update_row
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, UtcDateTime
from facilitador.domain.enrolments import COUNTING, OPEN, SEATS, EnrolmentStatus


def _listed(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


IS_OPEN = sa.text(f"status IN ({_listed(OPEN)})")
"""What the index of open stints holds, word for word: a query that says it so is served by that index."""

enrolments = stamped_table(
    "enrolments",
    foreign("group_id", "groups"),
    foreign("participant_id", "participants"),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("seat", sa.SmallInteger),
    sa.Column("queue_position", sa.Integer),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("ended_on", sa.Date),
    sa.Column("reason", sa.String(500), nullable=False),
    one_of("status", tuple(EnrolmentStatus)),
    sa.CheckConstraint(f"(status IN ({_listed(COUNTING)})) = (seat IS NOT NULL)", name="counted_has_seat"),
    sa.CheckConstraint(f"seat BETWEEN 1 AND {SEATS}", name="seat_in_range"),
    sa.CheckConstraint(f"(status IN ({_listed(OPEN)})) = (ended_on IS NULL)", name="open_has_no_end"),
    sa.CheckConstraint("(status = 'waiting') = (queue_position IS NOT NULL)", name="waiting_has_position"),
    sa.CheckConstraint("ended_on IS NULL OR ended_on >= since", name="ends_after_start"),
    sa.UniqueConstraint("group_id", "seat"),
    sa.Index(
        "uq_enrolments_one_open_stint",
        "group_id",
        "participant_id",
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    ),
    sa.Index(None, "participant_id"),
)

enrolment_events = sa.Table(
    "enrolment_events",
    metadata,
    sa.Column("id", Guid, primary_key=True),
    sa.Column("enrolment_id", sa.ForeignKey("enrolments.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("reason", sa.String(500), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", Guid, nullable=False),
    sa.UniqueConstraint("enrolment_id", "number"),
    one_of("status", tuple(EnrolmentStatus)),
)


@dataclass(frozen=True, slots=True)
class NewStint:
    """A stint to be opened: on a seat, or at a position of the waiting list."""

    id: UUID
    participant_id: UUID
    seat: int | None
    queue_position: int | None


def insert_stints(tx: Transaction, group_id: UUID, since: date, stints: Sequence[NewStint]) -> None:
    """Open stints in a group and write their first steps, in two statements."""
    statuses = {
        one.id: EnrolmentStatus.ATTENDING if one.seat is not None else EnrolmentStatus.WAITING for one in stints
    }
    rows = [
        {
            "id": one.id,
            "group_id": group_id,
            "participant_id": one.participant_id,
            "status": statuses[one.id],
            "seat": one.seat,
            "queue_position": one.queue_position,
            "since": since,
            "ended_on": None,
            "reason": "",
        }
        for one in stints
    ]
    insert_rows(tx, enrolments, rows)
    _add_events(tx, [(key, status, since, "") for key, status in statuses.items()])


def step_stint(
    tx: Transaction,
    enrolment_id: UUID,
    revision: int | None,
    *,
    status: EnrolmentStatus,
    on: date,
    reason: str,
    **values: Any,
) -> None:
    """Move a stint to another status and add the step to its history; `values` are the columns that go with it."""
    update_row(tx, enrolments, enrolment_id, revision, status=status, reason=reason, **values)
    _add_events(tx, [(enrolment_id, status, on, reason)])


def set_queue_position(tx: Transaction, enrolment_id: UUID, position: int) -> None:
    """Put a waiting man at a place of the list."""
    update_row(tx, enrolments, enrolment_id, None, queue_position=position)


_NEXT_NUMBER = sa.select(sa.func.coalesce(sa.func.max(enrolment_events.c.number), 0) + 1).where(
    enrolment_events.c.enrolment_id == sa.bindparam("of_enrolment")
)
_ADD_EVENT = enrolment_events.insert().values(number=_NEXT_NUMBER.scalar_subquery())


def _add_events(tx: Transaction, steps: Sequence[tuple[UUID, EnrolmentStatus, date, str]]) -> None:
    events = [
        {
            "id": tx.new_id(),
            "enrolment_id": enrolment_id,
            "of_enrolment": enrolment_id,
            "status": status,
            "on": on,
            "reason": reason,
            "at": tx.now,
            "by": tx.actor.id,
        }
        for enrolment_id, status, on, reason in steps
    ]
    tx.connection.execute(_ADD_EVENT, events)
