"""Buttons of the house: one primary per screen, the rest secondary or quiet."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from facilitador.ui import icons

_ICON_COLOURS = {"primary": "on_accent", "danger": "on_danger", "quiet": "accent"}


def button(text: str, kind: str = "secondary", *, icon: str = "", parent: QWidget | None = None) -> QPushButton:
    """A button whose text is a verb; `kind`: primary, secondary, danger or quiet. An ampersand is shown as written."""
    made = QPushButton(text.replace("&", "&&"), parent)
    made.setAutoDefault(False)
    made.setProperty("kind", kind)
    made.setAccessibleName(text)
    if icon:
        icons.set_icon(made, icon, _ICON_COLOURS.get(kind, "text"), 18)
    return made
