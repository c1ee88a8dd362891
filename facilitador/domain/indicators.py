"""Indicators (6.9.1): what each counts, month by month, and what a month, a quarter or a cycle amounts to.

Small numbers stay numbers: below `LEAST_FOR_PERCENT` a share is told as `3 de 7`, never as a percentage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Final, TypeAlias
from uuid import UUID

from facilitador.domain.catalogues import Provenance
from facilitador.domain.dates import MONTHS
from facilitador.domain.origins import Source

LEAST_FOR_PERCENT: Final = 20
"""Of fewer than these no percentage is told."""

NOTHING: Final = "—"
_MONTHS_OF_QUARTER: Final = 3
_WHOLE: Final = 100


class Timing(StrEnum):
    """FLOW adds up over months, STOCK is as it stood at the end of each, STANDING as it stands today."""

    FLOW = "flow"
    STOCK = "stock"
    STANDING = "standing"


class Span(StrEnum):
    """How long a period is. A cycle: of a group all of it, of the service everything since its first record."""

    MONTH = "month"
    QUARTER = "quarter"
    CYCLE = "cycle"


SPAN_LABELS: Final = {Span.MONTH: "Mes", Span.QUARTER: "Trimestre", Span.CYCLE: "Todo el ciclo"}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that is counted; `denominator` is empty where it is a plain number and no part of a whole."""

    code: str
    name: str
    definition: str
    numerator: str
    denominator: str
    source: str
    unit: str
    numeral: str
    timing: Timing
    service_only: bool

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole."""
        return bool(self.denominator)


@dataclass(frozen=True, slots=True)
class IndicatorList:
    """The indicators of an edition, in the order to show."""

    provenance: Provenance
    indicators: tuple[Indicator, ...]

    def of(self, code: str) -> Indicator | None:
        """The indicator of that code, or None."""
        return next((one for one in self.indicators if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Amount:
    """How many, of how many; `low` and `high` are the smallest and the largest count of one part of it (a session).

    `of` is None for a plain number.
    """

    count: int
    of: int | None = None
    low: int | None = None
    high: int | None = None

    @property
    def share(self) -> float | None:
        """The part of the whole from 0 to 1; None for a plain number, and where the whole is nothing."""
        return self.count / self.of if self.of else None

    def plus(self, other: Amount) -> Amount:
        """Both together: counts add up, and the range spans both."""
        whole = None if self.of is None or other.of is None else self.of + other.of
        lowest = min((low for low in (self.low, other.low) if low is not None), default=None)
        highest = max((high for high in (self.high, other.high) if high is not None), default=None)
        return Amount(self.count + other.count, whole, lowest, highest)


@dataclass(frozen=True, slots=True)
class Monthly:
    """An amount of one month; `month` is its first day."""

    month: date
    amount: Amount


Months: TypeAlias = tuple[Monthly, ...]
"""What was counted month by month, oldest first."""


def summed(amounts: Iterable[Monthly]) -> Months:
    """What was counted of some and of others, as counted of all of them; a range spans them all."""
    found: dict[date, Amount] = {}
    for one in amounts:
        known = found.get(one.month)
        found[one.month] = one.amount if known is None else known.plus(one.amount)
    return tuple(Monthly(month, found[month]) for month in sorted(found))


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included, and what they are called."""

    span: Span
    first: date
    last: date

    @property
    def label(self) -> str:
        """`noviembre de 2026`, `4.º trimestre de 2026`, `de marzo de 2026 a noviembre de 2026`."""
        if self.span is Span.MONTH:
            return month_words(self.first)
        if self.span is Span.QUARTER:
            return f"{(self.first.month - 1) // _MONTHS_OF_QUARTER + 1}.º trimestre de {self.first.year}"
        return f"de {month_words(self.first)} a {month_words(self.last)}"

    @property
    def short(self) -> str:
        """As it stands below a chart: `nov. 26`, `T4 26`."""
        year = f"{self.first:%y}"
        if self.span is Span.QUARTER:
            return f"T{(self.first.month - 1) // _MONTHS_OF_QUARTER + 1} {year}"
        return f"{MONTHS[self.first.month - 1][:3]}. {year}"


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator with its months in order, those without anything left out; a standing one has one month."""

    indicator: Indicator
    months: tuple[Monthly, ...]

    def within(self, period: Period) -> Amount:
        """What a period amounts to."""
        if self.indicator.timing is Timing.FLOW:
            return together(self.indicator, [one.amount for one in self.months if _inside(one.month, period)])
        until = list(takewhile(lambda one: one.month <= period.last, self.months))
        if self.indicator.timing is Timing.STANDING:
            until = list(self.months)
        return until[-1].amount if until else together(self.indicator, [])


@dataclass(frozen=True, slots=True)
class Readings:
    """The indicators of a group, or of the service (`group_id` None), as they stood on a day.

    `first` is the first day of anything that was counted; `today` where nothing was. `sources`: the other services
    whose work it is, with the day of their data; `beside_own`: beside that of this one.
    """

    group_id: UUID | None
    group_name: str
    edition: str
    on: date
    first: date
    readings: tuple[Reading, ...]
    sources: tuple[Source, ...] = ()
    beside_own: bool = False

    def of(self, code: str) -> Reading | None:
        """The reading of an indicator, or None."""
        return next((one for one in self.readings if one.indicator.code == code), None)

    def periods(self, span: Span) -> tuple[Period, ...]:
        """The periods from the first record to the day of the data, oldest first."""
        return periods(span, self.first, self.on)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Of how long there is anything to report of a group (its name), or of the service: from `first` to `on`."""

    group_name: str
    first: date
    on: date

    def periods(self, span: Span) -> tuple[Period, ...]:
        """Its periods, oldest first."""
        return periods(span, self.first, self.on)


def together(indicator: Indicator, amounts: Sequence[Amount]) -> Amount:
    """Amounts of one indicator as one: added up, with the widest range."""
    lows = [one.low for one in amounts if one.low is not None]
    highs = [one.high for one in amounts if one.high is not None]
    return Amount(
        sum(one.count for one in amounts),
        sum(one.of or 0 for one in amounts) if indicator.is_share else None,
        min(lows, default=None),
        max(highs, default=None),
    )


def periods(span: Span, first: date, last: date) -> tuple[Period, ...]:
    """The months or quarters that hold the days from `first` to `last`, oldest first; as a cycle they are one."""
    if span is Span.CYCLE:
        return (Period(span, first.replace(day=1), last),)
    months = _MONTHS_OF_QUARTER if span is Span.QUARTER else 1
    at = date(first.year, (first.month - 1) // months * months + 1, 1)
    found: list[Period] = []
    while at <= last:
        after = _months_after(at, months)
        found.append(Period(span, at, after - timedelta(days=1)))
        at = after
    return tuple(found)


def month_words(day: date) -> str:
    """`setiembre de 2026`."""
    return f"{MONTHS[day.month - 1]} de {day.year}"


def amount_words(amount: Amount) -> str:
    """`12`, `3 de 7`, `14 de 25 (56 %)`; a dash where the whole is nothing."""
    if amount.of is None:
        return str(amount.count)
    if not amount.of:
        return NOTHING
    told = f"{amount.count} de {amount.of}"
    return f"{told} ({whole_percent(amount.count / amount.of)} %)" if amount.of >= LEAST_FOR_PERCENT else told


def whole_percent(share: float) -> int:
    """The nearest whole per cent; a hundred only for all and nought only for none, so that neither is told too soon."""
    nearest = int(round(share * _WHOLE, 6) + 0.5)
    return min(max(nearest, 1), _WHOLE - 1) if 0 < share < 1 else nearest


def counting_words(indicator: Indicator) -> str:
    """`Se cuenta: culminaron. De: permanencias que terminaron.`; the second only of a part of a whole."""
    of = f" De: {_lowered(indicator.denominator)}." if indicator.denominator else ""
    return f"Se cuenta: {_lowered(indicator.numerator)}.{of}"


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def range_words(amount: Amount) -> str:
    """`de 6 a 13 por sesión`, `13 por sesión`; empty where there is no range.

    Numbers and no percentages: no session has more than the fifteen of a group (6.4.1).
    """
    if amount.low is None or amount.high is None:
        return ""
    return f"{amount.low} por sesión" if amount.low == amount.high else f"de {amount.low} a {amount.high} por sesión"


def drawn_value(amount: Amount, of_percent: bool) -> float | None:
    """What a chart draws: the share in per cent, or the plain count; None where there is nothing to say."""
    if amount.of == 0:
        return None
    if not of_percent:
        return float(amount.count)
    return None if amount.share is None else amount.share * 100


def told_as_percent(amounts: Iterable[Amount]) -> bool:
    """True if every whole that is not nothing is large enough for percentages."""
    wholes = [one.of for one in amounts if one.of]
    return bool(wholes) and min(wholes) >= LEAST_FOR_PERCENT


def _inside(month: date, period: Period) -> bool:
    return period.first <= month <= period.last


def _months_after(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
