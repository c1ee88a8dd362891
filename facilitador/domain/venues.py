"""Places where groups meet, with the conditions that 6.2.3 asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Condition(StrEnum):
    """A condition of 6.2.3 on hours, place and room."""

    ACCESSIBLE_HOURS = "accessible_hours"
    ACCESSIBLE_PLACE = "accessible_place"
    NO_NOISE = "no_noise"
    ROOM_TO_MOVE = "room_to_move"
    GROUP_WORK = "group_work"


@dataclass(frozen=True, slots=True)
class Venue:
    """A place where groups meet. A condition that nobody looked at has no entry: that is not "no"."""

    id: UUID
    name: str
    ubigeo: str
    address: str
    conditions: Mapping[Condition, bool]
    notes: str
    retired: bool
    revision: int


def unmet_conditions(venue: Venue) -> tuple[Condition, ...]:
    """The conditions of 6.2.3 that are not met, or that nobody looked at."""
    return tuple(condition for condition in Condition if not venue.conditions.get(condition, False))
