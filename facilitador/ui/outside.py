"""What the program takes from below, loaded behind the first painted page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from concurrent.futures import Future

    from facilitador.use_cases.books import Environment
    from facilitador.use_cases.open_book import OpenBook


@dataclass(frozen=True, slots=True)
class Outside:
    """The machine as the window needs it: where books open, example data, calendar, identifiers, chance.

    `choose(count, of)` picks that many different numbers below `of`, in a way nobody foresees.
    """

    environment: Environment
    open_demo: Callable[[], Future[OpenBook]]
    today: Callable[[], date]
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    choose: Callable[[int, int], Sequence[int]]


class Awaited:
    """Hands `Outside` to whoever needs it: at once when it is there, else as soon as it is."""

    def __init__(self) -> None:
        self._outside: Outside | None = None
        self._waiting: list[Callable[[Outside], None]] = []

    def use(self, job: Callable[[Outside], None]) -> None:
        """Do this with it, now or later, in order."""
        if self._outside is None:
            self._waiting.append(job)
        else:
            job(self._outside)

    def arrive(self, outside: Outside) -> None:
        """It is there."""
        self._outside = outside
        waiting, self._waiting = self._waiting, []
        for job in waiting:
            job(outside)
