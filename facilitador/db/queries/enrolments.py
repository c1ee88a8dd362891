"""Stints, their steps, and the roster."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.queries.participants import PREFIX, PREFIXED, to_stored
from facilitador.db.tables.enrolments import enrolment_events, enrolments
from facilitador.db.tables.groups import groups
from facilitador.db.tables.participants import consents, participants
from facilitador.db.transaction import Transaction
from facilitador.domain.enrolments import EnrolmentStatus, Stint, StintEvent
from facilitador.domain.participants import StintWithEvents, StoredParticipant
from facilitador.errors import UserFacingError

STINT: Final = tuple(enrolments.c[name] for name in Stint.__dataclass_fields__)
"""The columns that make a stint, without its stamps."""

_STATUSES: Final = {one.value: one for one in EnrolmentStatus}

# built once: to put a statement together takes longer than to carry it out
_BY_ID = sa.select(*STINT).where(enrolments.c.id == sa.bindparam("key"))
_BY_IDS = sa.select(*STINT).where(enrolments.c.id.in_(sa.bindparam("keys", expanding=True)))
_OF_GROUP = sa.select(*STINT).where(enrolments.c.group_id == sa.bindparam("group")).order_by(enrolments.c.created_at)
_TAKEN_SEATS = sa.select(enrolments.c.seat).where(
    enrolments.c.group_id == sa.bindparam("group"), enrolments.c.seat.is_not(None)
)
_OPEN_MEN = sa.select(enrolments.c.participant_id).where(
    enrolments.c.group_id == sa.bindparam("group"), enrolments.c.ended_on.is_(None)
)

_CONSENTED = (
    sa.exists()
    .where(consents.c.participant_id == participants.c.id, consents.c.revoked_on.is_(None))
    .label("consent_in_force")
)


def stint(tx: Transaction, enrolment_id: UUID) -> Stint:
    """One stint; refuses with `not_found`."""
    row = tx.connection.execute(_BY_ID, {"key": enrolment_id}).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="enrolment_id")
    return to_stint(row)


def stints(tx: Transaction, enrolment_ids: Collection[UUID]) -> dict[UUID, Stint]:
    """Those of these stints that there are, by their keys."""
    rows = tx.connection.execute(_BY_IDS, {"keys": tuple(enrolment_ids)}).all()
    return {row[0]: stint_of(row) for row in rows}


def stints_of_group(tx: Transaction, group_id: UUID) -> tuple[Stint, ...]:
    """Every stint of the group, ended ones too, oldest first."""
    return tuple(to_stint(row) for row in tx.connection.execute(_OF_GROUP, {"group": group_id}).mappings())


def taken_seats(tx: Transaction, group_id: UUID) -> frozenset[int]:
    """The seats that are held in the group now."""
    return frozenset(tx.connection.execute(_TAKEN_SEATS, {"group": group_id}).scalars())


def men_in_group(tx: Transaction, group_id: UUID) -> frozenset[UUID]:
    """The men whose stint in the group is open, waiting ones too."""
    return frozenset(tx.connection.execute(_OPEN_MEN, {"group": group_id}).scalars())


def last_queue_position(tx: Transaction, group_id: UUID) -> int:
    """The position of who waits last in the group, 0 if nobody waits."""
    statement = sa.select(sa.func.coalesce(sa.func.max(enrolments.c.queue_position), 0)).where(
        enrolments.c.group_id == group_id
    )
    position: int = tx.connection.execute(statement).scalar_one()
    return position


def last_step(tx: Transaction, stint: Stint) -> date:
    """The day of the latest step of a stint."""
    statement = sa.select(sa.func.max(enrolment_events.c.on, type_=enrolment_events.c.on.type)).where(
        enrolment_events.c.enrolment_id == stint.id
    )
    latest: date | None = tx.connection.execute(statement).scalar_one()
    return latest or stint.since


def stints_of_participant(tx: Transaction, participant_id: UUID) -> tuple[StintWithEvents, ...]:
    """Every stint of the man with its steps, oldest first."""
    statement = (
        sa.select(enrolments, groups.c.name.label("group_name"))
        .join(groups, groups.c.id == enrolments.c.group_id)
        .where(enrolments.c.participant_id == participant_id)
        .order_by(enrolments.c.since, enrolments.c.created_at)
    )
    return tuple(
        StintWithEvents(to_stint(row), row["group_name"], _events(tx, row["id"]))
        for row in tx.connection.execute(statement).mappings().all()
    )


def roster(tx: Transaction, group_id: UUID) -> tuple[tuple[Stint, StoredParticipant, bool], ...]:
    """Each stint of the group with its man and whether a consent of his is in force, in roster order.

    First who counts by name, then who waits in order, then who left.
    """
    statement = (
        sa.select(*STINT, _CONSENTED, *PREFIXED)
        .join(participants, participants.c.id == enrolments.c.participant_id)
        .where(enrolments.c.group_id == group_id)
        .order_by(
            enrolments.c.ended_on.is_not(None),
            enrolments.c.queue_position.is_not(None),
            enrolments.c.queue_position,
            participants.c.sort_key,
            enrolments.c.since,
        )
    )
    return tuple(
        (to_stint(row), to_stored(row, PREFIX), row["consent_in_force"])
        for row in tx.connection.execute(statement).mappings()
    )


def _events(tx: Transaction, enrolment_id: UUID) -> tuple[StintEvent, ...]:
    statement = (
        sa.select(enrolment_events.c.status, enrolment_events.c.on, enrolment_events.c.reason)
        .where(enrolment_events.c.enrolment_id == enrolment_id)
        .order_by(enrolment_events.c.number)
    )
    return tuple(
        StintEvent(EnrolmentStatus(status), on, reason) for status, on, reason in tx.connection.execute(statement)
    )


def stint_of(columns: Sequence[Any]) -> Stint:
    """The columns of `STINT`, in their order, as a stint."""
    key, group_id, man, status, *rest = columns
    return Stint(key, group_id, man, _STATUSES[status], *rest)


def to_stint(row: sa.RowMapping) -> Stint:
    """A row of `enrolments` as a stint."""
    return Stint(
        id=row["id"],
        group_id=row["group_id"],
        participant_id=row["participant_id"],
        status=EnrolmentStatus(row["status"]),
        seat=row["seat"],
        queue_position=row["queue_position"],
        since=row["since"],
        ended_on=row["ended_on"],
        reason=row["reason"],
        revision=row["revision"],
    )
