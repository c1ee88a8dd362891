"""How strong a new clave is, as the field in which it is typed asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from facilitador.domain import passphrases


@dataclass(frozen=True, slots=True)
class Measured:
    """What `PasswordField` shows: level by name, and what would make it better."""

    level: str
    hints: tuple[str, ...]


def measure(personal: Callable[[], Iterable[str]] = tuple) -> Callable[[str], Measured]:
    """A gauge for claves; `personal` gives the names that a stranger would try first."""

    def gauge(typed: str) -> Measured:
        found = passphrases.strength(typed, personal())
        return Measured(found.level.name.lower(), found.hints)

    return gauge
