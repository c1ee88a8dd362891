"""The search box of the header: type a part of a name, go on with the arrows, Enter opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from facilitador.ui import theme
from facilitador.ui.screen import Destination
from facilitador.ui.widgets.text_fields import LineEdit

PAUSE_MS = 120  # after the last key, before the book is asked
SHOWN = 10


@dataclass(frozen=True, slots=True)
class SearchHit:
    """Something found: its name, what tells it from others of the same name, and where it opens."""

    title: str
    detail: str
    destination: Destination


class SearchBox(QWidget):
    """`find(typed, show)` looks things up and calls `show(hits)`; an answer that a later key overtook is dropped."""

    chosen = Signal(Destination)

    def __init__(
        self, find: Callable[[str, Callable[[Sequence[SearchHit]], None]], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._find = find
        self.edit = LineEdit(self)
        self.edit.setPlaceholderText("Buscar")  # short: the head of the window is narrow with large text
        self.edit.setToolTip("Buscar persona o grupo (Ctrl+K)")
        self.edit.setAccessibleName("Buscar persona o grupo")
        self.edit.setClearButtonEnabled(True)
        self.edit.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.edit)
        self.results = QListWidget(self)
        self.results.setWindowFlags(Qt.WindowType.ToolTip)  # above all, never taking the keyboard from the line
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setProperty("role", "suggestions")
        self.results.setAccessibleName("Resultados de la búsqueda")
        self.results.hide()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.edit.textEdited.connect(lambda text: self._pause.start())
        self.edit.textChanged.connect(self._close_if_empty)
        self.results.itemClicked.connect(self._open)

    def start(self) -> None:
        """Put the keyboard here with the text selected."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def close_results(self) -> None:
        """Hide what was found."""
        self.results.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.edit:
            return False
        if event.type() is QEvent.Type.FocusOut:
            self.close_results()
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.results.isVisible():
            return self._steer(Qt.Key(event.key()))
        return False

    def _steer(self, key: Qt.Key) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
        if step is not None:
            row = (self.results.currentRow() + step) % self.results.count()
            self.results.setCurrentRow(row)
            self.edit.setAccessibleDescription(self.results.item(row).text())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.results.currentItem()
            if item is not None:
                self._open(item)
            return True
        if key == Qt.Key.Key_Escape:
            self.close_results()
            return True
        return False

    def _close_if_empty(self, text: str) -> None:
        if not text:
            self.close_results()

    def _ask(self) -> None:
        typed = self.edit.text().strip()
        if typed:
            self._find(typed, lambda hits: self._show(typed, hits))

    def _show(self, typed: str, hits: Sequence[SearchHit]) -> None:
        if typed != self.edit.text().strip() or not self.edit.hasFocus():
            return
        self.results.clear()
        for hit in hits[:SHOWN]:
            item = QListWidgetItem(f"{hit.title}\n{hit.detail}" if hit.detail else hit.title)
            item.setData(Qt.ItemDataRole.UserRole, hit.destination)
            self.results.addItem(item)
        if not hits:
            item = QListWidgetItem(f"No se encontró «{typed}».")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.results.addItem(item)
        else:
            self.results.setCurrentRow(0)
        self._place()

    def _place(self) -> None:
        height = sum(self.results.sizeHintForRow(row) for row in range(self.results.count())) + theme.SPACE_S
        self.results.resize(max(self.width(), theme.scaled(320)), height)
        self.results.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.results.show()

    def _open(self, item: QListWidgetItem) -> None:
        destination = item.data(Qt.ItemDataRole.UserRole)
        if destination is not None:
            self.close_results()
            self.edit.clear()
            self.chosen.emit(destination)
