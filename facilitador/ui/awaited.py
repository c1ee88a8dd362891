"""Where the pages of the start leave what must wait until the rest is loaded behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facilitador.ui.outside import Outside


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
