"""Contacto acordado: the same page for every man until it is opened, by two or in an emergency by one (6.4.12).

What is opened stands here for a quarter of an hour, and goes when one leaves the page. Nothing typed becomes a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.contacts import RELATION_LABELS, Contact, OpenedContacts
from facilitador.domain.dates import format_date
from facilitador.domain.origins import ForeignState
from facilitador.domain.people import Person
from facilitador.domain.phones import display_phone
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.ui.background import Background
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.panel import Panel
from facilitador.ui.panel_leaving import RESERVED, may_leave
from facilitador.ui.screen import Screen
from facilitador.ui.screens.contacts import questions
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.use_cases.contacts import ConfirmingPeople, ContactsOfOpening, WithdrawContact
from facilitador.use_cases.requests import Command, Outcome

TITLE = "Contacto acordado"
EXPLANATION = (
    "Contacto con su pareja o su familia, donde es posible: él lo sabe antes y ella acepta libremente (6.4.12). "
    "Se abre entre dos personas del equipo, con un motivo, y queda anotado. Hasta abrirlo no se ve si hay alguno."
)
STAYS_THERE = "Lo reservado no viene en un paquete de supervisión: lo ve solo el equipo de ese servicio."
NONE = "No hay ningún contacto anotado."
KEPT = "Guardado. Para leerlo se abre entre dos."
CONTRADICTS = "Lo que ella cuenta contradice lo que él dice. No se le hace saber a él, ni se anota en otro lugar."


class ContactsScreen(Screen):
    """Reads nothing about the man: only who may confirm."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._session, self._id = surroundings, surroundings.session, id
        self._background = Background(self)
        self._seconds: tuple[Person, ...] = ()
        source = surroundings.source
        self._stays_there = source is not None and source.state is ForeignState.SUPERVISED
        self._act: Callable[[Answers], None] | None = None
        self._opened: OpenedContacts | None = None
        self.cards: list[QFrame] = []
        self._over = QTimer(self, singleShot=True)
        self._over.timeout.connect(self.shut)
        self._build()
        self._session.read(ConfirmingPeople(), owner=self, done=self._keep_seconds)

    def may_leave(self) -> bool:
        """Asks before unsaved answers are lost, for they are kept as no draft."""
        return may_leave(self._surroundings, self, self.panel, detail=RESERVED)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # another screen came; not: the window was put away for a moment
            self.shut()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.open_button = button("Abrir entre dos", "primary", icon="key")
        self.emergency_button = button("Abrir en una emergencia")
        self.new_button = button("Anotar un contacto", icon="plus")
        self.message = Banner()
        self.panel = Panel(self._surroundings.today)
        self.until = Banner(action="Cerrar lo abierto")
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, EXPLANATION, role="title"))
        row = FlowLayout()
        for one in (self.open_button, self.emergency_button, self.new_button):
            row.addWidget(one)
        column.addLayout(row)
        for part in (self.message, self.panel, self.until):
            column.addWidget(part)
        self._place = QVBoxLayout()
        column.addLayout(self._place)
        column.addStretch(1)
        self.open_button.clicked.connect(self._ask_two)
        self.emergency_button.clicked.connect(self._ask_emergency)
        self.new_button.clicked.connect(self._ask_new)
        self.until.action_requested.connect(self.shut)
        self.panel.accepted.connect(lambda answers: self._act(answers) if self._act is not None else None)
        self.panel.closed.connect(self._show_ways)
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))
        self._show_ways()

    def _show_ways(self) -> None:
        asking = self.panel.form is not None
        if self._stays_there:
            self.message.say(STAYS_THERE, "info")
        for one in (self.open_button, self.emergency_button):
            one.setVisible(not asking and self._opened is None and not self._stays_there)
        self.new_button.setVisible(not asking and self._surroundings.may_write(Section.RESERVED))

    def _keep_seconds(self, seconds: tuple[Person, ...]) -> None:
        self._seconds = seconds

    # -- opening ------------------------------------------------------------------------------------------------------

    def _ask_two(self) -> None:
        if not self._seconds:
            self.message.say(messages.message("contact_needs_two_people", {}).whole, "warning")
            return
        words = "La otra persona escribe su propia clave. Queda anotado quiénes abrieron y por qué."
        self._ask("Abrir entre dos", questions.opening_fields(self._seconds), "Abrir", self._open, words)

    def _ask_emergency(self) -> None:
        words = "Se abre ahora. Las demás personas que pueden confirmar verán que falta su firma."
        self._ask("Abrir en una emergencia", (questions.REASON,), "Abrir ahora", self._open_alone, words)

    def _ask(
        self, title: str, fields: tuple[FieldSpec, ...], verb: str, act: Callable[[Answers], None], words: str
    ) -> None:
        self.message.say("")
        self._act = act
        self.panel.ask(title, fields, verb, words=words)
        self._show_ways()

    def _open(self, answers: Answers) -> None:
        desk = self._surroundings.contacts
        if desk is not None and self._id is not None:
            second = UUID(str(answers["second_id"]))
            future = desk.open(self._id, str(answers["reason"]), second, str(answers["clave"]))
            self._background.follow(future, self._read, self.panel.refuse)

    def _open_alone(self, answers: Answers) -> None:
        desk = self._surroundings.contacts
        if desk is not None and self._id is not None:
            future = desk.open_in_emergency(self._id, str(answers["reason"]))
            self._background.follow(future, self._read, self.panel.refuse)

    def _read(self, outcome: Outcome) -> None:
        self._read_opening(outcome.ids[0])

    def _read_opening(self, opening: UUID) -> None:
        query = ContactsOfOpening(opening_id=opening)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse)

    def _show(self, opened: OpenedContacts) -> None:
        self._opened = opened
        self.panel.close_panel()
        until = opened.opening.lasts_until()
        left = until - self._surroundings.now()
        self._over.start(max(0, round(left.total_seconds() * 1000)))
        local = until.astimezone(self._surroundings.now().tzinfo)
        self.until.say(f"Abierto hasta las {local:%H:%M}. Al salir de aquí se cierra.", "warning")
        self._clear()
        for contact in opened.contacts:
            self._add(self._card(contact))
        if not opened.contacts:
            frame, column = card()
            column.addWidget(label(NONE, "muted"))
            self._add(frame)
        self._show_ways()

    def shut(self) -> None:
        """Show nothing of what was opened any more."""
        self._over.stop()
        self._opened = None
        self._clear()
        self.until.say("")
        self.panel.close_panel()
        self._show_ways()

    # -- contacts -----------------------------------------------------------------------------------------------------

    def _card(self, contact: Contact) -> QFrame:
        text = contact.text
        frame, column = card()
        column.addWidget(label(text.name or RELATION_LABELS[text.relation], "heading"))
        if text.contradicts:
            warning = Banner(CONTRADICTS, "problem", parent=frame)
            column.addWidget(warning)
        facts = (
            (RELATION_LABELS[text.relation], bool(text.name)),
            (f"Celular: {display_phone(text.phone)}", bool(text.phone)),
            (f"Sin riesgo: {text.safe_way}", True),
            (f"Días: {text.safe_days}", bool(text.safe_days)),
            (f"Horas: {text.safe_hours}", bool(text.safe_hours)),
            (f"Si contesta otra persona: {text.if_another_answers}", True),
            (f"Él lo supo el {format_date(text.he_knew_on)}: {text.he_knew_how}", True),
            (f"Ella aceptó el {format_date(text.she_agreed_on)}: {text.she_agreed_how}", True),
            (f"Lo que cuenta: {text.told}", bool(text.told)),
        )
        for words, said in facts:
            if said:
                column.addWidget(label(words))
        row = FlowLayout()
        for verb, act in (("Cambiar", self._ask_change), ("Retirar del cuaderno", self._withdraw)):
            pressed = button(verb, "quiet")
            pressed.clicked.connect(partial(act, contact))
            row.addWidget(pressed)
        column.addLayout(row)
        return frame

    def _ask_new(self) -> None:
        self.message.say("")
        self._act = self._record
        self.panel.ask("Anotar un contacto", questions.CONTACT, "Guardar")
        self._show_ways()

    def _ask_change(self, contact: Contact) -> None:
        self._act = partial(self._change, contact)
        self.panel.ask("Cambiar", questions.CONTACT, "Guardar", answers=questions.contact_answers(contact))
        self._show_ways()

    def _record(self, answers: Answers) -> None:
        if self._id is not None:
            self._send(questions.recording(self._id, answers))

    def _change(self, contact: Contact, answers: Answers) -> None:
        if self._opened is not None:
            self._send(questions.changing(self._opened.opening.id, contact, answers))

    def _withdraw(self, contact: Contact) -> None:
        text = "¿Retirar este contacto del cuaderno? No se puede recuperar."
        if self._opened is not None and self._surroundings.dialogs.confirm(self, text, "Retirar", danger=True):
            self._send(WithdrawContact(opening_id=self._opened.opening.id, contact_id=contact.id))

    def _send(self, command: Command) -> None:
        self._session.run([command], owner=self, done=lambda outcome: self._sent(), failed=self._refuse)

    def _sent(self) -> None:
        self.panel.close_panel()
        self.message.say(KEPT if self._opened is None else "Guardado.", "good")
        if self._opened is not None:
            self._read_opening(self._opened.opening.id)

    def _refuse(self, error: UserFacingError) -> None:
        if self.panel.form is not None:
            self.panel.refuse(error)
        else:
            self.message.say(messages.of_error(error).whole, "problem")

    def _add(self, frame: QFrame) -> None:
        self.cards.append(frame)
        self._place.addWidget(frame)

    def _clear(self) -> None:
        for frame in self.cards:
            self._place.removeWidget(frame)
            frame.hide()
            frame.deleteLater()
        self.cards = []
