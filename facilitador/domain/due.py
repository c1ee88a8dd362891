"""What waits for somebody today, from every area, in the order in which it matters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from typing import Final
from uuid import UUID

DAYS_IN_SIGHT: Final = 7


class Urgency(IntEnum):
    """The lower, the sooner."""

    PROTECTION = 0
    OVERDUE = 1
    SOON = 2
    WHENEVER = 3


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do: a message code with its parameters, and the page that settles it.

    `place` is the kind of that page as the window's routes name it (`group`, `session`), `target_id` what it is about;
    None for an area (`people`, `directory`). `day`: when it is due; None where there is no such day.
    """

    code: str
    urgency: Urgency
    place: str
    target_id: UUID | None = None
    parameters: dict[str, object] = field(default_factory=dict)
    day: date | None = None


def urgency_by(day: date, today: date) -> Urgency:
    """Overdue once the day has passed, soon until then."""
    return Urgency.OVERDUE if day < today else Urgency.SOON


def in_sight(item: DueItem, today: date) -> bool:
    """False for what is due only after the next seven days."""
    return item.day is None or item.day <= today + timedelta(days=DAYS_IN_SIGHT)
