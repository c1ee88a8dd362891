"""Controls in which a person chooses: one of a few (all in sight), one of many, several, yes or no."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from facilitador.domain.registration_forms import Option
from facilitador.ui import theme
from facilitador.ui.widgets.boxes import BoxesControl
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import CLEARING_KEYS, ComboBox
from facilitador.ui.widgets.control import Control, Value
from facilitador.ui.widgets.flow import FlowLayout

MOST_IN_SIGHT = 5
YES_NO = (Option("yes", "Sí"), Option("no", "No"))


class _Radio(QRadioButton):
    """One of several; Supr takes the answer back."""

    clear_wanted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in CLEARING_KEYS:
            self.clear_wanted.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class RadioField(Control):
    """One of a few options, all in sight. An answer can be taken back: with Supr, or the button that appears."""

    discrete = True

    def __init__(self, options: Sequence[Option], *, across: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.radios: dict[str, QRadioButton] = {}
        holder = QWidget(self)
        direction = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        inner = QBoxLayout(direction, holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE_L if across else 2)
        for option in options:
            radio = _Radio(option.text.replace("&", "&&"), holder)
            radio.clicked.connect(self._choose)
            radio.clear_wanted.connect(self._clear)
            radio.left.connect(self._leave)
            self._group.addButton(radio)
            self.radios[option.code] = radio
            inner.addWidget(radio)
        self.clear = button("Quitar respuesta", "quiet", parent=self)
        self.clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Supr does it from the keyboard: one stop less per question
        policy = self.clear.sizePolicy()
        policy.setRetainSizeWhenHidden(across)  # it is higher than one row of options: the page must not move
        self.clear.setSizePolicy(policy)
        self.clear.clicked.connect(self._clear)
        self.clear.hide()
        flow = FlowLayout(self, spacing=theme.SPACE_L)  # below the options where they leave no room beside them
        flow.addWidget(holder)
        flow.addWidget(self.clear)

    def value(self) -> Value:
        return next((code for code, radio in self.radios.items() if radio.isChecked()), None)

    def set_value(self, value: Value) -> None:
        self._group.setExclusive(False)  # an exclusive group does not let go of its last answer
        for code, radio in self.radios.items():
            radio.setChecked(code == value)
        self._group.setExclusive(True)
        self.clear.setVisible(value in self.radios)

    def focusable(self) -> tuple[QWidget, ...]:
        return tuple(self.radios.values())

    def name(self, text: str, description: str = "") -> None:
        self.setAccessibleName(text)
        for radio in self.radios.values():
            radio.setAccessibleName(radio.text().replace("&&", "&"))
            radio.setAccessibleDescription(f"{text} {description}".strip())

    def focus(self) -> None:
        chosen = self.value()
        (self.radios[str(chosen)] if chosen is not None else self.focusable()[0]).setFocus()

    def _choose(self) -> None:
        self.clear.show()
        self.changed.emit()

    def _clear(self) -> None:
        if self.value() is not None:
            self.set_value(None)
            self.changed.emit()

    def _leave(self) -> None:
        if not any(radio.hasFocus() for radio in self.radios.values()):
            self.left.emit()


class ComboField(Control):
    """One of many options, behind a list; the first line means not answered. `width`: as wide as that, in pixels."""

    discrete = True

    def __init__(
        self, options: Sequence[Option], *, prompt: str = "Elija…", width: int = 440, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.combo = ComboBox(self)
        self.combo.addItem(prompt, None)
        for option in options:
            self.combo.addItem(option.text, option.code)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.combo, 1000)  # up to its width; what remains is empty
        self.combo.setMaximumWidth(theme.scaled(width))
        row.addStretch(1)
        self.combo.activated.connect(self.changed)
        self.combo.left.connect(self.left)

    def value(self) -> Value:
        code = self.combo.currentData()
        return None if code is None else str(code)

    def set_value(self, value: Value) -> None:
        blocker = QSignalBlocker(self.combo)
        self.combo.setCurrentIndex(max(self.combo.findData(value), 0))
        blocker.unblock()
        self.combo.update()

    def focusable(self) -> tuple[QWidget, ...]:
        return (self.combo,)


class ChoicesField(BoxesControl):
    """Any number of options, all in sight, one below the other."""

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(options, parent)
        column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for box in self.boxes.values():
            column.addWidget(box)


class YesNoField(RadioField):
    """Sí or no, side by side; further options ("prefiere no decir") where the form has them."""

    def __init__(self, options: Sequence[Option] = (), parent: QWidget | None = None) -> None:
        super().__init__(options or YES_NO, across=True, parent=parent)


def choice_field(options: Sequence[Option], parent: QWidget | None = None) -> Control:
    """Radio buttons for up to five options, a list for more."""
    if len(options) <= MOST_IN_SIGHT:
        return RadioField(options, parent=parent)
    return ComboField(options, parent=parent)
