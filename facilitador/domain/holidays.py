"""Days on which a group does not meet: national holidays, fixed or counted from Easter, and a service's own feasts.

Which days are holidays is data (`resources/reference/holidays.toml`). What was not verified in its source only warns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from dateutil.easter import easter

from facilitador.domain.catalogues import Provenance

_EASTER_YEARS: Final = range(1583, 4100)  # what the Gregorian reckoning holds for


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """A holiday of every year from `since` on, by `month` and `day` or by days from Easter Sunday (-2: Good Friday).

    `off`: nobody works; False for a day that is kept in many places without being a holiday by law. `verified_on` is
    None while nobody has seen it in its source.
    """

    code: str
    name: str
    source: str
    verified_on: date | None
    off: bool = True
    since: int | None = None
    month: int | None = None
    day: int | None = None
    from_easter: int | None = None

    def in_year(self, year: int) -> date | None:
        """Its day in that year; None before it was a holiday and where the year has no such day."""
        if self.since is not None and year < self.since:
            return None
        if self.from_easter is not None:
            return easter(year) + timedelta(days=self.from_easter) if year in _EASTER_YEARS else None
        try:
            return date(year, self.month or 0, self.day or 0)
        except ValueError:
            return None  # 29 February


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day with its name. `off`: nobody works; `verified`: somebody saw it in its source, or the service set it."""

    day: date
    name: str
    off: bool
    verified: bool

    @property
    def free(self) -> bool:
        """Whether a plan leaves the day out; any other day only warns."""
        return self.off and self.verified


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The holidays of every year. `day in calendar` is True for the days that a plan leaves out.

    `own` are a service's own days (patron saint, anniversary of the district) with their names; they are left out too.
    """

    provenance: Provenance
    rules: tuple[HolidayRule, ...]
    own: Mapping[date, str] = field(default_factory=dict)
    _reckoned: dict[int, Mapping[date, Holiday]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def with_own(self, own: Mapping[date, str]) -> HolidayCalendar:
        """The same calendar with these days of the service."""
        return replace(self, own=dict(own))

    def on(self, day: date) -> Holiday | None:
        """The holiday of that day, or None; where two fall together, the one that leaves the day out."""
        if name := self.own.get(day):
            return Holiday(day, name, off=True, verified=True)
        return self._by_day(day.year).get(day)

    def between(self, first: date, last: date) -> tuple[Holiday, ...]:
        """The holidays from `first` to `last`, both included, by date."""
        years = range(first.year, last.year + 1)
        days = {day for year in years for day in self._by_day(year)} | self.own.keys()
        found = (self.on(day) for day in sorted(days) if first <= day <= last)
        return tuple(holiday for holiday in found if holiday is not None)

    def __contains__(self, day: object) -> bool:
        """Whether a plan leaves the day out."""
        if not isinstance(day, date):
            return False
        holiday = self.on(day)
        return holiday is not None and holiday.free

    def _by_day(self, year: int) -> Mapping[date, Holiday]:
        if year not in self._reckoned:
            self._reckoned[year] = self._reckon(year)
        return self._reckoned[year]

    def _reckon(self, year: int) -> Mapping[date, Holiday]:
        found: dict[date, Holiday] = {}
        for rule in self.rules:
            day = rule.in_year(year)
            if day is None:
                continue
            holiday = Holiday(day, rule.name, rule.off, verified=rule.verified_on is not None)
            if day not in found or (holiday.free and not found[day].free):
                found[day] = holiday
        return found
