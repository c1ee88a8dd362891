"""Any number of options, each a box to tick; how the boxes stand on the page is up to the controls made of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from facilitador.domain.registration_forms import Option
from facilitador.ui.widgets.control import Control, Value


class BoxesControl(Control):
    """A box for each option, by its code in `boxes`, in the order given. The value is a list of codes."""

    discrete = True

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = {option.code: option.text for option in options}
        self.boxes = {code: self._box(text) for code, text in self._texts.items()}

    def _box(self, text: str) -> QCheckBox:
        box = QCheckBox(text.replace("&", "&&"), self)  # Qt reads a single & as the letter of a shortcut
        box.setAccessibleName(text)
        box.clicked.connect(self.changed)
        return box

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
