"""A clave: hidden unless asked to be shown, with a word about the Caps Lock key and about its strength."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from facilitador.ui import theme
from facilitador.ui.widgets.control import Control, Value
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.text_fields import LineEdit

LEVELS = {"weak": (1, "Débil"), "fair": (2, "Regular"), "good": (3, "Buena"), "strong": (4, "Muy buena")}


class Strength(Protocol):
    """How hard a clave is to guess: weak, fair, good or strong, and codes of messages that help to better it."""

    @property
    def level(self) -> str: ...
    @property
    def hints(self) -> Sequence[str]: ...


class PasswordField(Control):
    """The answer is the clave exactly as typed: nothing is trimmed. `strength` is asked while a new one is typed."""

    def __init__(self, strength: Callable[[str], Strength] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strength = strength
        self.edit = LineEdit(self)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.installEventFilter(self)
        self.show_button = QToolButton(self)
        self.show_button.setText("Mostrar")
        self.show_button.setCheckable(True)
        self.show_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)  # as high as the line
        self.show_button.setAccessibleName("Mostrar la clave")
        self.caps = label("La tecla Bloq Mayús está activada.", "notice")
        self.caps.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.edit, 1)
        row.addWidget(self.show_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addLayout(row)
        column.addWidget(self.caps)
        if strength is not None:
            self._build_meter(column)
        self.edit.textEdited.connect(self._edited)
        self.edit.left.connect(self.left)
        self.show_button.toggled.connect(self._reveal)

    def value(self) -> Value:
        return self.edit.text() or None

    def set_value(self, value: Value) -> None:
        self.edit.setText("" if value is None else str(value))
        self._measure()

    def focusable(self) -> tuple[QWidget, ...]:
        return (self.edit,)

    def forget(self) -> None:
        """Empty the line, its undo history too, and hide the letters again."""
        self.edit.setText("")
        self.show_button.setChecked(False)
        self.caps.hide()
        self._measure()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            self._look_at_caps(event)
        return False

    def _look_at_caps(self, event: QKeyEvent) -> None:
        """Qt does not tell the state of Caps Lock; a letter that does not fit the Shift key does."""
        letter = event.text()
        if len(letter) == 1 and letter.upper() != letter.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.setVisible(letter.isupper() != shifted)
        elif event.key() == Qt.Key.Key_CapsLock:
            self.caps.hide()

    def _build_meter(self, column: QVBoxLayout) -> None:
        self.meter = QProgressBar(self)
        self.meter.setRange(0, len(LEVELS))
        self.meter.setTextVisible(False)
        self.meter.setFixedHeight(8)
        self.meter.setAccessibleName("Seguridad de la clave")
        self.verdict = label("", "help")
        column.addWidget(self.meter)
        column.addWidget(self.verdict)
        self._measure()

    def _edited(self) -> None:
        self._measure()
        self.changed.emit()

    def _measure(self) -> None:
        if self._strength is None:
            return
        typed = self.edit.text()
        self.meter.setVisible(bool(typed))
        self.verdict.setVisible(bool(typed))
        if not typed:
            return
        from facilitador import messages  # start-up: only a new clave needs the texts

        found = self._strength(typed)
        steps, word = LEVELS[str(found.level)]
        self.meter.setValue(steps)
        hints = " ".join(messages.message(code, {}).whole for code in found.hints)
        self.verdict.setText(f"{word}. {hints}".strip())
        self.meter.setAccessibleDescription(word)

    def _reveal(self, shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_button.setText("Ocultar" if shown else "Mostrar")
        self.show_button.setAccessibleName("Ocultar la clave" if shown else "Mostrar la clave")
