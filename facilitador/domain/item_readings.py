"""How a group answered, laid out to be read: by section and kind of answer, what asks for most work first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from facilitador.domain.instruments import AnswerScale, Instrument, Item, MoreIs
from facilitador.domain.item_answers import ItemAnswers
from facilitador.domain.scoring import points_of


@dataclass(frozen=True, slots=True)
class ItemReading:
    """One item: its number as asked, how it was answered, and which values lie on the half that asks for work."""

    number: int
    item: Item
    answers: ItemAnswers
    to_work_on: frozenset[int]


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Items of one section that are answered alike."""

    title: str
    scale: AnswerScale
    items: tuple[ItemReading, ...]

    def counted(self, one: ItemReading) -> tuple[str, ...]:
        """How many gave each answer of the scale, `Poco 4`, those that nobody gave too."""
        return tuple(f"{self.scale.label(value)} {count}" for value, count in one.answers.counts)


def item_groups(instrument: Instrument, answers: Sequence[ItemAnswers]) -> tuple[ItemGroup, ...]:
    """Every item by section and scale; within them what asks for most work first, ties in the order asked."""
    return tuple(_groups(instrument, {one.item: one for one in answers}))


def _groups(instrument: Instrument, answers: dict[str, ItemAnswers]) -> Iterator[ItemGroup]:
    numbers = {item.id: number for number, item in enumerate(instrument.items, start=1)}
    directions = _directions(instrument)
    for section in instrument.sections:
        for _, run in groupby(section.items, key=lambda item: item.scale):
            items = tuple(run)
            readings = [
                (
                    _urgency(answers[item.id], directions.get(item.id)),
                    ItemReading(
                        numbers[item.id], item, answers[item.id], _asking(instrument, item, directions.get(item.id))
                    ),
                )
                for item in items
            ]
            ordered = tuple(reading for _, reading in sorted(readings, key=lambda pair: -pair[0]))
            yield ItemGroup(section.title, instrument.scale_of(items[0].id), ordered)


def _directions(instrument: Instrument) -> dict[str, MoreIs]:
    """Whether more points are better, of every item that belongs to a subscale which says so."""
    found: dict[str, MoreIs] = {}
    for subscale in instrument.subscales:
        if subscale.more_is is not MoreIs.NEITHER:
            for item in subscale.items:
                found.setdefault(item, subscale.more_is)
    return found


def _urgency(answers: ItemAnswers, direction: MoreIs | None) -> float:
    """From 0 to 1 how much it asks for work; 0 where nobody answered or nothing says which way is better."""
    if answers.share is None or direction is None:
        return 0.0
    return answers.share if direction is MoreIs.WORSE else 1 - answers.share


def _asking(instrument: Instrument, item: Item, direction: MoreIs | None) -> frozenset[int]:
    if direction is None:
        return frozenset()
    points = {value: points_of(instrument, item.id, value) for value in instrument.scale_of(item.id).values}
    middle = (min(points.values()) + max(points.values())) / 2
    if direction is MoreIs.WORSE:
        return frozenset(value for value, given in points.items() if given > middle)
    return frozenset(value for value, given in points.items() if given < middle)
