"""Days on which a group does not meet."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.catalogues import Force, Provenance
from facilitador.domain.holidays import Holiday, HolidayCalendar, HolidayRule

SEEN = date(2026, 11, 20)
PROVENANCE = Provenance("holidays", "x", "Feriados", "Ley", "6.2.3", Force.OWN, date(2026, 1, 1))
CHRISTMAS = HolidayRule("christmas", "Navidad", "Ley", SEEN, month=12, day=25)
GOOD_FRIDAY = HolidayRule("good_friday", "Viernes Santo", "Ley", SEEN, from_easter=-2)
FLAG = HolidayRule("flag", "Día de la Bandera", "Ley", SEEN, since=2024, month=6, day=7)
RUMOUR = HolidayRule("rumour", "Feriado nuevo", "Diario", None, month=3, day=3)
CARNIVAL = HolidayRule("carnival", "Carnaval", "Costumbre", None, off=False, from_easter=-47)


def a_calendar(*rules: HolidayRule) -> HolidayCalendar:
    return HolidayCalendar(PROVENANCE, rules)


@pytest.mark.parametrize(
    ("year", "good_friday"),
    [  # Holy weeks as the Peruvian calendars of those years print them
        (2023, date(2023, 4, 7)),
        (2024, date(2024, 3, 29)),
        (2025, date(2025, 4, 18)),
        (2026, date(2026, 4, 3)),
    ],
)
def test_good_friday_goes_with_easter(year: int, good_friday: date) -> None:
    assert GOOD_FRIDAY.in_year(year) == good_friday


@given(st.integers(1583, 4099))
def test_good_friday_is_a_friday_of_march_or_april(year: int) -> None:
    day = GOOD_FRIDAY.in_year(year)

    assert day is not None
    assert day.weekday() == 4
    assert date(year, 3, 20) <= day <= date(year, 4, 23)


def test_a_year_without_easter_reckoning_has_none() -> None:
    assert GOOD_FRIDAY.in_year(9999) is None
    assert date(9999, 4, 2) not in a_calendar(GOOD_FRIDAY)


def test_a_holiday_begins_in_the_year_of_its_law() -> None:
    calendar = a_calendar(FLAG)

    assert date(2023, 6, 7) not in calendar
    assert date(2024, 6, 7) in calendar


def test_the_29th_of_february_exists_in_leap_years_only() -> None:
    rule = HolidayRule("leap", "Día de más", "Ley", SEEN, month=2, day=29)

    assert rule.in_year(2028) == date(2028, 2, 29)
    assert rule.in_year(2027) is None


def test_what_was_not_verified_or_is_no_holiday_by_law_only_warns() -> None:
    calendar = a_calendar(CHRISTMAS, RUMOUR, CARNIVAL)

    assert calendar.on(date(2026, 3, 3)) == Holiday(date(2026, 3, 3), "Feriado nuevo", off=True, verified=False)
    assert date(2026, 3, 3) not in calendar
    assert calendar.on(date(2026, 2, 17)) == Holiday(date(2026, 2, 17), "Carnaval", off=False, verified=False)
    assert date(2026, 2, 17) not in calendar
    assert date(2026, 12, 25) in calendar
    assert calendar.on(date(2026, 12, 26)) is None


def test_of_two_on_one_day_the_one_that_leaves_it_out_stands_whatever_their_order() -> None:
    good_friday_falls_on = date(2026, 4, 3)
    custom = HolidayRule("custom", "Costumbre", "Costumbre", None, off=False, month=4, day=3)

    for rules in ((GOOD_FRIDAY, custom), (custom, GOOD_FRIDAY)):
        holiday = a_calendar(*rules).on(good_friday_falls_on)
        assert holiday is not None
        assert holiday.name == "Viernes Santo"


def test_a_service_adds_its_own_days_and_they_are_left_out() -> None:
    national = a_calendar(CHRISTMAS, RUMOUR)
    calendar = national.with_own({date(2026, 9, 8): "Virgen de Cocharcas", date(2026, 3, 3): "Aniversario"})

    assert date(2026, 9, 8) in calendar
    assert date(2026, 3, 3) in calendar
    assert date(2026, 9, 8) not in national
    assert [holiday.name for holiday in calendar.between(date(2026, 1, 1), date(2026, 12, 31))] == [
        "Aniversario",
        "Virgen de Cocharcas",
        "Navidad",
    ]


def test_the_span_includes_both_ends_and_crosses_years() -> None:
    calendar = a_calendar(CHRISTMAS)

    found = calendar.between(date(2025, 12, 25), date(2026, 12, 25))

    assert [holiday.day for holiday in found] == [date(2025, 12, 25), date(2026, 12, 25)]
    assert calendar.between(date(2025, 12, 26), date(2026, 12, 24)) == ()


def test_only_days_can_be_holidays() -> None:
    assert "2026-12-25" not in a_calendar(CHRISTMAS)
