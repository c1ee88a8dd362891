"""Who is still to be asked what: for the page of a group, and for home over all groups at once (6.4.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    StayOfMan,
    asked_of,
    is_answered,
    is_mandated,
    missing_of_man,
    planned_for,
    serves,
    state_of_day,
)
from facilitador.domain.applications import Purpose
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.groups import Group, GroupStatus, any_age_of
from facilitador.domain.instrument_settings import InstrumentState, planned_purposes, state_of
from facilitador.domain.instruments import Instrument, InstrumentKind
from facilitador.domain.roles import Section, may_write
from facilitador.domain.text import sort_key
from facilitador.use_cases.instruments import in_use, known_editions

_STATES: Final = tuple(DueState)
_Asked: TypeAlias = tuple[Instrument, Purpose, DueState]


def missing_applications(tx: Transaction, group_id: UUID) -> tuple[MissingApplication, ...]:
    """Which man of a group has not answered what, overdue first, then by day and name."""
    group, kinds = group_queries.group(tx, group_id), _kinds(tx)
    found = [
        missing
        for plan in _plans(tx, (group,))
        for stay in plan.stays
        for missing in missing_of_man(
            plan.man(stay), plan.planned(stay), plan.own(stay), kinds, group.last_day, tx.today
        )
    ]
    far = tx.today + timedelta(days=36_500)
    return tuple(sorted(found, key=lambda one: (_STATES.index(one.state), one.due or far, sort_key(one.full_name))))


@dataclass(frozen=True, slots=True)
class _Plan:
    """A group, who is or was in it, the days on which it meets, and what there is to know of its men."""

    group: Group
    stays: Sequence[StayOfMan]
    days: tuple[date, ...]
    at_age: Callable[[int | None], Sequence[Planned]]
    made: Mapping[UUID, Sequence[Made]]

    def planned(self, stay: StayOfMan) -> Sequence[Planned]:
        """What is planned for a man of his age."""
        return self.at_age(_age_here(self.group, stay.age))

    def man(self, stay: StayOfMan) -> ManInGroup:
        """The man as his plan sees him."""
        days = _since(self.days, stay.since)
        return ManInGroup(stay, stay.full_name, _age_here(self.group, stay.age), days)

    def own(self, stay: StayOfMan) -> Sequence[Made]:
        """Those of his applications that stand and belong to this stay."""
        made = self.made.get(stay.participant_id)
        if not made:
            return ()
        here = {one.id for one in self.stays if one.participant_id == stay.participant_id}
        return [one for one in made if serves(one, stay, here)]


def _plans(tx: Transaction, groups: Sequence[Group]) -> Iterator[_Plan]:
    """The plan of each of these groups."""
    keys = [group.id for group in groups]
    stays = defaultdict[UUID, list[StayOfMan]](list)
    for stay in queries.men_of_groups(tx, keys):
        stays[stay.group_id].append(stay)
    days, made = queries.days_of_groups(tx, keys), queries.made_by_men_of(tx, keys)
    at_age = _planned_at_age(_planned(tx))
    return (_Plan(group, stays[group.id], days[group.id], at_age, made) for group in groups)


def _planned_at_age(planned: Sequence[Planned]) -> Callable[[int | None], Sequence[Planned]]:
    """`planned_for` of an age: a thousand men have few ages, and for most ages the same sequence is planned."""
    alike: dict[tuple[str, ...], Sequence[Planned]] = {}

    @cache
    def at_age(age: int | None) -> Sequence[Planned]:
        fitting = planned_for(age, planned)
        return alike.setdefault(tuple(plan.instrument.id for plan in fitting), fitting)

    return at_age


def _kinds(tx: Transaction) -> Mapping[str, InstrumentKind]:
    return {one.instrument.id: one.instrument.kind for one in known_editions(tx)}


def _since(days: tuple[date, ...], first: date) -> tuple[date, ...]:
    return days if not days or days[0] >= first else tuple(day for day in days if day >= first)


def _age_here(group: Group, age: int | None) -> int | None:
    """His age; where it is not known, one that the group's band admits."""
    if age is not None:
        return age
    return any_age_of(group.age_band)


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
    kinds = _kinds(tx)
    for plan in _plans(tx, groups) if groups else ():
        asked_in = _telling(plan, tx.today)
        missing: dict[bool, list[DueState]] = {True: [], False: []}
        for stay in plan.stays:
            asked = asked_in(stay)
            own = plan.own(stay) if asked else ()
            for instrument, purpose, state in asked:
                if not is_answered(instrument, purpose, own, kinds):
                    missing[is_mandated(instrument, purpose)].append(state)
        yield from _missing_in(plan.group, missing[True], missing[False])


def _telling(plan: _Plan, today: date) -> Callable[[StayOfMan], Sequence[_Asked]]:
    """What home tells of a man of the group while he has not answered; reckoned once for all who are alike in it."""
    alike: dict[tuple[object, ...], Sequence[_Asked]] = {}
    until = today + timedelta(days=AHEAD_DAYS)

    def asked(stay: StayOfMan) -> Sequence[_Asked]:
        planned = plan.planned(stay)
        kind = id(planned), stay.status, stay.since, stay.ended_on
        if kind not in alike:
            alike[kind] = [
                (instrument, purpose, state_of_day(due, today, purpose))
                for instrument, purpose, due in asked_of(plan.man(stay), planned, plan.group.last_day)
                if _tells(plan.group, purpose, due, until)
            ]
        return alike[kind]

    return asked


def _missing_in(group: Group, entries: Sequence[DueState], others: Sequence[DueState]) -> Iterable[DueItem]:
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
