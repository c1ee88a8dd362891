"""Pedidos sobre sus datos: what one man asked and how it was answered; without a man, everything that waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.rights import KIND_LABELS, OUTCOME_LABELS, RightsKind, RightsRecord, RightsRequest, letter_words
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.command_panel import CommandPanel
from facilitador.ui.panel_leaving import may_leave
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.rights import questions
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll, SectionHeader
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.told_line import acting, told_line
from facilitador.use_cases.rights import RightsOf, WaitingRequest, WaitingRequests

TITLE: Final = "Pedidos sobre sus datos"
EXPLANATION: Final = (
    "Él puede ver lo que se guarda de él, corregirlo, pedir que se suprima y retirar su consentimiento (Ley 29733). No "
    "cuesta nada y no cambia cómo se lo atiende. El plazo se cuenta en días hábiles."
)
STOPS_TOLD: Final = "En su ficha está lo que se detiene y lo que falta terminar."
ALL_EXPLANATION: Final = "Los que esperan respuesta, primero el que vence antes. Se anotan desde la ficha de cada uno."


class RequestCard(RedrawnCard):
    """One request. `answer_wanted(request)`, `paper_wanted(kind, id)`, `man_wanted(id)`."""

    answer_wanted = Signal(object)
    paper_wanted = Signal(str, object)
    man_wanted = Signal(object)

    def __init__(self, *, may_write: bool) -> None:
        super().__init__()
        self._may_write = may_write
        self.buttons: dict[str, QPushButton] = {}

    def show_request(self, one: RightsRequest, name: str = "") -> None:
        """What was asked and how it stands; `name` where requests of several men are shown."""
        said = f"«{one.what}»" if one.what else ""
        facts = [f"Recibido el {format_date(one.received_on)}.", said]
        if one.answer is None:
            facts.append(f"Se responde hasta el {format_date(one.due_on)}.")
        else:
            facts.append(f"{OUTCOME_LABELS[one.answer.outcome]} ({format_date(one.answer.on)}).")
            facts.append(one.answer.note)
        if one.kind is RightsKind.REVOCATION and not name:
            facts.append(STOPS_TOLD)
        title = f"{name}: {KIND_LABELS[one.kind]}" if name else KIND_LABELS[one.kind]
        self.buttons = {key: acting(text, act, about=title) for key, text, act in self._offered(one, named=bool(name))}
        holder = QWidget()
        row = FlowLayout(holder)
        for made in self.buttons.values():
            row.addWidget(made)
        self.redraw([told_line(title, facts, role="heading"), *([holder] if self.buttons else [])])

    def _offered(self, one: RightsRequest, *, named: bool) -> Iterable[tuple[str, str, Callable[[], object]]]:
        if named:
            yield "man", "Ver sus pedidos", partial(self.man_wanted.emit, one.participant_id)
        elif one.answer is None and self._may_write:
            yield "answer", "Anotar la respuesta", partial(self.answer_wanted.emit, one)
        elif one.answer is not None and letter_words(one.kind, one.answer.outcome):
            yield "letter", "Carta de respuesta", partial(self.paper_wanted.emit, "print_rights_letter", one.id)


class RightsScreen(Screen):
    """Reads the requests each time one changed; one question at a time, in the page itself."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._session, self._id = surroundings, surroundings.session, id
        self._may_write = surroundings.may_write(Section.ENROLMENTS)
        self.cards: dict[UUID, RequestCard] = {}
        self._build()
        self._session.bus.watch(self, (Topic.RIGHTS, Topic.PARTICIPANTS), lambda: self._read(again=True))
        self._read()

    def may_leave(self) -> bool:
        """Asks before an unsaved answer is lost, for it is kept as no draft."""
        return may_leave(self._surroundings, self, self.panel)

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.new_button = acting("Anotar un pedido", self._ask_new, "primary", icon="plus")
        self.copy_button = acting("Lo que se guarda de él", self._show_all_kept, icon="print")
        self.ficha_button = acting("Ver su ficha", self._show_man, "quiet")
        self.mentions_button = acting("Dónde aparece su nombre", self._show_mentions, "quiet")
        self.retention_button = acting("Plazos de conservación", self._show_retention, "quiet")
        self.name = label("", "heading")
        self.message = Banner()
        self.panel = CommandPanel(self._surroundings)
        self.empty = EmptyState("person", "No hay pedidos", "Cuando alguien pida algo sobre sus datos, anótelo aquí.")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(theme.SPACE_L)
        column = self.page.column
        words = EXPLANATION if self._id is not None else ALL_EXPLANATION
        column.addWidget(SectionHeader(TITLE, words, role="title"))
        column.addWidget(self.name)
        row = FlowLayout()
        for one in (self.new_button, self.copy_button, self.ficha_button, self.mentions_button, self.retention_button):
            row.addWidget(one)
        column.addLayout(row)
        for part in (self.message, self.panel, self.empty):
            column.addWidget(part)
        column.addLayout(self._cards)
        column.addStretch(1)
        self._offer()
        self.panel.saved.connect(self._saved)
        self.panel.overtaken.connect(lambda: self._read(again=True))
        self.panel.closed.connect(self._offer)
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))
        self.page.page.hide()  # nothing to show before the first answer

    def _offer(self) -> None:
        of_one = self._id is not None
        self.name.setVisible(of_one)
        self.new_button.setVisible(of_one and self._may_write)
        for one in (self.copy_button, self.ficha_button):
            one.setVisible(of_one)
        sees_reserved = may_write(self._session.person.role, Section.RESERVED)
        self.retention_button.setVisible(sees_reserved)
        self.mentions_button.setVisible(of_one and sees_reserved)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self, *, again: bool = False) -> None:
        if self._id is None:
            self._session.read(WaitingRequests(), owner=self, done=self._show_waiting, failed=self._refuse)
            return
        query = RightsOf(participant_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse, again=again)

    def _refuse(self, error: UserFacingError) -> None:
        """He is not in the book any more, perhaps because his data went."""
        self.message.say(messages.of_error(error).whole, "problem")
        for part in (self.name, self.new_button, self.copy_button, self.ficha_button, self.mentions_button, self.empty):
            part.hide()
        for card in self.cards.values():
            card.hide()
        self.page.page.show()

    def _show(self, record: RightsRecord) -> None:
        self.name.setText(record.full_name)
        self._put([(one, "") for one in record.requests])

    def _show_waiting(self, waiting: tuple[WaitingRequest, ...]) -> None:
        self._put([(one.request, one.full_name) for one in waiting])

    def _put(self, requests: list[tuple[RightsRequest, str]]) -> None:
        shown = {one.id for one, _ in requests}
        for key in [key for key in self.cards if key not in shown]:
            gone = self.cards.pop(key)
            self._cards.removeWidget(gone)
            gone.deleteLater()
        for place, (one, name) in enumerate(requests):
            if one.id not in self.cards:
                card = self.cards[one.id] = self._make_card()
                self._cards.insertWidget(place, card)
            self.cards[one.id].show_request(one, name)
        self.empty.setVisible(not requests)
        self.page.page.show()

    def _make_card(self) -> RequestCard:
        card = RequestCard(may_write=self._may_write)
        card.answer_wanted.connect(self._ask_answer)
        card.paper_wanted.connect(lambda kind, key: self.destination_requested.emit(Destination(kind, key)))
        card.man_wanted.connect(lambda key: self.destination_requested.emit(Destination("rights", key)))
        return card

    # -- what the person does -----------------------------------------------------------------------------------------

    def _ask_new(self) -> None:
        assert self._id is not None  # the button is shown on the page of one man only
        self.new_button.hide()  # one primary action at a time
        today = questions.today_in("received_on", self._surroundings.today())
        self.panel.ask_for(partial(questions.asking, self._id), "Anotar un pedido", questions.ASKED, answers=today)

    def _ask_answer(self, one: RightsRequest) -> None:
        command = partial(questions.answering, one)
        self.new_button.hide()
        fields = questions.answering_fields(one.kind)
        today = questions.today_in("on", self._surroundings.today())
        self.panel.ask_for(command, "Anotar la respuesta", fields, words=KIND_LABELS[one.kind], answers=today)

    def _saved(self) -> None:
        self.message.say("Quedó anotado.", "good")

    def _show_mentions(self) -> None:
        self.destination_requested.emit(Destination("name_mentions", self._id))

    def _show_all_kept(self) -> None:
        self.destination_requested.emit(Destination("print_subject_access", self._id))

    def _show_man(self) -> None:
        self.destination_requested.emit(Destination("participant", self._id))

    def _show_retention(self) -> None:
        self.destination_requested.emit(Destination("retention"))
