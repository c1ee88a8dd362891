"""Words about a person that several screens say alike."""

from __future__ import annotations

from datetime import date

from facilitador.domain.dates import age_on


def age(birth: date | None, today: date) -> str:
    """`34 años`, or that it is not known."""
    return f"{age_on(birth, today)} años" if birth and birth <= today else "Edad no anotada"
