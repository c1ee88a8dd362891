"""A matrix of signs: men down, topics or sessions across. Arrows go cell by cell, and each cell has its words.

Signs are drawn, so that they are told apart in grey, at any size of text, whatever the typeface holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from facilitador.domain.signs import Sign
from facilitador.ui import theme
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.table import AnyIndex

_NOWHERE = QModelIndex()
_SIGN_ROLE = Qt.ItemDataRole.UserRole + 1
_NAMES_WIDTH = 260
_NAMES_SHARE = 0.36
_EDGES = 28  # of a heading and of a cell, to the left and right of its words
_MOST_SPREAD = 36
_SHARE = 0.62  # of the height of a line that a circle is wide


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What a cell shows, a sign or a text, and the words that tell it whole."""

    words: str
    sign: Sign | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A column: what stands above it, the words that tell it whole, and whether it holds signs (else it is wider)."""

    heading: str
    words: str
    signs: bool = True


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row: its key for good, the name beside it, its cells in the order of the columns."""

    key: object
    name: str
    cells: tuple[MatrixCell, ...]


class MatrixModel(QAbstractTableModel):
    """Rows and columns of cells."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[MatrixColumn, ...] = ()
        self.rows: tuple[MatrixRow, ...] = ()

    def show(self, columns: Sequence[MatrixColumn], rows: Sequence[MatrixRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self.columns, self.rows = tuple(columns), tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def words(self, row: int, column: int) -> str:
        """Who, what, and how it stands."""
        return f"{self.rows[row].name}. {self.columns[column].words}: {self.rows[row].cells[column].words}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        across = orientation is Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading if across else self.rows[section].name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[section].words if across else self.rows[section].name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignHCenter if across else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: AnyIndex, role: int = 0) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        cell = row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == _SIGN_ROLE:
            return cell.sign
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.words(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None


class _Signs(QStyledItemDelegate):
    """Draws the sign of a cell over its ground, and a frame around the one that the person stands on."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        drawn: Any = QStyleOptionViewItem(option)
        focused = bool(drawn.state & QStyle.StateFlag.State_HasFocus)
        drawn.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, drawn, index)
        sign = index.data(_SIGN_ROLE)
        if sign is not None:
            draw_sign(painter, drawn.rect, drawn.fontMetrics.height() * _SHARE, Sign(sign), drawn.palette)
        if focused:
            painter.save()
            painter.setPen(QPen(drawn.palette.color(QPalette.ColorRole.Accent), 2))
            painter.drawRect(drawn.rect.adjusted(1, 1, -1, -1))
            painter.restore()


def draw_sign(painter: QPainter, rect: Any, size: float, sign: Sign, palette: QPalette) -> None:
    """A sign in the middle of a rectangle; a circle is `size` pixels wide."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    quiet = sign in (Sign.DOT, Sign.DASH)
    colour = palette.color(QPalette.ColorRole.PlaceholderText if quiet else QPalette.ColorRole.Text)
    circle = QRectF(0, 0, size, size)
    circle.moveCenter(QRectF(rect).center())
    painter.setPen(QPen(colour, max(1.4, size / 8)))
    match sign:
        case Sign.QUESTION:
            font = painter.font()
            font.setBold(True)
            painter.setFont(font)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(sign))
        case Sign.DASH:
            middle = circle.center()
            painter.drawLine(QPointF(circle.left(), middle.y()), QPointF(circle.right(), middle.y()))
        case Sign.DOT:
            _fill(painter, colour)
            painter.drawEllipse(circle.center(), size / 8, size / 8)
        case _:
            if sign is Sign.FULL:
                _fill(painter, colour)
            painter.drawEllipse(circle)
            if sign is Sign.HALF:
                _fill(painter, colour)
                painter.drawPie(circle, 90 * 16, 180 * 16)
    painter.restore()


def _fill(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)


class Matrix(QTableView):
    """`stood_on(row, column)`: another cell is current (-1, -1: none). `opened(row, column)`: Enter or a double click.

    `entered`: the keyboard came to it. A new reading keeps the cell that the person stands on, by the key
    of its row and the words of its column.
    """

    stood_on = Signal(int, int)
    entered = Signal()
    opened = Signal(int, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = MatrixModel(self)
        self._least: list[int] = []
        self.setModel(self.cells)
        self.setItemDelegate(_Signs(self))
        self.setAccessibleName(name)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)  # Tab leaves the matrix; arrows move in it
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(False)
            header.setHighlightSections(True)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row(), index.column()))
        self.selectionModel().currentChanged.connect(self._tell)
        self._fit()

    def show_cells(self, columns: Sequence[MatrixColumn], rows: Sequence[MatrixRow]) -> None:
        """Show these."""
        kept = self._standing()
        self.cells.show(columns, rows)
        self._fit()
        if kept is not None:
            self.stand_on(*kept)
        else:
            self.stood_on.emit(-1, -1)

    def stand_on(self, key: object, words: str) -> None:
        """Stand on the cell of that row and column, if both are there."""
        row = next((at for at, one in enumerate(self.cells.rows) if one.key == key), None)
        column = next((at for at, one in enumerate(self.cells.columns) if one.words == words), None)
        if row is not None and column is not None:
            self.setCurrentIndex(self.cells.index(row, column))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()
        self._spread()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index.row(), index.column())
            return
        super().keyPressEvent(event)

    def _tell(self, index: AnyIndex) -> None:
        self.stood_on.emit(index.row(), index.column())

    def _standing(self) -> tuple[object, str] | None:
        index = self.currentIndex()
        if not index.isValid():
            return None
        return self.cells.rows[index.row()].key, self.cells.columns[index.column()].words

    def _fit(self) -> None:
        font = self.font()
        font.setBold(True)  # as headings are set; what is measured with it fits in both
        metrics = QFontMetrics(font)
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 12)
        self._least = [
            max(theme.scaled(38), max(map(metrics.horizontalAdvance, _lines_of(self.cells, at)), default=0) + _EDGES)
            for at in range(len(self.cells.columns))
        ]
        self._fit_names()
        self._spread()

    def _fit_names(self) -> None:
        """As wide as they need, but most of the width is for the cells."""
        needed = max((self.fontMetrics().horizontalAdvance(row.name) for row in self.cells.rows), default=0) + _EDGES
        self.verticalHeader().setFixedWidth(min(needed, theme.scaled(_NAMES_WIDTH), round(self.width() * _NAMES_SHARE)))

    def _spread(self) -> None:
        """Let the columns take what room there is beside the names."""
        spare = max(self.viewport().width() - sum(self._least), 0)
        more = min(spare // len(self._least), theme.scaled(_MOST_SPREAD)) if self._least else 0
        for at, least in enumerate(self._least):
            self.setColumnWidth(at, least + more)


def _lines_of(cells: MatrixModel, column: int) -> list[str]:
    """Every line of text that a column shows, its heading counted in."""
    texts = (cells.columns[column].heading, *(row.cells[column].text for row in cells.rows))
    return [line for text in texts for line in text.split("\n")]


class SignKey(QWidget):
    """What the signs mean, in as many lines as the width asks for."""

    def __init__(self, items: Sequence[tuple[Sign | str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = FlowLayout(self)
        for sign, words in items:
            row.addWidget(_Meaning(sign, words))


class _Meaning(QWidget):
    """One sign and its words."""

    def __init__(self, sign: Sign | str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = sign
        self._words: QLabel = label(words, "help", parent=self, wrap=False)
        self.ensurePolished()

    def sizeHint(self) -> Any:
        hint = self._words.sizeHint()
        hint.setWidth(hint.width() + self._room())
        return hint

    def minimumSizeHint(self) -> Any:
        return self.sizeHint()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._words.setGeometry(self._room(), 0, self.width() - self._room(), self.height())

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        place = QRectF(0, 0, self._room() - 4, self.height())
        if isinstance(self._sign, Sign):
            draw_sign(painter, place, self.fontMetrics().height() * _SHARE, self._sign, self.palette())
        else:
            font = painter.font()
            font.setBold(True)
            painter.setFont(font)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._sign)

    def _room(self) -> int:
        return self.fontMetrics().height() + 4
