"""A closed list that no wheel changes by accident."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

CLEARING_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class ComboBox(QComboBox):
    """A closed list. The wheel scrolls the page: it never changes an answer by accident.

    Typing finds a line, whatever accents: "o" finds «Óscar». Where the first line stands for no answer (its data is
    None), Supr goes back to it.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # not by the wheel
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self._typed, self._typing = "", QElapsedTimer()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in CLEARING_KEYS and self.currentIndex() > 0 and self.itemData(0) is None:
            self.setCurrentIndex(0)
            self.activated.emit(0)
            return
        typed = event.text()
        letter = typed.isprintable() and (typed.strip() or self._goes_on_typing())  # a first space opens the list
        if typed and letter and not event.modifiers() & _COMMANDS and self._find(typed):
            return
        super().keyPressEvent(event)

    def _find(self, typed: str) -> bool:
        """Go to the next line that starts with what is typed, whatever accents; True if there is one."""
        from facilitador.domain.text import fold  # start-up: the first page is painted before anybody types

        self._typed = self._typed + typed if self._goes_on_typing() else typed
        self._typing.start()
        wanted, count = fold(self._typed).strip(), self.count()
        first = self.currentIndex() + (len(self._typed) == 1)  # one letter again: the next that starts with it
        for step in range(count):
            index = (first + step) % count
            offered = self.model().flags(self.model().index(index, 0)) & Qt.ItemFlag.ItemIsEnabled
            if wanted and offered and fold(self.itemText(index)).startswith(wanted):
                if index != self.currentIndex():
                    self.setCurrentIndex(index)
                    self.activated.emit(index)
                return True
        return False

    def _goes_on_typing(self) -> bool:
        interval = QGuiApplication.styleHints().keyboardInputInterval()
        return self._typing.isValid() and self._typing.elapsed() < interval

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()
