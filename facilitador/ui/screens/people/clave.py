"""Changing one's own clave. What is typed here is never kept as a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.errors import Problem, UserFacingError
from facilitador.ui import theme
from facilitador.ui.background import Background
from facilitador.ui.clave_strength import measure
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner
from facilitador.ui.widgets.password_field import PasswordField

ChangeClave: TypeAlias = Callable[[str, str], Future[None]]

ADVICE = "Sirven cuatro o cinco palabras que no vayan juntas en ninguna frase conocida."
CHANGED = "Su clave cambió. Úsela desde la próxima vez que abra el cuaderno."


class ClaveCard(QFrame):
    """`change(old, new)` rewraps the keys; `personal` gives the names that a stranger would try first.

    `asking(bool)`: the questions came into sight or went away; while they are there, theirs is the primary action.
    """

    asking = Signal(bool)

    def __init__(
        self, change: ChangeClave, personal: Callable[[], Iterable[str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._change, self._background = change, Background(self)
        self.message = Banner()
        self.open_button = button("Cambiar mi clave", icon="key")
        self.old = FieldRow("Clave de ahora", PasswordField())
        self.new = FieldRow("Clave nueva", PasswordField(measure(personal)), help_text=ADVICE)
        self.again = FieldRow("La clave nueva otra vez", PasswordField())
        self._rows = {"old_passphrase": self.old, "new_passphrase": self.new, "again": self.again}
        self.accept_button = button("Guardar la clave nueva", "primary")
        self.cancel_button = button("Cancelar")
        self._form = QWidget(self)
        self._lay_out()
        self._form.hide()
        self.open_button.clicked.connect(self._open)
        self.accept_button.clicked.connect(self._accept)
        self.cancel_button.clicked.connect(self._close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._form.isVisible() and not self._background.busy:
            self._close()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(label("Mi clave", "heading"))
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.addWidget(self.open_button)
        row.addStretch(1)
        column.addLayout(row)
        inside = QVBoxLayout(self._form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.SPACE_L)
        for each in self._rows.values():
            inside.addWidget(each)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        buttons.addWidget(self.accept_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        column.addWidget(self._form)

    def _open(self) -> None:
        self.message.say("")
        self._form.show()
        self.asking.emit(True)
        self.open_button.hide()
        self.old.control.focus()

    def _close(self) -> None:
        for row in self._rows.values():
            assert isinstance(row.control, PasswordField)
            row.control.forget()
            row.clear_message()
        self._form.hide()
        self.asking.emit(False)
        self.open_button.show()
        self.open_button.setFocus()

    def _accept(self) -> None:
        for row in self._rows.values():
            row.clear_message()
        typed = {name: str(row.control.value() or "") for name, row in self._rows.items()}
        empty = next((name for name, text in typed.items() if not text), None)
        if empty is not None:
            self._say(empty, Problem(empty, "passphrase_empty"))
        elif typed["new_passphrase"] != typed["again"]:
            self._say("again", Problem("again", "passphrases_differ"))
        else:
            self._send(typed["old_passphrase"], typed["new_passphrase"])

    def _send(self, old: str, new: str) -> None:
        try:
            future = self._change(old, new)
        except UserFacingError as error:  # the new one would not stand: nothing was tried
            self._refused(error)
            return
        self._set_busy(True)
        self._background.follow(future, self._changed, self._refused)

    def _changed(self, nothing: None) -> None:
        self._set_busy(False)
        self._close()
        self.message.say(CHANGED, "good")

    def _refused(self, error: UserFacingError) -> None:
        self._set_busy(False)
        if error.code == "wrong_passphrase":
            name = "old_passphrase"
        else:
            name = error.field if error.field in self._rows else "new_passphrase"
        self._say(name, Problem(name, error.code, error.parameters))

    def _say(self, name: str, problem: Problem) -> None:
        self._rows[name].set_problem(messages.of_problem(problem).whole)
        self._rows[name].control.focus()

    def _set_busy(self, busy: bool) -> None:
        """While the key is computed, which takes about a second."""
        for part in (*self._rows.values(), self.accept_button, self.cancel_button):
            part.setEnabled(not busy)
        self.accept_button.setText("Guardando…" if busy else "Guardar la clave nueva")
