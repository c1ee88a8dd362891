"""What is wrong with an instrument, and where: every fault is found before anything of it is kept.

A place is a path through the instrument: `("sections", 1, "items", 4, "text")`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite
from typing import Final, TypeAlias, TypeVar

from facilitador.domain.instruments import (
    MOST_ITEMS,
    AnswerScale,
    CriticalAnswer,
    Instrument,
    Item,
    Norms,
    ScoreRange,
    Subscale,
)
from facilitador.domain.scoring import possible_range

Place: TypeAlias = tuple[str | int, ...]
V = TypeVar("V", int, str)

LONGEST_LINE: Final = 200
LONGEST_QUESTION: Final = 500
LONGEST_TEXT: Final = 4000
HIGHEST_VALUE: Final = 100
MOST_DECIMALS: Final = 2
OLDEST: Final = 120
TOPICS: Final = 13  # 6.4.8
_ID: Final = re.compile(r"[a-z0-9][a-z0-9_]{0,39}", re.ASCII)
_EDITION: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,19}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where, the code of its message, and what fills it."""

    place: Place
    code: str
    parameters: dict[str, object] = field(default_factory=dict)


def faults(instrument: Instrument) -> tuple[Fault, ...]:
    """Everything wrong with the instrument, in the order of its parts; nothing where it can be used."""
    return (
        *_of_header(instrument),
        *_of_scales(instrument.scales),
        *_of_sections(instrument),
        *_of_subscales(instrument),
        *_of_critical(instrument),
    )


def _of_header(instrument: Instrument) -> Iterator[Fault]:
    if not _ID.fullmatch(instrument.id):
        yield Fault(("id",), "instrument_id_malformed", {"id": instrument.id})
    if not _EDITION.fullmatch(instrument.edition):
        yield Fault(("edition",), "instrument_edition_malformed", {"edition": instrument.edition})
    for name in ("title", "name"):
        yield from _text((name,), getattr(instrument, name), LONGEST_LINE)
    for name in ("licence", "source"):
        yield from _text((name,), getattr(instrument, name), LONGEST_TEXT)
    for name in ("introduction", "source_url", "validation_note", "wording_note"):
        yield from _text((name,), getattr(instrument, name), LONGEST_TEXT, required=False)
    ages = [age for age in (instrument.min_age, instrument.max_age) if age is not None]
    if ages != sorted(ages) or any(not 0 <= age <= OLDEST for age in ages):
        yield Fault(("min_age" if instrument.min_age is not None else "max_age",), "instrument_ages_impossible")


def _of_scales(scales: Sequence[AnswerScale]) -> Iterator[Fault]:
    yield from _ids("scales", [scale.id for scale in scales])
    for number, scale in enumerate(scales):
        place: Place = ("scales", number)
        if len(scale.options) < 2:
            yield Fault(place, "instrument_scale_too_short", {"scale": scale.id})
        for value in _repeated(scale.values):
            yield Fault(place, "instrument_value_repeated", {"value": value})
        for option in scale.options:
            if not 0 <= option.value <= HIGHEST_VALUE:
                yield Fault(place, "instrument_value_out_of_range", {"value": option.value, "maximum": HIGHEST_VALUE})
            yield from _text(place, option.label, LONGEST_LINE)


def _of_sections(instrument: Instrument) -> Iterator[Fault]:
    count = len(instrument.items)
    if not count:
        yield Fault((), "instrument_no_items")
    if count > MOST_ITEMS:
        yield Fault((), "instrument_too_many_items", {"count": count, "maximum": MOST_ITEMS})
        return  # nobody reads five hundred faults
    yield from _ids("sections", [section.id for section in instrument.sections])
    scales = {scale.id: scale for scale in instrument.scales}
    seen: set[str] = set()
    for number, section in enumerate(instrument.sections):
        place: Place = ("sections", number)
        yield from _text((*place, "title"), section.title, LONGEST_LINE)
        yield from _text((*place, "instructions"), section.instructions, LONGEST_TEXT, required=False)
        if not section.items:
            yield Fault(place, "instrument_section_empty")
        for position, item in enumerate(section.items):
            yield from _of_item((*place, "items", position), item, scales.get(item.scale), item.id in seen)
            seen.add(item.id)


def _of_item(place: Place, item: Item, scale: AnswerScale | None, repeated: bool) -> Iterator[Fault]:
    if not _ID.fullmatch(item.id):
        yield Fault((*place, "id"), "instrument_id_malformed", {"id": item.id})
    if repeated:
        yield Fault((*place, "id"), "instrument_id_repeated", {"id": item.id})
    yield from _text((*place, "text"), item.text, LONGEST_QUESTION)
    if item.topic is not None and not 1 <= item.topic <= TOPICS:
        yield Fault((*place, "topic"), "instrument_topic_unknown", {"topic": item.topic, "maximum": TOPICS})
    if item.reversed and item.correct:
        yield Fault((*place, "reversed"), "instrument_reversed_and_correct")
    if scale is None:
        missing = "instrument_scale_unknown" if item.scale else "instrument_scale_missing"
        yield Fault((*place, "scale"), missing, {"scale": item.scale})
        return
    if item.reversed and not _symmetric(scale):
        yield Fault((*place, "reversed"), "instrument_scale_not_symmetric", {"scale": scale.id})
    for value in item.correct:
        if value not in scale.values:
            yield Fault((*place, "correct"), "instrument_correct_not_in_scale", {"value": value, "scale": scale.id})


def _of_subscales(instrument: Instrument) -> Iterator[Fault]:
    if not instrument.subscales:
        yield Fault((), "instrument_no_subscales")
    yield from _ids("subscales", [subscale.id for subscale in instrument.subscales])
    known = {item.id for item in instrument.items}
    for number, subscale in enumerate(instrument.subscales):
        place: Place = ("subscales", number)
        yield from _text((*place, "title"), subscale.title, LONGEST_LINE)
        items = tuple(_of_subscale_items(place, subscale, known))
        yield from items
        if not 1 <= subscale.minimum_answered <= max(len(subscale.items), 1):
            yield Fault((*place, "minimum_answered"), "instrument_minimum_impossible", {"count": len(subscale.items)})
        if not 0 <= subscale.decimals <= MOST_DECIMALS:
            yield Fault((*place, "decimals"), "instrument_decimals_impossible", {"maximum": MOST_DECIMALS})
        elif subscale.ranges and not items and _has_scales(instrument, subscale):
            low, high = possible_range(instrument, subscale)
            yield from _of_ranges((*place, "ranges"), subscale.ranges, low, high, subscale.decimals)
        if subscale.norms:
            yield from _of_norms((*place, "norms"), subscale.norms)


def _of_subscale_items(place: Place, subscale: Subscale, known: set[str]) -> Iterator[Fault]:
    if not subscale.items:
        yield Fault((*place, "items"), "instrument_subscale_empty")
    for item in dict.fromkeys(subscale.items):
        if item not in known:
            yield Fault((*place, "items"), "instrument_item_unknown", {"item": item})
    for twice in _repeated(subscale.items):
        yield Fault((*place, "items"), "instrument_item_twice", {"item": twice})


def _of_ranges(place: Place, ranges: Sequence[ScoreRange], low: float, high: float, decimals: int) -> Iterator[Fault]:
    step = 10**-decimals
    for one in ranges:
        yield from _text(place, one.meaning, LONGEST_TEXT)
        if not (isfinite(one.low) and isfinite(one.high) and one.low <= one.high):
            yield Fault(place, "instrument_range_upside_down", {"low": _number(one.low), "high": _number(one.high)})
    for earlier, later in pairwise(ranges):
        bounds: dict[str, object] = {"high": _number(earlier.high), "low": _number(later.low)}
        expected = round(earlier.high + step, MOST_DECIMALS)
        if later.low > expected:
            yield Fault(place, "instrument_ranges_gap", bounds | {"expected": _number(expected)})
        elif later.low < expected:
            yield Fault(place, "instrument_ranges_overlap", bounds | {"expected": _number(expected)})
    if ranges[0].low != low or ranges[-1].high != high:
        yield Fault(place, "instrument_ranges_not_whole", {"low": _number(low), "high": _number(high)})


def _of_norms(place: Place, norms: Norms) -> Iterator[Fault]:
    if not (isfinite(norms.sd) and norms.sd > 0):
        yield Fault((*place, "sd"), "instrument_sd_impossible")
    if not 0 < norms.reliability < 1:
        yield Fault((*place, "reliability"), "instrument_reliability_impossible")
    yield from _text((*place, "source"), norms.source, LONGEST_TEXT)


def _of_critical(instrument: Instrument) -> Iterator[Fault]:
    scales = {scale.id: scale for scale in instrument.scales}
    by_id = {item.id: scales.get(item.scale) for item in instrument.items}
    for number, critical in enumerate(instrument.critical):
        place: Place = ("critical", number)
        if critical.item not in by_id:
            yield Fault((*place, "item"), "instrument_item_unknown", {"item": critical.item})
        else:
            yield from _of_critical_values(place, critical, by_id[critical.item])
        yield from _text((*place, "reason"), critical.reason, LONGEST_TEXT)
        if not critical.steps:
            yield Fault((*place, "steps"), "instrument_steps_missing")
        for step in critical.steps:
            yield from _text((*place, "steps"), step, LONGEST_TEXT)


def _of_critical_values(place: Place, critical: CriticalAnswer, scale: AnswerScale | None) -> Iterator[Fault]:
    if not critical.values:
        yield Fault((*place, "values"), "instrument_critical_without_value")
    for value in critical.values:
        if scale is not None and value not in scale.values:
            yield Fault(
                (*place, "values"), "instrument_critical_value_unknown", {"value": value, "item": critical.item}
            )


def _ids(part: str, ids: Sequence[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, one in enumerate(ids):
        if not _ID.fullmatch(one):
            yield Fault((part, number, "id"), "instrument_id_malformed", {"id": one})
        elif one in seen:
            yield Fault((part, number, "id"), "instrument_id_repeated", {"id": one})
        seen.add(one)


def _text(place: Place, text: str, longest: int, *, required: bool = True) -> Iterator[Fault]:
    if required and not text.strip():
        yield Fault(place, "instrument_text_missing")
    if len(text) > longest:
        yield Fault(place, "instrument_text_too_long", {"maximum": longest})


def _repeated(values: Iterable[V]) -> list[V]:
    return [value for value, count in Counter(values).items() if count > 1]


def _symmetric(scale: AnswerScale) -> bool:
    """Turned round, every value is again one of the scale."""
    if not scale.values:
        return True
    ends = min(scale.values) + max(scale.values)
    return {ends - value for value in scale.values} == set(scale.values)


def _has_scales(instrument: Instrument, subscale: Subscale) -> bool:
    usable = {scale.id for scale in instrument.scales if scale.options}
    return all(item.scale in usable for item in instrument.items if item.id in subscale.items)


def _number(value: float) -> str:
    """As it stands in the file: 8, not 8.0."""
    return f"{value:g}"
