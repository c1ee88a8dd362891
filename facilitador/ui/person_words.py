"""Words about a person that several screens say alike."""

from __future__ import annotations

from datetime import date

from facilitador.domain.dates import age_on, format_date
from facilitador.domain.exclusions import ExclusionStanding


def age(birth: date | None, today: date) -> str:
    """`34 años`, or that it is not known."""
    return f"{age_on(birth, today)} años" if birth and birth <= today else "Edad no anotada"


def standing_words(standing: ExclusionStanding) -> str:
    """`No continúa en «Los Molles» desde el 15/11/2026.`; of one before any group, without its name. Never why."""
    group = f" en «{standing.group_name}»" if standing.group_name else ""
    return f"No continúa{group} desde el {format_date(standing.since)}."
