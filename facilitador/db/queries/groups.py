"""Groups with how many men count and wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.groups import group_facilitators, groups
from facilitador.db.tables.venues import venues
from facilitador.db.transaction import Transaction
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.groups import AgeBand, Group, GroupLine, GroupStatus
from facilitador.errors import UserFacingError

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
    leaders = _facilitators(tx, None)
    return tuple(
        GroupLine(_group(row, leaders[row["id"]]), row["venue_name"], row["counting"], row["waiting"])
        for row in tx.connection.execute(statement).mappings()
    )


def group(tx: Transaction, group_id: UUID) -> Group:
    """One group; refuses with `not_found`."""
    row = tx.connection.execute(sa.select(groups).where(groups.c.id == group_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="group_id")
    return _group(row, _facilitators(tx, (group_id,))[group_id])


def _facilitators(tx: Transaction, group_ids: Collection[UUID] | None) -> dict[UUID, list[UUID]]:
    statement = sa.select(group_facilitators.c.group_id, group_facilitators.c.person_id).order_by(
        group_facilitators.c.position
    )
    if group_ids is not None:
        statement = statement.where(group_facilitators.c.group_id.in_(group_ids))
    leaders: dict[UUID, list[UUID]] = defaultdict(list)
    for group_id, person_id in tx.connection.execute(statement):
        leaders[group_id].append(person_id)
    return leaders


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
