"""Para llevar: a man's plan for moving away in time, what he was given, and where there is more (6.2.5, 6.2.6)."""

from __future__ import annotations

from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.hand_outs import GivenMaterial, HandOuts, RetreatPlan
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.ui.command_panel import CommandPanel
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.form_panel import FormPanel
from facilitador.ui.material_questions import giving, material_answers, material_fields
from facilitador.ui.panel_leaving import may_leave
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.hand_outs import questions
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.ui.widgets.redrawn_card import RedrawnCard, at_left
from facilitador.ui.widgets.told_line import acting, told_line
from facilitador.use_cases.hand_outs import HandOutsOf, MaterialTitles, WithdrawMaterial
from facilitador.use_cases.requests import Command, Outcome

TITLE: Final = "Para llevar"
EXPLANATION: Final = (
    "A quién preguntar, qué leer y su plan para tomar distancia. La hoja no lleva su nombre ni dice de qué es el "
    "grupo: puede ir en el bolsillo."
)
FORM: Final = "hand_outs"
NO_PLAN: Final = "Todavía no tiene un plan escrito."
NOTHING_GIVEN: Final = "Todavía no se le entregó nada."


class HandOutsScreen(Screen):
    """Reads what a man was given each time something of it changed."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "it is about a man"
        self._surroundings, self._session, self._id = surroundings, surroundings.session, id
        self._may_write = surroundings.may_write(Section.SOCIAL)
        self._may_write_sources = surroundings.may_write(Section.SERVICE)
        self._held: HandOuts | None = None
        self._titles: tuple[str, ...] = ()
        self.form: FormPanel | None = None
        self._build()
        self._lay_out()
        self._session.bus.watch(self, (Topic.HAND_OUTS, Topic.PARTICIPANTS), lambda: self._read(again=True))
        self._read()

    def may_leave(self) -> bool:
        """What is typed of the plan is kept as a draft; before a short answer is lost, the person is asked."""
        kept = self.form is None or self.form.editor.let_go()
        return kept and may_leave(self._surroundings, self, self.panel)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.name = label("", "heading")
        self.message = Banner()
        self.panel = CommandPanel(self._surroundings)
        self.print_button = acting("Imprimir su hoja", partial(self._go, "print_hand_out", self._id), icon="print")
        self.blank_button = acting("Hoja en blanco", partial(self._go, "print_blank_hand_out"), icon="print")
        self.ficha_button = acting("Ver su ficha", partial(self._go, "participant", self._id), "quiet")
        self.plan, self.given, self.sources = RedrawnCard(), RedrawnCard(), RedrawnCard()
        self.give_button = acting("Anotar un material", self._ask_material, icon="plus")
        self.sources_button = acting("Cambiar la lista", self._ask_sources)
        self.given.below.addWidget(at_left(self.give_button))
        self.sources.below.addWidget(at_left(self.sources_button))
        self.give_button.setVisible(self._may_write)
        self.sources_button.setVisible(self._may_write_sources)
        self.panel.saved.connect(self._saved)
        self.panel.overtaken.connect(lambda: self._read(again=True))
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))

    def _lay_out(self) -> None:
        self.fill_with(self.page)
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, EXPLANATION, role="title"))
        column.addWidget(self.name)
        row = FlowLayout()
        for one in (self.print_button, self.blank_button, self.ficha_button):
            row.addWidget(one)
        column.addLayout(row)
        for part in (self.message, self.panel, self.plan, self.given, self.sources):
            column.addWidget(part)
        column.addStretch(1)
        self.page.page.hide()  # nothing to show before the first answer

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self, *, again: bool = False) -> None:
        """What is offered comes first: answers come in the order in which they were asked."""
        self._session.read(MaterialTitles(), owner=self, done=self._keep_titles)
        query = HandOutsOf(participant_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse, again=again)

    def _keep_titles(self, titles: tuple[str, ...]) -> None:
        self._titles = titles

    def _refuse(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
        for part in (self.print_button, self.blank_button, self.ficha_button, self.plan, self.given, self.sources):
            part.hide()
        self.page.page.show()

    def _show(self, held: HandOuts) -> None:
        first, self._held = self._held is None, held
        self.name.setText(held.full_name)
        self.plan.redraw(self._plan_lines(held))
        lines: list[QWidget] = [label("Materiales que recibió", "heading")]
        for one in held.materials:
            lines += [rule(), self._material(one)]
        self.given.redraw(lines if held.materials else [*lines, label(NOTHING_GIVEN, "muted")])
        sources = [told_line(one.name, (one.reach,)) for one in held.sources]
        self.sources.redraw([label("Dónde hay más información", "heading"), *sources])
        if first and self._may_write:
            self._offer_form(held.plan)
        self.page.page.show()

    def _plan_lines(self, held: HandOuts) -> list[QWidget]:
        lines: list[QWidget] = [label("Su plan para tomar distancia", "heading")]
        if held.plan is None:
            return [*lines, label(NO_PLAN, "muted")]
        lines += _plan_words(held.plan)
        before = ", ".join(format_date(one.made_on) for one in held.plans[1:])
        return [*lines, label(f"Planes anteriores: {before}.", "muted")] if before else lines

    def _material(self, one: GivenMaterial) -> QWidget:
        gone = one.withdrawal
        facts = [format_date(one.given_on)]
        if gone is not None:
            facts.append(f"Retirado el {format_date(gone.on)}: {gone.reason}")
        action = None
        if self._may_write and gone is None:
            action = acting(
                "Retirar: fue una equivocación", partial(self._ask_withdrawal, one), "quiet", about=one.title
            )
        return told_line(one.title, facts, action)

    # -- what the person does -----------------------------------------------------------------------------------------

    def _offer_form(self, plan: RetreatPlan | None) -> None:
        editor = FormEditor(
            self._surroundings,
            FORM,
            questions.PLAN,
            lambda values: [questions.planning(self._id, values)],
            save_text="Guardar su plan",
        )
        self.form = FormPanel(editor, "Escribir su plan" if plan is None else "Escribirlo de nuevo", "", icon="form")
        self.plan.below.addWidget(self.form)
        editor.saved.connect(self._planned)
        self.form.opened_or_closed.connect(self._show_form)
        editor.begin(questions.plan_answers(plan), subject=self._id)

    def _show_form(self) -> None:
        if self.form is not None and self.form.is_open:
            self.page.show_typing(self.form)

    def _planned(self, outcome: Outcome) -> None:
        self.message.say("Su plan quedó anotado. Imprima la hoja para que la lleve.", "good")
        self.page.ensureVisible(0, 0)

    def _ask_material(self) -> None:
        command, answers = partial(giving, participant_id=self._id), material_answers(self._surroundings.today())
        self.panel.ask_for(command, "Anotar un material", material_fields(self._titles), answers=answers)

    def _ask_withdrawal(self, one: GivenMaterial) -> None:
        def command(values: Answers) -> Command:
            return WithdrawMaterial(material_id=one.id, revision=one.revision, reason=text_in(values, "reason"))

        self.panel.ask_for(command, "Retirar: fue una equivocación", (questions.REASON,), "Retirar", words=one.title)

    def _ask_sources(self) -> None:
        assert self._held is not None  # the button stands on what was read
        answers = questions.source_answers(self._held.sources)
        title = "Dónde hay más información"
        self.panel.ask_for(questions.setting_sources, title, questions.SOURCES, answers=answers)

    def _saved(self) -> None:
        self.message.say("Quedó anotado.", "good")

    def _go(self, kind: str, key: UUID | None = None) -> None:
        self.destination_requested.emit(Destination(kind, key))


def _plan_words(plan: RetreatPlan) -> list[QWidget]:
    """What he wrote, question by question; what he left empty is left out."""
    written = (
        ("Lo que nota en sí mismo", plan.signs),
        ("A dónde va", (plan.goes_to,)),
        ("A quién llama", (plan.calls,)),
        ("Cuándo y cómo vuelve", (plan.returns,)),
    )
    lines = [told_line(title, texts) for title, texts in written if any(texts)]
    return [label(f"Del {format_date(plan.made_on)}", "muted"), *lines]
