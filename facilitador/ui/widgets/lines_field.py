"""Several short texts in an order: written, moved and removed with the keyboard alone."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from facilitador.ui import icons, theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.control import Control, Value
from facilitador.ui.widgets.labels import label

HIGHEST = 6  # lines of text that one entry grows to before it scrolls


class LineText(QPlainTextEdit):
    """One entry, as high as its text. Enter, Alt+↑, Alt+↓ and Retroceso in an empty one speak of the whole list."""

    next_wanted = Signal()
    removal_wanted = Signal()
    move_wanted = Signal(int)
    left = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._fit)
        self._fit()

    @property
    def text(self) -> str:
        """What is written, in one line."""
        return " ".join(self.toPlainText().split())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_wanted.emit()
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_wanted.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Backspace and not self.toPlainText():
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _edges(self) -> int:
        margins = self.contentsMargins()
        return max(margins.top() + margins.bottom(), 2 * theme.SPACE_S) + 2

    def _fit(self) -> None:
        needed = max(round(self.document().size().height()), 1)
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if needed > HIGHEST else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() is not policy:
            self.setVerticalScrollBarPolicy(policy)
        lines = min(needed, HIGHEST)
        line = ceil(QFontMetricsF(self.font()).lineSpacing())  # as the document rounds
        height = lines * line + round(2 * self.document().documentMargin()) + self._edges()
        if self.minimumHeight() != height:
            self.setFixedHeight(height)


class _Entry(QWidget):
    """An entry with its number and the buttons for the mouse; the keyboard has its keys and passes them by."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.edit = LineText(text, self)
        self.number = label("", "muted", wrap=False)
        self.number.setMinimumWidth(theme.scaled(22))
        self.up = self._tool("Subir")
        self.down = self._tool("Bajar")
        self.remove = self._tool("Quitar")
        icons.set_icon(self.up, "up", "muted", 16)
        icons.set_icon(self.down, "down", "muted", 16)
        icons.set_icon(self.remove, "close", "muted", 16)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_XS)
        row.addWidget(self.number)
        row.addWidget(self.edit, 1)
        for tool in (self.up, self.down, self.remove):
            row.addWidget(tool)

    def _tool(self, text: str) -> QToolButton:
        made = QToolButton(self)
        made.setProperty("kind", "quiet")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setToolTip(text)
        made.setAccessibleName(text)
        return made


class LinesField(Control):
    """The answer is the texts in order, one a line, without the empty ones; `entry` says what one of them is called."""

    def __init__(self, entry: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry_name, self._name, self._description = entry, "", ""
        self._entries: list[_Entry] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.SPACE_S)
        column.addLayout(self._list)
        self.add = button(f"Agregar {entry}", "quiet", icon="plus")
        self.add.clicked.connect(lambda: self._insert_after(None))
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def edits(self) -> tuple[LineText, ...]:
        """The entries in order."""
        return tuple(entry.edit for entry in self._entries)

    def value(self) -> Value:
        return "\n".join(edit.text for edit in self.edits if edit.text) or None

    def set_value(self, value: Value) -> None:
        self._show("" if value is None else str(value))

    def focusable(self) -> tuple[QWidget, ...]:
        return (*self.edits, self.add)

    def name(self, text: str, description: str = "") -> None:
        self._name, self._description = text, description
        self.setAccessibleName(text)
        self._tell_places()

    def mark_problem(self, problem: bool) -> None:
        for edit in self.edits:
            theme.set_property(edit, "problem", "true" if problem else "false")

    def _show(self, text: str) -> None:
        while self._entries:
            self._drop(self._entries[-1])
        for line in text.splitlines():
            self._make(len(self._entries), line)
        self._tell_places()

    def _make(self, place: int, text: str) -> _Entry:
        entry = _Entry(text, self)
        self._entries.insert(place, entry)
        self._list.insertWidget(place, entry)
        entry.edit.textChanged.connect(self.changed)
        entry.edit.left.connect(self._leave)
        entry.edit.next_wanted.connect(lambda: self._insert_after(entry))
        entry.edit.removal_wanted.connect(lambda: self._remove(entry))
        entry.edit.move_wanted.connect(lambda step: self._move(entry, step))
        entry.up.clicked.connect(lambda: self._move(entry, -1))
        entry.down.clicked.connect(lambda: self._move(entry, 1))
        entry.remove.clicked.connect(lambda: self._remove(entry))
        return entry

    def _drop(self, entry: _Entry) -> None:
        self._entries.remove(entry)
        self._list.removeWidget(entry)
        blocker = QSignalBlocker(entry.edit)
        entry.hide()
        blocker.unblock()
        entry.deleteLater()

    def _insert_after(self, entry: _Entry | None) -> None:
        place = len(self._entries) if entry is None else self._entries.index(entry) + 1
        made = self._make(place, "")
        made.show()
        self._tell_places()
        made.edit.setFocus()

    def _remove(self, entry: _Entry) -> None:
        place = self._entries.index(entry)
        neighbours = self._entries[:place] + self._entries[place + 1 :]
        (neighbours[max(place - 1, 0)].edit if neighbours else self.add).setFocus()
        self._drop(entry)
        self._tell_places()
        self.changed.emit()

    def _move(self, entry: _Entry, step: int) -> None:
        place = self._entries.index(entry) + step
        if not 0 <= place < len(self._entries):
            return
        self._entries.remove(entry)
        self._entries.insert(place, entry)
        self._list.removeWidget(entry)
        self._list.insertWidget(place, entry)
        self._tell_places()
        entry.edit.setFocus()
        entry.edit.moveCursor(QTextCursor.MoveOperation.End)
        self.changed.emit()

    def _leave(self) -> None:
        if not any(edit.hasFocus() for edit in self.edits):
            self.left.emit()

    def _tell_places(self) -> None:
        """Numbers, what the ends cannot do, the order of Tab, and the names for screen readers."""
        last = len(self._entries) - 1
        before: QWidget | None = None
        for place, entry in enumerate(self._entries):
            entry.number.setText(f"{place + 1}.")
            entry.up.setEnabled(place > 0)
            entry.down.setEnabled(place < last)
            entry.edit.setAccessibleName(f"{self._name}, {self._entry_name} {place + 1} de {last + 1}")
            entry.edit.setAccessibleDescription(self._description)
            if before is not None:
                QWidget.setTabOrder(before, entry.edit)
            before = entry.edit
        if before is not None:
            QWidget.setTabOrder(before, self.add)
