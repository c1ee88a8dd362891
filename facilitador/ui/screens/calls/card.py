"""The man to be called: his numbers large, words that tell nobody why, and a key for each way a call may end."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.calls import RESULT_LABELS, CallEntry, CallResult
from facilitador.domain.dates import format_date
from facilitador.reference import catalogue
from facilitador.ui import theme
from facilitador.ui.screens.calls.models import phones, reason
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.text_fields import TextField

KEYS: Final[Mapping[Qt.Key, CallResult]] = {
    Qt.Key.Key_1: CallResult.COMING_BACK,
    Qt.Key.Key_2: CallResult.REACHED,
    Qt.Key.Key_3: CallResult.NO_ANSWER,
    Qt.Key.Key_4: CallResult.SOMEONE_ELSE,
    Qt.Key.Key_5: CallResult.WRONG_NUMBER,
    Qt.Key.Key_6: CallResult.NOT_COMING_BACK,
}
"""One key for each result."""


class CallCard(QFrame):
    """`ended(result, note)`: how the call ended. `ficha_wanted`, `group_wanted`: see more of him."""

    ended = Signal(object, str)
    ficha_wanted = Signal()
    group_wanted = Signal()

    def __init__(self, may_write: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._may_write = may_write
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_S)
        self.name = label("", "heading")
        self.phones = label("", "title")
        self.why = label("", "muted")
        for part in (self.name, self.phones, self.why):
            column.addWidget(part)
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label("Con palabras neutras", "label"))
        for item in catalogue("call_words").items:
            column.addWidget(label(f"{item.text} {item.help}".strip()))
        self.results: dict[CallResult, QPushButton] = {}
        flow = FlowLayout()
        for key, result in KEYS.items():
            made = button(f"{key.value - Qt.Key.Key_0.value}  {RESULT_LABELS[result]}")
            made.clicked.connect(partial(self._end, result))
            self.results[result] = made
            flow.addWidget(made)
        self.note = TextField(placeholder="Una nota, si hace falta")
        self.note.name("Nota de la llamada")
        self.ficha = button("Ver su ficha", "quiet", icon="form")
        self.group = button("Ver su grupo", "quiet", icon="groups")
        more = FlowLayout()
        more.addWidget(self.ficha)
        more.addWidget(self.group)
        self._ask = label("¿Cómo terminó la llamada?", "label")
        column.addWidget(self._ask)
        column.addLayout(flow)
        column.addWidget(self.note)
        column.addLayout(more)
        for asked in (self._ask, self.note, *self.results.values()):
            asked.setVisible(may_write)
        self.ficha.clicked.connect(self.ficha_wanted)
        self.group.clicked.connect(self.group_wanted)

    def show_man(self, entry: CallEntry) -> None:
        """Show this man; the note of another is gone."""
        if self.name.text() != entry.full_name:
            self.note.set_value(None)
        self.name.setText(entry.full_name)
        self.phones.setText(phones(entry))
        self.why.setText("\n".join([f"{reason(entry)} · {entry.group_name}", *_to_make_up(entry)]))
        self.setAccessibleName(entry.full_name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.end_by_key(event):
            super().keyPressEvent(event)

    def end_by_key(self, event: QKeyEvent) -> bool:
        """End the call by the figure of its result; whether it was one."""
        result = KEYS.get(Qt.Key(event.key()))
        if result is None or not self._may_write:
            return False
        self._end(result)
        return True

    def _end(self, result: CallResult, checked: bool = False) -> None:
        self.ended.emit(result, str(self.note.value() or ""))


def _to_make_up(entry: CallEntry) -> list[str]:
    lines = []
    for missed in entry.to_make_up:
        topics = f": {'; '.join(missed.topics)}" if missed.topics else ""
        lines.append(f"Por recuperar: la sesión del {format_date(missed.day)}{topics}")
    return lines
