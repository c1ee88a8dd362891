"""Any number of options whose words are long: they wrap beside their box, so that large text never widens the page."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitador.domain.registration_forms import Option
from facilitador.ui import theme
from facilitador.ui.widgets.control import Control, Value


class _Words(QLabel):
    """The words of a box: a click on them is a click on it."""

    def __init__(self, text: str, box: QCheckBox, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._box = box
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._box.setFocus(Qt.FocusReason.MouseFocusReason)
            self._box.click()


class WrappedChoices(Control):
    """Options below each other, all that are offered in sight."""

    discrete = True

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._lines: dict[str, QWidget] = {}
        self._texts = {option.code: option.text for option in options}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for option in options:
            box = QCheckBox(self)
            box.setAccessibleName(option.text)
            box.clicked.connect(self.changed)
            self.boxes[option.code] = box
            line = QWidget(self)
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.SPACE_XS)
            row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(_Words(option.text, box, line), 1, Qt.AlignmentFlag.AlignVCenter)
            self._lines[option.code] = line
            column.addWidget(line)

    def offer(self, codes: Collection[str]) -> None:
        """Leave only these to choose from; what is not offered any more is not chosen either."""
        for code, line in self._lines.items():
            line.setVisible(code in codes)
        if not set(self.value() or ()) <= set(codes):
            self.set_value([code for code in self.value() or () if code in codes])
            self.changed.emit()

    def value(self) -> list[str] | None:
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
