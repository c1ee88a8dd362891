"""A card whose words are drawn anew each time something of them changed, above what stays in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.ui import theme


class RedrawnCard(QFrame):
    """A raised surface; `redraw` shows its lines, what is added to `below` stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.SPACE_M)
        self.below = QVBoxLayout()
        self.below.setSpacing(theme.SPACE_M)
        column.addLayout(self._lines)
        column.addLayout(self.below)
        self._shown: list[QWidget] = []

    def redraw(self, lines: Sequence[QWidget]) -> None:
        """Show these lines instead of those before."""
        for old in self._shown:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = list(lines)
        for line in lines:
            self._lines.addWidget(line)


def at_left(widget: QWidget) -> QWidget:
    """The widget in its own width, the rest of the line empty."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch(1)
    return holder
