"""What charts and large answer boxes show, as blocks: no position, no colour."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SlopeLine:
    """Values over moments, None where there is none, named at both ends; `strong` stands out (the median)."""

    values: tuple[float | None, ...]
    left: str = ""
    right: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class SlopeChart:
    """Lines over moments on one scale from `low` to `high`; lines that end at one value share a label."""

    title: str
    note: str
    moments: tuple[str, ...]
    low: float
    high: float
    lines: tuple[SlopeLine, ...]


@dataclass(frozen=True, slots=True)
class ChartRow:
    """Charts side by side; `across`: how many fit beside each other where there are as many."""

    charts: tuple[SlopeChart, ...]
    across: int = 2


@dataclass(frozen=True, slots=True)
class TrendChart:
    """One value a period, None where there is none, from zero to `high`; the last one is told in words at its end.

    `target` and its words: a level to reach, on the same drawing.
    """

    title: str
    note: str
    moments: tuple[str, ...]
    high: float
    values: tuple[float | None, ...]
    last: str
    target: float | None = None
    target_words: str = ""


@dataclass(frozen=True, slots=True)
class BarLine:
    """One question: how many gave each option, how many none; `dark`: the places of the options drawn dark."""

    number: int
    text: str
    counts: tuple[int, ...]
    missing: int
    dark: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class BarChart:
    """Questions with the same options: for each a bar with its count. `most`: how many the longest bar stands for."""

    options: tuple[str, ...]
    most: int
    lines: tuple[BarLine, ...]


@dataclass(frozen=True, slots=True)
class MarkCell:
    """A sign (a `Sign` or a letter), with what stands above and below it."""

    sign: str
    above: str
    below: str


@dataclass(frozen=True, slots=True)
class MarkStrip:
    """Marks side by side, in as many lines as the width asks for."""

    cells: tuple[MarkCell, ...]


@dataclass(frozen=True, slots=True)
class LargeQuestion:
    """A question in large letters with a box for each option; what stands in a box is what is typed in later."""

    number: int
    text: str
    options: tuple[tuple[str, str], ...]
