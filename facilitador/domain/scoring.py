"""From answers to what they say, exactly as the instrument's file defines; nothing is said where too much is open.

Answers that are no value of their item's scale are refused before they are stored (`check_answers`). Scores are named
tuples: made ten thousand at a time, they cost a third of frozen dataclasses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple, TypeAlias

from facilitador.domain.instruments import (
    REFUSED,
    Answer,
    Answers,
    AnswerScale,
    Instrument,
    Item,
    ScoreRange,
    Subscale,
    SubscaleRule,
)
from facilitador.errors import InvalidInput, Problem

# Stand in place of points, which are never negative, where an item was left open or refused.
_OPEN: Final = -1
_DECLINED: Final = -2


class NotScored(StrEnum):
    """Why a subscale has no value (no puntuable)."""

    TOO_MANY_MISSING = "too_many_missing"


class SubscaleScore(NamedTuple):
    """One subscale of one application.

    `value` is None where it cannot be said, with `reason`; `prorated` where it was reckoned from fewer than all items.
    `refused` and `unanswered` count the missing items apart.
    """

    subscale: str
    value: float | None
    answered: int
    refused: int
    unanswered: int
    prorated: bool
    range: ScoreRange | None
    reason: NotScored | None


class Scores(NamedTuple):
    """Every subscale of one application, in the order of the file, and how many items of it all were answered."""

    subscales: tuple[SubscaleScore, ...]
    answered: int
    refused: int
    unanswered: int

    def of(self, subscale: str) -> SubscaleScore:
        """The score of that subscale; KeyError if there is none."""
        for score in self.subscales:
            if score.subscale == subscale:
                return score
        raise KeyError(subscale)


@dataclass(frozen=True, slots=True)
class CriticalHit:
    """An answer that the facilitator must see at once: what was asked, what he answered, why, and the steps."""

    item: str
    text: str
    value: int
    label: str
    reason: str
    steps: tuple[str, ...]


def score(instrument: Instrument, answers: Answers) -> Scores:
    """What the answers say, subscale by subscale; KeyError for a value that its item does not offer."""
    items, plans = _plan(instrument)
    points = [table[answers.get(item)] for item, table in items]
    refused, unanswered = points.count(_DECLINED), points.count(_OPEN)
    return Scores(
        subscales=tuple([_subscale_score(plan, points) for plan in plans]),
        answered=len(points) - refused - unanswered,
        refused=refused,
        unanswered=unanswered,
    )


def points_of(instrument: Instrument, item_id: str, value: int) -> int:
    """The points of one answer: reversed or compared with the right answers, as the item says; KeyError if unknown."""
    return points_by_item(instrument)[item_id][value]


@lru_cache(maxsize=32)
def points_by_item(instrument: Instrument) -> Mapping[str, Mapping[int, int]]:
    """The points of every answer to every item. Whoever asks for many takes the whole table once: to find it costs."""
    return {item.id: _points(item, instrument.scale_of(item.id)) for item in instrument.items}


def critical_hits(instrument: Instrument, answers: Answers) -> tuple[CriticalHit, ...]:
    """Every answer the file calls critical, in the order of the file; a refusal or an open item is none."""
    return tuple(
        CriticalHit(
            critical.item,
            instrument.item(critical.item).text,
            value,
            instrument.scale_of(critical.item).label(value),
            critical.reason,
            critical.steps,
        )
        for critical in instrument.critical
        if isinstance(value := answers.get(critical.item), int) and value in critical.values
    )


def check_answers(instrument: Instrument, answers: Answers) -> None:
    """Refuse with `InvalidInput` answers to no item of the instrument and values that their item does not offer."""
    known = {item.id: number for number, item in enumerate(instrument.items, start=1)}
    problems = []
    for item_id, answer in answers.items():
        if item_id not in known:
            problems.append(Problem(item_id, "answer_to_no_item", {"item": item_id, "name": instrument.name}))
        elif isinstance(answer, int) and answer not in (scale := instrument.scale_of(item_id)).values:
            offered = ", ".join(map(str, sorted(scale.values)))
            problems.append(
                Problem(item_id, "answer_out_of_scale", {"number": known[item_id], "value": answer, "offered": offered})
            )
    if problems:
        raise InvalidInput(problems)


def possible_range(instrument: Instrument, subscale: Subscale) -> tuple[float, float]:
    """The lowest and the highest value a subscale can have."""
    tables = [_points(instrument.item(item), instrument.scale_of(item)) for item in subscale.items]
    low, high = sum(min(table.values()) for table in tables), sum(max(table.values()) for table in tables)
    if subscale.rule is SubscaleRule.SUM:
        return low, high
    scale = 10**subscale.decimals
    return _rounded(low, len(tables), scale), _rounded(high, len(tables), scale)


class _SubscalePlan(NamedTuple):
    """A subscale made ready: `pick` takes the points of its items, with the first of them once more at the end."""

    subscale: Subscale
    pick: Callable[[list[int]], tuple[int, ...]]
    length: int
    factor: int  # what the mean of the answered is multiplied with: 1, or the number of items for a sum
    scale: int  # 10 ** decimals


_Plan: TypeAlias = tuple[tuple[tuple[str, Mapping[Answer, int]], ...], tuple[_SubscalePlan, ...]]


@lru_cache(maxsize=32)
def _plan(instrument: Instrument) -> _Plan:
    """The instrument taken apart once: ten thousand applications then cost little more than their sums."""
    places = {item.id: place for place, item in enumerate(instrument.items)}
    items = tuple((item.id, _table(item, instrument.scale_of(item.id))) for item in instrument.items)
    return items, tuple(_subscale_plan(subscale, places) for subscale in instrument.subscales)


def _subscale_plan(subscale: Subscale, places: Mapping[str, int]) -> _SubscalePlan:
    where = [places[item] for item in subscale.items]
    factor = len(where) if subscale.rule is SubscaleRule.SUM else 1
    pick: Callable[[list[int]], tuple[int, ...]] = itemgetter(
        *where, where[0]
    )  # of a single place it would not give a tuple
    return _SubscalePlan(subscale, pick, len(where), factor, 10**subscale.decimals)


def _table(item: Item, scale: AnswerScale) -> Mapping[Answer, int]:
    table: dict[Answer, int] = {None: _OPEN, REFUSED: _DECLINED}
    return table | _points(item, scale)


def _points(item: Item, scale: AnswerScale) -> dict[int, int]:
    if item.correct:
        return {value: int(value in item.correct) for value in scale.values}
    if item.reversed:
        ends = min(scale.values) + max(scale.values)
        return {value: ends - value for value in scale.values}
    return {value: value for value in scale.values}


def _subscale_score(plan: _SubscalePlan, points: list[int]) -> SubscaleScore:
    subscale, picked = plan.subscale, plan.pick(points)[:-1]
    refused, unanswered = picked.count(_DECLINED), picked.count(_OPEN)
    answered = plan.length - refused - unanswered
    if answered < subscale.minimum_answered:
        return SubscaleScore(subscale.id, None, answered, refused, unanswered, False, None, NotScored.TOO_MANY_MISSING)
    total = sum(picked) - refused * _DECLINED - unanswered * _OPEN
    value = _rounded(total * plan.factor, answered, plan.scale)
    prorated = answered < plan.length
    return SubscaleScore(
        subscale.id, value, answered, refused, unanswered, prorated, _range_of(subscale.ranges, value), None
    )


def _rounded(dividend: int, divisor: int, scale: int) -> float:
    """The quotient rounded half up to 1/scale, reckoned in whole numbers so that no half is lost."""
    whole = (2 * dividend * scale + divisor) // (2 * divisor)
    return whole / scale if scale > 1 else whole


def _range_of(ranges: tuple[ScoreRange, ...], value: float) -> ScoreRange | None:
    for candidate in ranges:
        if value <= candidate.high:
            return candidate
    return None
