"""Words about a person that several screens say alike."""

from __future__ import annotations

from datetime import date

from facilitador.domain.dates import age_on, format_date
from facilitador.domain.exclusions import ExclusionStanding
from facilitador.domain.taken_packages import NOT_SENT


def age(birth: date | None, today: date, *, sent: bool = True) -> str:
    """`34 años`, or that it is not known; with `sent` False, that it did not come along."""
    if birth and birth <= today:
        return f"{age_on(birth, today)} años"
    return "Edad no anotada" if sent else "Edad no enviada"


def ficha_words(complete: bool, *, sent: bool = True) -> str:
    """`Completa` or `Por completar`; with `sent` False, that what it lacks here may only not have come along."""
    if not sent:
        return NOT_SENT
    return "Completa" if complete else "Por completar"


def standing_words(standing: ExclusionStanding) -> str:
    """`No continúa en «Los Molles» desde el 15/11/2026.`; of one before any group, without its name. Never why."""
    group = f" en «{standing.group_name}»" if standing.group_name else ""
    return f"No continúa{group} desde el {format_date(standing.since)}."
