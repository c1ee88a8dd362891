"""Who is still to be asked what: for the page of a group, and for home over all groups at once (6.4.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final, TypeAlias
from uuid import UUID

from facilitador.db.queries import application_plans as queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import instruments as instrument_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.application_plans import (
    AHEAD_DAYS,
    DueState,
    Made,
    ManInGroup,
    MissingApplication,
    Planned,
    is_mandated,
    missing_of_man,
    planned_for,
    serves,
    state_of_day,
    unanswered,
)
from facilitador.domain.applications import Purpose
from facilitador.domain.dates import ADULT_AGE
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.enrolments import Stint
from facilitador.domain.groups import AgeBand, Group, GroupStatus
from facilitador.domain.instrument_settings import InstrumentState, planned_purposes, state_of
from facilitador.domain.instruments import InstrumentKind
from facilitador.domain.roles import Section, may_write
from facilitador.domain.text import sort_key
from facilitador.use_cases.instruments import in_use, known_editions

_STATES: Final = tuple(DueState)
_YOUNG: Final = ADULT_AGE - 1
_Man: TypeAlias = tuple[ManInGroup, Sequence[Planned], Sequence[Made]]


def missing_applications(tx: Transaction, group_id: UUID) -> tuple[MissingApplication, ...]:
    """Which man of a group has not answered what, overdue first, then by day and name."""
    group, kinds = group_queries.group(tx, group_id), _kinds(tx)
    found = [
        missing
        for _, men in _men(tx, (group,))
        for man, planned, own in men
        for missing in missing_of_man(man, planned, own, kinds, group.last_day, tx.today)
    ]
    far = tx.today + timedelta(days=36_500)
    return tuple(sorted(found, key=lambda one: (_STATES.index(one.state), one.due or far, sort_key(one.full_name))))


def _men(tx: Transaction, groups: Sequence[Group]) -> Iterator[tuple[Group, Iterator[_Man]]]:
    """The men of each of these groups, what is planned for each man, and his own applications that stand."""
    keys = [group.id for group in groups]
    known = defaultdict[UUID, list[tuple[Stint, str, int | None]]](list)
    for one in queries.men_of_groups(tx, keys):
        known[one[0].group_id].append(one)
    days, made = queries.days_of_groups(tx, keys), queries.made_by_men_of(tx, keys)
    planned = _planned(tx)
    at_age = cache(lambda age: planned_for(age, planned))  # a thousand men have few ages

    def of_group(group: Group) -> Iterator[_Man]:
        met, here = days[group.id], {stint.id for stint, _, _ in known[group.id]}
        for stint, name, age in known[group.id]:
            man = ManInGroup(stint, name, _age_here(group, age), _since(met, stint.since))
            yield man, at_age(man.age), [one for one in made[stint.participant_id] if serves(one, stint, here)]

    return ((group, of_group(group)) for group in groups)


def _kinds(tx: Transaction) -> Mapping[str, InstrumentKind]:
    return {one.instrument.id: one.instrument.kind for one in known_editions(tx)}


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
    kinds, until = _kinds(tx), tx.today + timedelta(days=AHEAD_DAYS)
    for group, men in _men(tx, groups) if groups else ():
        asked: dict[bool, list[DueState]] = {True: [], False: []}
        for man, planned, own in men:
            for instrument, purpose, due in unanswered(man, planned, own, kinds, group.last_day):
                if _tells(group, purpose, due, until):
                    asked[is_mandated(instrument, purpose)].append(state_of_day(due, tx.today, purpose))
        yield from _asked_of(group, asked[True], asked[False])


def _asked_of(group: Group, entries: Sequence[DueState], others: Sequence[DueState]) -> Iterable[DueItem]:
    if entries:
        urgency = Urgency.OVERDUE if DueState.OVERDUE in entries else Urgency.SOON
        told: dict[str, object] = {"group": group.name, "count": len(entries)}
        yield DueItem("due_entry_missing", urgency, "applications", group.id, told)
    if others:
        told = {"group": group.name, "count": len(others)}
        yield DueItem("due_applications_missing", Urgency.SOON, "applications", group.id, told)


def _tells(group: Group, purpose: Purpose, due: date | None, until: date) -> bool:
    """False for what is far ahead, and while a group is forming for an entry that has no day yet."""
    if due is None:
        return purpose is Purpose.ENTRY and group.status is GroupStatus.RUNNING
    return due <= until
