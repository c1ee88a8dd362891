"""The chain of the audit: whatever is done to its rows is found, and a printed code says what is gone from its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.audit_chain import (
    BEGINNING,
    ChainCode,
    ChainReport,
    ChainRow,
    ChainWalk,
    FaultKind,
    code_of,
    link,
    parse_code,
)
from facilitador.errors import UserFacingError

KEY = b"k" * 32
LENGTH = 9


def chain(length: int = LENGTH, key: bytes = KEY) -> list[ChainRow]:
    """So many entries as the program writes them."""
    rows, before = [], BEGINNING
    for number in range(1, length + 1):
        row = ChainRow(number, f"2026-11-20 15:{number:02}:00.000000", b"p" * 16, "View", None, "{}", None)
        before = link(key, before, row)
        rows.append(row._replace(chain=before))
    return rows


def walked(rows: Sequence[ChainRow], given: int = LENGTH, key: bytes = KEY) -> ChainReport:
    walk = ChainWalk(key)
    walk.take(sorted(rows))
    return walk.end(given)


def found(rows: Sequence[ChainRow], given: int = LENGTH) -> list[tuple[object, ...]]:
    return [astuple(fault) for fault in walked(rows, given).faults]


def test_a_chain_as_it_was_written_is_whole_however_it_is_paged() -> None:
    walk = ChainWalk(KEY)
    for row in chain():
        walk.take([row])

    assert walk.end(LENGTH) == ChainReport(LENGTH, LENGTH, ())
    assert walked([], given=0) == ChainReport(0, 0, ())


@given(st.integers(1, LENGTH), st.sampled_from(ChainRow._fields[1:]))
def test_a_changed_value_is_found_at_its_number_and_condemns_at_most_the_next(number: int, field: str) -> None:
    rows = chain()
    rows[number - 1] = rows[number - 1]._replace(**{field: b"another"})

    last = min(number + 1, LENGTH) if field == "chain" else number
    assert found(rows) == [(FaultKind.UNFITTING, number, last)]


@given(st.integers(1, LENGTH), st.integers(1, LENGTH))
def test_what_was_taken_out_is_named_by_its_numbers(one: int, other: int) -> None:
    first, last = sorted((one, other))

    kind = FaultKind.CUT if last == LENGTH else FaultKind.MISSING
    assert found([row for row in chain() if not first <= row.number <= last]) == [(kind, first, last)]


@given(st.integers(1, LENGTH - 1))
def test_two_that_changed_places_are_found(number: int) -> None:
    rows = chain()
    one, other = rows[number - 1], rows[number]
    rows[number - 1 : number + 1] = [other._replace(number=number), one._replace(number=number + 1)]

    kind, first, last = found(rows)[0]
    assert (kind, first) == (FaultKind.UNFITTING, number)
    assert isinstance(last, int)
    assert last >= number + 1


@given(st.integers(1, LENGTH))
def test_one_put_between_with_all_numbers_moved_is_found_from_there_on(number: int) -> None:
    rows = chain()
    moved = [row._replace(number=row.number + 1) for row in rows[number - 1 :]]

    assert found([*rows[: number - 1], rows[0]._replace(number=number), *moved], LENGTH + 1)[0][1] in (
        number,
        number + 1,
    )
    assert found([*rows, rows[0]._replace(number=LENGTH + 1)], LENGTH + 1) == [
        (FaultKind.UNFITTING, LENGTH + 1, LENGTH + 1)
    ]
    assert found([rows[0]._replace(number=-3), *rows]) == [(FaultKind.UNFITTING, -3, -3)]


def test_another_key_fits_nothing() -> None:
    report = walked(chain(), key=b"x" * 32)

    assert [astuple(fault) for fault in report.faults] == [(FaultKind.UNFITTING, 1, LENGTH)]


def test_a_tail_that_was_cut_with_its_count_shows_only_in_the_printed_code() -> None:
    rows = chain()
    last = rows[-1].chain
    assert isinstance(last, bytes)
    printed = code_of(LENGTH, last)

    assert found(rows[:-2], given=LENGTH - 2) == []
    assert all(row.number != printed.number for row in rows[:-2])


@pytest.mark.parametrize("kinds", [(1, "1"), (b"1", "1"), (None, ""), (None, b""), ("", b"")])
def test_values_of_different_kinds_are_never_written_alike(kinds: tuple[int | str | bytes | None, ...]) -> None:
    row = chain(1)[0]

    assert len({link(KEY, BEGINNING, row._replace(subject=value)) for value in kinds}) == len(kinds)


def test_what_moves_from_one_value_into_the_next_is_seen() -> None:
    row = chain(1)[0]
    one = row._replace(action="Vi", details="ew{}")

    assert link(KEY, BEGINNING, one) != link(KEY, BEGINNING, row)


@given(st.integers(1, 10**9), st.binary(min_size=32, max_size=32))
def test_a_code_is_read_back_as_it_was_printed(number: int, value: bytes) -> None:
    code = code_of(number, value)

    assert parse_code(code.text) == code
    assert parse_code(code.text.lower().replace("-", " ")) == code
    assert parse_code(f"{number} {code.code}") == code


def test_letters_that_look_like_figures_may_be_typed_as_figures() -> None:
    assert parse_code("7 O0I1-B8AA-AAAA-AAAA") == ChainCode(7, "OOIIBBAAAAAAAAAA")


@pytest.mark.parametrize(
    "typed",
    ["", "1523", "K7QF-2MXA-AAAA-AAAA", "1523 K7QF-2MXA", "1523 K7QF-2MXA-AAAA-AAAA-A", "12 9999-9999-9999-9999"],
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(UserFacingError, match="trail_code_form"):
        parse_code(typed)
