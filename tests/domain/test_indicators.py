"""Small numbers stay numbers, on screen, on paper and in a spreadsheet (6.9.1)."""

from __future__ import annotations

from datetime import date

import pytest

from facilitador.domain.indicators import (
    LEAST_FOR_PERCENT,
    Amount,
    Indicator,
    Monthly,
    Reading,
    Readings,
    Span,
    Timing,
    amount_words,
    range_words,
    summed,
)
from facilitador.domain.report_tables import indicator_tables

ATTENDANCE = Indicator(
    "attendance", "Asistencia", "Definición.", "Asistió", "Registros", "Asistencia", "", "6.9.1", Timing.FLOW, False
)
DAY = date(2026, 11, 20)


@pytest.mark.directive("6.9.1")
def test_a_percentage_is_told_of_twenty_or_more() -> None:
    assert amount_words(Amount(9, LEAST_FOR_PERCENT - 1)) == "9 de 19"
    assert amount_words(Amount(9, LEAST_FOR_PERCENT)) == "9 de 20 (45 %)"


@pytest.mark.directive("6.9.1")
@pytest.mark.parametrize(
    ("count", "of", "percent"), [(118, 139, 85), (1, 34, 3), (57, 200, 29), (0, 40, 0), (1, 400, 1), (399, 400, 99)]
)
def test_a_percentage_is_the_nearest_and_never_all_or_none_too_soon(count: int, of: int, percent: int) -> None:
    assert amount_words(Amount(count, of)) == f"{count} de {of} ({percent} %)"


@pytest.mark.directive("6.9.1")
@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Amount(119, 141, 6, 13), "de 6 a 13 por sesión"),
        (Amount(1, 3, 0, 1), "de 0 a 1 por sesión"),
        (Amount(26, 30, 13, 13), "13 por sesión"),
        (Amount(4, 7), ""),
    ],
)
def test_a_session_is_told_by_how_many_came(amount: Amount, words: str) -> None:
    assert range_words(amount) == words


@pytest.mark.directive("6.9.1")
@pytest.mark.parametrize(("of", "share"), [(0, None), (LEAST_FOR_PERCENT - 1, None), (LEAST_FOR_PERCENT, 0.0)])
def test_a_spreadsheet_has_no_share_of_a_small_number(of: int, share: float | None) -> None:
    month = Monthly(DAY.replace(day=1), Amount(0, of, 0, 0))
    readings = Readings(None, "", "2026-1", DAY, DAY, (Reading(ATTENDANCE, (month,)),))
    (row,) = indicator_tables(readings, Span.MONTH).periods.rows
    assert row[5:10] == (0, of, share, 0, 0)


def test_what_was_counted_of_some_and_of_others_adds_up() -> None:
    march, april = date(2026, 3, 1), date(2026, 4, 1)
    one = (Monthly(march, Amount(3, 5, 1, 2)), Monthly(april, Amount(4)))
    other = (Monthly(date(2026, 2, 1), Amount(1)), Monthly(march, Amount(6, 7, 0, 6)))

    assert summed((*one, *other)) == (other[0], Monthly(march, Amount(9, 12, 0, 6)), one[1])
    assert summed(one) == one
