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

    `choose(count, of)` picks that many different numbers below `of`, in a way nobody foresees. `warm_up` does what only
    the first answer of a book costs, so that it need not be waited for.
    """

    environment: Environment
    open_demo: Callable[[], Future[OpenBook]]
    today: Callable[[], date]
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    choose: Callable[[int, int], Sequence[int]]
    warm_up: Callable[[], None] = lambda: None
