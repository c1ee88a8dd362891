"""Groups with how many men count and wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import remembered
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.groups import group_facilitators, groups
from facilitador.db.tables.venues import venues
from facilitador.db.transaction import Transaction
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.groups import AgeBand, Group, GroupLine, GroupStatus
from facilitador.errors import UserFacingError

_BY_ID = sa.select(groups).where(groups.c.id == sa.bindparam("key"))
_LEADERS = sa.select(group_facilitators.c.group_id, group_facilitators.c.person_id).order_by(
    group_facilitators.c.position
)
_LEADERS_OF_ONE = _LEADERS.where(group_facilitators.c.group_id == sa.bindparam("group"))
_COUNTING = sa.func.count(enrolments.c.seat)
_WAITING = sa.func.sum(sa.case((enrolments.c.status == EnrolmentStatus.WAITING, 1), else_=0))


def group_lines(tx: Transaction) -> tuple[GroupLine, ...]:
    """Every group: those forming and running first, then by name."""
    statement = (
        sa.select(
            groups,
            sa.func.coalesce(venues.c.name, "").label("venue_name"),
            _COUNTING.label("counting"),
            sa.func.coalesce(_WAITING, 0).label("waiting"),
        )
        .select_from(groups.outerjoin(venues).outerjoin(enrolments, enrolments.c.group_id == groups.c.id))
        .group_by(groups.c.id, venues.c.name)
        .order_by(groups.c.status == GroupStatus.CLOSED, groups.c.sort_key)
    )
    leaders = _by_group(tx.connection.execute(_LEADERS))
    return tuple(
        GroupLine(_group(row, leaders[row["id"]]), row["venue_name"], row["counting"], row["waiting"])
        for row in tx.connection.execute(statement).mappings()
    )


def group(tx: Transaction, group_id: UUID) -> Group:
    """One group; refuses with `not_found`. Read once in a list of commands."""
    return remembered(tx, groups, group_id, lambda: _read(tx, group_id))


def _read(tx: Transaction, group_id: UUID) -> Group:
    row = tx.connection.execute(_BY_ID, {"key": group_id}).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="group_id")
    return _group(row, _by_group(tx.connection.execute(_LEADERS_OF_ONE, {"group": group_id}))[group_id])


def _by_group(leaders: Iterable[Sequence[Any]]) -> dict[UUID, list[UUID]]:
    named: dict[UUID, list[UUID]] = defaultdict(list)
    for group_id, person_id in leaders:
        named[group_id].append(person_id)
    return named


def _group(row: sa.RowMapping, facilitator_ids: list[UUID]) -> Group:
    return Group(
        id=row["id"],
        name=row["name"],
        status=GroupStatus(row["status"]),
        age_band=AgeBand(row["age_band"]),
        venue_id=row["venue_id"],
        language=row["language"],
        ethnic_group=row["ethnic_group"],
        weekday=row["weekday"],
        starts_at=row["starts_at"],
        planned_sessions=row["planned_sessions"],
        first_day=row["first_day"],
        last_day=row["last_day"],
        started_on=row["started_on"],
        start_reason=row["start_reason"],
        closed_on=row["closed_on"],
        facilitator_ids=tuple(facilitator_ids),
        agreements=tuple(row["agreements"]),
        revision=row["revision"],
    )
