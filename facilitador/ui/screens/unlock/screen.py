"""The unlock page: cuaderno, person, clave. The first thing painted every day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.ui.widgets.password_field import PasswordField

if TYPE_CHECKING:
    from uuid import UUID


class PersonChoice(NamedTuple):
    """Someone who has a key to the book."""

    id: UUID
    name: str


class UnlockScreen(PageScroll):
    """Emits what the person wishes; knows no book.

    `book_chosen(path)`: another recent cuaderno; answer with `set_people`. `unlock_requested(person_id, clave)`: the
    clave exactly as typed; answer by another page, with `refuse_clave` or with `refuse`. While `set_busy` nothing can
    be pressed. `offer(text)` shows one way out of what stands in the way; `offer_accepted` says that it was chosen.
    """

    book_chosen = Signal(Path)
    unlock_requested = Signal(object, str)  # UUID: its module is not imported before the first page
    recovery_requested = Signal()
    other_book_requested = Signal()
    restore_requested = Signal()
    offer_accepted = Signal()

    def __init__(
        self, books: Sequence[Path], people: Sequence[PersonChoice] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=460)
        self.setProperty("manual", "unlock")
        self._people: tuple[PersonChoice, ...] = ()
        self._build()
        for path in books:
            self.book.addItem(path.stem, path)
            self.book.setItemData(self.book.count() - 1, str(path), Qt.ItemDataRole.ToolTipRole)
        self.set_people(people)
        self.book.activated.connect(self._choose_book)
        self.open_button.clicked.connect(self._unlock)
        self.clave.edit.returnPressed.connect(self._unlock)
        self.recovery_button.clicked.connect(self.recovery_requested)
        self.other_button.clicked.connect(self.other_book_requested)
        self.restore_button.clicked.connect(self.restore_requested)
        self.offer_button.clicked.connect(self.offer_accepted)
        self.clave.edit.textEdited.connect(self._forget_refusal)

    def set_people(self, people: Sequence[PersonChoice], last: UUID | None = None) -> None:
        """Offer these people; `last` (who opened it last) is chosen already, and so is a person who is alone."""
        self._people = tuple(people)
        self.person.clear()
        if len(people) > 1 and last is None:
            self.person.addItem("Elija su nombre…", None)
        for number, one in enumerate(people):
            self.person.addItem(one.name, number)
            if one.id == last:
                self.person.setCurrentIndex(self.person.count() - 1)
        self.clave.forget()
        self._forget_refusal()
        for widget in (self.person, self.clave, self.open_button, self.recovery_button):
            widget.setEnabled(bool(people))

    def focus_first(self) -> None:
        """Put the keyboard where the person goes on: her name if it must be chosen, else the clave."""
        (self.person if self.person.currentData() is None else self.clave.edit).setFocus()

    def say(self, text: str, tone: str = "problem") -> None:
        """Say what is the matter and what to do; an empty text takes it away."""
        self.message.say(text, tone)

    def refuse(self, text: str) -> None:
        """The book was not opened: say why, and let her type again."""
        self.set_busy(False)
        self.say(text)
        self.clave.forget()
        self.clave.focus()

    def refuse_clave(self, text: str) -> None:
        """The clave does not open the book: said beside it, with what was typed selected to be typed over."""
        self.set_busy(False)
        self.clave_problem.setText(text)
        self.clave_problem.show()
        self.clave.name("Clave", text)
        self.clave.mark_problem(True)
        self.clave.focus()
        self.clave.edit.selectAll()

    def offer(self, text: str) -> None:
        """Show a button with this verb below the message; an empty text takes it away."""
        self.offer_button.setText(text)
        self.offer_button.setAccessibleName(text)
        self.offer_button.setVisible(bool(text))

    def set_busy(self, busy: bool) -> None:
        """While the key is computed, which takes about a second on purpose."""
        for widget in (self.book, self.person, self.clave, self.open_button, self.recovery_button, self.other_button):
            widget.setEnabled(not busy)
        self.open_button.setText("Abriendo…" if busy else "Abrir")

    def _build(self) -> None:
        self.column.setSpacing(theme.SPACE_M)
        self.column.addSpacing(theme.SPACE_L)
        self.column.addWidget(label("Facilitador", "display"))
        self.message = Banner()
        self.column.addWidget(self.message)
        self.offer_button = button("")
        self.offer_button.hide()
        self.column.addWidget(self.offer_button)
        frame, column = card()
        column.setSpacing(theme.SPACE_S)
        self.book, self.person = ComboBox(), ComboBox()
        self.clave = PasswordField()
        for text, widget, target in (
            ("Cuaderno", self.book, self.book),
            ("Persona", self.person, self.person),
            ("Clave", self.clave, self.clave.edit),
        ):
            caption = label(text, "label")
            caption.setBuddy(target)
            target.setAccessibleName(text)
            column.addWidget(caption)
            column.addWidget(widget)
            column.addSpacing(theme.SPACE_XS)
        self.clave_problem = label("", "problem")
        self.clave_problem.hide()
        column.addWidget(self.clave_problem)
        self.open_button = button("Abrir", "primary")
        column.addWidget(self.open_button)
        self.column.addWidget(frame)
        self.recovery_button = button("Abrir con el código de recuperación", "quiet")
        self.other_button = button("Otro cuaderno…", "quiet")
        self.restore_button = button("Volver a una copia de respaldo…", "quiet")
        for quiet in (self.recovery_button, self.other_button, self.restore_button):
            row = QHBoxLayout()
            row.addWidget(quiet)
            row.addStretch(1)
            self.column.addLayout(row)

    def _forget_refusal(self) -> None:
        if self.clave_problem.isVisibleTo(self):
            self.clave_problem.hide()
            self.clave.name("Clave")
            self.clave.mark_problem(False)

    def _choose_book(self) -> None:
        self.say("")
        self.offer("")
        self.book_chosen.emit(self.book.currentData())

    def _unlock(self) -> None:
        number = self.person.currentData()
        if not self.open_button.isEnabled():
            return
        if number is None:
            self.say("Elija su nombre.", "warning")
            self.person.setFocus()
        elif not self.clave.value():
            self.say("Escriba su clave.", "warning")
            self.clave.focus()
        else:
            self.say("")
            self._forget_refusal()
            self.unlock_requested.emit(self._people[number].id, str(self.clave.value()))
