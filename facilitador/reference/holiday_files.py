"""Reads the holidays."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from facilitador.domain.holidays import HolidayCalendar, HolidayRule
from facilitador.reference.decoding import BadReferenceFile, Header, check_name, check_unique, decode

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
_LEAP_YEAR: Final = 2024
_FARTHEST_FROM_EASTER: Final = 70  # from the week before Carnival to after Corpus Christi


class _Holiday(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: str
    name: str
    source: str
    verified_on: date | None = None
    off: bool = True
    since: int | None = None
    month: int | None = None
    day: int | None = None
    from_easter: int | None = None


class _Holidays(Header, forbid_unknown_fields=True, kw_only=True):
    holidays: list[_Holiday]


def read_holidays(path: Path) -> HolidayCalendar:
    """The calendar that a file holds; each day by month and day or by Easter, never both, and with its source."""
    raw = decode(path, _Holidays)
    check_name(path, raw)
    check_unique(path.name, "holidays", (one.code for one in raw.holidays))
    for one in raw.holidays:
        if wrong := _wrong(one):
            raise BadReferenceFile(path.name, f"holidays.{one.code}", wrong)
    check_unique(path.name, "holidays", ((one.month, one.day, one.from_easter) for one in raw.holidays))
    return HolidayCalendar(raw.provenance(), tuple(HolidayRule(**msgspec.structs.asdict(one)) for one in raw.holidays))


def _wrong(one: _Holiday) -> str:
    """What is wrong with a holiday, empty if nothing."""
    if not _CODE.fullmatch(one.code) or not one.name.strip() or not one.source.strip():
        return "bad code, or no name or source"
    if one.from_easter is not None:
        if one.month is not None or one.day is not None:
            return "both by date and by Easter"
        return "" if abs(one.from_easter) <= _FARTHEST_FROM_EASTER else "too far from Easter"
    if one.month is None or one.day is None:
        return "neither by date nor by Easter"
    try:
        date(_LEAP_YEAR, one.month, one.day)
    except ValueError:
        return "there is no such day"
    return ""
