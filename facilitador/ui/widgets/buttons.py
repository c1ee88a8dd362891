"""Buttons of the house: one primary per screen, the rest secondary or quiet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from facilitador.ui import icons, theme

_ICON_COLOURS = {"primary": "on_accent", "danger": "on_danger", "quiet": "accent"}


class PlainButton(QPushButton):
    """A button that Enter presses, as the space bar does: by itself Qt lets it only inside dialogs."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


def button(text: str, kind: str = "secondary", *, icon: str = "", parent: QWidget | None = None) -> QPushButton:
    """A button whose text is a verb; `kind`: primary, secondary, danger or quiet. An ampersand is shown as written."""
    made = PlainButton(text.replace("&", "&&"), parent)
    made.setAutoDefault(False)
    made.setProperty("kind", kind)
    made.setAccessibleName(text)
    if icon:
        icons.set_icon(made, icon, _ICON_COLOURS.get(kind, "text"), 18)
    return made


def set_kind(made: QPushButton, kind: str) -> None:
    """Make it a button of another kind, its icon in the colour of that kind: an action that gives way to another."""
    theme.set_property(made, "kind", kind)
    icons.recolour(made, _ICON_COLOURS.get(kind, "text"))
