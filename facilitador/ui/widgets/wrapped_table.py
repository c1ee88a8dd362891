"""A short table whose rows are as high as their words need: nothing in it is cut, however large the text."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from facilitador.ui.widgets.fitted_table import FittedTable
from facilitador.ui.widgets.table import RowsModel

Row = TypeVar("Row")

PADDING = 32  # left and right of the words in a cell, by the stylesheet and by the style
ABOVE_AND_BELOW = 14
HIGHEST = 100_000


class _WordsInFull(QStyledItemDelegate):
    """Cells as high as their words; the style alone forgets the padding of the stylesheet when it wraps."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        picture = own.decorationSize.width() if not own.icon.isNull() else 0
        width = self._table.columnWidth(index.column())
        natural = QStyleOptionViewItem(option)
        natural.rect = QRect()
        fits = super().sizeHint(natural, index).width() <= width  # a column as wide as its words wraps none of them
        room = QRect(0, 0, HIGHEST if fits else width - PADDING - picture, HIGHEST)
        words = QFontMetrics(own.font).boundingRect(room, int(Qt.TextFlag.TextWordWrap), own.text)
        return QSize(hint.width(), words.height() + ABOVE_AND_BELOW)


class WrappedTable(FittedTable[Row]):
    """As `FittedTable`, with words that wrap; rows stand in the order they were given in."""

    def __init__(self, model: RowsModel[Row], name: str, *, parent: QWidget | None = None) -> None:
        self._settling: QTimer | None = None
        super().__init__(model, name, lines=1, parent=parent)
        self.setSortingEnabled(False)
        self._proxy.sort(-1)
        self.horizontalHeader().setSortIndicatorShown(False)
        self.setWordWrap(True)
        self.setItemDelegate(_WordsInFull(self))
        self._settling = QTimer(self, singleShot=True, interval=0)
        self._settling.timeout.connect(self._settle)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.dataChanged.connect(lambda *_: self._fit_height())
        self.horizontalHeader().sectionResized.connect(lambda *_: self._fit_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_height()

    def _fit_height(self) -> None:
        if self._settling is not None:
            self._settling.start()  # once the columns have their width

    def _settle(self) -> None:
        self.resizeRowsToContents()
        across = self.horizontalScrollBar().sizeHint().height() if self.horizontalScrollBar().maximum() else 0
        header = self.horizontalHeader().sizeHint().height() if not self.horizontalHeader().isHidden() else 0
        height = header + self.verticalHeader().length() + across + 2 * self.frameWidth() + 4
        if self.height() != height:
            self.setFixedHeight(height)
