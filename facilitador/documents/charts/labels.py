"""Puts labels beside the ends of lines so that none covers another, as near to its place as there is room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, log10

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A label of one or more lines, wanted at a height, and whether it stands out."""

    at: float
    lines: tuple[str, ...]
    strong: bool


def spread_out(wanted: Sequence[tuple[float, float]], low: float, high: float) -> tuple[float, ...]:
    """Middles of labels that do not overlap, for (wanted middle, height) each, in the order given.

    They keep the order of what was wanted and stay between `low` and `high` where all of them fit in between.
    """
    found = [0.0] * len(wanted)
    blocks: list[_Block] = []
    for place in sorted(range(len(wanted)), key=lambda place: wanted[place][0]):
        block = _Block([place], wanted, low, high)
        while blocks and blocks[-1].end > block.start:  # they push each other apart about their own middle
            block = _Block([*blocks.pop().places, *block.places], wanted, low, high)
        blocks.append(block)
    for block in blocks:
        edge = block.start
        for place in block.places:
            height = wanted[place][1]
            found[place] = edge + height / 2
            edge += height
    return tuple(found)


class _Block:
    """Labels that touch, from below upwards, about the mean of where they would stand; within the bounds if it fits."""

    def __init__(self, places: list[int], wanted: Sequence[tuple[float, float]], low: float, high: float) -> None:
        self.places = places
        offset, starts = 0.0, 0.0
        for place in places:
            middle, height = wanted[place]
            starts += middle - height / 2 - offset
            offset += height
        self.start = max(min(starts / len(places), high - offset), low)
        self.end = self.start + offset


def ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """At most `most` + 1 round values from `low` to `high`, the ends of the scale among them if they are round."""
    if high <= low:
        return (low,)
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next(step * power for step in _STEPS if step * power >= rough * 0.999)
    step = max(step, 1.0) if high - low > 1 else step
    first = -floor(-low / step)
    return tuple(round(step * place, 6) for place in range(first, floor(high / step + 1e-9) + 1))


def merged(ends: Iterable[tuple[float, str, bool]]) -> list[tuple[float, str, bool]]:
    """Labels of lines that end at one value as one, in the order given; those that stand out remain alone."""
    found: dict[tuple[float, bool], list[str]] = {}
    for at, text, strong in ends:
        if text:
            found.setdefault((at, strong), []).append(text)
    return [(at, ", ".join(texts), strong) for (at, strong), texts in found.items()]
