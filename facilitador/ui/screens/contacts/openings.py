"""Aperturas de emergencia: who opened reserved contacts alone, when and why; another person signs (6.4.12)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.contacts import ContactOpening
from facilitador.domain.dates import format_date
from facilitador.domain.people import Person
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_write
from facilitador.ui.panel import Panel
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.contacts import questions
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import EmptyState, PageScroll, SectionHeader
from facilitador.use_cases.contacts import ContactOpenings, CountersignOpening
from facilitador.use_cases.people import People

TITLE = "Aperturas de emergencia"
EXPLANATION = "Quien abrió un contacto a solas no lo firma: lo revisa y lo firma otra persona."


class ContactOpeningsScreen(Screen):
    """Reads the openings that wait each time something of them changed."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._session, self._surroundings = surroundings.session, surroundings
        self._may_write = may_write(self._session.person.role, Section.RESERVED)
        self._names: dict[UUID, str] = {}
        self._signed: ContactOpening | None = None
        self.cards: list[QFrame] = []
        self._build()
        self._session.bus.watch(self, (Topic.CONTACTS,), self._read)
        self._session.read(People(), owner=self, done=self._keep_names)
        self._read()

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.panel = Panel(self._surroundings.today)
        self.empty = EmptyState("check", "Ninguna apertura espera una firma", "")
        self._place = QVBoxLayout()
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, EXPLANATION, role="title"))
        column.addWidget(self.panel)
        column.addWidget(self.empty)
        column.addLayout(self._place)
        column.addStretch(1)
        self.page.page.hide()  # nothing to show before the first answer
        self.panel.accepted.connect(self._sign)
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))

    def _keep_names(self, people: tuple[Person, ...]) -> None:
        self._names = {person.id: person.full_name for person in people}

    def _read(self) -> None:
        self._session.read(ContactOpenings(pending=True), owner=self, done=self._show)

    def _show(self, openings: tuple[ContactOpening, ...]) -> None:
        for frame in self.cards:
            self._place.removeWidget(frame)
            frame.hide()
            frame.deleteLater()
        self.cards = [self._card(opening) for opening in openings]
        for frame in self.cards:
            self._place.addWidget(frame)
        self.empty.setVisible(not openings)
        self.page.page.show()

    def _card(self, opening: ContactOpening) -> QFrame:
        frame, column = card()
        at = opening.opened_at.astimezone(self._surroundings.now().tzinfo)
        column.addWidget(label(f"{self._names.get(opening.opened_by, '')}: {format_date(at.date())}, {at:%H:%M}"))
        column.addWidget(label(opening.text.reason))
        row = FlowLayout()
        if self._may_write and opening.opened_by != self._session.person.id:
            sign = button("Revisar y firmar")
            sign.clicked.connect(partial(self._ask, opening))
            row.addWidget(sign)
        man = button("Ver de qué ficha", "quiet")
        place = Destination("participant", opening.text.participant_id)
        man.clicked.connect(partial(self.destination_requested.emit, place))
        row.addWidget(man)
        column.addLayout(row)
        return frame

    def _ask(self, opening: ContactOpening) -> None:
        self._signed = opening
        self.panel.ask("Firmar la apertura", (questions.NOTE,), "Firmar", words=opening.text.reason)

    def _sign(self, answers: Answers) -> None:
        if self._signed is not None:
            one = self._signed
            command = CountersignOpening(opening_id=one.id, revision=one.revision, note=text_in(answers, "note"))
            self._session.run(
                [command], owner=self, done=lambda outcome: self.panel.close_panel(), failed=self.panel.refuse
            )
