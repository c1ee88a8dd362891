"""Choosing a new clave: with the recovery code, or in place of a temporary one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitador.ui import theme
from facilitador.ui.screens.unlock.screen import PersonChoice
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.ui.widgets.password_field import PasswordField, Strength
from facilitador.ui.widgets.text_fields import TextField


class NewClaveScreen(PageScroll):
    """Asks twice for a new clave, and for person and recovery code where `people` is given.

    `recovery_requested(person_id, code, clave)` or, without people, `change_requested(clave)`. Whether the clave is
    good enough is for whoever answers to say (`refuse`).
    """

    recovery_requested = Signal(UUID, str, str)
    change_requested = Signal(str)
    back_requested = Signal()

    def __init__(
        self,
        strength: Callable[[str], Strength],
        people: Sequence[PersonChoice] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, width=520)
        self.setProperty("manual", "unlock")
        self._people = tuple(people)
        self.message = Banner()
        self.person = ComboBox()
        self.code = TextField(placeholder="XXXX-XXXX-…")
        self.clave = PasswordField(strength)
        self.again = PasswordField()
        self._build()

    def refuse(self, text: str) -> None:
        """Say why it was not accepted; what was typed stays."""
        self.set_busy(False)
        self.message.say(text, "problem")

    def set_busy(self, busy: bool) -> None:
        """While keys are computed."""
        self.accept_button.setEnabled(not busy)
        self.back_button.setEnabled(not busy)

    def _build(self) -> None:
        recovery = bool(self._people)
        title = "Abrir con el código de recuperación" if recovery else "Elija su clave"
        why = (
            "El código está en la hoja que guarda la jefatura del servicio. Con él elegirá una clave nueva."
            if recovery
            else "La clave que le dieron era temporal. Elija una que solo usted conozca."
        )
        self.column.addWidget(label(title, "title"))
        self.column.addWidget(label(why, "muted"))
        self.column.addWidget(self.message)
        frame, column = card()
        column.setSpacing(theme.SPACE_L)
        if recovery:
            column.addLayout(self._build_chooser())
            help_text = "Da igual si escribe mayúsculas, espacios o guiones."
            column.addWidget(FieldRow("Código de recuperación", self.code, help_text=help_text))
        help_text = "Sirven cuatro o cinco palabras que no vayan juntas en ninguna frase conocida."
        column.addWidget(FieldRow("Clave nueva", self.clave, help_text=help_text))
        self.again_row = FieldRow("La misma clave otra vez", self.again)
        column.addWidget(self.again_row)
        self.column.addWidget(frame)
        self._build_buttons()

    def _build_chooser(self) -> QVBoxLayout:
        for one in self._people:
            self.person.addItem(one.name)
        self.person.setAccessibleName("Persona")
        caption = label("Persona", "label")
        caption.setBuddy(self.person)
        chooser = QVBoxLayout()
        chooser.setSpacing(theme.SPACE_XS)
        chooser.addWidget(caption)
        chooser.addWidget(self.person)
        return chooser

    def _build_buttons(self) -> None:
        self.accept_button = button("Guardar la clave y abrir", "primary")
        self.back_button = button("Volver")
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.accept_button)
        self.column.addLayout(row)
        self.accept_button.clicked.connect(self._accept)
        self.again.edit.returnPressed.connect(self._accept)
        self.back_button.clicked.connect(self.back_requested)

    def _accept(self) -> None:
        self.message.say("")
        self.again_row.clear_message()
        if self._people and not self.code.value():
            self._ask_for("Escriba el código de recuperación.", self.code)
        elif not self.clave.value():
            self._ask_for("Escriba la clave nueva.", self.clave)
        elif self.clave.value() != self.again.value():
            self.again_row.set_problem("Las dos claves no son iguales. Escríbala de nuevo.")
            self.again.focus()
        elif self._people:
            person = self._people[self.person.currentIndex()]
            self.recovery_requested.emit(person.id, str(self.code.value()), str(self.clave.value()))
        else:
            self.change_requested.emit(str(self.clave.value()))

    def _ask_for(self, text: str, control: TextField | PasswordField) -> None:
        self.message.say(text, "warning")
        control.focus()
