"""Instruments as data: their ages, their content and its hash, and what is wrong with a bad one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador import messages
from facilitador.domain.instrument_checks import faults
from facilitador.domain.instrument_content import (
    content_hash,
    encode_instrument,
    require_same_edition,
    same_edition,
)
from facilitador.domain.instruments import (
    AgeFit,
    AnswerOption,
    AnswerScale,
    CriticalAnswer,
    Instrument,
    InstrumentKind,
    InstrumentSection,
    Item,
    MoreIs,
    Norms,
    ScoreRange,
    Subscale,
    SubscaleRule,
    Validation,
    Wording,
    age_fit,
    ages_in_words,
    may_apply_to,
    require_age,
)
from facilitador.errors import UserFacingError

FOUR = AnswerScale("four", tuple(AnswerOption(value, f"Respuesta {value}") for value in (1, 2, 3, 4)))
UNEVEN = AnswerScale("uneven", (AnswerOption(0, "No"), AnswerOption(1, "Poco"), AnswerOption(4, "Mucho")))
ITEMS = (Item("a", "¿A?", "four"), Item("b", "¿B?", "four", reversed=True), Item("c", "¿C?", "four"))
TOTAL = Subscale(
    "total",
    "Total",
    ("a", "b", "c"),
    SubscaleRule.SUM,
    minimum_answered=2,
    more_is=MoreIs.WORSE,
    ranges=(ScoreRange(3, 7, "Poco."), ScoreRange(8, 12, "Mucho.")),
    norms=Norms(2.5, 0.8, "Un estudio."),
)
CRITICAL = CriticalAnswer("c", (3, 4), "Está en peligro.", ("Hable con él hoy.",))
SECTION = InstrumentSection("s", "Sección", "Lea con calma.", ITEMS)
GOOD = Instrument(
    id="mini",
    edition="2026-1",
    kind=InstrumentKind.OTHER,
    title="Preguntas",
    name="Mini",
    introduction="",
    sections=(SECTION,),
    scales=(FOUR, UNEVEN),
    subscales=(TOTAL,),
    critical=(CRITICAL,),
    licence="Propia.",
    source="Propia.",
)


def of_item(**changes: Any) -> Instrument:
    """The good instrument with its second question changed."""
    items = (ITEMS[0], replace(ITEMS[1], **changes), ITEMS[2])
    return replace(GOOD, sections=(replace(SECTION, items=items),))


def of_subscale(**changes: Any) -> Instrument:
    return replace(GOOD, subscales=(replace(TOTAL, **changes),))


def of_critical(**changes: Any) -> Instrument:
    return replace(GOOD, critical=(replace(CRITICAL, **changes),))


def of_scale(*options: tuple[int, str]) -> Instrument:
    scale = AnswerScale("uneven", tuple(AnswerOption(value, label) for value, label in options))
    return replace(GOOD, scales=(FOUR, scale))


def ranges(*bounds: tuple[float, float]) -> Instrument:
    return of_subscale(ranges=tuple(ScoreRange(low, high, "Dice algo.") for low, high in bounds))


def many_items(count: int) -> Instrument:
    items = tuple(Item(f"i{number}", "¿?", "four") for number in range(count))
    total = replace(TOTAL, items=("i0",), minimum_answered=1, ranges=())
    return replace(GOOD, sections=(replace(SECTION, items=items),), subscales=(total,), critical=())


# ── Ages ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.directive("6.6")
@pytest.mark.parametrize(
    ("low", "high", "age", "fit"),
    [
        (18, None, 17, AgeFit.OTHER_AGE),
        (18, None, 18, AgeFit.FITS),
        (14, 17, 13, AgeFit.OTHER_AGE),
        (14, 17, 14, AgeFit.FITS),
        (14, 17, 17, AgeFit.FITS),
        (14, 17, 18, AgeFit.OTHER_AGE),
        (None, 17, 18, AgeFit.OTHER_AGE),
        (18, None, None, AgeFit.AGE_UNKNOWN),
        (None, None, None, AgeFit.FITS),
        (None, None, 9, AgeFit.FITS),
    ],
)
def test_an_instrument_is_for_its_ages(low: int | None, high: int | None, age: int | None, fit: AgeFit) -> None:
    instrument = replace(GOOD, min_age=low, max_age=high)

    assert age_fit(instrument, age) is fit
    assert may_apply_to(instrument, age) is (fit is not AgeFit.OTHER_AGE)


def test_an_instrument_for_adults_is_refused_to_a_boy() -> None:
    adults = replace(GOOD, min_age=18)
    require_age(adults, 18)

    with pytest.raises(UserFacingError) as refused:
        require_age(adults, 16)

    assert messages.of_error(refused.value).text == "«Mini» es para otra edad: desde los 18 años."


def test_ages_read_as_people_say_them() -> None:
    bounds = [(None, None), (18, None), (None, 17), (14, 17)]

    assert [ages_in_words(replace(GOOD, min_age=low, max_age=high)) for low, high in bounds] == [
        *("cualquier edad", "desde los 18 años", "hasta los 17 años", "de 14 a 17 años")
    ]


# ── Content ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_hash_of_what_is_stored_never_changes() -> None:
    """An application keeps it: if this fails, every application of every book has lost its instrument."""
    assert content_hash(GOOD) == "ebdd87e063761048e814bf971a0a9d39c6bce660e06ba63575131c345202efe5"


def test_what_is_encoded_comes_back_the_same() -> None:
    everything = replace(
        GOOD, min_age=14, requires_named_applier=True, professions=("psychology",), validation=Validation.PERU
    )

    for instrument in (GOOD, everything):
        assert msgspec.json.decode(encode_instrument(instrument), type=Instrument) == instrument


@pytest.mark.parametrize(
    "changed",
    [
        replace(GOOD, title="Otras preguntas"),
        replace(GOOD, min_age=18),
        replace(GOOD, wording=Wording.OWN),
        of_item(reversed=False),
        of_item(text="¿B, o no?"),
        of_subscale(minimum_answered=3),
        of_critical(values=(4,)),
        replace(GOOD, scales=(FOUR,)),
    ],
)
def test_other_content_has_another_hash(changed: Instrument) -> None:
    assert content_hash(changed) != content_hash(GOOD)
    assert not same_edition(content_hash(GOOD), changed)

    with pytest.raises(UserFacingError, match="instrument_edition_changed"):
        require_same_edition(content_hash(GOOD), changed)


def test_the_same_content_is_the_same_edition_however_numbers_were_written() -> None:
    as_decimals = ranges((3.0, 7.0), (8.0, 12.0))

    require_same_edition(content_hash(ranges((3, 7), (8, 12))), as_decimals)
    assert same_edition(content_hash(GOOD), replace(GOOD))


def test_parts_are_found_by_their_ids() -> None:
    assert GOOD.item("b") is ITEMS[1]
    assert GOOD.scale_of("b") is FOUR
    assert GOOD.subscale("total") is TOTAL
    assert FOUR.label(3) == "Respuesta 3"
    for wrong in (
        lambda: GOOD.item("z"),
        lambda: GOOD.scale_of("z"),
        lambda: GOOD.subscale("z"),
        lambda: FOUR.label(9),
    ):
        with pytest.raises(KeyError):
            wrong()


# ── What is wrong ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_wrong_with_a_good_one() -> None:
    assert faults(GOOD) == ()
    assert faults(many_items(200)) == ()


ITEM_B = ("sections", 0, "items", 1)
OF_TOTAL = ("subscales", 0)
BAD = [
    (replace(GOOD, id="../otro"), ("id",), "instrument_id_malformed"),
    (replace(GOOD, edition=""), ("edition",), "instrument_edition_malformed"),
    (replace(GOOD, title=" "), ("title",), "instrument_text_missing"),
    (replace(GOOD, licence=""), ("licence",), "instrument_text_missing"),
    (replace(GOOD, introduction="x" * 4001), ("introduction",), "instrument_text_too_long"),
    (replace(GOOD, min_age=18, max_age=17), ("min_age",), "instrument_ages_impossible"),
    (replace(GOOD, max_age=-1), ("max_age",), "instrument_ages_impossible"),
    (replace(GOOD, sections=(), subscales=(), critical=()), (), "instrument_no_items"),
    (many_items(201), (), "instrument_too_many_items"),
    (many_items(500), (), "instrument_too_many_items"),
    (replace(GOOD, sections=(SECTION, SECTION)), ("sections", 1, "id"), "instrument_id_repeated"),
    (
        replace(GOOD, sections=(SECTION, InstrumentSection("x", "X", "", ()))),
        ("sections", 1),
        "instrument_section_empty",
    ),
    (of_item(id="a"), (*ITEM_B, "id"), "instrument_id_repeated"),
    (of_item(id="¿b?"), (*ITEM_B, "id"), "instrument_id_malformed"),
    (of_item(text=""), (*ITEM_B, "text"), "instrument_text_missing"),
    (of_item(text="x" * 501), (*ITEM_B, "text"), "instrument_text_too_long"),
    (of_item(scale="none"), (*ITEM_B, "scale"), "instrument_scale_unknown"),
    (of_item(scale=""), (*ITEM_B, "scale"), "instrument_scale_missing"),
    (of_item(scale="uneven"), (*ITEM_B, "reversed"), "instrument_scale_not_symmetric"),
    (of_item(correct=(1,)), (*ITEM_B, "reversed"), "instrument_reversed_and_correct"),
    (of_item(reversed=False, correct=(9,)), (*ITEM_B, "correct"), "instrument_correct_not_in_scale"),
    (of_item(topic=14), (*ITEM_B, "topic"), "instrument_topic_unknown"),
    (of_scale((0, "No")), ("scales", 1), "instrument_scale_too_short"),
    (of_scale((0, "No"), (0, "Sí")), ("scales", 1), "instrument_value_repeated"),
    (of_scale((0, "No"), (101, "Sí")), ("scales", 1), "instrument_value_out_of_range"),
    (of_scale((-1, "No"), (1, "Sí")), ("scales", 1), "instrument_value_out_of_range"),
    (of_scale((0, "No"), (1, "")), ("scales", 1), "instrument_text_missing"),
    (replace(GOOD, scales=(FOUR, FOUR)), ("scales", 1, "id"), "instrument_id_repeated"),
    (replace(GOOD, subscales=()), (), "instrument_no_subscales"),
    (replace(GOOD, subscales=(TOTAL, TOTAL)), ("subscales", 1, "id"), "instrument_id_repeated"),
    (of_subscale(items=(), minimum_answered=1), (*OF_TOTAL, "items"), "instrument_subscale_empty"),
    (of_subscale(items=("a", "b", "z")), (*OF_TOTAL, "items"), "instrument_item_unknown"),
    (of_subscale(items=("a", "b", "b")), (*OF_TOTAL, "items"), "instrument_item_twice"),
    (of_subscale(minimum_answered=0), (*OF_TOTAL, "minimum_answered"), "instrument_minimum_impossible"),
    (of_subscale(minimum_answered=4), (*OF_TOTAL, "minimum_answered"), "instrument_minimum_impossible"),
    (of_subscale(decimals=3), (*OF_TOTAL, "decimals"), "instrument_decimals_impossible"),
    (ranges((3, 7), (9, 12)), (*OF_TOTAL, "ranges"), "instrument_ranges_gap"),
    (ranges((3, 7), (7, 12)), (*OF_TOTAL, "ranges"), "instrument_ranges_overlap"),
    (ranges((8, 12), (3, 7)), (*OF_TOTAL, "ranges"), "instrument_ranges_overlap"),
    (ranges((4, 7), (8, 12)), (*OF_TOTAL, "ranges"), "instrument_ranges_not_whole"),
    (ranges((3, 7), (8, 11)), (*OF_TOTAL, "ranges"), "instrument_ranges_not_whole"),
    (ranges((3, 7), (8, float("nan"))), (*OF_TOTAL, "ranges"), "instrument_range_upside_down"),
    (of_subscale(norms=Norms(0, 0.8, "x")), (*OF_TOTAL, "norms", "sd"), "instrument_sd_impossible"),
    (of_subscale(norms=Norms(float("inf"), 0.8, "x")), (*OF_TOTAL, "norms", "sd"), "instrument_sd_impossible"),
    (of_subscale(norms=Norms(1, 1.0, "x")), (*OF_TOTAL, "norms", "reliability"), "instrument_reliability_impossible"),
    (of_subscale(norms=Norms(1, 0.8, "")), (*OF_TOTAL, "norms", "source"), "instrument_text_missing"),
    (of_critical(item="z"), ("critical", 0, "item"), "instrument_item_unknown"),
    (of_critical(values=()), ("critical", 0, "values"), "instrument_critical_without_value"),
    (of_critical(values=(3, 5)), ("critical", 0, "values"), "instrument_critical_value_unknown"),
    (of_critical(steps=()), ("critical", 0, "steps"), "instrument_steps_missing"),
    (of_critical(reason=""), ("critical", 0, "reason"), "instrument_text_missing"),
]


@pytest.mark.parametrize(("instrument", "place", "code"), BAD)
def test_what_is_wrong_is_found_where_it_stands(
    instrument: Instrument, place: tuple[str | int, ...], code: str
) -> None:
    found = {(fault.place, fault.code) for fault in faults(instrument)}

    assert (place, code) in found


@pytest.mark.parametrize(("instrument", "place", "code"), BAD)
def test_every_fault_has_its_text(instrument: Instrument, place: tuple[str | int, ...], code: str) -> None:
    for fault in faults(instrument):
        text = messages.message(fault.code, {"where": "Línea 3", **fault.parameters})
        assert text.text.startswith("Línea 3: ")
        assert text.remedy


def test_means_are_ranged_in_their_decimals() -> None:
    mean = {"rule": SubscaleRule.MEAN, "decimals": 2}
    tiled = of_subscale(**mean, ranges=(ScoreRange(1, 2.49, "Poco."), ScoreRange(2.5, 4, "Mucho.")))
    gap = of_subscale(**mean, ranges=(ScoreRange(1, 2.4, "Poco."), ScoreRange(2.5, 4, "Mucho.")))

    assert faults(tiled) == ()
    assert [fault.code for fault in faults(gap)] == ["instrument_ranges_gap"]


def test_five_hundred_questions_are_one_fault_not_five_hundred() -> None:
    hopeless = many_items(500)
    items = tuple(replace(item, text="") for item in hopeless.items)

    assert len(faults(replace(hopeless, sections=(replace(SECTION, items=items),)))) == 1


@given(st.lists(st.integers(3, 11), unique=True, max_size=6))
def test_ranges_cut_anywhere_leave_no_value_unexplained(cuts: list[int]) -> None:
    ends = [*sorted(cuts), 12]
    tiled = ranges(*zip([3, *(end + 1 for end in ends[:-1])], ends, strict=True))

    assert faults(tiled) == ()
