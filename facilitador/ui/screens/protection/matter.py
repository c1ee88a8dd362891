"""One protection matter: what is known, what was done, what fits now, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.people import Person
from facilitador.domain.protection import (
    ORIGIN_LABELS,
    OTHER_STEP,
    ProtectionMatter,
    ProtectionOrigin,
    ProtectionStep,
    may_close,
    nobody_else_closes,
    proposed_steps,
)
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.reference import protection_steps
from facilitador.ui.command_panel import CommandPanel
from facilitador.ui.panel_leaving import RESERVED, may_leave
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.protection import questions
from facilitador.ui.screens.protection.models import state_words
from facilitador.ui.screens.protection.parts import KnownPart, Part, ProposedPart, StepsPart, closing_words
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.ui.widgets.told_line import acting
from facilitador.use_cases.people import People
from facilitador.use_cases.protection import CloseProtection, ProtectionMatterDetails, ReopenProtection
from facilitador.use_cases.requests import Command

TITLE = "Asunto de protección"
_ORIGIN_PAGES: Final[Mapping[ProtectionOrigin, str]] = {
    ProtectionOrigin.SESSION: "session",
    ProtectionOrigin.ANSWER: "application",
    ProtectionOrigin.MATTER: "protection_matter",
}
ALONE: Final = (
    "Nadie más tiene clave en este cuaderno: puede cerrarlo usted, y queda anotado que nadie más lo revisó. Antes, "
    "converse el caso con alguien de fuera del grupo: su coordinación, o el CEM."
)
NOT_BY_OPENER: Final = "Lo cierra otra persona que facilita, o quien supervisa: no quien lo abrió."


class ProtectionMatterScreen(Screen):
    """Reads the matter each time something of it changed; one question at a time, in the page itself."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._session, self._id = surroundings, surroundings.session, id
        self._may_write = may_write(self._session.person.role, Section.RESERVED)
        self._matter: ProtectionMatter | None = None
        self._names: dict[UUID, str] = {}
        self._alone = False
        self._build()
        self._session.bus.watch(self, (Topic.PROTECTION,), lambda: self._read(again=True))
        self._session.read(People(), owner=self, done=self._keep_names)
        self._read()

    def may_leave(self) -> bool:
        """Asks before an unsaved answer is lost, for it is kept as no draft."""
        return may_leave(self._surroundings, self, self.panel, detail=RESERVED)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.facts = label("", "muted")
        self.message = Banner()
        self.panel = CommandPanel(self._surroundings)
        self.known_button = acting("Completar", self._ask_known)
        self.known_part = KnownPart(self.known_button)
        self.steps_part, self.proposed_part = StepsPart(), ProposedPart()
        self.end_part = Part("Cerrar el asunto")
        self.close_button = acting("Cerrar el asunto", self._ask_close)
        self.reopen_button = acting("Abrir otra vez", self._ask_reopen)
        self.origin_button = acting("Ver de dónde vino", self._show_origin, "quiet")
        self.ficha_button = acting("Ver su ficha", partial(self._show_man, "participant"), "quiet")
        self.check_button = acting("Criterios de exclusión", partial(self._show_man, "exclusion"), "quiet")
        column = self.page.column
        column.addWidget(label(TITLE, "title"))
        for above in (self.facts, self.message, self.panel):
            column.addWidget(above)
        for part in (self.known_part, self.steps_part, self.proposed_part, self.end_part):
            column.addWidget(part)
        row = FlowLayout()
        for one in (self.close_button, self.reopen_button, self.origin_button, self.ficha_button):
            row.addWidget(one)
        column.addLayout(row)
        column.addStretch(1)
        self.page.page.hide()  # nothing to show before the first answer
        self.steps_part.change_requested.connect(lambda step: self._ask_step(step.text.kind, step))
        self.proposed_part.noted.connect(lambda kind: self._ask_step(kind, None))
        self.panel.saved.connect(lambda outcome: self.page.ensureVisible(0, 0))
        self.panel.overtaken.connect(lambda: self._read(again=True))
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))

    # -- reading ------------------------------------------------------------------------------------------------------

    def _keep_names(self, people: tuple[Person, ...]) -> None:
        self._names = {person.id: person.full_name for person in people}
        self._alone = nobody_else_closes(people, self._session.person.id)

    def _read(self, *, again: bool = False) -> None:
        if self._id is None:
            return
        query = ProtectionMatterDetails(matter_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse, again=again)

    def _refuse(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
        for part in (self.known_part, self.steps_part, self.proposed_part, self.end_part):
            part.hide()
        for one in (self.close_button, self.reopen_button, self.origin_button, self.ficha_button):
            one.hide()
        self.page.page.show()

    def _show(self, matter: ProtectionMatter) -> None:
        self._matter = matter
        line = matter.line
        by = self._names.get(line.opened_by, "")
        opened = f"Abierto el {format_date(line.opened_on)}" + (f" por {by}" if by else "")
        state = "" if line.is_open else f" {state_words(line)}."
        self.facts.setText(f"{opened}. {ORIGIN_LABELS[line.origin]}.{state}")
        writes = self._may_write and line.is_open
        steps = protection_steps()
        self.known_part.show_matter(matter)
        self.known_button.setVisible(writes)
        self.steps_part.show_steps(matter.steps, steps, self._names, may_change=writes)
        self.proposed_part.show_steps(proposed_steps(steps, matter.text, matter.steps))
        self.proposed_part.setVisible(writes)
        self._show_end(matter)
        self.origin_button.setVisible(self._origin is not None)
        for about_him in (self.ficha_button, self.check_button):
            about_him.setVisible(matter.text.participant_id is not None)
        self.page.page.show()

    def _show_end(self, matter: ProtectionMatter) -> None:
        line, person = matter.line, self._session.person
        closes = may_close(line, person.id, person.role)
        words = [label(closing_words(one, self._names)) for one in matter.text.closings]
        if line.is_open and not closes:
            words.append(label(ALONE if self._alone else NOT_BY_OPENER, "muted"))
        self.end_part.redraw(words)
        self.end_part.setVisible(bool(words))
        self.close_button.setVisible(self._may_write and line.is_open and (closes or self._alone))
        self.reopen_button.setVisible(self._may_write and not line.is_open)

    # -- what the person does -----------------------------------------------------------------------------------------

    def _ask_known(self) -> None:
        matter = self._known
        command, answers = partial(questions.describing, matter), questions.known_answers(matter)
        self.panel.ask_for(command, "Qué se sabe", tuple(questions.known_fields()), answers=answers)

    def _ask_step(self, kind: str, step: ProtectionStep | None) -> None:
        matter, today = self._known, self._surroundings.today()
        command = partial(questions.step_command, matter.line.id, kind, step)
        title = "Otro paso" if kind == OTHER_STEP else protection_steps().text(kind)
        answers = questions.step_answers(step, today)
        self.panel.ask_for(command, title, questions.step_fields(kind), "Guardar el paso", answers=answers)

    def _ask_close(self) -> None:
        line, person = self._known.line, self._session.person
        alone = not may_close(line, person.id, person.role)

        def command(answers: Answers) -> Command:
            reason = str(answers["reason"])
            return CloseProtection(matter_id=line.id, revision=line.revision, reason=reason, alone=alone)

        words = "Ciérrelo solo si la persona está a salvo, o si otro servicio ya se hizo cargo."
        words = f"{words} {ALONE}" if alone else words
        self.panel.ask_for(command, "Cerrar el asunto", (questions.REASON,), "Cerrar el asunto", words=words)

    def _ask_reopen(self) -> None:
        line = self._known.line

        def command(answers: Answers) -> Command:
            return ReopenProtection(matter_id=line.id, revision=line.revision, reason=str(answers["reason"]))

        self.panel.ask_for(command, "Abrir otra vez", (questions.REASON,), "Abrir otra vez")

    def _show_man(self, kind: str) -> None:
        man = self._known.text.participant_id
        if man is not None:
            self.destination_requested.emit(Destination(kind, man))

    def _show_origin(self) -> None:
        if self._origin is not None:
            self.destination_requested.emit(self._origin)

    @property
    def _origin(self) -> Destination | None:
        """The page from which it was opened, where that is kept."""
        line = self._known.line
        kind = _ORIGIN_PAGES.get(line.origin)
        return Destination(kind, line.origin_id) if kind is not None and line.origin_id is not None else None

    @property
    def _known(self) -> ProtectionMatter:
        assert self._matter is not None  # nothing can be pressed before it was read
        return self._matter
