"""Calendar days as people in Peru write and say them. Days are local calendar days; nothing here reads a clock."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from facilitador.domain.text import fold
from facilitador.errors import UserFacingError

MONTHS: Final = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "setiembre", "octubre", "noviembre", "diciembre"),
)
WEEKDAYS: Final = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
EARLIEST: Final = date(1900, 1, 1)
ADULT_AGE: Final = 18
_YEARS_AHEAD: Final = 20  # two digits mean a year up to this far ahead, where the field sets no latest day
_MONTH_NUMBERS: Final = {name: number for number, name in enumerate(MONTHS, start=1)} | {"septiembre": 9}
_SHORTEST_MONTH: Final = 3
_NEARBY: Final = {"hoy": 0, "ayer": -1, "anteayer": -2, "manana": 1, "pasado manana": 2}
_SEPARATED: Final = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})")
_YEAR_FIRST: Final = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})")
_TOGETHER: Final = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_IN_WORDS: Final = re.compile(r"(\d{1,2})(?: ?(?:ro|ero|o))?(?: de)? ([a-z]+)(?: del?)?(?: ano)? (\d{4}|\d{2})")
_WITHOUT_YEAR: Final = re.compile(r"\d{1,2} (?:\d{1,2}|(?:de )?[a-z]+)")


class InvalidDate(UserFacingError):
    """What was typed is no date that can be taken; the code says why."""


def parse_typed_date(text: str, today: date, *, earliest: date = EARLIEST, latest: date | None = None) -> date:
    """The day a person typed.

    Takes `09/03/2026`, `9/3/26`, `9-3-2026`, `9.3.2026`, `09032026`, `2026-03-09`, `9 de marzo de 2026`, `9 mar 2026`,
    `9 set 26`, `hoy`, `ayer`, `anteayer`, `mañana`, `pasado mañana`; day before month always. Two-digit years fall in
    the hundred years that end with the year of `latest` (a birth in 68 is 1968), or twenty years after `today` where
    there is no `latest`.

    Raises InvalidDate: date_not_understood, date_without_year, date_no_such_day, date_too_old (before `earliest`),
    date_in_future (after `latest`, where that is today or earlier), date_too_late (after a `latest` that lies ahead).
    """
    typed = fold(text)
    if typed in _NEARBY:
        day = today + timedelta(days=_NEARBY[typed])
    else:
        day = _spelled_out(typed, last_year=latest.year if latest else today.year + _YEARS_AHEAD)
    if day < earliest:
        raise InvalidDate("date_too_old", earliest=format_date(earliest))
    if latest is not None and day > latest:
        code = "date_in_future" if latest <= today else "date_too_late"
        raise InvalidDate(code, latest=format_date(latest))
    return day


def _spelled_out(typed: str, *, last_year: int) -> date:
    if found := _SEPARATED.fullmatch(typed) or _TOGETHER.fullmatch(typed):
        day, month, year = found.groups()
    elif found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = found.groups()
    elif (found := _IN_WORDS.fullmatch(typed)) and (number := _month_number(found[2])):
        day, month, year = found[1], str(number), found[3]
    elif _WITHOUT_YEAR.fullmatch(typed) and (typed.split()[-1].isdigit() or _month_number(typed.split()[-1])):
        raise InvalidDate("date_without_year")
    else:
        raise InvalidDate("date_not_understood")
    try:
        return date(_full_year(year, last_year), int(month), int(day))
    except ValueError:
        raise InvalidDate("date_no_such_day") from None


def _month_number(word: str) -> int | None:
    """1–12 for a month's name or its beginning of three letters or more; `set` and `sep` are both setiembre."""
    if len(word) < _SHORTEST_MONTH:
        return None
    matches = {number for name, number in _MONTH_NUMBERS.items() if name.startswith(word)}
    return matches.pop() if len(matches) == 1 else None


def _full_year(typed: str, last_year: int) -> int:
    if len(typed) > 2:
        return int(typed)
    year = last_year - last_year % 100 + int(typed)
    return year if year <= last_year else year - 100


def format_date(day: date) -> str:
    """The day as dd/mm/aaaa."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_moment(at: datetime) -> str:
    """`20/11/2026, 15:30`, on the person's own clock."""
    local = at.astimezone()
    return f"{format_date(local.date())}, {local:%H:%M}"


def long_date(day: date) -> str:
    """The day in words: `9 de setiembre de 2026`."""
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def weekday_name(day: date) -> str:
    """The name of the day of the week, in small letters: `miércoles`."""
    return WEEKDAYS[day.weekday()]


def age_on(birth: date, day: date) -> int:
    """Whole years lived on `day`; who was born on 29 February turns a year older on 1 March of common years.

    Raises ValueError if `day` lies before `birth`.
    """
    if day < birth:
        raise ValueError("no age before birth")
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def is_minor(age: int | None) -> bool:
    """True if he is known to be under 18 (6.6: consent of the guardian, groups of their own)."""
    return age is not None and age < ADULT_AGE
