"""Many short options, any number of which may be chosen: side by side, as many as fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from facilitador.domain.registration_forms import Option
from facilitador.ui import theme
from facilitador.ui.widgets.control import Control, Value
from facilitador.ui.widgets.flow import FlowLayout


class FlowingChoices(Control):
    """Any number of options, all in sight, in lines."""

    discrete = True

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        flow = FlowLayout(self, spacing=theme.SPACE_XS)
        for option in options:
            box = QCheckBox(option.text.replace("&", "&&"), self)
            box.clicked.connect(self.changed)
            self.boxes[option.code] = box
            flow.addWidget(box)
        self._align()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._align()

    def _align(self) -> None:
        """All as wide as the widest, so that they stand in columns."""
        widest = max((box.sizeHint().width() for box in self.boxes.values()), default=0) + theme.SPACE_M
        for box in self.boxes.values():
            box.setMinimumWidth(widest)

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
        for box in self.boxes.values():
            box.setAccessibleName(box.text().replace("&&", "&"))
            box.setAccessibleDescription(f"{text} {description}".strip())
