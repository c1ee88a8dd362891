"""The indicators of stints, told by counts of stints that are alike."""

from __future__ import annotations

from datetime import date

import pytest

from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.indicators import Amount, Monthly
from facilitador.domain.stint_counts import CODES, StintCount, of_stints

MAY, JUNE, JULY = (date(2026, month, 1) for month in (5, 6, 7))
S = EnrolmentStatus
pytestmark = pytest.mark.directive("6.9.1")

# counted by hand: 10 entered in May and 4 in June; in June 2 stopped, in July 5 completed and 1 moved; 6 are left
STINTS = (
    StintCount(MAY, JUNE, S.STOPPED, True, False, 2),
    StintCount(MAY, JULY, S.COMPLETED, True, True, 3),
    StintCount(MAY, JULY, S.COMPLETED, False, False, 1),
    StintCount(MAY, None, S.ATTENDING, True, False, 4),
    StintCount(JUNE, JULY, S.COMPLETED, True, True, 1),
    StintCount(JUNE, JULY, S.MOVED, False, True, 1),
    StintCount(JUNE, None, S.PAUSED, False, False, 2),
)


@pytest.mark.parametrize(
    ("code", "months"),
    [
        ("entered", {MAY: Amount(10), JUNE: Amount(4)}),
        ("counting", {MAY: Amount(10), JUNE: Amount(12), JULY: Amount(6)}),
        ("completed", {JUNE: Amount(0, 2), JULY: Amount(5, 6)}),
        ("stopped", {JUNE: Amount(2, 2), JULY: Amount(0, 6)}),
        ("moved", {JUNE: Amount(0, 2), JULY: Amount(1, 6)}),
        ("not_continuing", {JUNE: Amount(0, 2), JULY: Amount(0, 6)}),
        ("entry_applied", {MAY: Amount(9, 10), JUNE: Amount(1, 4)}),
        ("exit_applied", {JULY: Amount(4, 5)}),  # only of those who completed
    ],
)
def test_stints_counted_by_hand(code: str, months: dict[date, Amount]) -> None:
    assert of_stints(STINTS)[code] == tuple(Monthly(month, amount) for month, amount in months.items())


def test_each_code_is_told_and_without_stints_nothing_is() -> None:
    assert set(of_stints(STINTS)) == set(CODES)
    assert of_stints(()) == dict.fromkeys(CODES, ())
