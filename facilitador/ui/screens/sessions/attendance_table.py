"""Marking by keyboard: figures as they stand in the legend, or first letters; then the next man is stood on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from facilitador.domain.attendance import AttendanceMark
from facilitador.ui import theme
from facilitador.ui.screens.sessions.attendance_model import AttendanceModel, MarkColumn, MarkRow
from facilitador.ui.widgets.table import Table

_M = AttendanceMark
KEYS: Final[Mapping[AttendanceMark, tuple[str, str]]] = {
    _M.ATTENDED: ("1", "A"),
    _M.LATE: ("2", "T"),
    _M.LEFT_EARLY: ("3", "S"),
    _M.ABSENT_WITH_NOTICE: ("4", "C"),
    _M.ABSENT_WITHOUT_NOTICE: ("5", "F"),
    _M.NOT_ADMITTED: ("6", "N"),
}
"""The two keys of each mark, a figure and a letter."""

ROOM_FOR_NOTES: Final = 420  # pixels at 100 % for name and note; with less the names have it all
LEAST_ROWS: Final = 6  # in sight, however large the text: above, the page scrolls

CLEARING: Final = "0"
_MARK_OF: Final = {key: mark for mark, keys in KEYS.items() for key in keys}


class AttendanceTable(Table[MarkRow]):
    """`marked(stint, mark or None)`: a key was pressed on a man. `refused_at_door(stint)`: he is not let in today."""

    marked = Signal(object, object)
    refused_at_door = Signal(object)
    focused = Signal()

    def __init__(self, model: AttendanceModel, *, may_mark: bool, parent: QWidget | None = None) -> None:
        super().__init__(model, "Asistencia de la sesión", parent)
        self._men, self._may_mark = model, may_mark
        self.setSortingEnabled(False)  # the order is that of the sheet that goes from hand to hand
        self._proxy.sort(-1)
        header = self.horizontalHeader()
        for column in (MarkColumn.NUMBER, MarkColumn.MARK, MarkColumn.NOTE):  # measured anew at each key otherwise
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        header.setSortIndicatorShown(False)

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)  # fifteen men in sight

    def fit(self) -> None:
        """Give the columns the width that any mark needs, so that nothing moves while marks are set."""
        letter = self.fontMetrics()
        widest = max(letter.horizontalAdvance(text) for text in ("Inasistencia sin aviso", "Inasistencia con aviso"))
        self.setColumnWidth(MarkColumn.NUMBER, letter.horizontalAdvance("N.º 15") + theme.scaled(16))
        self.setColumnWidth(MarkColumn.MARK, widest + theme.scaled(60))
        room = self.viewport().width() - widest - theme.scaled(60) - self.columnWidth(MarkColumn.NUMBER)
        self.setColumnWidth(MarkColumn.NOTE, room * 2 // 5)
        self.setColumnHidden(MarkColumn.NOTE, room < theme.scaled(ROOM_FOR_NOTES))
        self.setMinimumHeight(
            self.horizontalHeader().height() + LEAST_ROWS * self.verticalHeader().defaultSectionSize()
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._may_mark and not event.modifiers() & ~_HARMLESS and self._typed(event):
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def keyboardSearch(self, search: str) -> None:
        """Letters mark; they look for nobody."""

    def _typed(self, event: QKeyEvent) -> bool:
        row = self.current
        if row is None:
            return False
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or event.text() == CLEARING:
            self._mark(row.enrolment_id, None)
            return True
        mark = _MARK_OF.get(event.text().upper())
        if mark is None:
            return False
        if mark is AttendanceMark.NOT_ADMITTED:
            self.refused_at_door.emit(row.enrolment_id)
        else:
            self._mark(row.enrolment_id, mark)
        return True

    def _mark(self, stint: UUID, mark: AttendanceMark | None) -> None:
        self.marked.emit(stint, mark)
        self.go_down()

    def go_down(self) -> None:
        """Stand on the next man who counts, if there is one."""
        for number in range(self.currentIndex().row() + 1, len(self._men.rows)):
            if self._men.rows[number].line.expected:
                self._stand_on(number)
                return

    def go_to_first(self) -> None:
        """Stand on the first man without a mark, else on the first who counts; nowhere if nobody counts."""
        counting = [number for number, row in enumerate(self._men.rows) if row.line.expected]
        unmarked = [number for number in counting if self._men.rows[number].mark is None]
        for number in (unmarked or counting)[:1]:
            self._stand_on(number)

    def _stand_on(self, number: int) -> None:
        index = self.model().index(number, self.currentIndex().column() if self.currentIndex().isValid() else 1)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)


_HARMLESS: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
