"""Scoring: ten thousand applications against the same reversals, subscales and sums written out in plain Python."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from facilitador.domain.instruments import REFUSED, Answer, Instrument
from facilitador.domain.scoring import score
from facilitador.reference import instruments
from tests.benchmarks.figures import Figure, Figures, by_turns

APPLICATIONS = 10_000
TURNS = 5


def scoring() -> Figures:
    """The shipped entry test for boys, thirty items in eight subscales, with some answers open or refused."""
    instrument = next(one for one in instruments() if len(one.items) == 30)
    applications = _applications(instrument)

    def work() -> None:
        for answers in applications:
            score(instrument, answers)

    value, floor = by_turns(work, _plain(instrument, applications), TURNS)
    yield Figure("score 10,000 applications", value, floor, target=5, n=TURNS)


def _applications(instrument: Instrument) -> list[dict[str, Answer]]:
    draw = random.Random(5)
    offered: list[Answer] = [*([0, 1, 2, 3] * 6), None, REFUSED]
    return [{item.id: draw.choice(offered) for item in instrument.items} for _ in range(APPLICATIONS)]


def _plain(instrument: Instrument, applications: Sequence[Mapping[str, Answer]]) -> Callable[[], None]:
    """Reversal, sum and mean of what was answered; nothing is counted apart, named or looked up in ranges."""
    items = [(item.id, item.reversed) for item in instrument.items]
    places = {item: place for place, (item, _) in enumerate(items)}
    subscales = [([places[item] for item in one.items], one.minimum_answered) for one in instrument.subscales]

    def floor() -> None:
        for answers in applications:
            points: list[int | None] = []
            for item, turned in items:
                value = answers[item]
                points.append((3 - value if turned else value) if isinstance(value, int) else None)
            values = []
            for where, fewest in subscales:
                answered = [point for place in where if (point := points[place]) is not None]
                values.append(round(sum(answered) / len(answered), 2) if len(answered) >= fewest else None)

    return floor
