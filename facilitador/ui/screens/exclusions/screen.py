"""Criterios de exclusión: what is recorded of each cause, what people decide, and how a man is told (6.7)."""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.directory import DirectoryLine
from facilitador.domain.enrolments import STATUS_RULES
from facilitador.domain.exclusions import CauseState, ExclusionCheck, ExclusionDecision, Safety
from facilitador.domain.participants import Participant
from facilitador.domain.people import Person
from facilitador.domain.protection import AT_RISK_LABELS, ProtectionLine
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_read
from facilitador.errors import UserFacingError
from facilitador.reference import exclusion_causes
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.form_panel import FormPanel
from facilitador.ui.panel import Panel
from facilitador.ui.person_words import standing_words
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.exclusions import questions
from facilitador.ui.screens.exclusions.parts import NEVER_DECIDED, CausesPart, DecisionCard
from facilitador.ui.screens.exclusions.telling import TellingCard, named_places
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.ui.widgets.redrawn_card import RedrawnCard, at_left
from facilitador.use_cases.directory import Directory
from facilitador.use_cases.exclusion_tellings import DecisionSafety
from facilitador.use_cases.exclusions import ExclusionCheckOf, WithdrawExclusionDecision
from facilitador.use_cases.participants import ParticipantRecord
from facilitador.use_cases.people import People
from facilitador.use_cases.protection import ProtectionMatters
from facilitador.use_cases.requests import Outcome, Query

TITLE: Final = "Criterios de exclusión"
EXPLANATION: Final = "El programa muestra lo que está anotado de cada criterio (6.7). Deciden las personas."
FORM: Final = "exclusion"
OFFERED: Final = "offered"
"""What a referral is asked to begin from: the places that the last decision offered."""
NOBODY_AT_RISK: Final = "El equipo no sabía de nadie en riesgo."
TOLD: Final = "Quedó anotado que se le comunicó. Puede imprimir su carta y derivarlo."


class ExclusionScreen(Screen):
    """Reads the check each time something of it changed. A decision and its telling are asked in the page."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "the check is about a man"
        self._surroundings, self._session, self._id = surroundings, surroundings.session, id
        self._may_decide = surroundings.may_write(Section.ENROLMENTS)
        self._may_tell = self._may_decide and surroundings.may_write(Section.RESERVED)
        self._may_refer = surroundings.may_write(Section.SOCIAL)
        self._check: ExclusionCheck | None = None
        self._team: tuple[Person, ...] = ()
        self._places: tuple[DirectoryLine, ...] = ()
        self._stints: dict[UUID, str] = {}
        self._withdrawing: ExclusionDecision | None = None
        self.form: FormPanel | None = None
        self.cards: dict[UUID, DecisionCard] = {}
        self._build()
        self._lay_out()
        self._connect()
        self._read_all()

    def may_leave(self) -> bool:
        """What is typed is kept as a draft; before what is reserved would be lost, the person is asked."""
        return self.telling.let_go() and (self.form is None or self.form.editor.let_go())

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.name = label("", "heading")
        self.standing = Banner()
        self.message = Banner()
        self.evaluation_button = button("Su evaluación inicial", "quiet")
        self.ficha_button = button("Ver su ficha", "quiet")
        self.deciding = RedrawnCard()
        self.telling = TellingCard(self._surroundings)
        self.reason = Panel(self._surroundings.today)
        self.safety = RedrawnCard()
        self.safety.hide()
        self.none_decided = label(NEVER_DECIDED, "muted")
        self.causes = CausesPart()

    def _lay_out(self) -> None:
        self.fill_with(self.page)
        column = self.page.column
        for upper in (label(TITLE, "title"), self.name, label(EXPLANATION, "muted"), self.message):
            column.addWidget(upper)
        self.body = QWidget()
        column.addWidget(self.body)
        column.addStretch(1)
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE_L)
        inner.addWidget(self.standing)
        row = FlowLayout()
        for one in (self.evaluation_button, self.ficha_button):
            row.addWidget(one)
        inner.addLayout(row)
        self.evaluation_button.setVisible(may_read(self._session.person.role, Section.SOCIAL))
        above = (self.deciding, self.telling, self.reason, self.safety, SectionHeader("Decisiones"), self.none_decided)
        for part in above:
            inner.addWidget(part)
        self._decisions = QVBoxLayout()
        self._decisions.setSpacing(theme.SPACE_L)
        inner.addLayout(self._decisions)
        inner.addWidget(SectionHeader("Lo que está anotado"))
        inner.addWidget(self.causes)
        self.page.page.hide()  # nothing to show before the first answer

    def _connect(self) -> None:
        self.evaluation_button.clicked.connect(lambda: self._go("evaluation"))
        self.ficha_button.clicked.connect(lambda: self._go("participant"))
        self.causes.destination_requested.connect(self.destination_requested)
        self.telling.saved.connect(self._told)
        self.telling.stale.connect(self._read_check)
        self.telling.closed.connect(self._show_next)
        self.reason.accepted.connect(self._withdraw)
        self.reason.shown.connect(lambda: self.page.show_typing(self.reason))
        self.reason.closed.connect(self._show_next)
        bus = self._session.bus
        bus.watch(
            self,
            (Topic.EXCLUSIONS, Topic.EVALUATIONS, Topic.SESSIONS, Topic.APPLICATIONS, Topic.ENROLMENTS, Topic.SERVICE),
            self._read_check,
        )
        if self._may_tell:
            bus.watch(self, (Topic.PROTECTION,), self._read_matters)
            bus.watch(self, (Topic.DIRECTORY,), self._read_places)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read_all(self) -> None:
        """What the forms offer comes first: answers come in the order in which they were asked."""
        session = self._session
        session.read(People(), owner=self, done=self._keep_team)
        record = ParticipantRecord(participant_id=self._id)
        session.read(record, owner=self, done=self._keep_stints, failed=self._refuse, again=True)
        self._read_places()
        if self._may_tell:
            self._read_matters()
        self._read_check(again=False)

    def _read_check(self, *, again: bool = True) -> None:
        query = ExclusionCheckOf(participant_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse, again=again)

    def _read_matters(self) -> None:
        query: Query[tuple[ProtectionLine, ...]] = ProtectionMatters()
        self._session.read(query, owner=self, done=self.telling.offer_matters)

    def _read_places(self) -> None:
        self._session.read(Directory(), owner=self, done=self._keep_places)

    def _keep_team(self, people: tuple[Person, ...]) -> None:
        self._team = tuple(person for person in people if person.active)

    def _keep_stints(self, man: Participant) -> None:
        self._stints = {one.stint.id: one.group_name for one in man.stints if STATUS_RULES[one.stint.status].open}

    def _keep_places(self, lines: tuple[DirectoryLine, ...]) -> None:
        self._places = lines

    def _refuse(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
        self.body.hide()
        self.page.page.show()

    def _show(self, check: ExclusionCheck) -> None:
        first, self._check = self._check is None, check
        self.name.setText(check.full_name)
        self.standing.say(" ".join(map(standing_words, check.excluded)), "warning")
        self._show_decisions(check)
        self.causes.show_causes(check.causes, self._id)
        if first and self._may_decide:
            self._offer_form(check)
        self._show_next()
        self.page.page.show()

    def _show_decisions(self, check: ExclusionCheck) -> None:
        places, causes = named_places(self._places), exclusion_causes()
        last = next((one.id for one in check.decisions if one.told is not None and one.withdrawal is None), None)
        for number, decision in enumerate(check.decisions):
            card = self.cards.get(decision.id)
            if card is None:
                card = self.cards[decision.id] = self._make_card()
                self._decisions.insertWidget(number, card)
            card.show_decision(decision, causes, check.people, places, last_told=decision.id == last)
        self.none_decided.setVisible(not check.decisions)

    def _make_card(self) -> DecisionCard:
        card = DecisionCard(may_decide=self._may_decide, may_tell=self._may_tell, may_refer=self._may_refer)
        card.tell_requested.connect(self._tell)
        card.withdrawal_requested.connect(self._ask_reason)
        card.letter_requested.connect(
            lambda key: self.destination_requested.emit(Destination("print_decision_letter", key))
        )
        card.referral_requested.connect(
            lambda: self.destination_requested.emit(Destination("referrals", self._id, (OFFERED,)))
        )
        card.safety_requested.connect(self._ask_safety)
        return card

    # -- deciding -----------------------------------------------------------------------------------------------------

    def _offer_form(self, check: ExclusionCheck) -> None:
        causes = [one.cause for one in check.causes if one.state is not CauseState.NOT_APPLICABLE or one.facts]
        editor = FormEditor(
            self._surroundings,
            FORM,
            questions.decision_parts(causes, self._team, self._stints),
            lambda values: [questions.deciding(self._id, values)],
            save_text="Guardar la decisión",
            check=questions.half_typed,
            asked=partial(questions.asked, causes=causes, stints=self._stints),
            place=lambda problem: questions.place(problem, editor.form.values(), causes),
        )
        self.form = FormPanel(editor, "Anotar una decisión", "Lo que decidieron")
        self.deciding.below.addWidget(self.form)
        editor.saved.connect(self._decided)
        self.form.opened_or_closed.connect(self._show_form)
        editor.begin(self._fresh(), subject=self._id)

    def _fresh(self) -> dict[str, Any]:
        return dict(questions.first_answers(self._surroundings.today(), self._session.person.id))

    def _show_form(self) -> None:
        if self.form is not None and self.form.is_open:
            self.page.show_typing(self.form)
        self._show_next()

    def _decided(self, outcome: Outcome) -> None:
        self.message.say("La decisión quedó anotada.", "good")
        if self.form is not None:
            self.form.editor.refresh(self._fresh(), 0)
        self.page.ensureVisible(0, 0)

    def _show_next(self) -> None:
        """One primary action at a time: what is asked now, else telling what waits to be told, else deciding."""
        asking = self.telling.editor is not None or self.reason.form is not None
        self.deciding.setVisible(self._may_decide and not asking)
        writing = asking or (self.form is not None and self.form.is_open)
        waiting = [one.id for one in self._check.decisions if one.pending] if self._check and self._may_tell else []
        for key, card in self.cards.items():
            card.make_primary(not writing and key in waiting[:1])
        if self.form is not None:
            set_kind(self.form.open_button, "secondary" if waiting else "primary")

    # -- telling ------------------------------------------------------------------------------------------------------

    def _tell(self, key: UUID) -> None:
        decision = self._decision(key)
        if not self.telling.let_go():
            return
        self.reason.close_panel()
        self.telling.ask(decision, self._team, self._places)
        self._show_next()
        self.page.show_widget(self.telling.title)

    def _told(self, outcome: Outcome) -> None:
        notices = [messages.message(notice.code, notice.parameters).whole for notice in outcome.notices]
        self.message.say(" ".join([TOLD, *notices]), "warning" if notices else "good")
        self.page.ensureVisible(0, 0)

    def _ask_safety(self, key: UUID) -> None:
        self._session.read(DecisionSafety(decision_id=key), owner=self, done=self._show_safety)

    def _show_safety(self, safety: Safety | None) -> None:
        if safety is None:
            return
        who = "; ".join(AT_RISK_LABELS[one] for one in safety.at_risk)
        lines: list[QWidget] = [label("Quién podía estar en riesgo", "heading"), label(who or NOBODY_AT_RISK)]
        if safety.note:
            lines.append(label(safety.note))
        if safety.protection_id is not None:
            matter = button("Ver el asunto de protección")
            destination = Destination("protection_matter", safety.protection_id)
            matter.clicked.connect(lambda: self.destination_requested.emit(destination))
            lines.append(at_left(matter))
        shut = button("Cerrar", "quiet")
        shut.clicked.connect(self.safety.hide)
        lines.append(at_left(shut))
        self.safety.redraw(lines)
        self.safety.show()
        self.page.show_widget(self.safety)
        shut.setFocus()

    # -- taking back --------------------------------------------------------------------------------------------------

    def _ask_reason(self, key: UUID) -> None:
        self.telling.leave()
        if self.telling.editor is not None:  # something reserved would be lost, and the person goes on with it
            return
        self._withdrawing = self._decision(key)
        self.reason.ask("Retirar la decisión", (questions.REASON,), "Retirar")
        self._show_next()

    def _withdraw(self, values: Answers) -> None:
        decision = self._withdrawing
        assert decision is not None
        command = WithdrawExclusionDecision(
            decision_id=decision.id, revision=decision.revision, reason=text_in(values, "reason")
        )
        self._session.run([command], owner=self, done=self._withdrawn, failed=self._not_withdrawn)

    def _withdrawn(self, outcome: Outcome) -> None:
        self.reason.close_panel()
        self.message.say("La decisión quedó retirada.", "good")

    def _not_withdrawn(self, error: UserFacingError) -> None:
        self.reason.refuse(error)
        self._read_check()  # somebody may have been quicker

    def _decision(self, key: UUID) -> ExclusionDecision:
        assert self._check is not None  # nothing can be pressed before it was read
        return next(one for one in self._check.decisions if one.id == key)

    def _go(self, kind: str) -> None:
        self.destination_requested.emit(Destination(kind, self._id))
