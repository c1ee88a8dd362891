"""Which copies of a book stay: the last of its last days, weeks and months, counted along their numbers.

Clocks of old laptops stand still, jump and come back. So a day, a week or a month is not asked of the calendar: it is
a run of neighbouring copies whose book was last changed in the same one. A wrong date makes such a run shorter or
longer; it never makes a copy older than its number says.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import inf
from typing import Final


@dataclass(frozen=True, slots=True)
class NumberedCopy:
    """A copy as the rotation sees it: its number, and the day on which its book was last changed, as some clock said.

    None where no clock ever said anything a calendar knows.
    """

    number: int
    day: date | None


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many copies stay: of days, weeks and months, and the newest whatever their day.

    At most `at_once` go at a time, so that no single wrong date can take many, and none at all while there are no more
    than `room`: a clock that stands still makes one day of a year.
    """

    days: int = 12
    weeks: int = 10
    months: int = 9
    newest: int = 3
    room: int = 31
    at_once: int = 2


ROTATION: Final = Rotation()


def to_remove(copies: Sequence[NumberedCopy], rotation: Rotation = ROTATION) -> tuple[int, ...]:
    """The numbers of the copies that may go now, oldest first. Never the newest.

    What is older than all the months that stay goes first. Of the others that stand for no day, week or month, those
    that stand closest to their neighbours for their age: where every date is wrong, what stays still reaches far back.
    """
    left = sorted(copies, key=lambda copy: copy.number)
    kept, outlived = _kept(left, rotation)
    going: list[int] = []
    while len(left) > max(rotation.room, 1) and len(going) < rotation.at_once:
        spare = [at for at, copy in enumerate(left) if copy.number not in kept]
        if not spare:
            break
        past = [at for at in spare if left[at].number < outlived]
        closest = past[0] if past else min(spare, key=lambda at: _distance(left, at))
        going.append(left.pop(closest).number)
    return tuple(sorted(going))


def _kept(copies: Sequence[NumberedCopy], rotation: Rotation) -> tuple[set[int], int]:
    """What stands for a day, a week or a month, and the number before which a copy is older than all months."""
    kept = {copy.number for copy in copies[-max(rotation.newest, 1) :]}
    kept.update(_newest_of(_last_of_runs(copies, lambda day: day), rotation.days))
    kept.update(_newest_of(_last_of_runs(copies, lambda day: day.isocalendar()[:2]), rotation.weeks))
    months = _last_of_runs(copies, lambda day: (day.year, day.month))
    kept.update(_newest_of(months, rotation.months))
    return kept, _newest_of(months, rotation.months)[0] if len(months) > rotation.months > 0 else 0


def _newest_of(numbers: Sequence[int], count: int) -> Sequence[int]:
    return numbers[max(len(numbers) - count, 0) :]


def _last_of_runs(copies: Sequence[NumberedCopy], period: Callable[[date], Hashable]) -> list[int]:
    """The last number of each run of neighbours of the same period, oldest first."""
    runs = [None if copy.day is None else period(copy.day) for copy in copies]
    ends = [copy.number for copy, (one, next_one) in zip(copies, pairwise(runs), strict=False) if one != next_one]
    return [*ends, *(copy.number for copy in copies[-1:])]


def _distance(copies: Sequence[NumberedCopy], at: int) -> float:
    """How far the neighbours of a copy are apart, as a part of its age; the oldest, which reaches furthest, is last."""
    if at == 0:
        return inf
    after = copies[min(at + 1, len(copies) - 1)].number
    return (after - copies[at - 1].number) / (copies[-1].number - copies[at].number + 1)
