"""What changed, against published worked examples where one was found, by hand where not (each test says which)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.change_measures import (
    ChangeSays,
    EffectSize,
    NotSaid,
    alpha_of,
    change,
    cronbach_alpha,
    difference_needed,
    effect_size_of,
    group_change,
    paired_effect_size,
    reliable_change_index,
)
from facilitador.domain.instruments import REFUSED, Answer, MoreIs, Norms
from facilitador.domain.item_answers import alpha, item_answers, to_work_on
from facilitador.reference import instruments
from tests.domain.test_instruments import GOOD, TOTAL

SHIPPED = {instrument.id: instrument for instrument in instruments()}
BETTER = replace(TOTAL, more_is=MoreIs.BETTER, norms=Norms(7.5, 0.80, "Jacobson y Truax (1991)."))

# ── One man ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_worked_case_of_jacobson_and_truax() -> None:
    """Jacobson & Truax (1991): SD 7.5, r .80, from 32.5 to 47.5 gives S_diff 4.74 and RC 3.16; a reliable change."""
    norms = Norms(7.5, 0.80, "Jacobson y Truax (1991).")

    assert difference_needed(norms) / 1.96 == pytest.approx(4.74, abs=0.005)
    assert reliable_change_index(norms, 32.5, 47.5) == pytest.approx(3.16, abs=0.005)
    assert change(BETTER, 32.5, 47.5).says is ChangeSays.BETTER


def test_the_bound_itself_is_not_yet_a_reliable_change() -> None:
    """By hand: SD 1 and r .5 give S_diff 1, so that 1.96 must be exceeded."""
    subscale = replace(TOTAL, norms=Norms(1, 0.5, "x"), more_is=MoreIs.WORSE)

    assert change(subscale, 0, 1.95).says is ChangeSays.WITHIN_ERROR
    assert change(subscale, 0, 1.97).says is ChangeSays.WORSE
    assert change(subscale, 1.97, 0).says is ChangeSays.BETTER


@pytest.mark.parametrize(
    ("more_is", "after", "says"),
    [
        (MoreIs.BETTER, 20, ChangeSays.BETTER),
        (MoreIs.BETTER, 0, ChangeSays.WORSE),
        (MoreIs.WORSE, 20, ChangeSays.WORSE),
        (MoreIs.WORSE, 0, ChangeSays.BETTER),
        (MoreIs.NEITHER, 20, ChangeSays.DIFFERENT),
        (MoreIs.NEITHER, 0, ChangeSays.DIFFERENT),
        (MoreIs.WORSE, 11, ChangeSays.WITHIN_ERROR),
    ],
)
def test_which_way_is_better_comes_from_the_file(more_is: MoreIs, after: float, says: ChangeSays) -> None:
    assert change(replace(TOTAL, more_is=more_is), 10, after).says is says


def test_without_norms_the_difference_is_shown_and_nothing_more() -> None:
    found = change(replace(TOTAL, norms=None), 2.35, 1.25)

    assert (found.difference, found.says, found.needed) == (-1.1, ChangeSays.NO_DATA, None)


@pytest.mark.parametrize(("before", "after"), [(None, 3), (3, None), (None, None)])
def test_what_has_no_value_has_not_changed(before: float | None, after: float | None) -> None:
    found = change(TOTAL, before, after)

    assert (found.difference, found.says) == (None, ChangeSays.NOT_SCORED)


@pytest.mark.directive("6.9.1")
def test_no_shipped_instrument_pretends_to_reliable_change() -> None:
    """None has norms that hold for the men of these groups: the program says that it has no data."""
    for instrument in SHIPPED.values():
        for subscale in instrument.subscales:
            assert change(subscale, 0, 1).says is ChangeSays.NO_DATA


# ── A group ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("m1", "m2", "s1", "s2", "r", "n", "expected"),
    [
        (102.1, 110.4, 14.6, 15.3, 0.75, 25, (0.5433457, 0.2394905, 0.8705732)),
        (602.4, 705.6, 33.17, 51.08, 0.769, 8, (2.2185, 1.1182, 3.6744)),
    ],
)
def test_the_published_examples_of_the_paired_effect_size(
    m1: float, m2: float, s1: float, s2: float, r: float, n: int, expected: Sequence[float]
) -> None:
    """Bonett's own R package statpsych, manual of `ci.stdmean.ps`: "Unweighted standardizer", sign turned round."""
    found = effect_size_of(m1, m2, s1, s2, r, n)

    assert (found.estimate, found.low, found.high) == pytest.approx(expected, rel=5e-5)


def test_the_effect_size_of_raw_pairs() -> None:
    """By hand: 1 … 10 and each 2 more. s² = 9.1667, d = 2 / 3.0277 = 0.6606; × √(8/9) = 0.6228; r = 1, so that
    SE² = 0.4364 · 4 · 84.03 / (8 · 9 · 84.03) = 0.024242, SE = 0.15570; 0.6606 ± 0.3052."""
    found = paired_effect_size(range(1, 11), range(3, 13))

    assert isinstance(found, EffectSize)
    assert (found.estimate, found.low, found.high) == pytest.approx((0.6228, 0.3554, 0.9657), abs=2e-4)


def test_nine_men_are_too_few_for_an_effect_size_and_ten_are_enough() -> None:
    nine = [(float(n), float(n + n % 3)) for n in range(9)]

    assert group_change(nine).effect is None
    assert group_change(nine).no_effect is NotSaid.TOO_FEW
    assert group_change([*nine, (None, 4.0), (3.0, None)]).no_effect is NotSaid.TOO_FEW
    assert group_change([*nine, (9.0, 11.0)]).effect is not None


def test_a_group_is_told_by_its_middle_and_its_range() -> None:
    found = group_change([(1, 2), (2, 5), (6, 6), (9, None), (None, 1)])

    assert found.n == 3
    assert found.before is not None
    assert (found.before.median, found.before.lowest, found.before.highest) == (2, 1, 6)
    assert found.after is not None
    assert (found.after.median, found.after.lowest, found.after.highest) == (5, 2, 6)
    assert found.difference is not None
    assert (found.difference.median, found.difference.lowest, found.difference.highest) == (1, 0, 3)


def test_nobody_in_both_applications_gives_no_figures() -> None:
    found = group_change([(1, None), (None, 2)])

    assert (found.n, found.before, found.after, found.difference) == (0, None, None, None)
    assert found.no_effect is NotSaid.TOO_FEW


def test_men_who_all_answer_alike_have_no_effect_size() -> None:
    assert group_change([(2, 3)] * 10).no_effect is NotSaid.NO_SPREAD
    assert group_change([(2, float(n)) for n in range(10)]).effect is not None


pairs = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=10, max_size=15)


@given(pairs)
def test_the_interval_holds_the_estimate_and_turns_with_the_order(group: list[tuple[int, int]]) -> None:
    there, back = group_change(group), group_change([(after, before) for before, after in group])

    assert there.no_effect is back.no_effect
    if there.effect is not None and back.effect is not None:
        assert there.effect.low <= there.effect.estimate <= there.effect.high
        assert (back.effect.low, back.effect.high) == pytest.approx((-there.effect.high, -there.effect.low), abs=1e-9)


@given(pairs, st.integers(1, 9), st.integers(-20, 20))
def test_the_unit_of_the_values_does_not_matter(group: list[tuple[int, int]], times: int, more: int) -> None:
    other = [(before * times + more, after * times + more) for before, after in group]
    here, there = group_change(group).effect, group_change(other).effect

    assert (here is None) is (there is None)
    if here is not None and there is not None:
        assert (there.estimate, there.low, there.high) == pytest.approx((here.estimate, here.low, here.high), abs=1e-6)


# ── α ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

FIVE = [(3, 4, 3), (2, 3, 4), (4, 4, 5), (3, 2, 3), (4, 4, 4)]


def test_alpha_by_hand() -> None:
    """By hand: item variances .7, .8, .7; totals 10, 9, 13, 8, 12 with variance 4.3; 3/2 · (1 − 2.2/4.3) = .7326."""
    assert alpha_of(FIVE) == pytest.approx(0.7326, abs=5e-5)


def test_alpha_of_right_and_wrong_is_kuder_richardson_20() -> None:
    """Kuder & Richardson (1937), formula 20, reckoned here from the proportions of right answers."""
    rows = [(1, 1, 1, 1), (1, 1, 1, 0), (1, 1, 0, 0), (1, 0, 0, 0), (0, 0, 0, 0), (1, 1, 0, 1)]
    n, k = len(rows), 4
    right = [sum(column) / n for column in zip(*rows, strict=True)]
    totals = [sum(row) for row in rows]
    of_totals = sum((total - sum(totals) / n) ** 2 for total in totals) / n

    assert alpha_of(rows) == pytest.approx(k / (k - 1) * (1 - sum(p * (1 - p) for p in right) / of_totals))


def test_items_that_say_the_same_have_an_alpha_of_1() -> None:
    assert alpha_of([(n, n, n) for n in range(5)]) == pytest.approx(1)


@pytest.mark.parametrize(("men", "reason"), [(0, NotSaid.TOO_FEW), (29, NotSaid.TOO_FEW), (30, None)])
def test_alpha_only_from_thirty_men_on(men: int, reason: NotSaid | None) -> None:
    found = cronbach_alpha([FIVE[n % 5] for n in range(men)])

    assert (found.not_said, found.value is None, found.n) == (reason, reason is not None, men)


def test_one_item_has_no_alpha_and_neither_have_men_who_answer_alike() -> None:
    assert cronbach_alpha([(n,) for n in range(40)]).not_said is NotSaid.TOO_FEW
    assert cronbach_alpha([(1, 2)] * 40).not_said is NotSaid.NO_SPREAD


def test_alpha_counts_only_who_answered_everything_and_turns_reversed_items() -> None:
    whole: list[dict[str, Answer]] = [{"a": n % 4 + 1, "b": 4 - n % 4, "c": n % 4 + 1} for n in range(30)]
    short: list[dict[str, Answer]] = [{"a": 1, "b": None, "c": 2}, {"a": 1, "b": REFUSED, "c": 2}, {}]

    found = alpha(GOOD, TOTAL, [*whole, *short])

    assert (found.n, found.items, found.value) == (30, 3, pytest.approx(1))
    assert alpha(GOOD, TOTAL, short).not_said is NotSaid.TOO_FEW


# ── Items ────────────────────────────────────────────────────────────────────────────────────────────────────────────

ANSWERS: list[dict[str, Answer]] = [
    {"a": 1, "b": 4, "c": 4},
    {"a": 2, "b": 4, "c": REFUSED},
    {"a": 2, "b": 1, "c": None},
    {"a": 1},
]


def test_how_each_question_was_answered() -> None:
    a, b, c = item_answers(GOOD, ANSWERS)

    assert a.counts == ((1, 2), (2, 2), (3, 0), (4, 0))
    assert (a.refused, a.unanswered, a.answered) == (0, 0, 4)
    assert (b.refused, b.unanswered, b.answered) == (0, 1, 3)
    assert (c.refused, c.unanswered, c.answered) == (1, 2, 1)
    assert (a.share, b.share, c.share) == (
        pytest.approx(0.5 / 3),
        pytest.approx(1 / 3),
        1,
    )  # b is reversed: 0, 0 and 3 of 3


def test_what_to_work_on_comes_first() -> None:
    assert [one.item for one in to_work_on(GOOD, TOTAL, ANSWERS)] == ["c", "b", "a"]
    assert [one.item for one in to_work_on(GOOD, BETTER, ANSWERS)] == ["a", "b", "c"]
    assert to_work_on(GOOD, replace(TOTAL, more_is=MoreIs.NEITHER), ANSWERS) == ()
    assert to_work_on(GOOD, TOTAL, []) == ()


def test_knowledge_shows_how_many_were_right() -> None:
    temas = SHIPPED["preguntas_sobre_los_temas"]
    (right,) = temas.item("t01b").correct

    found = {one.item: one for one in item_answers(temas, [{"t01b": right}, {"t01b": 0}, {"t01b": right}, {}])}

    assert found["t01b"].share == pytest.approx(2 / 3)
    assert found["t02a"].share is None
