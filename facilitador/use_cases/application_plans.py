"""Who is still to be asked what: for the page of a group, and for home over all groups at once (6.4.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final
from uuid import UUID

from facilitador.db.queries import application_plans as queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import instruments as instrument_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.application_plans import (
    AHEAD_DAYS,
    DueState,
    ManInGroup,
    MissingApplication,
    Planned,
    missing_of_man,
    planned_for,
    serves,
)
from facilitador.domain.dates import ADULT_AGE
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.groups import AgeBand, Group, GroupStatus
from facilitador.domain.instrument_settings import InstrumentState, planned_purposes, state_of
from facilitador.domain.roles import Section, may_write
from facilitador.domain.text import sort_key
from facilitador.use_cases.instruments import in_use, known_editions

_STATES: Final = tuple(DueState)
_YOUNG: Final = ADULT_AGE - 1


def missing_applications(tx: Transaction, group_id: UUID) -> tuple[MissingApplication, ...]:
    """Which man of a group has not answered what, overdue first, then by day and name."""
    found = _missing(tx, (group_queries.group(tx, group_id),))[group_id]
    far = tx.today + timedelta(days=36_500)
    return tuple(sorted(found, key=lambda one: (_STATES.index(one.state), one.due or far, sort_key(one.full_name))))


def _missing(tx: Transaction, groups: Sequence[Group]) -> Mapping[UUID, list[MissingApplication]]:
    """What the men of each of these groups have not answered."""
    by_id = {group.id: group for group in groups}
    men = queries.men_of_groups(tx, by_id)
    days, made = queries.days_of_groups(tx, by_id), queries.made_by_men_of(tx, by_id)
    stints: dict[UUID, set[UUID]] = defaultdict(set)
    for stint, _, _ in men:
        stints[stint.group_id].add(stint.id)
    planned = _planned(tx)
    at_age = cache(lambda age: planned_for(age, planned))  # a thousand men have few ages
    kinds = {one.instrument.id: one.instrument.kind for one in known_editions(tx)}
    found: dict[UUID, list[MissingApplication]] = defaultdict(list)
    for stint, name, age in men:
        group, here = by_id[stint.group_id], stints[stint.group_id]
        own_days = _since(days[group.id], stint.since)
        seen = ManInGroup(stint, name, _age_here(group, age), own_days)
        own = [one for one in made[stint.participant_id] if serves(one, stint, here)]
        found[group.id] += missing_of_man(seen, at_age(seen.age), own, kinds, group.last_day, tx.today)
    return found


def _since(days: tuple[date, ...], first: date) -> tuple[date, ...]:
    return days if not days or days[0] >= first else tuple(day for day in days if day >= first)


def _age_here(group: Group, age: int | None) -> int | None:
    """His age; where it is not known, one that the group's band admits."""
    if age is not None:
        return age
    return _YOUNG if group.age_band is AgeBand.ADOLESCENTS else ADULT_AGE


def _planned(tx: Transaction) -> tuple[Planned, ...]:
    """What the service asks every man, the service's own instruments first."""
    decided = instrument_queries.settings(tx)
    found = []
    for one in in_use(tx):
        settings = decided[one.instrument.id]
        purposes = planned_purposes(one.instrument, settings)
        if purposes and state_of(one.instrument, settings) is InstrumentState.AVAILABLE:
            found.append(Planned(one.instrument, purposes))
    return tuple(found)


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """How many men of each group are still to be asked, the entry apart from the rest; without a name (6.4.5)."""
    if not may_write(tx.actor.role, Section.TESTS):
        return
    groups = [line.group for line in group_queries.open_lines(tx) if line.counting]
    missing = _missing(tx, groups) if groups else {}
    for group in groups:
        waiting = [one for one in missing.get(group.id, ()) if _tells(tx, group, one)]
        for code, entry in (("due_entry_missing", True), ("due_applications_missing", False)):
            men = [one for one in waiting if one.mandated is entry]
            if men:
                late = entry and any(one.state is DueState.OVERDUE for one in men)
                told: dict[str, object] = {"group": group.name, "count": len(men)}
                yield DueItem(code, Urgency.OVERDUE if late else Urgency.SOON, "applications", group.id, told)


def _tells(tx: Transaction, group: Group, one: MissingApplication) -> bool:
    """False for what is far ahead, and while a group is forming for what has no day yet."""
    if one.state is DueState.LATER:
        return False
    if one.due is None:
        return group.status is GroupStatus.RUNNING
    return one.due <= tx.today + timedelta(days=AHEAD_DAYS)
