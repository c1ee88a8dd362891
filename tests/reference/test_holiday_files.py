"""The shipped holidays are those of the law, and a file that does not hold together is refused by place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from facilitador.paths import resource
from facilitador.reference import holidays
from facilitador.reference.decoding import BadReferenceFile
from facilitador.reference.holiday_files import read_holidays

SHIPPED = resource("reference", "holidays.toml")

# Decreto Legislativo 713, article 6, as Leyes 31381, 31530, 31788 and 31822 leave it; Holy Week of 2027 reckoned.
BY_LAW_2027 = [
    *("01-01", "03-25", "03-26", "05-01", "06-07", "06-29", "07-23", "07-28"),
    *("07-29", "08-06", "08-30", "10-08", "11-01", "12-08", "12-09", "12-25"),
]


def changed(tmp_path: Path, before: str, after: str) -> Path:
    """The shipped file with one thing changed."""
    text = SHIPPED.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path = tmp_path / SHIPPED.name
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


def free_days(year: int) -> list[str]:
    found = holidays().between(date(year, 1, 1), date(year, 12, 31))
    return [f"{holiday.day:%m-%d}" for holiday in found if holiday.free]


def test_the_sixteen_national_holidays_are_left_out_of_plans() -> None:
    assert free_days(2027) == BY_LAW_2027


@pytest.mark.parametrize(("year", "later"), [(2021, {"06-07", "07-23", "08-06", "12-09"}), (2023, {"06-07"})])
def test_the_new_ones_begin_with_their_law(year: int, later: set[str]) -> None:
    easter = {"03-25", "03-26"}

    assert {day for day in free_days(year) if day[:2] not in ("03", "04")} == set(BY_LAW_2027) - easter - later


def test_every_day_names_its_source_and_customs_are_to_be_verified() -> None:
    rules = holidays().rules

    assert all(rule.source for rule in rules)
    assert all((rule.verified_on is not None) == rule.off for rule in rules)


def test_easter_sunday_is_no_holiday_by_law() -> None:
    assert date(2027, 3, 28) not in holidays()
    assert holidays().on(date(2027, 3, 28)) is not None


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("month = 8\nday = 30", "month = 8\nday = 32", "holidays.saint_rose"),
        ("month = 8\nday = 30", "month = 8", "holidays.saint_rose"),
        ("month = 8\nday = 30", "month = 8\nday = 30\nfrom_easter = 1", "holidays.saint_rose"),
        ("from_easter = 60", "from_easter = 600", "holidays.corpus_christi"),
        ('name = "Jueves Santo"', 'name = " "', "holidays.holy_thursday"),
        ('code = "christmas"', 'code = "new_year"', "holidays"),
        ("month = 11\nday = 2", "month = 11\nday = 1", "holidays"),
        ('id = "holidays"', 'id = "feasts"', "id"),
    ],
)
def test_what_does_not_hold_together_is_refused(tmp_path: Path, before: str, after: str, place: str) -> None:
    with pytest.raises(BadReferenceFile) as refused:
        read_holidays(changed(tmp_path, before, after))

    assert refused.value.place == place
