"""Access to the book: who has it, when it is reviewed, and what keeps the service from being locked out of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from facilitador.domain.due import Urgency
from facilitador.domain.groups import GroupLine, GroupStatus
from facilitador.domain.people import Person
from facilitador.domain.roles import Role, Section, may_read
from facilitador.errors import UserFacingError

REVIEW_DAYS: Final = 183
"""Half a year: who has access is looked at again after so many days (DS 016-2024-JUS)."""

PUT_OFF_DAYS: Final = 7
"""So long the question about a second person stays away once it was put off."""


@dataclass(frozen=True, slots=True)
class AccessReview:
    """When access was last reviewed, and by whom."""

    reviewed_on: date
    reviewed_by: UUID


@dataclass(frozen=True, slots=True)
class RecoveryKeeping:
    """A recovery code after the first, or the first once somebody keeps it; `keeper` is empty until then."""

    id: UUID
    keeper: str
    kept_on: date | None


@dataclass(frozen=True, slots=True)
class AccessLine:
    """Someone who can open the book; `last_opened` is UTC, None if she never did."""

    person: Person
    last_opened: datetime | None


@dataclass(frozen=True, slots=True)
class AccessOverview:
    """Everything about access: who has it, who of the team has none, reviews, the recovery code, past handovers.

    `review_due` is the day on which access is to be looked at again. `code_renewed`: the code is not the first one.
    """

    lines: tuple[AccessLine, ...]
    without: tuple[Person, ...]
    reviewed_on: date | None
    reviewed_by: str
    review_due: date
    keeper: str
    kept_on: date | None
    code_renewed: bool
    second_access: bool
    handovers: tuple[HandoverLine, ...]


@dataclass(frozen=True, slots=True)
class HandoverGroup:
    """A group that changed hands: its name and the names of who leads it from then on."""

    name: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """The handing over of a post as it was recorded: what the acta says. `drafts`: how many were left unsaved."""

    id: UUID
    person_id: UUID
    receiver_id: UUID
    handed_on: date
    had_access: bool
    groups: tuple[HandoverGroup, ...]
    drafts: int
    copies: str
    pending: str


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """A handing over in a list."""

    id: UUID
    person: str
    handed_on: date


@dataclass(frozen=True, slots=True)
class LeavingMatters:
    """What someone leaves behind: the groups she leads that are not closed, her unsaved drafts by form."""

    groups: tuple[GroupLine, ...]
    drafts: dict[str, int]


def has_access(person: Person) -> bool:
    """True if the book opens for her."""
    return person.active and person.role is not None


def reads_reserved(person: Person) -> bool:
    """True if she can open the book and read its reserved part."""
    return has_access(person) and person.role is not None and may_read(person.role, Section.RESERVED)


def check_reader_remains(people: Iterable[Person], person_id: UUID, role: Role | None) -> None:
    """Refuse to give somebody `role` (None: no access) if nobody could read the reserved part any more."""
    if role is not None and may_read(role, Section.RESERVED):
        return
    if not any(reads_reserved(person) for person in people if person.id != person_id):
        raise UserFacingError("last_reserved_reader", field="role")


def review_urgency(last: date, today: date) -> Urgency | None:
    """How urgent a review of access is, counted from the last one (or from the making of the book); None: not yet."""
    days = (today - last).days
    if days < REVIEW_DAYS:
        return None
    return Urgency.SOON if days == REVIEW_DAYS else Urgency.OVERDUE


def second_access(people: Iterable[Person], keeper: str) -> bool:
    """True if the book does not hang on one memory: two people open it, or the recovery code is known to be kept."""
    return bool(keeper) or sum(has_access(person) for person in people) > 1


def may_be_put_to_her(put_off_on: date | None, today: date) -> bool:
    """True unless the question about a second person was put off less than `PUT_OFF_DAYS` days ago."""
    return put_off_on is None or (today - put_off_on).days >= PUT_OFF_DAYS


def in_place_of(facilitators: Sequence[UUID], leaving: UUID, by: Sequence[UUID]) -> tuple[UUID, ...]:
    """Who leads a group once others take the place of who leaves: in her place, in this order, nobody twice."""
    place = list(facilitators).index(leaving)
    kept = [key for key in facilitators if key != leaving]
    kept[place:place] = [key for key in dict.fromkeys(by) if key not in kept]
    return tuple(kept)


def without_active_facilitator(lines: Sequence[GroupLine], people: Iterable[Person]) -> tuple[GroupLine, ...]:
    """Groups that nobody of today's team leads: running ones, and forming ones whose people all left (6.3.1)."""
    active = {person.id for person in people if person.active}
    return tuple(
        line
        for line in lines
        if line.group.status is not GroupStatus.CLOSED
        and not active.intersection(line.group.facilitator_ids)
        and (line.group.status is GroupStatus.RUNNING or line.group.facilitator_ids)
    )
