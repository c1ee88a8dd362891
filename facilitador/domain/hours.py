"""Hours of the day as people in Peru write and say them. Always local time; nothing here reads a clock."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from facilitador.errors import UserFacingError

_TYPED: Final = re.compile(
    r"(?:a las )?(?P<hour>\d{1,2})(?:\s*[:.h]\s*(?P<minute>\d{2})|(?P<together>\d{2}))?"
    r"\s*(?:h|hs|hrs|horas?)?\.?\s*(?P<half>[ap]\s?\.?\s?m\.?)?"
)
_NOON: Final = 12


def parse_typed_time(text: str) -> time:
    """The hour a person typed.

    Takes `18:30`, `18.30`, `18h30`, `1830`, `18`, `18 h`, `6:30 pm`, `6 p. m.`, `a las 7`; without a.m. or p.m. the
    hour is that of the 24-hour clock. Raises UserFacingError: time_not_understood.
    """
    found = _TYPED.fullmatch(" ".join(text.casefold().split()))
    if found is None:
        raise UserFacingError("time_not_understood")
    hour, minute = int(found["hour"]), int(found["minute"] or found["together"] or 0)
    half = (found["half"] or "")[:1]
    if half:
        if not 1 <= hour <= _NOON:
            raise UserFacingError("time_not_understood")
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise UserFacingError("time_not_understood") from None


def format_time(hour: time) -> str:
    """The hour as HH:MM, 24-hour clock."""
    return f"{hour:%H:%M}"
