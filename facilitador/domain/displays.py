"""Which screen shows what while a session is projected: names only where nobody but the team looks (6.4.5).

What is not certain counts as seen by everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_BUILT_IN: Final = ("edp", "lvds", "dsi", "built-in", "color lcd", "internal")
"""How systems name the panel of a portable computer, in small letters."""


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """What the system tells of one screen.

    `key` tells the screens of one moment apart. `x`, `y`, `width` and `height` are its place on the common desktop;
    `siblings` holds the keys of all screens of that desktop, its own among them. What the system does not know is
    empty.
    """

    key: str
    x: int
    y: int
    width: int
    height: int
    name: str = ""
    manufacturer: str = ""
    model: str = ""
    serial: str = ""
    siblings: frozenset[str] = frozenset()

    @property
    def built_in(self) -> bool:
        """Whether its name is that of the panel of a portable computer."""
        return self.name.casefold().startswith(_BUILT_IN)


class Doubt(StrEnum):
    """Why names stay hidden."""

    ONE_SCREEN = "one_screen"  # a single one, or a projector that repeats it behind the system's back
    DUPLICATE = "duplicate"
    TOO_MANY = "too_many"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where the projected page goes and, if it is certain that it lies apart, where the team's side may stand.

    Keys of screens; `projected` is empty where there is none at all. `doubt` is None only where `team` is not.
    """

    projected: str
    team: str | None = None
    doubt: Doubt | None = None


def arrangement(screens: Sequence[ScreenFacts], window_on: str = "", *, swapped: bool = False) -> Arrangement:
    """How to use these screens; `window_on` is the key of the one on which the program's window stands.

    The team's side is the panel of the portable computer or, where none or both are known as such, the screen with the
    window; `swapped` turns that round, as the person asked. Names need exactly two screens that lie apart on one
    desktop and can be told from each other; on one, on duplicates, on more, and on unknown ones they stay hidden, and
    the page covers the screen with the window.
    """
    keys = [screen.key for screen in screens]
    here = window_on if window_on in keys else next(iter(keys), "")
    doubt = _doubt(screens)
    if doubt is not None:
        return Arrangement(here, None, doubt)
    first, second = screens
    panel = first.key if first.built_in else second.key
    team = panel if first.built_in != second.built_in else here
    other = second.key if team == first.key else first.key
    return Arrangement(team, other) if swapped else Arrangement(other, team)


def _doubt(screens: Sequence[ScreenFacts]) -> Doubt | None:
    if len(screens) < 2:
        return Doubt.ONE_SCREEN
    if len(screens) > 2:
        return Doubt.TOO_MANY
    first, second = screens
    if not _is_known(first) or not _is_known(second):
        return Doubt.UNKNOWN
    if _overlap(first, second) or _same_panel(first, second):
        return Doubt.DUPLICATE
    both = {first.key, second.key}
    if len(both) < 2 or not (both <= first.siblings and both <= second.siblings):
        return Doubt.UNKNOWN
    return None


def _is_known(screen: ScreenFacts) -> bool:
    return bool(screen.key and screen.name) and screen.width > 0 and screen.height > 0


def _overlap(first: ScreenFacts, second: ScreenFacts) -> bool:
    return (
        first.x < second.x + second.width
        and second.x < first.x + first.width
        and first.y < second.y + second.height
        and second.y < first.y + first.height
    )


def _same_panel(first: ScreenFacts, second: ScreenFacts) -> bool:
    """One device that the system lists twice: of one name, or of one maker, model and serial number."""
    device = (first.manufacturer, first.model, first.serial)
    same_device = bool(first.serial) and device == (second.manufacturer, second.model, second.serial)
    return first.name == second.name or same_device
