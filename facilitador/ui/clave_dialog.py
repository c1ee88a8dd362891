"""Asks for a clave that only closes one file: it is typed twice, and kept nowhere."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain import passphrases
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.clave_strength import measure
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.password_field import PasswordField

TITLE = "Clave para abrir el archivo"
EXPLANATION = "Quien lo reciba la necesitará. No queda guardada: si se olvida, guarde otra vez el papel."
NOT_THE_SAME = "No es la misma. Escríbala otra vez."


class ClaveDialog(QDialog):
    """`clave`: what was typed twice, once the dialog is accepted; empty before."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.clave = ""
        self.setWindowTitle("Facilitador")
        self.setModal(True)
        self.setAccessibleName(TITLE)
        self.new = FieldRow("Clave", PasswordField(measure()))
        self.again = FieldRow("La misma clave otra vez", PasswordField())
        self.save_button = button("Elegir dónde guardarlo", "primary")
        cancel = button("Cancelar")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)  # it grows with what is said beside a field
        column.addWidget(label(TITLE, "heading"))
        column.addWidget(label(EXPLANATION, "muted"))
        self.new.setFixedWidth(theme.scaled(460))
        column.addWidget(self.new)
        column.addWidget(self.again)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.save_button)
        column.addLayout(row)
        cancel.clicked.connect(self.reject)
        self.save_button.clicked.connect(self._accept)
        self.save_button.setDefault(True)

    def _accept(self) -> None:
        typed, again = (str(row.control.value() or "") for row in (self.new, self.again))
        for row in (self.new, self.again):
            row.clear_message()
        try:
            passphrases.check(typed)
        except UserFacingError as error:
            self.new.set_problem(messages.of_error(error).whole)
            return
        if typed != again:
            self.again.set_problem(NOT_THE_SAME)
            return
        self.clave = typed
        self.accept()
