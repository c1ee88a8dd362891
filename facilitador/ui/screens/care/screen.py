"""Atención individual of a man: asked for, agreed, what is told both ways as far as he agrees, and its end (6.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.care import (
    NOTE_LABELS,
    OUTCOME_LABELS,
    PROVIDER_LABELS,
    REQUESTER_LABELS,
    CareNoteKind,
    CareRecord,
    IndividualCare,
)
from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.directory import DirectoryLine
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.command_panel import CommandPanel
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.panel_leaving import may_leave
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.care import questions
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll, SectionHeader
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.told_line import acting, told_line
from facilitador.use_cases.care import CareOf
from facilitador.use_cases.directory import Directory
from facilitador.use_cases.requests import Command

TITLE: Final = "Atención individual"
EXPLANATION: Final = (
    "Para lo personal que el grupo no alcanza a trabajar (6.8). Lo que cuenta ahí se queda ahí; entre el grupo y quien "
    "lo atiende se comunica solo lo que él acepta."
)
NO_GOALS: Final = "Todavía sin objetivos acordados."
TELLS_NOTHING: Final = "No ha aceptado que se comunique nada."


class CareCard(RedrawnCard):
    """One care. `agreement_wanted(care)`, `note_wanted(care, kind)`, `closing_wanted(care)`."""

    agreement_wanted = Signal(object)
    note_wanted = Signal(object, object)
    closing_wanted = Signal(object)

    def __init__(self, *, may_write: bool) -> None:
        super().__init__()
        self._may_write = may_write
        self.buttons: dict[str, QPushButton] = {}

    def show_care(self, one: IndividualCare) -> None:
        """Show what is known of it, and what can be done now."""
        held = one.agreement
        asked = f"{REQUESTER_LABELS[one.requested_by]} el {format_date(one.requested_on)}."
        started = f"Empezó el {format_date(one.started_on)}." if one.started_on else ""
        tells = f"Acepta que se comunique: {held.may_tell}" if held.tells_on else TELLS_NOTHING
        title = f"{PROVIDER_LABELS[one.provider_kind]}: {one.provider}"
        goals = tuple(f"– {goal}" for goal in held.goals) or (NO_GOALS,)
        lines: list[QWidget] = [
            told_line(title, (asked, one.why, started), role="heading"),
            rule(),
            told_line("Objetivos acordados", goals),
            rule(),
            told_line("Entre el grupo y quien lo atiende", (tells,)),
        ]
        for note in one.notes:
            lines += [rule(), told_line(f"{format_date(note.on)}: {NOTE_LABELS[note.kind]}", (note.text,))]
        if one.closing is not None:
            end = one.closing
            lines += [rule(), label(f"{OUTCOME_LABELS[end.outcome]} ({format_date(end.on)}). {end.note}", "notice")]
        self.buttons = {}
        if self._may_write and one.is_open:
            lines.append(self._actions(one, title))
        self.redraw(lines)

    def _actions(self, one: IndividualCare, title: str) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder)
        for key, text, act in self._offered(one):
            self.buttons[key] = acting(text, act, about=title)
            row.addWidget(self.buttons[key])
        return holder

    def _offered(self, one: IndividualCare) -> Iterable[tuple[str, str, Callable[[], object]]]:
        yield "agree", "Lo acordado con él", partial(self.agreement_wanted.emit, one)
        yield "meeting", "Anotar un encuentro", partial(self.note_wanted.emit, one, CareNoteKind.MEETING)
        if one.agreement.tells_on is not None:
            for kind, text in (
                (CareNoteKind.FROM_PROVIDER, "Nos comunicaron algo"),
                (CareNoteKind.TO_PROVIDER, "Comunicamos algo"),
            ):
                yield str(kind), text, partial(self.note_wanted.emit, one, kind)
        yield "close", "Cerrar", partial(self.closing_wanted.emit, one)


class CareScreen(Screen):
    """Reads the care of a man each time something of it changed; one question at a time, in the page itself."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "it is about a man"
        self._surroundings, self._session, self._id = surroundings, surroundings.session, id
        self._may_write = surroundings.may_write(Section.HEALTH)
        self._places: tuple[DirectoryLine, ...] = ()
        self.cards: dict[UUID, CareCard] = {}
        self._build()
        self._session.bus.watch(self, (Topic.CARE,), lambda: self._read(again=True))
        self._read()

    def may_leave(self) -> bool:
        """Asks before an unsaved answer is lost, for it is kept as no draft."""
        return may_leave(self._surroundings, self, self.panel)

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.new_button = acting("Anotar una atención", self._ask_new, "primary", icon="plus")
        self.ficha_button = acting("Ver su ficha", self._show_man, "quiet")
        self.name = label("", "heading")
        self.message = Banner()
        self.panel = CommandPanel(self._surroundings)
        self.empty = EmptyState(
            "person", "No hay atención individual anotada", "La puede pedir él o proponer el equipo."
        )
        self._cards = QVBoxLayout()
        self._cards.setSpacing(theme.SPACE_L)
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, EXPLANATION, role="title"))
        column.addWidget(self.name)
        row = FlowLayout()
        for one in (self.new_button, self.ficha_button):
            row.addWidget(one)
        column.addLayout(row)
        for part in (self.message, self.panel, self.empty):
            column.addWidget(part)
        column.addLayout(self._cards)
        column.addStretch(1)
        self.new_button.setVisible(self._may_write)
        self.panel.saved.connect(self._saved)
        self.panel.overtaken.connect(lambda: self._read(again=True))
        self.panel.closed.connect(lambda: self.new_button.setVisible(self._may_write))
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))
        self.page.page.hide()  # nothing to show before the first answer

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self, *, again: bool = False) -> None:
        """What the form offers comes first: answers come in the order in which they were asked."""
        self._session.read(Directory(), owner=self, done=self._keep_places)
        query = CareOf(participant_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse, again=again)

    def _keep_places(self, lines: tuple[DirectoryLine, ...]) -> None:
        self._places = lines

    def _refuse(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
        for part in (self.new_button, self.ficha_button, self.empty):
            part.hide()
        self.page.page.show()

    def _show(self, record: CareRecord) -> None:
        self.name.setText(record.full_name)
        for number, one in enumerate(record.cares):
            if one.id not in self.cards:
                card = self.cards[one.id] = self._make_card()
                self._cards.insertWidget(number, card)
            self.cards[one.id].show_care(one)
        self.empty.setVisible(not record.cares)
        self.page.page.show()

    def _make_card(self) -> CareCard:
        card = CareCard(may_write=self._may_write)
        card.agreement_wanted.connect(self._ask_agreement)
        card.note_wanted.connect(self._ask_note)
        card.closing_wanted.connect(self._ask_closing)
        return card

    # -- what the person does -----------------------------------------------------------------------------------------

    def _ask(
        self,
        title: str,
        fields: tuple[FieldSpec, ...],
        command: Callable[[Answers], Command],
        answers: Answers,
    ) -> None:
        self.new_button.hide()  # one primary action at a time
        self.panel.ask_for(command, title, fields, answers=answers)

    def _ask_new(self) -> None:
        answers = questions.opening_answers(self._surroundings.today())
        fields = questions.opening_fields(self._places)
        self._ask("Anotar una atención", fields, partial(questions.opening, self._id), answers)

    def _ask_agreement(self, one: IndividualCare) -> None:
        answers = questions.agreement_answers(one)
        self._ask("Lo acordado con él", questions.AGREEMENT, partial(questions.agreeing, one), answers)

    def _ask_note(self, one: IndividualCare, kind: CareNoteKind) -> None:
        command = partial(questions.noting, one, kind)
        self._ask(NOTE_LABELS[kind], questions.note_fields(kind), command, self._today())

    def _ask_closing(self, one: IndividualCare) -> None:
        self._ask("Cerrar la atención", questions.CLOSING, partial(questions.closing, one), self._today())

    def _today(self) -> Answers:
        return {"on": self._surroundings.today().isoformat()}

    def _saved(self) -> None:
        self.message.say("Quedó anotado.", "good")

    def _show_man(self) -> None:
        self.destination_requested.emit(Destination("participant", self._id))
