"""A list and, beside it, what is picked in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from facilitador.ui import theme

_ANY_WIDTH: Final = 16_777_215
"""Qt's own largest width: a widget of that width is held to none."""


class Beside(QBoxLayout):
    """`listed` at the left, `list_width` px wide at 100 % text; below each other where the page is narrow."""

    def __init__(self, listed: QWidget, list_width: int) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self._listed, self._list_width = listed, list_width
        self.shown: QWidget | None = None
        """What is picked; None where nothing is."""
        self.setSpacing(theme.SPACE_XL)
        self.addWidget(listed, 0, Qt.AlignmentFlag.AlignTop)

    def fit(self, *, narrow: bool) -> None:
        """Called each time the page changes its width or the text its size."""
        if narrow:
            self.setDirection(QBoxLayout.Direction.TopToBottom)
            self._listed.setMinimumWidth(0)
            self._listed.setMaximumWidth(_ANY_WIDTH)
        else:
            self.setDirection(QBoxLayout.Direction.LeftToRight)
            self._listed.setFixedWidth(theme.scaled(self._list_width))

    def show_beside(self, widget: QWidget) -> None:
        """Show it in place of what was shown, which is gone for good."""
        if self.shown is not None:
            self.removeWidget(self.shown)
            self.shown.hide()
            self.shown.deleteLater()
        self.shown = widget
        self.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
