"""From an indicator to its drawing and the same in words, for paper and screen alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from facilitador.documents.charts.figures import TrendChart
from facilitador.domain.goals import GoalStanding, target_words
from facilitador.domain.indicators import Amount, Period, Reading, Timing, amount_words, drawn_value, told_as_percent

MOST_PERIODS: Final = 24
"""So many periods fit on one drawing; earlier ones stand in the table."""

_WHOLE: Final = 100.0
_HEADROOM: Final = 1.1


def shown_periods(periods: Sequence[Period]) -> tuple[Period, ...]:
    """The periods that a drawing shows: the latest."""
    return tuple(periods[-MOST_PERIODS:])


def trend(reading: Reading, periods: Sequence[Period], goal: GoalStanding | None = None) -> TrendChart:
    """The indicator over the latest of these periods, in per cent only where every whole is large enough for it.

    The target stands there too where it is told in the same measure: a total to reach by a day is none of a period.
    """
    shown = shown_periods(periods)
    amounts = [reading.within(one) for one in shown]
    percent = reading.indicator.is_share and told_as_percent(amounts)
    values = tuple(drawn_value(one, percent) for one in amounts)
    target = _target(reading, goal, percent=percent)
    most = max([value for value in values if value is not None] + ([target] if target is not None else []), default=0)
    return TrendChart(
        title=reading.indicator.name,
        note=f"{reading.indicator.numerator}, en %" if percent else reading.indicator.numerator,
        moments=tuple(one.short for one in shown),
        high=_WHOLE if percent else max(most * _HEADROOM, 1.0),
        values=values,
        last=_last(shown, amounts),
        target=target,
        target_words=f"meta: {target_words(goal.goal.content, goal.indicator)}" if goal and target is not None else "",
    )


def trend_words(reading: Reading, periods: Sequence[Period], goal: GoalStanding | None = None) -> tuple[str, ...]:
    """What the drawing shows, a sentence a period, and the target."""
    told = [f"{one.label}: {amount_words(reading.within(one))}." for one in shown_periods(periods)]
    if goal is not None:
        told.append(f"Meta: {target_words(goal.goal.content, goal.indicator)}.")
    return (f"{reading.indicator.name}.", *told)


def goal_of(reading: Reading, goals: Sequence[GoalStanding]) -> GoalStanding | None:
    """The open goal about an indicator that comes due first, or None."""
    about = [one for one in goals if one.goal.is_open and one.goal.content.indicator == reading.indicator.code]
    return min(about, key=lambda one: one.goal.content.due_on, default=None)


def _target(reading: Reading, goal: GoalStanding | None, *, percent: bool) -> float | None:
    if goal is None or goal.goal.content.target is None or goal.goal.content.percent != percent:
        return None
    adds_up = reading.indicator.timing is Timing.FLOW and not percent
    return None if adds_up else float(goal.goal.content.target)


def _last(periods: Sequence[Period], amounts: Sequence[Amount]) -> str:
    """The last amount that says anything, with its period where that is not the last one."""
    for period, amount in reversed(list(zip(periods, amounts, strict=True))):
        if amount.of != 0:
            return amount_words(amount) if period is periods[-1] else f"{amount_words(amount)} ({period.short})"
    return ""
