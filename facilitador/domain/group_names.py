"""A group's name stands on papers and calendars that others see: it should not tell why the men are there (6.4.5)."""

from __future__ import annotations

from typing import Final

from facilitador.domain.text import fold

_TELLING: Final = ("violen", "agres", "maltrat", "victim", "denunci", "femini", "sentenci", "golpe", "abus", "pegalon")


def telling_word(name: str) -> str:
    """The first word of the name, as typed, that tells a stranger what the group is about; empty if none does."""
    return next((word for word in name.split() if fold(word).startswith(_TELLING)), "")
