from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.dates import (
    EARLIEST,
    InvalidDate,
    age_on,
    format_date,
    is_minor,
    long_date,
    parse_typed_date,
    weekday_name,
)

TODAY = date(2026, 11, 20)
DAYS = st.dates(EARLIEST, date(2199, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        *("09/03/2026", "9/3/26", "09032026", "090326", "9-3-2026", "9.3.2026", " 9 / 3 / 2026 ", "2026-03-09"),
        *("9 de marzo de 2026", "9 mar 2026", "09 MARZO del 26", "9 de marzo del año 2026", "9.mar.2026"),
    ],
)
def test_the_usual_ways_to_write_a_day(typed: str) -> None:
    assert parse_typed_date(typed, TODAY) == date(2026, 3, 9)


@pytest.mark.parametrize("typed", ["1 set 2026", "1 sep 26", "1ro de setiembre de 2026", "1.º de septiembre de 2026"])
def test_setiembre_is_written_in_two_ways(typed: str) -> None:
    assert parse_typed_date(typed, TODAY) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("typed", "days"), [("hoy", 0), ("Ayer", -1), ("anteayer", -2), ("mañana", 1), ("MANANA", 1), ("pasado mañana", 2)]
)
def test_days_near_today_have_names(typed: str, days: int) -> None:
    assert parse_typed_date(typed, TODAY) == TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "date_not_understood"),
        ("mañanita", "date_not_understood"),
        ("9 de ma de 2026", "date_not_understood"),
        ("9 de m 2026", "date_not_understood"),
        ("123", "date_not_understood"),
        ("9/3/026", "date_not_understood"),
        ("9/3", "date_without_year"),
        ("9 de marzo", "date_without_year"),
        ("31/4/2026", "date_no_such_day"),
        ("29/02/2025", "date_no_such_day"),
        ("3/13/2026", "date_no_such_day"),
        ("00000000", "date_no_such_day"),
        ("01/01/1066", "date_too_old"),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(InvalidDate) as refused:
        parse_typed_date(typed, TODAY)
    assert refused.value.code == code


def test_a_birth_year_of_two_digits_lies_in_the_past() -> None:
    assert parse_typed_date("1/2/68", TODAY, latest=TODAY) == date(1968, 2, 1)
    assert parse_typed_date("1/2/27", TODAY, latest=TODAY) == date(1927, 2, 1)
    assert parse_typed_date("1/2/26", TODAY, latest=TODAY) == date(2026, 2, 1)


def test_without_a_latest_day_two_digits_reach_twenty_years_ahead() -> None:
    assert parse_typed_date("1/2/46", TODAY).year == 2046
    assert parse_typed_date("1/2/47", TODAY).year == 1947


def test_a_day_after_the_latest_is_refused_and_its_bound_named() -> None:
    assert parse_typed_date("20/11/2026", TODAY, latest=TODAY) == TODAY
    with pytest.raises(InvalidDate) as refused:
        parse_typed_date("21/11/26", TODAY, latest=TODAY)
    assert (refused.value.code, refused.value.parameters) == ("date_in_future", {"latest": "20/11/2026"})
    with pytest.raises(InvalidDate) as late:
        parse_typed_date("1/1/2028", TODAY, latest=date(2027, 12, 31))
    assert late.value.code == "date_too_late"


@given(DAYS)
def test_a_written_day_reads_back(day: date) -> None:
    for written in (format_date(day), long_date(day), day.isoformat(), format_date(day).replace("/", "")):
        assert parse_typed_date(written, TODAY) == day


@given(st.text(max_size=30))
def test_any_text_gives_a_day_within_bounds_or_a_reason(text: str) -> None:
    try:
        day = parse_typed_date(text, TODAY, latest=TODAY)
    except InvalidDate:
        return
    assert EARLIEST <= day <= TODAY


@given(st.dates(date(1927, 1, 1), TODAY))
def test_two_digits_give_the_last_such_year(day: date) -> None:
    assert parse_typed_date(day.strftime("%d/%m/%y"), TODAY, latest=TODAY) == day


def test_days_in_words() -> None:
    assert format_date(date(2026, 9, 9)) == "09/09/2026"
    assert long_date(date(2026, 9, 9)) == "9 de setiembre de 2026"
    assert weekday_name(date(2026, 9, 9)) == "miércoles"


@pytest.mark.directive("6.6")
def test_a_man_is_minor_until_the_day_he_turns_eighteen() -> None:
    birth = date(2008, 11, 21)
    assert is_minor(age_on(birth, TODAY))
    assert not is_minor(age_on(birth, TODAY + timedelta(days=1)))
    assert not is_minor(None)


def test_who_was_born_on_a_leap_day_turns_older_on_the_first_of_march() -> None:
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@given(st.dates(EARLIEST, TODAY), st.integers(0, 90))
def test_age_grows_by_one_each_birthday(birth: date, years: int) -> None:
    try:
        birthday = birth.replace(year=birth.year + years)
    except ValueError:  # 29 February
        birthday = date(birth.year + years, 3, 1)
    assert age_on(birth, birthday) == years
    assert years == 0 or age_on(birth, birthday - timedelta(days=1)) == years - 1


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="before birth"):
        age_on(TODAY, TODAY - timedelta(days=1))
