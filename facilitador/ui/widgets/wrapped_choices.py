"""Any number of options whose words are long: they wrap beside their boxes, so that large text widens no page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitador.domain.registration_forms import Option
from facilitador.ui import theme
from facilitador.ui.widgets.control import Control, Value


class _Words(QLabel):
    """The words of an option; a click on them is a click on its box."""

    clicked = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()


class WrappedChoices(Control):
    """The answer is the codes chosen, in the order of the options."""

    discrete = True

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._texts = {option.code: option.text for option in options}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        for option in options:
            box, words = QCheckBox(self), _Words(option.text, self)
            box.clicked.connect(self.changed)
            words.clicked.connect(box.click)
            row = QHBoxLayout()
            row.setSpacing(theme.SPACE_XS)
            row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words, 1)
            column.addLayout(row)
            self.boxes[option.code] = box

    def value(self) -> Value:
        return [code for code, box in self.boxes.items() if box.isChecked()] or None

    def set_value(self, value: Value) -> None:
        chosen = value if isinstance(value, list) else []
        for code, box in self.boxes.items():
            box.setChecked(code in chosen)

    def focusable(self) -> tuple[QWidget, ...]:
        return tuple(self.boxes.values())

    def name(self, text: str, description: str = "") -> None:
        self.setAccessibleName(text)
        for code, box in self.boxes.items():
            box.setAccessibleName(self._texts[code])
            box.setAccessibleDescription(f"{text} {description}".strip())
