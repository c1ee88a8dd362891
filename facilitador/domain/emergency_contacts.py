"""Whom to call in an emergency, as it is shown (6.2.7). Quick to import: it is asked for before a book is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

STALE_AFTER_DAYS: Final = 180
"""From then on what was checked is «por verificar»."""


class Nearness(IntEnum):
    """How near an institution is to the service, by district; the lower, the nearer."""

    DISTRICT = 0
    PROVINCE = 1
    REGION = 2
    UNPLACED = 3  # nobody wrote down where: it may well be near
    ELSEWHERE = 4


@dataclass(frozen=True, slots=True)
class NationalLine:
    """A line of the whole country. `how`: what to do besides dialling. `first`: it stands on top.

    `verified_on` None: nobody saw it in its source yet.
    """

    code: str
    name: str
    numbers: tuple[str, ...]
    purpose: str
    hours: str
    how: str
    source: str
    verified_on: date | None
    first: bool


@dataclass(frozen=True, slots=True)
class EmergencyContact:
    """What is shown in an emergency: an institution or a line, and nobody's name.

    `numbers` stand as people read them. `nearness` None: a line of the whole country; `first`: it stands on top.
    """

    name: str
    purpose: str
    numbers: tuple[str, ...]
    hours: str = ""
    place: str = ""
    address: str = ""
    notice: str = ""
    verified_on: date | None = None
    nearness: Nearness | None = None
    first: bool = False


def is_stale(verified_on: date | None, today: date) -> bool:
    """True where it is «por verificar»: never checked, or more than 180 days ago."""
    return verified_on is None or (today - verified_on).days > STALE_AFTER_DAYS


def nearness_of(ubigeo: str, here: str) -> Nearness:
    """How near a district is to that of the service (six-digit INEI codes, or empty)."""
    if not ubigeo or not here:
        return Nearness.UNPLACED
    for figures, near in ((6, Nearness.DISTRICT), (4, Nearness.PROVINCE), (2, Nearness.REGION)):
        if ubigeo[:figures] == here[:figures]:
            return near
    return Nearness.ELSEWHERE


def national_contacts(lines: Iterable[NationalLine]) -> tuple[EmergencyContact, ...]:
    """The national lines as they are shown, in their order."""
    return tuple(
        EmergencyContact(
            name=line.name,
            purpose=line.purpose,
            numbers=line.numbers,
            hours=line.hours,
            notice=line.how,
            verified_on=line.verified_on,
            first=line.first,
        )
        for line in lines
    )
