"""What changed between two applications, man by man and for a group, without pretending to more than few men can show.

No p-values. What cannot be said has its reason. Values come from `scoring`; the difference is always later − earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist, correlation, mean, median, stdev, variance
from typing import Final

from facilitador.domain.instruments import MoreIs, Norms, Subscale

FEWEST_FOR_EFFECT: Final = 10
FEWEST_FOR_ALPHA: Final = 30
_CONFIDENCE: Final = 0.95
_Z: Final = NormalDist().inv_cdf((1 + _CONFIDENCE) / 2)
RELIABLE_CHANGE: Final = 1.96
"""The bound that Jacobson and Truax (1991) set: chance alone goes beyond it in 5 of 100."""


class ChangeSays(StrEnum):
    """What can be said of one man's change on one subscale.

    `NO_DATA`: the file gives no standard deviation and reliability (sin datos para decirlo). `WITHIN_ERROR`: no larger
    than measuring twice may give. `DIFFERENT`: beyond that, where the file does not say which way is better.
    """

    NOT_SCORED = "not_scored"
    NO_DATA = "no_data"
    WITHIN_ERROR = "within_error"
    BETTER = "better"
    WORSE = "worse"
    DIFFERENT = "different"


class NotSaid(StrEnum):
    """Why a figure of a group is not given."""

    TOO_FEW = "too_few"
    NO_SPREAD = "no_spread"


@dataclass(frozen=True, slots=True)
class Change:
    """One man, one subscale, two applications. `needed`: how far apart values must lie to differ reliably, if known."""

    before: float | None
    after: float | None
    difference: float | None
    says: ChangeSays
    needed: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle value and the range of some men."""

    median: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class EffectSize:
    """A standardised mean difference of pairs with its 95 % interval; positive where later values are higher."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class GroupChange:
    """The men who have a value in both applications: how many, and how the values lie; None where there is no man."""

    n: int
    before: Spread | None
    after: Spread | None
    difference: Spread | None
    effect: EffectSize | None
    no_effect: NotSaid | None


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's α of `n` men who answered all `items`, or why it is not given."""

    value: float | None
    n: int
    items: int
    not_said: NotSaid | None


def change(subscale: Subscale, before: float | None, after: float | None) -> Change:
    """What one man's two values say; reliable change only where the file gives the subscale's norms."""
    needed = difference_needed(subscale.norms) if subscale.norms else None
    if before is None or after is None:
        return Change(before, after, None, ChangeSays.NOT_SCORED, needed)
    difference = _difference(before, after)
    if subscale.norms is None:
        return Change(before, after, difference, ChangeSays.NO_DATA, None)
    index = reliable_change_index(subscale.norms, before, after)
    return Change(before, after, difference, _says(index, subscale.more_is), needed)


def reliable_change_index(norms: Norms, before: float, after: float) -> float:
    """RC = (x₂ − x₁) / S_diff, with S_diff = √2 · SD · √(1 − r).

    Jacobson, N. S., & Truax, P. (1991). Clinical significance. Journal of Consulting and Clinical Psychology, 59(1),
    12–19.
    """
    return (after - before) / _error_of_difference(norms)


def difference_needed(norms: Norms) -> float:
    """The difference that must be exceeded for a reliable change: 1.96 · S_diff, in the unit of the subscale."""
    return RELIABLE_CHANGE * _error_of_difference(norms)


def group_change(pairs: Iterable[tuple[float | None, float | None]]) -> GroupChange:
    """Medians, ranges and, from ten pairs on, the effect size of the men who have both values."""
    both = [(before, after) for before, after in pairs if before is not None and after is not None]
    if not both:
        return GroupChange(0, None, None, None, None, NotSaid.TOO_FEW)
    before, after = [pair[0] for pair in both], [pair[1] for pair in both]
    effect = paired_effect_size(before, after) if len(both) >= FEWEST_FOR_EFFECT else NotSaid.TOO_FEW
    return GroupChange(
        n=len(both),
        before=spread(before),
        after=spread(after),
        difference=spread([_difference(earlier, later) for earlier, later in both]),
        effect=effect if isinstance(effect, EffectSize) else None,
        no_effect=effect if isinstance(effect, NotSaid) else None,
    )


def spread(values: Sequence[float]) -> Spread:
    """The middle value and the range of at least one value."""
    return Spread(median(values), min(values), max(values))


def paired_effect_size(before: Sequence[float], after: Sequence[float]) -> EffectSize | NotSaid:
    """The mean difference in units of the average standard deviation of both applications, from at least three pairs.

    d = (m₂ − m₁) / s with s = √((s₁² + s₂²) / 2), which unlike the deviation of the differences does not grow with how
    alike the two applications order the men. `estimate` is bias adjusted: d · √((n − 2) / (n − 1)); the interval is
    d ± z · SE, SE² = d²(s₁⁴ + s₂⁴ + 2r²s₁²s₂²) / (8(n − 1)s⁴) + (s₁² + s₂² − 2rs₁s₂) / ((n − 1)s²).
    Bonett, D. G. (2008). Confidence intervals for standardized linear contrasts of means. Psychological Methods, 13(2),
    99–109. NotSaid.NO_SPREAD where all men have one value.
    """
    s1, s2 = stdev(before), stdev(after)
    if not s1 and not s2:
        return NotSaid.NO_SPREAD
    r = correlation(before, after) if s1 and s2 else 0.0
    return effect_size_of(mean(before), mean(after), s1, s2, r, len(before))


def effect_size_of(m1: float, m2: float, s1: float, s2: float, r: float, n: int) -> EffectSize:
    """`paired_effect_size` from means, standard deviations, correlation and number of pairs."""
    v1, v2, df = s1**2, s2**2, n - 1
    v = (v1 + v2) / 2
    d = (m2 - m1) / sqrt(v)
    of_spread = d**2 * (v1**2 + v2**2 + 2 * r**2 * v1 * v2) / (8 * df * v**2)
    of_means = max(v1 + v2 - 2 * r * s1 * s2, 0.0) / (df * v)  # rounding may leave a trace below nothing
    half = _Z * sqrt(of_spread + of_means)
    return EffectSize(d * sqrt((n - 2) / df), d - half, d + half)


def cronbach_alpha(rows: Sequence[Sequence[float]]) -> Alpha:
    """α of the points (already reversed) that men, one a row, have in every item of a subscale; from thirty men on.

    α = k/(k − 1) · (1 − Σs²ᵢ/s²ₜ). Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests.
    Psychometrika, 16, 297–334.
    """
    items = len(rows[0]) if rows else 0
    if len(rows) < FEWEST_FOR_ALPHA or items < 2:
        return Alpha(None, len(rows), items, NotSaid.TOO_FEW)
    value = alpha_of(rows)
    return Alpha(value, len(rows), items, NotSaid.NO_SPREAD if value is None else None)


def alpha_of(rows: Sequence[Sequence[float]]) -> float | None:
    """The formula of `cronbach_alpha` for at least two men and two items; None where all men have one total."""
    total = variance([sum(row) for row in rows])
    if not total:
        return None
    items = list(zip(*rows, strict=True))
    of_items: float = sum(map(variance, items))
    return len(items) / (len(items) - 1) * (1 - of_items / total)


def _difference(before: float, after: float) -> float:
    """Later − earlier; values have two decimals at most, so what binary fractions add beyond is taken off."""
    return round(after - before, 6)


def _error_of_difference(norms: Norms) -> float:
    return sqrt(2) * norms.sd * sqrt(1 - norms.reliability)


def _says(index: float, more_is: MoreIs) -> ChangeSays:
    if abs(index) <= RELIABLE_CHANGE:
        return ChangeSays.WITHIN_ERROR
    if more_is is MoreIs.NEITHER:
        return ChangeSays.DIFFERENT
    return ChangeSays.BETTER if (index > 0) == (more_is is MoreIs.BETTER) else ChangeSays.WORSE
