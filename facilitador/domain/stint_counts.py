"""What the indicators of stints amount to (6.9.1), all of them from the same counts of stints that are alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.indicators import Amount, Monthly, Months

_ENDS: Final = {
    "completed": EnrolmentStatus.COMPLETED,
    "stopped": EnrolmentStatus.STOPPED,
    "moved": EnrolmentStatus.MOVED,
    "not_continuing": EnrolmentStatus.NOT_CONTINUING,
}
CODES: Final = ("entered", "counting", *_ENDS, "entry_applied", "exit_applied")
"""The indicators that are told by stints alone."""


@dataclass(frozen=True, slots=True)
class StintCount:
    """How many stints began and ended in the same months, in the same way.

    `entered` and `ended` are the first days of those months; `ended` is None while they go on. `entry` and `exit`: the
    questions of the beginning and of the end are finished.
    """

    entered: date
    ended: date | None
    status: EnrolmentStatus
    entry: bool
    exit: bool
    count: int


def of_stints(stints: Sequence[StintCount]) -> Mapping[str, Months]:
    """The months of each indicator of `CODES`, oldest first."""
    ended = [one for one in stints if one.ended is not None]
    completed = [one for one in ended if one.status is EnrolmentStatus.COMPLETED]
    return {
        "entered": tuple(Monthly(month, Amount(count)) for month, count in _by_month(stints, _entry_month)),
        "counting": _counting(stints),
        **{code: _shares(ended, _end_month, _is(status)) for code, status in _ENDS.items()},
        "entry_applied": _shares(stints, _entry_month, lambda one: one.entry),
        "exit_applied": _shares(completed, _end_month, lambda one: one.exit),
    }


def _counting(stints: Sequence[StintCount]) -> Months:
    """Who entered less who left, added up month by month."""
    steps = Counter(dict(_by_month(stints, _entry_month)))
    steps.subtract(dict(_by_month((one for one in stints if one.ended is not None), _end_month)))
    months = sorted(steps)
    totals = accumulate(steps[month] for month in months)
    return tuple(Monthly(month, Amount(total)) for month, total in zip(months, totals, strict=True))


def _shares(
    stints: Sequence[StintCount], month_of: Callable[[StintCount], date], counts: Callable[[StintCount], bool]
) -> Months:
    """By month, how many of the stints count."""
    counted = dict(_by_month((one for one in stints if counts(one)), month_of))
    return tuple(Monthly(month, Amount(counted.get(month, 0), whole)) for month, whole in _by_month(stints, month_of))


def _by_month(stints: Iterable[StintCount], month_of: Callable[[StintCount], date]) -> list[tuple[date, int]]:
    found: Counter[date] = Counter()
    for one in stints:
        found[month_of(one)] += one.count
    return sorted(found.items())


def _is(status: EnrolmentStatus) -> Callable[[StintCount], bool]:
    return lambda one: one.status is status


def _entry_month(one: StintCount) -> date:
    return one.entered


def _end_month(one: StintCount) -> date:
    assert one.ended is not None
    return one.ended
