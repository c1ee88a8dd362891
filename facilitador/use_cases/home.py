"""Home: what waits for somebody today. Each area contributes its due items through one typed function."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import people as people_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries import venues as venue_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Topic
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.enrolments import SEATS, STATUS_RULES
from facilitador.domain.groups import GroupLine, GroupStatus
from facilitador.domain.roles import Section, may_read, may_write
from facilitador.use_cases import (
    access,
    application_records,
    applications,
    backups,
    calls,
    contacts,
    coverage,
    directory,
    doors,
    exclusion_tellings,
    group_plans,
    log_dues,
    protection,
    tonight,
)
from facilitador.use_cases.enrolments import roster
from facilitador.use_cases.groups import overview
from facilitador.use_cases.requests import Query, QueryHandler

DueSource: TypeAlias = Callable[[Transaction], Iterable[DueItem]]


class Home(Query[tuple[DueItem, ...]], kw_only=True):
    """Everything due that the asking role may see, soonest first."""


def _service_due(tx: Transaction) -> Iterable[DueItem]:
    service = service_queries.service(tx)
    if may_write(tx.actor.role, Section.SERVICE) and not (
        service.ubigeo and service.phone and service.responsible_officer
    ):
        yield DueItem("due_service_incomplete", Urgency.WHENEVER, Topic.SERVICE, service.id)


def _team_due(tx: Transaction) -> Iterable[DueItem]:
    team = [person for person in people_queries.all_people(tx) if person.active]
    if len(team) < 2:  # 6.2.1: at least two professionals
        yield DueItem("due_second_professional", Urgency.WHENEVER, Topic.PEOPLE, tx.actor.id)
    if not venue_queries.all_venues(tx):
        yield DueItem("due_first_venue", Urgency.WHENEVER, Topic.VENUES, tx.actor.id)


def _groups_due(tx: Transaction) -> Iterable[DueItem]:
    lines = group_queries.group_lines(tx)
    if not lines:
        yield DueItem("due_first_group", Urgency.SOON, Topic.GROUPS, tx.actor.id)
    for line in lines:
        if line.group.status is not GroupStatus.CLOSED:
            yield from _group_due(tx, line)


def _group_due(tx: Transaction, line: GroupLine) -> Iterable[DueItem]:
    group = line.group
    name: dict[str, object] = {"group": group.name}
    if group.status is GroupStatus.FORMING:
        missing = overview(tx, group.id).missing
        late = group.first_day is not None and group.first_day <= tx.today
        if missing:
            urgency = Urgency.OVERDUE if late else Urgency.SOON
            yield DueItem("due_group_lacks", urgency, Topic.GROUPS, group.id, {**name, "count": len(missing)})
        elif late:
            yield DueItem("due_group_to_start", Urgency.OVERDUE, Topic.GROUPS, group.id, name)
    if line.waiting and line.counting < SEATS:
        free = {**name, "free": SEATS - line.counting, "waiting": line.waiting}
        yield DueItem("due_place_free", Urgency.SOON, Topic.GROUPS, group.id, free)


def _fichas_due(tx: Transaction) -> Iterable[DueItem]:
    if not may_read(tx.actor.role, Section.SOCIAL):
        return
    for line in group_queries.group_lines(tx):
        if line.group.status is GroupStatus.CLOSED:
            continue
        incomplete = [
            entry.stint.participant_id
            for entry in roster(tx, line.group.id)
            if STATUS_RULES[entry.stint.status].counts and not entry.complete
        ]
        # a line a group and no names: this page is open when others look at the screen (6.4.5)
        told: dict[str, object] = {"group": line.group.name, "count": len(incomplete)}
        if len(incomplete) == 1:
            yield DueItem("due_ficha_incomplete", Urgency.SOON, Topic.PARTICIPANTS, incomplete[0], told)
        elif incomplete:
            yield DueItem("due_fichas_incomplete", Urgency.SOON, Topic.GROUPS, line.group.id, told)


SOURCES: Final[tuple[DueSource, ...]] = (
    protection.due_items,
    doors.due_items,
    contacts.due_items,
    exclusion_tellings.due_items,
    access.due_items,
    applications.due_items,
    log_dues.due_items,
    _groups_due,
    group_plans.due_items,
    tonight.due_items,
    calls.due_items,
    coverage.due_items,
    application_records.due_items,
    _fichas_due,
    _team_due,
    directory.due_items,
    backups.due_items,
    _service_due,
)
"""Each area's due items; adding an area adds a line here and nothing else."""


def _home(tx: Transaction, query: Home) -> tuple[DueItem, ...]:
    items = [item for source in SOURCES for item in source(tx)]
    return tuple(sorted(items, key=lambda item: item.urgency))


QUERIES = (QueryHandler(Home, _home, Section.GROUPS),)
