"""Evaluación inicial: the eleven factors at a glance, and beside them the one the person stands on (6.6)."""

from __future__ import annotations

from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.evaluations import (
    Evaluation,
    EvaluationEntry,
    Factor,
    FactorReading,
    FactorState,
    RiskLevelEntry,
)
from facilitador.domain.people import Person
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_read
from facilitador.errors import UserFacingError
from facilitador.reference import evaluation_factors
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.form_panel import FormPanel
from facilitador.ui.panel import Panel
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.evaluations import questions
from facilitador.ui.screens.evaluations.models import factors_model
from facilitador.ui.screens.evaluations.parts import FactorCard, RiskCard
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.beside import Beside
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.ui.widgets.wrapped_table import WrappedTable
from facilitador.use_cases.evaluations import EvaluationOf, WithdrawEvaluation
from facilitador.use_cases.people import People
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.risk_levels import WithdrawRiskLevel

TITLE: Final = "Evaluación inicial"
EXPLANATION: Final = "Qué se sabe de cada factor, de quién y desde cuándo (6.6). Lo nuevo queda al lado de lo anterior."
PAGE_WIDTH: Final = 1080
LIST_WIDTH: Final = 380
NARROW: Final = 860  # below this width at 100 % text the factor stands under the list
FORM: Final = "evaluation"
RISK_FORM: Final = "evaluation_risk"


class EvaluationScreen(Screen):
    """Reads the evaluation each time something of it changed; a factor is picked in the list and written down beside.

    What is typed is kept as a draft; after a factor is saved, the next one that nobody asked about is picked.
    """

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "an evaluation is about a man"
        self._surroundings, self._session, self._id = surroundings, surroundings.session, id
        self._may_tell_risk = surroundings.may_write(Section.JUSTICE)
        self._may_write = surroundings.may_write(Section.SOCIAL)
        self._evaluation: Evaluation | None = None
        self._offered: tuple[Factor, ...] = ()
        self._command: Command | None = None
        self._withdrawing: EvaluationEntry | RiskLevelEntry | None = None
        self.form: FormPanel | None = None
        self.risk_form: FormPanel | None = None
        self._team: tuple[Person, ...] = ()
        self._build()
        self._lay_out()
        self._connect()
        topics = (Topic.EVALUATIONS, Topic.PARTICIPANTS, Topic.SERVICE)
        self._session.bus.watch(self, topics, lambda: self._read(again=True))
        self._session.read(People(), owner=self, done=self._keep_team)
        self._read()

    def may_leave(self) -> bool:
        """Whatever is typed is kept as a draft."""
        kept = [form.editor.let_go() for form in (self.form, self.risk_form) if form is not None]  # each of them
        return all(kept)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.name = label("", "heading")
        self.counted = label("", "muted")
        self.message = Banner()
        self.blank_button = button("Hoja en blanco", icon="print")
        self.check_button = button("Criterios de exclusión", "quiet")
        self.ficha_button = button("Ver su ficha", "quiet")
        self._lines = factors_model()
        self.table: WrappedTable[FactorReading] = WrappedTable(self._lines, "Factores de la evaluación")
        self.table.horizontalHeader().hide()
        self.card = FactorCard(may_write=self._may_write)
        self.risk = RiskCard(may_write=self._may_tell_risk)
        self.reason = Panel(self._surroundings.today)

    def _lay_out(self) -> None:
        self.fill_with(self.page)
        column = self.page.column
        for part in (label(TITLE, "title"), self.name, self.counted, self.message):
            column.addWidget(part)
        tools = FlowLayout()
        for tool in (self.blank_button, self.check_button, self.ficha_button):
            tools.addWidget(tool)
        column.addLayout(tools)
        column.addWidget(self.reason)
        self._body = Beside(self.table, LIST_WIDTH)
        self._beside = QVBoxLayout()
        self._beside.setSpacing(theme.SPACE_L)
        self._beside.addWidget(self.card)
        self._beside.addWidget(self.risk)
        self._beside.addStretch(1)
        self._body.addLayout(self._beside, 1)
        column.addLayout(self._body)
        column.addStretch(1)
        role = self._session.person.role  # they have their place now: before, they would flash up as windows
        self.check_button.setVisible(may_read(role, Section.ENROLMENTS))
        self.risk.setVisible(may_read(role, Section.JUSTICE))
        self.page.page.hide()  # nothing to show before the first answer

    def _connect(self) -> None:
        self.table.picked.connect(self._pick)
        self.table.opened.connect(lambda reading: self._write_down())
        self.blank_button.clicked.connect(
            lambda: self.destination_requested.emit(Destination("print_blank_evaluation"))
        )
        self.check_button.clicked.connect(lambda: self._go("exclusion"))
        self.ficha_button.clicked.connect(lambda: self._go("participant"))
        self.card.withdrawal_wanted.connect(self._ask_reason)
        self.risk.withdrawal_wanted.connect(self._ask_reason)
        self.reason.accepted.connect(self._withdraw)
        self.reason.shown.connect(lambda: self.page.show_typing(self.reason))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._body.fit(narrow=self.width() < theme.scaled(NARROW))

    # -- reading ------------------------------------------------------------------------------------------------------

    def _keep_team(self, people: tuple[Person, ...]) -> None:
        """The first of the two answers: they come in the order in which they were asked."""
        self._team = tuple(person for person in people if person.active)

    def _read(self, *, again: bool = False) -> None:
        query = EvaluationOf(participant_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse, again=again)

    def _refuse(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
        for part in (self.table, self.card, self.risk, self.check_button, self.ficha_button):
            part.hide()
        self.page.page.show()

    def _show(self, evaluation: Evaluation) -> None:
        first, self._evaluation = self._evaluation is None, evaluation
        self.name.setText(evaluation.full_name)
        waiting, of = evaluation.not_evaluated, len(evaluation.factors)
        asked = "Se preguntó por todos." if not waiting else f"Sin evaluar: {waiting}."
        self.counted.setText(f"{EXPLANATION} {of} factores. {asked}")
        self._lines.set_rows(evaluation.factors)
        self.risk.show_levels(evaluation)
        if first:
            self._offer_forms(evaluation)
        if self.table.current is None:
            self.table.setCurrentIndex(self.table.model().index(0, 0))
        self._pick(self.table.current)
        self.page.page.show()

    # -- the forms ----------------------------------------------------------------------------------------------------

    def _offer_forms(self, evaluation: Evaluation) -> None:
        today = self._surroundings.today
        self._offered = tuple(
            reading.factor
            for reading in evaluation.factors
            if self._surroundings.may_write(reading.factor.section) and not _is_off(reading)
        )
        if self._may_write and self._offered:
            editor = FormEditor(
                self._surroundings,
                FORM,
                questions.factor_parts(self._offered, self._team),
                lambda values: [questions.recording(self._id, values)],
                save_text="Guardar el factor",
                asked=partial(questions.asked, factors=self._offered),
                place=lambda problem: questions.place(problem, editor.form.values()),
            )
            self.form = FormPanel(editor, "Anotar lo que se sabe", "")
            set_kind(self.form.open_button, "primary")
            self.form.open_button.clicked.connect(self._go_to_question)
            editor.saved.connect(self._saved)
            self.card.below.addWidget(self.form)
            editor.begin(questions.first_answers(self._offered[0].code, today()), subject=self._id)
        if self._may_tell_risk:
            risk = FormEditor(
                self._surroundings,
                RISK_FORM,
                questions.risk_parts(),
                lambda values: [questions.risk_command(self._id, values)],
                save_text="Guardar el nivel",
            )
            self.risk_form = FormPanel(risk, "Anotar el nivel que informó la autoridad", "")
            risk.saved.connect(lambda outcome: risk.refresh({}, 0))
            self.risk.below.addWidget(self.risk_form)
            risk.begin({}, subject=self._id)

    def _pick(self, reading: FactorReading | None) -> None:
        if reading is None or self._evaluation is None:
            return
        self.card.show_factor(reading, self._evaluation.people)
        form = self.form
        if form is not None and not form.is_open:
            form.open_button.setVisible(reading.factor in self._offered)
            if form.editor.keeper.is_settled and reading.factor in self._offered:
                form.editor.refresh(questions.first_answers(reading.factor.code, self._surroundings.today()), 0)

    def _write_down(self) -> None:
        if self.form is not None and self.form.open_button.isVisible():
            self.form.open_button.click()

    def _go_to_question(self) -> None:
        assert self.form is not None
        self._pick_for_form(self.form)
        self.form.editor.form.go_to("state")
        self.page.show_typing(self.form)

    def _pick_for_form(self, form: FormPanel) -> None:
        """A draft that was offered meanwhile may have held the factor back."""
        reading, editor = self.table.current, form.editor
        if reading is not None and not editor.form.is_changed and editor.keeper.is_settled:
            editor.refresh(questions.first_answers(reading.factor.code, self._surroundings.today()), 0)

    def _saved(self, outcome: Outcome) -> None:
        assert self._evaluation is not None
        self.message.say("Guardado.", "good")
        saved = self.form.editor.form.values()["factor"] if self.form is not None else ""
        waiting = [
            reading.factor.code
            for reading in self._evaluation.factors
            if reading.state is FactorState.NOT_EVALUATED and reading.factor.code != saved
        ]
        self.table.go_to(waiting[0] if waiting else saved)

    # -- taking back --------------------------------------------------------------------------------------------------

    def _ask_reason(self, entry: EvaluationEntry | RiskLevelEntry) -> None:
        self._withdrawing = entry
        what = evaluation_factors().find(entry.factor) if isinstance(entry, EvaluationEntry) else None
        title = what.text if what is not None else "Nivel de riesgo"
        self.reason.ask(f"Retirar: {title}", (questions.REASON,), "Retirar")

    def _withdraw(self, values: Answers) -> None:
        entry, reason = self._withdrawing, text_in(values, "reason")
        assert entry is not None
        command: Command
        if isinstance(entry, EvaluationEntry):
            command = WithdrawEvaluation(entry_id=entry.id, revision=entry.revision, reason=reason)
        else:
            command = WithdrawRiskLevel(risk_level_id=entry.id, revision=entry.revision, reason=reason)
        done = lambda outcome: self.reason.close_panel()  # noqa: E731
        self._session.run([command], owner=self, done=done, failed=self._not_withdrawn)

    def _not_withdrawn(self, error: UserFacingError) -> None:
        self.reason.refuse(error)
        self._read(again=True)  # somebody may have been quicker

    def _go(self, kind: str) -> None:
        self.destination_requested.emit(Destination(kind, self._id))


def _is_off(reading: FactorReading) -> bool:
    """Nothing may be written of it, whatever was found: the service is not competent."""
    return reading.factor.needs_competence and reading.state is FactorState.NOT_APPLICABLE and not reading.entries
