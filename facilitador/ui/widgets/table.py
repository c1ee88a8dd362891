"""Tables of snapshots: rows that breathe, sorted and filtered without accents or case, opened with Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from facilitador.domain.text import fold, list_key

Row = TypeVar("Row")
AnyIndex = QModelIndex | QPersistentModelIndex

FILTER_ROLE = Qt.ItemDataRole.UserRole + 1
# as numbers: a table asks thousands of times while it is measured and painted, and mostly for what is not given
_TEXTS = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole))
_ACCESSIBLE, _ALIGNMENT = int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.TextAlignmentRole)
_GIVEN = frozenset((*_TEXTS, _ACCESSIBLE, _ALIGNMENT, FILTER_ROLE))
_NOWHERE = QModelIndex()


@dataclass(frozen=True)  # slots would break Column[Row](…)
class Column(Generic[Row]):
    """A column: its heading, its text, and what it is sorted by (its text, as Spanish sorts, unless told)."""

    title: str
    text: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    right: bool = False
    stretch: bool = False


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Snapshots as rows. `key` names a row for good, so that the selection survives a new reading."""

    def __init__(
        self, columns: Sequence[Column[Row]], key: Callable[[Row], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key
        self._rows: tuple[Row, ...] = ()
        self._filter_texts: dict[int, str] = {}
        self._sort_keys: dict[tuple[int, int], tuple[Row, Any]] = {}
        self._alignments = tuple(
            (Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft)
            | Qt.AlignmentFlag.AlignVCenter
            for column in self._columns
        )

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns in order."""
        return self._columns

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these; rows of the same keys in the same order are only repainted."""
        new = tuple(rows)
        same = [self._key(row) for row in new] == [self._key(row) for row in self._rows]
        if not same:
            self.beginResetModel()
        self._rows = new
        self._filter_texts = {}
        self._sort_keys = {}
        if not same:
            self.endResetModel()
        elif new:
            self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, len(self._columns) - 1))

    def row(self, number: int) -> Row:
        """The snapshot of a row."""
        return self._rows[number]

    def number_of(self, key: object) -> int | None:
        """Where the row of that key stands; None if it is not shown."""
        return next((number for number, row in enumerate(self._rows) if self._key(row) == key), None)

    def key_of(self, number: int) -> object:
        """The key of a row."""
        return self._key(self._rows[number])

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignments[section]
        return None

    def data(self, index: AnyIndex, role: int = 0) -> object:
        if role not in _GIVEN or not index.isValid():
            return None
        if role == _ALIGNMENT:
            return self._alignments[index.column()]
        if role == FILTER_ROLE:
            return self._filter_text(index.row())
        row, column = self._rows[index.row()], self._columns[index.column()]
        return column.text(row) if role in _TEXTS else f"{column.title}: {column.text(row)}"

    def sort_key(self, number: int, column: int) -> Any:
        """What a row is sorted by in a column; put together once, for sorting asks again and again."""
        row = self._rows[number]
        of_row, key = self._sort_keys.get((number, column), (None, None))
        if of_row is not row:
            of = self._columns[column]
            key = of.sort(row) if of.sort else list_key(of.text(row))
            self._sort_keys[number, column] = (row, key)
        return key

    def _filter_text(self, number: int) -> str:
        if number not in self._filter_texts:
            row = self._rows[number]
            self._filter_texts[number] = " ".join(fold(column.text(row)) for column in self._columns)
        return self._filter_texts[number]


class _Sorted(QSortFilterProxyModel):
    """Sorts by the keys of the rows as Python compares; keeps rows that hold every typed word."""

    def __init__(self, model: RowsModel[Any], parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self.setSourceModel(model)
        self.words: tuple[str, ...] = ()

    def lessThan(self, left: AnyIndex, right: AnyIndex) -> bool:
        first = self._model.sort_key(left.row(), left.column())
        second = self._model.sort_key(right.row(), right.column())
        if first is None or second is None:
            return first is not None  # what is not known stands last
        return bool(first < second)

    def filterAcceptsRow(self, source_row: int, source_parent: AnyIndex) -> bool:
        if not self.words:
            return True  # no text of thousands of rows is put together for nothing
        text = self.sourceModel().index(source_row, 0, source_parent).data(FILTER_ROLE)
        return all(word in text for word in self.words)


class Table(QTableView, Generic[Row]):
    """A table of snapshots. `opened(row)`: Enter or a double click; `picked(row or None)`: another row is current."""

    opened = Signal(object)
    picked = Signal(object)

    def __init__(self, model: RowsModel[Row], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._widths: dict[int, int] = {}
        self._row_lines = 1
        for change in (model.modelReset, model.dataChanged, model.rowsInserted, model.rowsRemoved):
            change.connect(self._widths.clear)  # before the proxy and the header hear of it
        self._proxy = _Sorted(model, self)
        self.setModel(self._proxy)
        self.setAccessibleName(name)
        self.setProperty("role", "rows")  # no box around one cell: it is the whole row that one stands on
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)  # Tab leaves the table; arrows move in it
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        self._fit_rows()
        self._fit_columns()
        self._kept: object | None = None
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(lambda index, before: self.picked.emit(self._row_at(index)))

    def filter(self, typed: str) -> None:
        """Show only rows that hold every typed word, whatever accents and case."""
        self._proxy.words = tuple(fold(typed).split())
        self._widths.clear()
        self._proxy.invalidate()

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows in sight, in the order shown."""
        count = self._proxy.rowCount()
        rows = (self._row_at(self._proxy.index(number, 0)) for number in range(count))
        return tuple(row for row in rows if row is not None)

    @property
    def current(self) -> Row | None:
        """The row the person stands on."""
        return self._row_at(self.currentIndex())

    def go_to(self, key: object) -> None:
        """Stand on the row of that key, if it is shown."""
        number = self._model.number_of(key)
        if number is not None:
            self.setCurrentIndex(self._proxy.mapFromSource(self._model.index(number, 0)))

    def leave_rows(self) -> None:
        """Stand on no row."""
        self.clearSelection()
        self.setCurrentIndex(_NOWHERE)

    def sizeHintForColumn(self, column: int) -> int:
        """As wide as its texts; measured once, for the header asks again at every step of being shown."""
        if column not in self._widths:
            self._widths[column] = super().sizeHintForColumn(column)
        return self._widths[column]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._widths.clear()
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _row_at(self, index: AnyIndex) -> Row | None:
        return self._model.row(self._proxy.mapToSource(index).row()) if index.isValid() else None

    def _open(self, index: AnyIndex) -> None:
        row = self._row_at(index)
        if row is not None:
            self.opened.emit(row)

    def set_lines(self, lines: int) -> None:
        """Every row has room for so many lines."""
        self._row_lines = lines
        self._fit_rows()

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() * self._row_lines + 18)

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(False)
        for number, column in enumerate(self._model.columns):
            stretch = column.stretch
            mode = QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(number, mode)

    def _remember(self) -> None:
        index = self.currentIndex()
        self._kept = self._model.key_of(self._proxy.mapToSource(index).row()) if index.isValid() else None

    def _restore(self) -> None:
        if self._kept is not None:
            self.go_to(self._kept)
