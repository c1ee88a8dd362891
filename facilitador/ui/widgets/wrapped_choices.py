"""Any number of options whose words are long: they wrap beside their box, so that large text never widens the page."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitador.domain.registration_forms import Option
from facilitador.ui import theme
from facilitador.ui.widgets.boxes import BoxesControl


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


class WrappedChoices(BoxesControl):
    """Options below each other, all that are offered in sight."""

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(options, parent)
        self._lines: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for option in options:
            box = self.boxes[option.code]
            box.setText("")  # its words stand beside it
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
