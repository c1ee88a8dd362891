"""The days on which a man was expected, from the steps of his stint."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from facilitador.domain.attendance import Period
from facilitador.domain.counted_periods import counted_periods
from facilitador.domain.enrolments import STATUS_RULES, EnrolmentStatus, StintEvent

S = EnrolmentStatus
EVE = timedelta(days=1)
LEAVING = [status for status, rule in STATUS_RULES.items() if not rule.open and status is not S.WITHDRAWN]


def the_day(week: int) -> date:
    return date(2027, 1, 6) + timedelta(weeks=week)


def periods(*steps: tuple[EnrolmentStatus, int]) -> tuple[Period, ...]:
    return counted_periods(StintEvent(status, the_day(week), "") for status, week in steps)


def test_he_counts_from_the_day_he_attends_not_while_he_waits() -> None:
    assert periods((S.WAITING, 0), (S.ATTENDING, 2)) == (Period(the_day(2)),)
    assert periods((S.WAITING, 0)) == ()
    assert periods((S.WAITING, 0), (S.WITHDRAWN, 1)) == ()
    assert periods() == ()


@pytest.mark.parametrize("leaving", LEAVING)
def test_the_day_of_leaving_counts(leaving: EnrolmentStatus) -> None:
    assert periods((S.ATTENDING, 0), (leaving, 3)) == (Period(the_day(0), the_day(3)),)


def test_no_day_of_a_pause_counts() -> None:
    paused = (S.ATTENDING, 0), (S.PAUSED, 2)

    assert periods(*paused) == (Period(the_day(0), the_day(2) - EVE),)
    assert periods(*paused, (S.ATTENDING, 4)) == (Period(the_day(0), the_day(2) - EVE), Period(the_day(4)))
    assert periods(*paused, (S.STOPPED, 4)) == (Period(the_day(0), the_day(2) - EVE),)


def test_a_pause_on_his_first_day_leaves_none() -> None:
    assert periods((S.ATTENDING, 0), (S.PAUSED, 0)) == ()
