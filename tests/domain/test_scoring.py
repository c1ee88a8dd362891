"""From answers to values: by hand, at the bounds, and as properties that hold for any instrument."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador import messages
from facilitador.domain.instruments import (
    REFUSED,
    Answer,
    AnswerOption,
    AnswerScale,
    Instrument,
    Item,
    Subscale,
    SubscaleRule,
)
from facilitador.domain.scoring import (
    NotScored,
    check_answers,
    critical_hits,
    points_of,
    possible_range,
    score,
)
from facilitador.errors import InvalidInput
from facilitador.reference import instruments
from tests.domain.test_instruments import FOUR, GOOD, SECTION, TOTAL

SHIPPED = {instrument.id: instrument for instrument in instruments()}
PHQ, AUDIT = SHIPPED["phq_9"], SHIPPED["audit"]


def phq(*values: Answer) -> dict[str, Answer]:
    return dict(zip((item.id for item in PHQ.items), values, strict=True))


# ── By hand ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_sum_with_a_reversed_item() -> None:
    found = score(GOOD, {"a": 1, "b": 1, "c": 4}).of("total")

    assert (found.value, found.prorated, found.answered) == (9, False, 3)  # 1 + (1 + 4 − 1) + 4
    assert found.range is not None
    assert found.range.meaning == "Mucho."


def test_what_is_missing_is_reckoned_in_proportion_and_said() -> None:
    found = score(GOOD, {"a": 1, "c": 4, "b": REFUSED}).of("total")

    assert (found.value, found.prorated) == (8, True)  # 2.5 × 3 = 7.5, and a half goes up
    assert (found.answered, found.refused, found.unanswered) == (2, 1, 0)


def test_too_much_missing_gives_no_value_but_a_reason() -> None:
    found = score(GOOD, {"a": 1, "b": None, "c": REFUSED}).of("total")

    assert (found.value, found.range, found.reason) == (None, None, NotScored.TOO_MANY_MISSING)
    assert (found.answered, found.refused, found.unanswered) == (1, 1, 1)


def test_nothing_answered_is_no_zero() -> None:
    found = score(GOOD, {})

    assert found.of("total").value is None
    assert (found.answered, found.refused, found.unanswered) == (0, 0, 3)


def test_knowledge_counts_what_is_right() -> None:
    temas = SHIPPED["preguntas_sobre_los_temas"]
    right: dict[str, Answer] = {item.id: item.correct[0] for item in temas.items}

    assert score(temas, right).of("total").value == 22
    assert score(temas, right | {"t01a": 2, "t01b": 0}).of("total").value == 20  # one wrong, one "No lo sé"


@pytest.mark.parametrize(
    ("total", "meaning"),
    [
        *((0, "Ninguna"), (4, "Ninguna"), (5, "Molestias leves"), (9, "Molestias leves"), (10, "Molestias moderadas")),
        *((14, "Molestias moderadas"), (15, "Molestias entre"), (19, "Molestias entre"), (20, "Molestias graves")),
        (27, "Molestias graves"),
    ],
)
def test_phq_9_by_its_published_bounds(total: int, meaning: str) -> None:
    """Kroenke, Spitzer & Williams (2001): 5, 10, 15 and 20 are the lower bounds of mild to severe."""
    values = [3] * (total // 3) + [total % 3] + [0] * 9
    found = score(PHQ, phq(*values[:9])).of("total")

    assert found.value == total
    assert found.range is not None
    assert found.range.meaning.startswith(meaning)


def test_audit_by_its_published_bounds() -> None:
    """Babor et al. (2001): 0–40; 8, 16 and 20 are the lower bounds of the zones; every item must be answered."""
    total = AUDIT.subscale("total")
    most: dict[str, Answer] = {item.id: 4 for item in AUDIT.items}

    assert [(one.low, one.high) for one in total.ranges] == [(0, 7), (8, 15), (16, 19), (20, 40)]
    assert score(AUDIT, most).of("total").value == 40
    assert score(AUDIT, most | {"a10": None}).of("total").value is None


def test_a_prorated_sum_of_phq_9() -> None:
    found = score(PHQ, phq(2, 2, 1, 1, 1, 1, 1, None, REFUSED)).of("total")

    assert (found.value, found.prorated) == (12, True)  # 9 × 9 / 7 = 11.57
    assert score(PHQ, phq(2, 2, 1, 1, 1, 1, None, None, None)).of("total").value is None


# ── Critical answers ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("value", [1, 2, 3])
def test_item_9_above_0_opens_the_steps_whatever_the_sum(value: int) -> None:
    (hit,) = critical_hits(PHQ, phq(0, 0, 0, 0, 0, 0, 0, 0, value))

    assert (hit.item, hit.value, hit.label) == ("p9", value, PHQ.scale_of("p9").label(value))
    assert hit.text.startswith("Pensamientos")
    assert len(hit.steps) >= 5


@pytest.mark.parametrize("answer", [0, None, REFUSED])
def test_what_was_not_said_is_no_critical_answer(answer: Answer) -> None:
    assert critical_hits(PHQ, phq(3, 3, 3, 3, 3, 3, 3, 3, answer)) == ()


@pytest.mark.directive("6.4.3", "5.3")
@pytest.mark.parametrize("instrument_id", ["prueba_de_entrada", "prueba_de_entrada_adolescentes"])
@pytest.mark.parametrize("words", ["un arma", "Amenacé", "golpeé o lastimé"])
def test_weapon_threats_and_present_violence_are_critical(instrument_id: str, words: str) -> None:
    instrument = SHIPPED[instrument_id]
    (item,) = [item for item in instrument.items if words in item.text]

    assert critical_hits(instrument, {item.id: 0}) == ()
    assert [hit.item for hit in critical_hits(instrument, {item.id: 1})] == [item.id]


# ── Bad answers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_value_that_the_question_does_not_offer_is_refused_with_its_place() -> None:
    check_answers(AUDIT, {"a09": 2, "a10": REFUSED, "a01": None})

    with pytest.raises(InvalidInput) as refused:
        check_answers(AUDIT, {"a09": 3, "a77": 1})

    assert [messages.of_problem(problem).whole for problem in refused.value.problems] == [
        "Pregunta 9: «3» no es una de sus respuestas. Las respuestas posibles son: 0, 2, 4.",
        "«AUDIT (consumo de alcohol)» no tiene la pregunta «a77»."
        " Revise que el instrumento y la edición sean los que se aplicaron.",
    ]


def test_a_bad_value_is_never_scored() -> None:
    with pytest.raises(KeyError):
        score(AUDIT, {"a09": 3})


# ── Properties ───────────────────────────────────────────────────────────────────────────────────────────────────────

even_scales = st.tuples(st.integers(0, 20), st.integers(1, 5), st.integers(2, 7)).map(
    lambda parts: AnswerScale("s", tuple(AnswerOption(parts[0] + parts[1] * n, "x") for n in range(parts[2])))
)


@given(even_scales, st.data())
def test_reversing_twice_is_not_reversing(scale: AnswerScale, data: st.DataObject) -> None:
    value = data.draw(st.sampled_from(scale.values))
    turned = one_item(scale, reversed_=True)

    once = points_of(turned, "i", value)
    assert once in scale.values
    assert points_of(turned, "i", once) == value == points_of(one_item(scale, reversed_=False), "i", value)


def one_item(scale: AnswerScale, *, reversed_: bool) -> Instrument:
    item = Item("i", "¿?", "s", reversed=reversed_)
    section = replace(SECTION, items=(item,))
    return replace(GOOD, sections=(section,), scales=(scale,), subscales=(), critical=())


@st.composite
def scored(draw: st.DrawFn) -> tuple[Instrument, dict[str, Answer]]:
    """Any instrument of one subscale over a 1–4 scale, and any answers to it."""
    count = draw(st.integers(1, 12))
    items = tuple(Item(f"i{n}", "¿?", "four", reversed=draw(st.booleans())) for n in range(count))
    subscale = Subscale(
        "total",
        "Total",
        tuple(item.id for item in items),
        draw(st.sampled_from(SubscaleRule)),
        minimum_answered=draw(st.integers(1, count)),
        decimals=draw(st.integers(0, 2)),
    )
    answers = {item.id: draw(st.sampled_from([1, 2, 3, 4, None, REFUSED])) for item in items}
    section = replace(SECTION, items=items)
    return replace(GOOD, sections=(section,), subscales=(subscale,), critical=()), answers


@given(scored())
def test_every_value_is_what_the_file_says(case: tuple[Instrument, dict[str, Answer]]) -> None:
    """Against the definition itself, in exact fractions."""
    instrument, answers = case
    (subscale,) = instrument.subscales
    found = score(instrument, answers).of("total")
    points = [
        5 - value if instrument.item(item).reversed else value
        for item, value in answers.items()
        if isinstance(value, int)
    ]

    assert found.answered + found.refused + found.unanswered == len(answers)
    if len(points) < subscale.minimum_answered:
        assert (found.value, found.reason) == (None, NotScored.TOO_MANY_MISSING)
        return
    mean = Fraction(sum(points), len(points))
    exact = mean * len(answers) if subscale.rule is SubscaleRule.SUM else mean
    assert found.value == floor(exact * 10**subscale.decimals + Fraction(1, 2)) / 10**subscale.decimals
    assert found.prorated is (len(points) < len(answers))
    low, high = possible_range(instrument, subscale)
    assert low <= found.value <= high


@given(scored(), st.sampled_from([1, 2, 3, 4]))
def test_prorating_adds_nothing_where_all_answered_alike(
    case: tuple[Instrument, dict[str, Answer]], value: int
) -> None:
    """Whoever leaves some open gets what he would have got by answering them as he answered the others on average."""
    instrument, _ = case
    plain = tuple(replace(item, reversed=False) for item in instrument.items)
    even = replace(instrument, sections=(replace(SECTION, items=plain),))
    everything: dict[str, Answer] = {item.id: value for item in plain}
    least = dict(list(everything.items())[: even.subscales[0].minimum_answered])

    assert score(even, least).of("total").value == score(even, everything).of("total").value


@given(scored())
def test_a_refusal_weighs_as_much_as_silence(case: tuple[Instrument, dict[str, Answer]]) -> None:
    instrument, answers = case
    silent = {item: None if value is REFUSED else value for item, value in answers.items()}

    assert score(instrument, answers).of("total").value == score(instrument, silent).of("total").value


def test_every_answer_of_a_small_instrument_stays_within_its_ranges() -> None:
    for a, b, c in product(FOUR.values, repeat=3):
        found = score(GOOD, {"a": a, "b": b, "c": c}).of("total")
        assert found.value is not None
        assert found.range is not None
        assert found.range.low <= found.value <= found.range.high


def test_two_instruments_of_one_name_are_not_taken_for_each_other() -> None:
    """Loaded by mistake under one edition, the second is scored by its own rules."""
    mean = replace(GOOD, subscales=(replace(TOTAL, rule=SubscaleRule.MEAN, ranges=()),))
    answers: dict[str, Answer] = {"a": 4, "b": 1, "c": 4}

    assert score(GOOD, answers).of("total").value == 12
    assert score(mean, answers).of("total").value == 4
