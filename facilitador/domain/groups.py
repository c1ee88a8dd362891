"""Groups: how they are formed, and what is missing before one starts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from uuid import UUID

from facilitador.domain.dates import ADULT_AGE, is_minor
from facilitador.domain.people import Person, missing_trainings
from facilitador.domain.venues import Venue, unmet_conditions
from facilitador.errors import UserFacingError

FACILITATORS_NEEDED = 2
"""A group is led by at least two professionals (6.2.1, 6.3.1)."""


class GroupStatus(StrEnum):
    """Where a group stands."""

    FORMING = "forming"
    RUNNING = "running"
    CLOSED = "closed"


class AgeBand(StrEnum):
    """Minors have groups of their own (6.6)."""

    ADULTS = "adults"
    ADOLESCENTS = "adolescents"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of men. `weekday`: 0 Monday … 6 Sunday; `ethnic_group` is empty unless the group is formed so."""

    id: UUID
    name: str
    status: GroupStatus
    age_band: AgeBand
    venue_id: UUID | None
    language: str
    ethnic_group: str
    weekday: int | None
    starts_at: time | None
    planned_sessions: int | None
    first_day: date | None
    last_day: date | None
    started_on: date | None
    start_reason: str
    closed_on: date | None
    facilitator_ids: tuple[UUID, ...]
    agreements: tuple[str, ...]
    revision: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in a list: how many men count, how many wait, how many fichas are still to be completed."""

    group: Group
    venue_name: str
    counting: int
    waiting: int


@dataclass(frozen=True, slots=True)
class GroupsInSight:
    """The groups that are read of a list, and how many more it has."""

    lines: tuple[GroupLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Something the directive asks for that no record shows yet: a message code with its numeral and parameters."""

    code: str
    numeral: str
    parameters: dict[str, object]


@dataclass(frozen=True, slots=True)
class GroupDetails:
    """A group with the names it points at and what is missing before it may start."""

    group: Group
    venue: Venue | None
    facilitators: tuple[Person, ...]
    missing: tuple[Missing, ...]
    counting: int
    waiting: int


def missing_to_start(
    group: Group, venue: Venue | None, facilitators: Sequence[Person], fitting_professions: Collection[str]
) -> tuple[Missing, ...]:
    """What 6.2.1, 6.2.3, 6.2.4 and 6.3.1 ask for before the first session and no record shows.

    `fitting_professions`: codes of the professions of the social or health sciences.
    """
    missing: list[Missing] = []
    if len(facilitators) < FACILITATORS_NEEDED:
        missing.append(
            Missing("missing_facilitators", "6.3.1", {"named": len(facilitators), "needed": FACILITATORS_NEEDED})
        )
    for person in facilitators:
        missing.extend(missing_of_person(person, fitting_professions))
    missing.extend(_missing_of_venue(venue))
    if group.weekday is None or group.starts_at is None:
        missing.append(Missing("missing_hours", "6.2.3", {}))
    if not group.agreements:
        missing.append(Missing("missing_agreements", "6.2.4", {}))
    return tuple(missing)


def missing_of_person(person: Person, fitting_professions: Collection[str]) -> list[Missing]:
    """What 6.2.1 and 6.3.1 ask of someone of the team and no record shows; professions as in `missing_to_start`."""
    missing: list[Missing] = []
    name = {"person": person.full_name}
    if not person.designation_document:
        missing.append(Missing("missing_designation", "6.2.1", dict(name)))
    if person.profession not in fitting_professions:
        missing.append(Missing("missing_profession", "6.3.1", dict(name)))
    missing.extend(Missing(f"missing_training_{kind}", "6.3.1", dict(name)) for kind in missing_trainings(person))
    if person.trainings and not any(training.datps_assistance for training in person.trainings):
        missing.append(Missing("missing_datps", "6.3.1", dict(name)))
    return missing


def _missing_of_venue(venue: Venue | None) -> list[Missing]:
    if venue is None:
        return [Missing("missing_venue", "6.2.3", {})]
    return [
        Missing(f"missing_condition_{condition}", "6.2.3", {"venue": venue.name})
        for condition in unmet_conditions(venue)
    ]


def check_start(group: Group, missing: Sequence[Missing], reason: str, on: date, today: date) -> None:
    """Refuse a start that cannot be: not forming, a day to come, something missing and no reason (6.3.1)."""
    if group.status is not GroupStatus.FORMING:
        raise UserFacingError("group_not_forming")
    if on > today:
        raise UserFacingError("day_in_future", field="on")
    if missing and not reason.strip():
        raise UserFacingError("start_reason_needed", field="reason", count=len(missing))


def any_age_of(band: AgeBand) -> int:
    """An age that groups of this band admit, for what is chosen by age where nobody's is known."""
    return ADULT_AGE - 1 if band is AgeBand.ADOLESCENTS else ADULT_AGE


def check_age(group: Group, age: int | None) -> None:
    """Refuse to mix ages: minors have groups of their own (6.6). An unknown age is not refused."""
    if age is None:
        return
    if group.age_band is AgeBand.ADULTS and is_minor(age):
        raise UserFacingError("minor_in_adult_group", field="group_id")
    if group.age_band is AgeBand.ADOLESCENTS and not is_minor(age):
        raise UserFacingError("adult_in_adolescent_group", field="group_id")
