"""A figure: the median of some work, the median of its floor, measured by turns, and their ratio."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import TypeAlias

Figures: TypeAlias = Iterator["Figure"]


@dataclass(frozen=True)
class Figure:
    """What was measured. `target` is the greatest ratio aimed at (`limit`: the greatest value); None: none is set."""

    name: str
    value: float
    floor: float | None = None
    unit: str = "ms"
    target: float | None = None
    limit: float | None = None
    n: int = 1
    notes: dict[str, object] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool:
        """True where every target that is set is reached."""
        too_slow = self.target is not None and self.ratio is not None and self.ratio > self.target
        return not too_slow and (self.limit is None or self.value <= self.limit)

    def line(self) -> str:
        """One JSON line."""
        shown: dict[str, object] = {"name": self.name, f"median_{self.unit}": round(self.value, 3)}
        if self.floor is not None and self.ratio is not None:
            shown |= {f"floor_{self.unit}": round(self.floor, 3), "ratio": round(self.ratio, 2)}
        shown |= {"target_ratio": self.target} if self.target is not None else {}
        shown |= {f"limit_{self.unit}": self.limit} if self.limit is not None else {}
        return json.dumps(shown | {"met": self.met, "n": self.n} | self.notes, ensure_ascii=False)


def by_turns(work: Callable[[], object], floor: Callable[[], object], n: int) -> tuple[float, float]:
    """Medians in milliseconds of both, done `n` times by turns after one warm-up, so that noise hits them alike."""
    spent: tuple[list[float], list[float]] = ([], [])
    for turn in range(n + 1):
        for times, job in zip(spent, (work, floor), strict=True):
            elapsed = milliseconds(job)
            if turn:
                times.append(elapsed)
    return median(spent[0]), median(spent[1])


def pace() -> float:
    """The milliseconds a fixed piece of plain Python takes now: how fast the machine is at this moment.

    Figures with a limit of their own can be compared only between moments of the same pace.
    """
    return milliseconds(lambda: sum(number * number for number in range(100_000)))


def milliseconds(job: Callable[[], object]) -> float:
    """How long one call takes, the collector kept out of it."""
    gc.collect()
    gc.disable()
    try:
        begun = time.perf_counter()
        job()
        return (time.perf_counter() - begun) * 1000
    finally:
        gc.enable()
