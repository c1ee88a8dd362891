"""How far something is that lasts: a sentence, a thin bar below it, and beside it what can be done meanwhile."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from facilitador.ui import theme
from facilitador.ui.widgets.labels import label

_HEIGHT: Final = 10


class ProgressLine(QWidget):
    """Hidden until something is said. `doing` is what the bar tells of, for who hears it."""

    def __init__(self, doing: str, *buttons: QPushButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = label("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(doing)
        self._set_height()
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        row.addWidget(self.words, 1)
        for one in buttons:
            row.addWidget(one, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addLayout(row)
        column.addWidget(self.bar)
        self.hide()

    def say(self, words: str, done: int = 0, of: int = 0) -> None:
        """Tell it, with the bar at `done` of `of`; it moves on its own where nobody knows how far it is."""
        self.words.setText(words)
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.bar.show()
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._set_height()

    def _set_height(self) -> None:
        self.bar.setFixedHeight(theme.scaled(_HEIGHT))
