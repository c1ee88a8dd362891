"""Keys of the whole window. Never Ctrl+Alt (AltGr on Spanish keyboards) nor Alt with a digit (it types letters)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget


def bind(owner: QWidget, keys: str, act: Callable[[], object]) -> QShortcut:
    """Have a key do something while the window of `owner` is in front."""
    shortcut = QShortcut(QKeySequence(keys), owner)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(act)
    return shortcut


def bind_button(owner: QWidget, keys: str, pressed: QAbstractButton) -> QShortcut:
    """Have a key press a button, where that could be pressed. Not the button's own: a new text would take it away."""
    return bind(owner, keys, lambda: pressed.click() if pressed.isVisible() else None)
