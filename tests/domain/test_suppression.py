"""No hidden count can be recovered from what is given: tried by brute force over every filling with the same totals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitador.domain.suppression import JOINED, LEAST, Cells, Counts, hidden, joined_categories, totals

tables = st.integers(2, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 6), min_size=width, max_size=width).map(tuple), min_size=2, max_size=3
    ).map(tuple)
)


def fillings(shown: Cells, counts: Counts) -> Iterator[dict[tuple[int, int], int]]:
    """Every way to fill the hidden cells that gives the same totals."""
    cells = [(at, to) for at, row in enumerate(shown) for to, one in enumerate(row) if one is None]
    rows, columns = totals(counts)
    left_of_row = [total - sum(one or 0 for one in row) for total, row in zip(rows, shown, strict=True)]
    left_of_column = [total - sum(row[to] or 0 for row in shown) for to, total in enumerate(columns)]

    def fill(place: int, filled: dict[tuple[int, int], int]) -> Iterator[dict[tuple[int, int], int]]:
        if place == len(cells):
            if not any(left_of_row) and not any(left_of_column):
                yield dict(filled)
            return
        at, to = cells[place]
        for count in range(min(left_of_row[at], left_of_column[to]) + 1):
            filled[at, to] = count
            left_of_row[at] -= count
            left_of_column[to] -= count
            yield from fill(place + 1, filled)
            left_of_row[at] += count
            left_of_column[to] += count

    return fill(0, {})


@pytest.mark.directive("6.9.2")
@settings(max_examples=40, deadline=None)
@given(tables)
def test_every_hidden_cell_may_hold_more_than_one_value(counts: Counts) -> None:
    shown = hidden(counts)
    if shown is None:
        return
    seen: dict[tuple[int, int], set[int]] = {}
    for filling in fillings(shown, counts):
        for cell, count in filling.items():
            seen.setdefault(cell, set()).add(count)
        if seen and all(len(values) > 1 for values in seen.values()):
            break
    assert all(len(values) > 1 for values in seen.values())


@pytest.mark.directive("6.9.2")
@given(tables)
def test_no_small_count_is_given_and_what_is_given_is_true(counts: Counts) -> None:
    shown = hidden(counts)
    if shown is None:
        return
    for row, given_row in zip(counts, shown, strict=True):
        for count, told in zip(row, given_row, strict=True):
            assert told is None or told == count
            assert told is None or told >= LEAST


def test_one_small_cell_takes_three_others_with_it() -> None:
    assert hidden(((3, 20), (30, 40))) == ((None, None), (None, None))


def test_a_table_without_small_cells_is_given_whole() -> None:
    assert hidden(((5, 8), (6, 9))) == ((5, 8), (6, 9))


@pytest.mark.directive("6.9.2")
def test_that_nobody_is_there_is_a_small_count_too() -> None:
    assert hidden(((5, 0), (6, 9))) == ((None, None), (None, None))


def test_what_nothing_can_protect_is_not_given() -> None:
    assert hidden(((3, 20),)) is None


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=1), st.integers(0, 12)))
def test_joined_categories_reach_the_least_and_lose_nobody(found: dict[str, int]) -> None:
    under = joined_categories(found)
    if under is None:
        assert sum(found.values()) < LEAST
        return
    sums: dict[str, int] = {}
    for code, count in found.items():
        if count:
            sums[under[code]] = sums.get(under[code], 0) + count
    assert sum(sums.values()) == sum(found.values())
    assert all(count >= LEAST for count in sums.values())
    assert all(code in (JOINED, own) for own, code in under.items())


def test_a_total_and_the_others_do_not_give_away_one_rare_answer() -> None:
    under = joined_categories({"quechua": 40, "castellano": 30, "aimara": 2})
    assert under == {"quechua": "quechua", "castellano": JOINED, "aimara": JOINED}


def test_products_of_small_tables_agree_with_the_brute_force() -> None:
    for cells in product((0, 1, 2, 5), repeat=4):
        counts = (cells[:2], cells[2:])
        shown = hidden(counts)
        if shown is None:
            continue
        values: dict[tuple[int, int], set[int]] = {}
        for filling in fillings(shown, counts):
            for cell, count in filling.items():
                values.setdefault(cell, set()).add(count)
        assert all(len(one) > 1 for one in values.values()), (counts, shown)
