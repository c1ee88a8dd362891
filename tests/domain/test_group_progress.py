"""Ranges of the other groups: never of few, never with the group itself among them."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.group_progress import FEWEST_OTHERS, GroupTotals, ranges
from facilitador.domain.group_progress_words import TOO_FEW, ranges_words
from facilitador.domain.indicators import LEAST_FOR_PERCENT

OWN = UUID(int=1)


def totals(number: int, attended: int, marked: int = 100, held: int = 10, stopped: int = 0) -> GroupTotals:
    return GroupTotals(UUID(int=number), held, attended, marked, stopped)


@pytest.mark.directive("6.9.1")
def test_the_others_are_told_from_lowest_to_highest_with_the_middle() -> None:
    found = ranges(OWN, (totals(1, 50), totals(2, 40, stopped=3), totals(3, 90), totals(4, 70, stopped=1)))
    assert ranges_words(found) == (
        "Junto a otros 3 grupos del servicio que se reunieron en el último año:",
        "Asistencia en ese año: 50 de 100 (50 %). Los otros, de 40 % a 90 %; el del medio, 70 %.",
        "Participantes por sesión en ese año: 5. Los otros, de 4 a 9; el del medio, 7.",
        "Dejaron de asistir, desde que empezó cada grupo: 0. Los otros, de 0 a 3; el del medio, 1.",
    )


@pytest.mark.parametrize("others", range(FEWEST_OTHERS))
def test_few_others_are_not_told_at_all(others: int) -> None:
    found = ranges(OWN, [totals(1, 50), *(totals(number + 2, 60) for number in range(others))])
    assert (found.attendance, found.per_session, found.stopped) == (None, None, None)
    assert ranges_words(found) == (TOO_FEW,)


def test_a_group_with_few_records_is_none_of_the_others() -> None:
    few = totals(9, 1, marked=LEAST_FOR_PERCENT - 1)
    found = ranges(OWN, (totals(2, 60), totals(3, 60), few))
    assert (found.others, found.attendance) == (2, None)


@given(st.lists(st.integers(0, 100), min_size=FEWEST_OTHERS, max_size=20), st.integers(0, 100))
def test_the_group_itself_moves_no_range(others: list[int], own: int) -> None:
    rest = [totals(number + 2, came) for number, came in enumerate(others)]
    found = ranges(OWN, [totals(1, own), *rest])
    assert found.attendance == ranges(OWN, rest).attendance
    assert found.attendance is not None
    assert found.attendance.lowest == min(others) / 100
    assert found.attendance.lowest <= found.attendance.middle <= found.attendance.highest


def test_a_group_without_a_record_of_the_year_still_sees_the_others() -> None:
    words = ranges_words(ranges(OWN, [totals(number, 60) for number in (2, 3, 4)]))
    assert words[1].startswith("Asistencia en ese año: —.")
