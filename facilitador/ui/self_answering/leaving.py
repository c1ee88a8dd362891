"""The pause: nothing of the question in sight, and the way back to the book for who has its clave."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.ui import theme
from facilitador.ui.self_answering.parts import enlarge, large_button, words
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.layout import Banner
from facilitador.ui.widgets.password_field import PasswordField

PAUSED: Final = "Pausa"
KEPT: Final = "Sus respuestas están guardadas."
THANKS: Final = "Gracias"
CALL: Final = "Ya terminó. Avise a quien facilita."
LOCKED: Final = "Sus respuestas están guardadas. Avise a quien facilita: podrá seguir otro momento."
FOR_THE_TEAM: Final = "Clave de quien facilita"
BACK_TO_BOOK: Final = "Volver al cuaderno"
GO_ON: Final = "Seguir respondiendo"


class LeavingPage(QWidget):
    """`go_on_wished`; `leave_wished(clave)`: an empty text where no clave is asked."""

    go_on_wished = Signal()
    leave_wished = Signal(str)

    def __init__(self, scale: float, *, finished: bool, locked: bool, asks_clave: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XL)
        column.addStretch(1)
        column.addWidget(words(THANKS if finished else PAUSED, scale, heading=True))
        column.addWidget(words(CALL if finished else LOCKED if locked else KEPT, scale))
        self.go_on = large_button(GO_ON, scale, "primary")
        self.go_on.clicked.connect(self.go_on_wished)
        self.clave = PasswordField()
        self.message = Banner(parent=self)
        self._row = FieldRow(FOR_THE_TEAM, self.clave)
        self._row.setMaximumWidth(round(620 * scale))
        clave: tuple[QWidget, ...] = (self.clave.edit, self.clave.show_button, self.clave.caps)
        for part in (self._row.caption, *clave, *self.message.findChildren(QWidget)):
            enlarge(part, scale)
        self.leave = large_button(BACK_TO_BOOK, scale)
        self.leave.clicked.connect(self._leave)
        self.clave.edit.returnPressed.connect(self._leave)
        first = FlowLayout()
        first.addWidget(self.go_on)
        column.addLayout(first)
        for below in (self._row, self.message):
            column.addWidget(below)
        last = FlowLayout()
        last.addWidget(self.leave)
        column.addLayout(last)
        column.addStretch(2)
        self.go_on.setVisible(not finished and not locked)  # once they are inside: alone they would be windows
        self._row.setVisible(asks_clave)
        self._asks_clave = asks_clave

    def take_focus(self) -> None:
        """Where the next key goes."""
        if not self.go_on.isHidden():
            self.go_on.setFocus()
        elif self._asks_clave:
            self.clave.focus()
        else:
            self.leave.setFocus()

    def refuse(self, text: str) -> None:
        """Say that it was not her clave; it is typed anew."""
        self.set_busy(False)
        self.clave.forget()
        self.message.say(text, "problem")
        self.clave.focus()

    def set_busy(self, busy: bool) -> None:
        """While the clave is being looked at."""
        self.leave.setEnabled(not busy)

    def _leave(self) -> None:
        if not self.leave.isEnabled():
            return
        typed = str(self.clave.value() or "")
        if self._asks_clave and not typed:
            self.clave.focus()
            return
        self.message.say("")
        self.set_busy(True)
        self.leave_wished.emit(typed)
