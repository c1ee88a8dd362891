"""A code to be read by a camera, dark on white whatever the colours of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from facilitador.ui import theme

QUIET = 4
"""Modules of white around it, without which cameras do not find it."""

SMALLEST = 3
"""Pixels of a module, below which cameras of old phones do not resolve it."""


class QrView(QWidget):
    """Paints a square matrix of modules, dark where it is true. `name`: what it is, for who hears it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix: tuple[tuple[bool, ...], ...] = ()
        self.setAccessibleName(name)

    def show_matrix(self, matrix: Sequence[Sequence[int | bool]]) -> None:
        """Show this code; an empty one hides it."""
        self._matrix = tuple(tuple(map(bool, row)) for row in matrix)
        self.setFixedSize(self.sizeHint())
        self.setVisible(bool(self._matrix))
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.scaled(SMALLEST) * (len(self._matrix) + 2 * QUIET)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._matrix:
            return
        module = self.width() // (len(self._matrix) + 2 * QUIET)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
            for down, row in enumerate(self._matrix):
                for across, dark in enumerate(row):
                    if dark:
                        left, top = ((place + QUIET) * module for place in (across, down))
                        painter.fillRect(QRectF(left, top, module, module), Qt.GlobalColor.black)
