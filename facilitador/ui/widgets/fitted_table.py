"""A short table inside a page that scrolls as a whole: as high as its rows, each of one line or two."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

from facilitador.ui.widgets.table import RowsModel, Table

Row = TypeVar("Row")


class FittedTable(Table[Row]):
    """A table without a scroll bar of its own. `lines`: how many lines of text a row holds."""

    def __init__(self, model: RowsModel[Row], name: str, *, lines: int = 1, parent: QWidget | None = None) -> None:
        self._lines = lines
        super().__init__(model, name, parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for happened in (self.model().modelReset, self.model().layoutChanged, self.model().rowsInserted):
            happened.connect(self._fit_height)
        self.model().rowsRemoved.connect(self._fit_height)
        self.horizontalScrollBar().rangeChanged.connect(self._fit_height)
        self._fit_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_height()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().x():
            super().wheelEvent(event)
        else:
            event.ignore()  # it is the page that scrolls

    def _fit_rows(self) -> None:
        height = self._lines * self.fontMetrics().lineSpacing() + 18
        self.verticalHeader().setDefaultSectionSize(height)

    def _fit_height(self) -> None:
        rows = self.model().rowCount() * self.verticalHeader().defaultSectionSize()
        across = self.horizontalScrollBar().sizeHint().height() if self.horizontalScrollBar().maximum() else 0
        header = self.horizontalHeader().sizeHint().height() if not self.horizontalHeader().isHidden() else 0
        self.setFixedHeight(header + rows + across + 2 * self.frameWidth() + 4)
