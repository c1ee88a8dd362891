"""Who is still to be asked what: for the page of a group, and for home over all groups at once (6.4.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    MenAlike,
    MissingApplication,
    Planned,
    age_of_sameness,
    asked_of,
    is_answered,
    is_mandated,
    missing_of_man,
    planned_for,
    serves,
    state_of_day,
)
from facilitador.domain.applications import Purpose
from facilitador.domain.dates import ADULT_AGE
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.groups import AgeBand, Group, GroupStatus
from facilitador.domain.instrument_settings import InstrumentState, planned_purposes, state_of
from facilitador.domain.instruments import InstrumentKind
from facilitador.domain.roles import Section, may_write
from facilitador.domain.text import sort_key
from facilitador.use_cases.instruments import in_use, known_editions

_STATES: Final = tuple(DueState)
_YOUNG: Final = ADULT_AGE - 1


def missing_applications(tx: Transaction, group_id: UUID) -> tuple[MissingApplication, ...]:
    """Which man of a group has not answered what, overdue first, then by day and name."""
    group, kinds, at_age = group_queries.group(tx, group_id), _kinds(tx), _planned_at_age(_planned(tx))
    stays, made = queries.men_of_group(tx, group_id), queries.made_by_men_of(tx, group_id)
    days = queries.days_of_groups(tx, (group_id,))[group_id]
    found: list[MissingApplication] = []
    for stay in stays:
        here = {one.id for one in stays if one.participant_id == stay.participant_id}
        own = [one for one in made.get(stay.participant_id, ()) if serves(one, stay, here)]
        age = _age_here(group, stay.age)
        man = ManInGroup(stay, stay.full_name, age, _since(days, stay.since))
        found.extend(missing_of_man(man, at_age(age), own, kinds, group.last_day, tx.today))
    far = tx.today + timedelta(days=36_500)
    return tuple(sorted(found, key=lambda one: (_STATES.index(one.state), one.due or far, sort_key(one.full_name))))


def _planned_at_age(planned: Sequence[Planned]) -> Callable[[int | None], Sequence[Planned]]:
    """`planned_for` of an age: a thousand men have few ages."""
    return cache(lambda age: planned_for(age, planned))


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
    if not groups:
        return
    planned, kinds = _planned(tx), _kinds(tx)
    keys = [group.id for group in groups]
    classes = queries.men_alike(tx, keys, age_of_sameness(planned))
    days, at_age = queries.days_of_groups(tx, keys), _planned_at_age(planned)
    for group in groups:
        missing = Counter[tuple[bool, DueState]]()
        for alike in classes.get(group.id, ()):
            planned_here = at_age(_age_here(group, alike.age))
            for one in _told_of(alike, group, days[group.id], planned_here, kinds, tx.today):
                missing[one] += alike.men
        yield from _missing_in(group, missing)


def _told_of(
    alike: MenAlike,
    group: Group,
    days: tuple[date, ...],
    planned: Sequence[Planned],
    kinds: Mapping[str, InstrumentKind],
    today: date,
) -> Iterable[tuple[bool, DueState]]:
    """What home tells of each of these men: whether the directive asks it, and how it stands."""
    until = today + timedelta(days=AHEAD_DAYS)
    for instrument, purpose, due in asked_of(alike, _since(days, alike.since), planned, group.last_day):
        if _tells(group, purpose, due, until) and not is_answered(instrument, purpose, alike.finished, kinds):
            yield is_mandated(instrument, purpose), state_of_day(due, today, purpose)


def _missing_in(group: Group, missing: Mapping[tuple[bool, DueState], int]) -> Iterable[DueItem]:
    for mandated, code in ((True, "due_entry_missing"), (False, "due_applications_missing")):
        count = sum(men for (is_, _), men in missing.items() if is_ is mandated)
        if count:
            late = mandated and (True, DueState.OVERDUE) in missing
            told: dict[str, object] = {"group": group.name, "count": count}
            yield DueItem(code, Urgency.OVERDUE if late else Urgency.SOON, "applications", group.id, told)


def _tells(group: Group, purpose: Purpose, due: date | None, until: date) -> bool:
    """False for what is far ahead, and while a group is forming for an entry that has no day yet."""
    if due is None:
        return purpose is Purpose.ENTRY and group.status is GroupStatus.RUNNING
    return due <= until
