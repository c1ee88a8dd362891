"""What can be done while something is projected, and the keys for it; presenters send some of the same keys."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from facilitador.domain.session_decks import SlidePage


class Action(StrEnum):
    """A wish of the person, from whichever window it comes."""

    FORWARD = "forward"
    BACK = "back"
    FIRST = "first"
    LAST = "last"
    TIMER = "timer"
    TIMER_AGAIN = "timer_again"
    MORE_TIME = "more_time"
    LESS_TIME = "less_time"
    STEPS = "steps"
    DARK = "dark"
    KEYS = "keys"
    FULL_SCREEN = "full_screen"
    END = "end"


_KEY = Qt.Key
KEYS: Final[Mapping[int, Action]] = {
    **dict.fromkeys((_KEY.Key_Space, _KEY.Key_Right, _KEY.Key_Down, _KEY.Key_PageDown), Action.FORWARD),
    **dict.fromkeys((_KEY.Key_Return, _KEY.Key_Enter), Action.FORWARD),
    **dict.fromkeys((_KEY.Key_Left, _KEY.Key_Up, _KEY.Key_PageUp, _KEY.Key_Backspace), Action.BACK),
    _KEY.Key_Home: Action.FIRST,
    _KEY.Key_End: Action.LAST,
    _KEY.Key_T: Action.TIMER,
    _KEY.Key_R: Action.TIMER_AGAIN,
    _KEY.Key_Plus: Action.MORE_TIME,
    _KEY.Key_Minus: Action.LESS_TIME,
    _KEY.Key_P: Action.STEPS,
    **dict.fromkeys((_KEY.Key_B, _KEY.Key_Period), Action.DARK),
    _KEY.Key_F1: Action.KEYS,
    _KEY.Key_F11: Action.FULL_SCREEN,
    _KEY.Key_Escape: Action.END,
}
"""Key to action. F12 belongs to the emergency directory wherever one is."""

PAGES: Final[Mapping[int, SlidePage]] = {_KEY.Key_0 + page: page for page in SlidePage}

_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ShiftModifier)


def wish_of(event: QKeyEvent) -> Action | SlidePage | None:
    """What a key asks for; None for keys of nobody here, those with Ctrl or Alt among them. A held key asks once."""
    modifiers = event.modifiers()
    if event.isAutoRepeat() or modifiers not in (*_PLAIN, _PLAIN[1] | _PLAIN[2]):
        return None
    return KEYS.get(event.key()) or PAGES.get(event.key())
