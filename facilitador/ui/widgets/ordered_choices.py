"""Some of a list, in an order that matters: chosen one by one, moved up, taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from facilitador.domain.registration_forms import Option
from facilitador.ui import icons, theme
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.control import Control, Value
from facilitador.ui.widgets.labels import label


class OrderedChoices(Control):
    """The answer is the codes of the chosen ones in order. `prompt` invites to choose one more."""

    discrete = True

    def __init__(self, options: Sequence[Option], *, prompt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = {option.code: option.text for option in options}
        self._prompt = prompt
        self._chosen: list[str] = []
        self._rows: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.SPACE_XS)
        column.addLayout(self._list)
        self.combo = ComboBox(self)
        self.combo.setMaximumWidth(theme.scaled(440))
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.combo.activated.connect(self._add)
        self.combo.left.connect(self.left)
        column.addWidget(self.combo)
        self._show()

    @property
    def tools(self) -> dict[tuple[str, str], QToolButton]:
        """The buttons of the chosen ones by ("up" or "remove", code)."""
        return dict(self._tools)

    def value(self) -> Value:
        return list(self._chosen) or None

    def set_value(self, value: Value) -> None:
        self._chosen = [code for code in value if code in self._options] if isinstance(value, list) else []
        self._show()

    def focusable(self) -> tuple[QWidget, ...]:
        return (self.combo,)

    def name(self, text: str, description: str = "") -> None:
        super().name(text, description)
        self.setAccessibleName(text)

    def _show(self) -> None:
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._tools: dict[tuple[str, str], QToolButton] = {}
        self._rows = [self._row(place, code) for place, code in enumerate(self._chosen)]
        for row in self._rows:
            self._list.addWidget(row)
        blocker = QSignalBlocker(self.combo)
        self.combo.clear()
        self.combo.addItem(self._prompt, None)
        for code, text in self._options.items():
            if code not in self._chosen:
                self.combo.addItem(text, code)
        blocker.unblock()
        self.combo.setVisible(self.combo.count() > 1 or not self._chosen)

    def _row(self, place: int, code: str) -> QWidget:
        row = QWidget(self)
        row.setMaximumWidth(self.combo.maximumWidth())
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE_XS)
        line.addWidget(label(f"{place + 1}.", "muted", wrap=False))
        line.addWidget(label(self._options[code]), 1)
        if place:
            up = self._tool("Subir", "up", code)
            icons.set_icon(up, "up", "muted", 16)
            up.clicked.connect(partial(self._up, code))
            line.addWidget(up)
        remove = self._tool("Quitar", "remove", code)
        icons.set_icon(remove, "close", "muted", 16)
        remove.clicked.connect(partial(self._remove, code))
        line.addWidget(remove)
        return row

    def _tool(self, text: str, what: str, code: str) -> QToolButton:
        made = QToolButton(self)
        made.setProperty("kind", "quiet")
        made.setToolTip(text)
        made.setAccessibleName(f"{text} a {self._options[code]}")
        self._tools[what, code] = made
        return made

    def _add(self) -> None:
        code = self.combo.currentData()
        if code is not None:
            self._change([*self._chosen, str(code)])

    def _up(self, code: str) -> None:
        place = self._chosen.index(code)
        moved = [*self._chosen]
        moved[place - 1 : place + 1] = [code, self._chosen[place - 1]]
        self._change(moved)

    def _remove(self, code: str) -> None:
        self._change([other for other in self._chosen if other != code])

    def _change(self, chosen: list[str]) -> None:
        self._chosen = chosen
        self._show()
        self.combo.setFocus()
        self.changed.emit()
