"""When things of the example data happen: a command with its day, and what comes first on the same day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from facilitador.use_cases.requests import Command


class Rank(IntEnum):
    """What happens on the same day happens in this order."""

    REGISTERED = 0
    CONSENTED = 1
    ENROLLED = 2
    STARTED = 3
    STEPPED = 4
    PLANNED = 5
    CALLED_OFF = 6
    HELD = 7
    WRITTEN = 8
    CLOSED = 9


@dataclass(frozen=True, slots=True)
class Event:
    """A command with its place in time."""

    on: date
    rank: Rank
    command: Command


def in_order(events: Iterable[Event]) -> list[Event]:
    """As they happened; of what happened together, what was given first comes first."""
    return sorted(events, key=lambda event: (event.on, event.rank))
