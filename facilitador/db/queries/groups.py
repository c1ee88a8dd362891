"""Groups with how many men count and wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import remembered, remembered_of
from facilitador.db.tables.enrolments import IS_OPEN, enrolments
from facilitador.db.tables.groups import group_facilitators, groups
from facilitador.db.tables.venues import venues
from facilitador.db.transaction import Transaction
from facilitador.domain.groups import AgeBand, Group, GroupLine, GroupsInSight, GroupStatus
from facilitador.errors import UserFacingError

_STATUSES = {one.value: one for one in GroupStatus}  # a thousand lines ask, and an enum's call takes twice as long
_BANDS = {one.value: one for one in AgeBand}
# in the order in which `_group` takes them
_COLUMNS = (
    groups.c.id,
    groups.c.name,
    groups.c.status,
    groups.c.age_band,
    groups.c.venue_id,
    groups.c.language,
    groups.c.ethnic_group,
    groups.c.weekday,
    groups.c.starts_at,
    groups.c.planned_sessions,
    groups.c.first_day,
    groups.c.last_day,
    groups.c.started_on,
    groups.c.start_reason,
    groups.c.closed_on,
    groups.c.agreements,
    groups.c.revision,
)
_ANY = sa.select(groups.c.id).limit(1)
_BY_ID = sa.select(*_COLUMNS).where(groups.c.id == sa.bindparam("key"))
_LEADERS = sa.select(group_facilitators.c.group_id, group_facilitators.c.person_id).order_by(
    group_facilitators.c.position
)
_LEADERS_OF_ONE = _LEADERS.where(group_facilitators.c.group_id == sa.bindparam("group"))
# who counts holds a seat, who waits a place in the queue; the index of open stints leaves the past out
_PRESENT = (
    sa.select(
        enrolments.c.group_id,
        sa.func.count(enrolments.c.seat).label("counting"),
        sa.func.count(enrolments.c.queue_position).label("waiting"),
    )
    .where(IS_OPEN)
    .group_by(enrolments.c.group_id)
    .subquery()
)
_LINES = (
    sa.select(
        *_COLUMNS,
        sa.func.coalesce(venues.c.name, "").label("venue_name"),
        sa.func.coalesce(_PRESENT.c.counting, 0).label("counting"),
        sa.func.coalesce(_PRESENT.c.waiting, 0).label("waiting"),
    )
    .select_from(groups.outerjoin(venues).outerjoin(_PRESENT, _PRESENT.c.group_id == groups.c.id))
    .order_by(groups.c.status == GroupStatus.CLOSED, groups.c.sort_key)
)
_OPEN = groups.c.status != GroupStatus.CLOSED
_OPEN_LINES = _LINES.where(_OPEN)
_OPEN_COUNTED = sa.select(sa.func.count()).select_from(groups).where(_OPEN)
_CLOSED_COUNTED = sa.select(sa.func.count()).select_from(groups).where(groups.c.status == GroupStatus.CLOSED)
_FIRST_OPEN = _OPEN_LINES.limit(sa.bindparam("first"))
_LEADERS_OF_SOME = _LEADERS.where(group_facilitators.c.group_id.in_(sa.bindparam("some", expanding=True)))
_LEADERS_OF_OPEN = _LEADERS.join(groups, groups.c.id == group_facilitators.c.group_id).where(_OPEN)


def group_lines(tx: Transaction) -> tuple[GroupLine, ...]:
    """Every group: those forming and running first, then by name."""
    return _lines(tx, _LINES, _LEADERS)


def open_lines(tx: Transaction) -> tuple[GroupLine, ...]:
    """The groups that are not closed, by name. Read once in a list of questions: every room asks them on home."""
    return remembered_of(
        tx, (groups, enrolments, venues), "open lines", lambda: _lines(tx, _OPEN_LINES, _LEADERS_OF_OPEN)
    )


def first_open_lines(tx: Transaction, first: int) -> GroupsInSight:
    """The first so many groups that are not closed, by name, and how many more there are."""
    rows = tx.connection.execute(_FIRST_OPEN, {"first": first}).all()
    leaders = _by_group(tx.connection.execute(_LEADERS_OF_SOME, {"some": [row.id for row in rows]}))
    counted: int = tx.connection.execute(_OPEN_COUNTED).scalar_one() if len(rows) == first else len(rows)
    return GroupsInSight(tuple(_line(row, leaders) for row in rows), counted - len(rows))


def lines_but_closed(tx: Transaction) -> GroupsInSight:
    """The groups that are not closed, by name, and how many closed ones there are besides."""
    return GroupsInSight(open_lines(tx), tx.connection.execute(_CLOSED_COUNTED).scalar_one())


def is_any_group(tx: Transaction) -> bool:
    """True once a group was formed, be it closed by now."""
    return tx.connection.execute(_ANY).first() is not None


def _lines(tx: Transaction, lines: sa.Select[Any], leaders_of_them: sa.Select[Any]) -> tuple[GroupLine, ...]:
    leaders = _by_group(tx.connection.execute(leaders_of_them).all())
    return tuple(_line(row, leaders) for row in tx.connection.execute(lines).all())


def _line(row: Sequence[Any], leaders: Mapping[UUID, list[UUID]]) -> GroupLine:
    of_line = len(_COLUMNS)
    return GroupLine(_group(row[:of_line], leaders), *row[of_line:])


def group(tx: Transaction, group_id: UUID) -> Group:
    """One group; refuses with `not_found`. Read once in a list of commands."""
    return remembered(tx, groups, group_id, lambda: _read(tx, group_id))


def _read(tx: Transaction, group_id: UUID) -> Group:
    row = tx.connection.execute(_BY_ID, {"key": group_id}).first()
    if row is None:
        raise UserFacingError("not_found", field="group_id")
    return _group(row, _by_group(tx.connection.execute(_LEADERS_OF_ONE, {"group": group_id})))


def _by_group(leaders: Iterable[Sequence[Any]]) -> dict[UUID, list[UUID]]:
    named: dict[UUID, list[UUID]] = defaultdict(list)
    for group_id, person_id in leaders:
        named[group_id].append(person_id)
    return named


def _group(columns: Sequence[Any], leaders: Mapping[UUID, list[UUID]]) -> Group:
    *first, agreements, revision = columns
    key, name, status, age_band, venue, language, ethnic_group, *when = first
    weekday, starts_at, planned_sessions, first_day, last_day, started_on, start_reason, closed_on = when
    return Group(
        id=key,
        name=name,
        status=_STATUSES[status],
        age_band=_BANDS[age_band],
        venue_id=venue,
        language=language,
        ethnic_group=ethnic_group,
        weekday=weekday,
        starts_at=starts_at,
        planned_sessions=planned_sessions,
        first_day=first_day,
        last_day=last_day,
        started_on=started_on,
        start_reason=start_reason,
        closed_on=closed_on,
        facilitator_ids=tuple(leaders[key]),
        agreements=tuple(agreements),
        revision=revision,
    )
