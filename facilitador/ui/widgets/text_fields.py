"""Controls in which a person types: a line, a number, a phone, several lines."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from facilitador.ui import theme
from facilitador.ui.widgets.control import Control, Value
from facilitador.ui.widgets.labels import label

HARD_LIMIT = 10_000  # letters a line takes at all: a whole document pasted by accident must not freeze the window
_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.MenuBarFocusReason)


class LineEdit(QLineEdit):
    """A line that says when the person goes on (not when only a menu or another window came before it)."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(HARD_LIMIT)
        self.returnPressed.connect(self.left)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self.left.emit()


class TextField(Control):
    """One line of text; `width` in pixels at 100 % keeps short answers short."""

    def __init__(self, *, placeholder: str = "", width: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = LineEdit(self)
        self.edit.setPlaceholderText(placeholder)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.edit, 1000)  # up to its width; what remains is empty
        if width is not None:
            self.edit.setMaximumWidth(theme.scaled(width))
            row.addStretch(1)
        self.edit.textEdited.connect(self.changed)
        self.edit.left.connect(self._finish)

    def value(self) -> Value:
        return self.edit.text().strip() or None

    def set_value(self, value: Value) -> None:
        self.edit.setText("" if value is None else str(value))

    def focusable(self) -> tuple[QWidget, ...]:
        return (self.edit,)

    def _finish(self) -> None:
        self.left.emit()


class NumberField(TextField):
    """A whole number. No arrows and no wheel: an answer is never changed by passing over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(width=120, parent=parent)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def value(self) -> Value:
        typed = self.edit.text().strip()
        return int(typed) if typed.isascii() and typed.isdigit() else typed or None


class PhoneField(TextField):
    """A phone number; `tidy` turns what was typed into the usual form once the person goes on."""

    def __init__(self, tidy: Callable[[str], str] = str.strip, parent: QWidget | None = None) -> None:
        super().__init__(placeholder="987 654 321", width=220, parent=parent)
        self._tidy = tidy
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)

    def set_value(self, value: Value) -> None:
        super().set_value(None if value is None else self._tidy(str(value)))

    def _finish(self) -> None:
        tidied = self._tidy(self.edit.text())
        if tidied != self.edit.text():
            self.edit.setText(tidied)
        super()._finish()


class _GrowingEdit(QPlainTextEdit):
    """As high as its text, between three lines and ten."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self._fit)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        self.ensureCursorVisible()

    def _fit(self) -> None:
        lines = min(max(round(self.document().size().height()), 3), 10)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 24)


class LongText(Control):
    """Several lines with a counter. Nothing is cut off: what is too long is counted and the rules refuse it."""

    def __init__(self, max_length: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._max_length = max_length
        self.edit = _GrowingEdit(self)
        self.counter = label("", "counter", wrap=False, parent=self)
        self.counter.setAlignment(Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(self.edit)
        column.addWidget(self.counter)
        self.edit.textChanged.connect(self._count)
        self.edit.textChanged.connect(self.changed)
        self.edit.left.connect(self.left)
        self._count()

    def value(self) -> Value:
        return self.edit.toPlainText().strip() or None

    def set_value(self, value: Value) -> None:
        blocker = QSignalBlocker(self.edit)
        self.edit.setPlainText("" if value is None else str(value))
        blocker.unblock()
        self.edit._fit()
        self._count()

    def focusable(self) -> tuple[QWidget, ...]:
        return (self.edit,)

    def _count(self) -> None:
        length = len(self.edit.toPlainText().strip())
        over = length - self._max_length
        self.counter.setVisible(length * 2 > self._max_length)  # silent until the space matters
        self.counter.setText(f"Sobran {over} letras" if over > 0 else f"{length} de {self._max_length} letras")
        theme.set_property(self.counter, "role", "problem" if over > 0 else "counter")
