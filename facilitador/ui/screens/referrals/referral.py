"""One referral: to whom and why, what is told, what came of it, and its papers (6.8.1)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QPushButton, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.people import Person
from facilitador.domain.referrals import NEXT_STATES, STATE_LABELS, Referral, ReferralState
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.panel import Panel
from facilitador.ui.panel_leaving import may_leave
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.referrals import questions
from facilitador.ui.screens.referrals.parts import FactsCard, StepsCard
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.ui.widgets.told_line import acting
from facilitador.use_cases.people import People
from facilitador.use_cases.referrals import ReferralDetails, ReferralView, RevokeReferralConsent, WithdrawReferral
from facilitador.use_cases.requests import Command

TITLE: Final = "Derivación"
REVOKED: Final = "Desde hoy no se comunica nada más a esa institución. Lo que ya se comunicó queda anotado."


class ReferralScreen(Screen):
    """Reads the referral each time something of it changed; one question at a time, in the page itself."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "it is about one referral"
        self._surroundings, self._session, self._id = surroundings, surroundings.session, id
        self._may_write = surroundings.may_write(Section.SOCIAL)
        self._referral: Referral | None = None
        self._names: dict[UUID, str] = {}
        self._command: Callable[[Answers], Command] | None = None
        self.steps: dict[ReferralState, QPushButton] = {}
        self._build()
        self._lay_out()
        self._session.bus.watch(self, (Topic.REFERRALS,), lambda: self._read(again=True))
        self._session.read(People(), owner=self, done=self._keep_names)
        self._read()

    def may_leave(self) -> bool:
        """Asks before an unsaved answer is lost, for it is kept as no draft."""
        return may_leave(self._surroundings, self, self.panel)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.name = label("", "heading")
        self.message = Banner()
        self.panel = Panel(self._surroundings.today)
        self.facts, self.history = FactsCard(), StepsCard()
        self.letter_button = acting("Carta", partial(self._go, "print_referral_letter"), icon="print")
        self.cover_button = acting("Cara exterior", partial(self._go, "print_referral_cover"), icon="print")
        self.sheet_button = acting("Hoja para él", partial(self._go, "print_referral_hand_out"), icon="print")
        self.visit_button = acting("Cambiar su hoja", self._ask_visit)
        self.revoke_button = acting("Retiró su acuerdo", self._ask_revoke, "quiet")
        self.withdraw_button = acting("Retirar: fue una equivocación", self._ask_withdraw, "quiet")
        self.ficha_button = acting("Ver su ficha", self._show_man, "quiet")
        self.next = QWidget()
        self._next_row = FlowLayout(self.next)
        self.next_header = SectionHeader("¿Qué pasó después?")
        self.panel.accepted.connect(self._send)
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))
        self.panel.closed.connect(self._show_next)

    def _lay_out(self) -> None:
        self.fill_with(self.page)
        column = self.page.column
        for part in (label(TITLE, "title"), self.name, self.message):
            column.addWidget(part)
        papers, acts = FlowLayout(), FlowLayout()
        for one in (self.letter_button, self.cover_button, self.sheet_button):
            papers.addWidget(one)
        for one in (self.visit_button, self.revoke_button, self.withdraw_button, self.ficha_button):
            acts.addWidget(one)
        column.addLayout(papers)
        for below in (self.panel, self.next_header, self.next, self.history, self.facts):
            column.addWidget(below)
        column.addLayout(acts)
        column.addStretch(1)
        self.page.page.hide()  # nothing to show before the first answer

    # -- reading ------------------------------------------------------------------------------------------------------

    def _keep_names(self, people: tuple[Person, ...]) -> None:
        self._names = {person.id: person.full_name for person in people}

    def _read(self, *, again: bool = False) -> None:
        query = ReferralDetails(referral_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse, again=again)

    def _refuse(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
        for one in (self.letter_button, self.cover_button, self.sheet_button, self.visit_button, self.revoke_button):
            one.hide()
        for part in (self.withdraw_button, self.ficha_button, self.next_header, self.next, self.history, self.facts):
            part.hide()
        self.page.page.show()

    def _show(self, view: ReferralView) -> None:
        one = self._referral = view.line.referral
        standing = one.withdrawal is None
        self.name.setText(view.line.full_name)
        self.facts.show_referral(one)
        self.history.show_steps(one, self._names)
        self.letter_button.setVisible(standing and one.sharing.may_be_told)
        self.cover_button.setVisible(standing and one.sharing.may_be_told)
        self.sheet_button.setVisible(standing)
        self.visit_button.setVisible(self._may_write and one.is_open)
        agreed = one.sharing.consented_on is not None and one.sharing.revoked_on is None
        self.revoke_button.setVisible(self._may_write and standing and agreed)
        self.withdraw_button.setVisible(self._may_write and standing)
        self._show_next()
        self.page.page.show()

    def _show_next(self) -> None:
        """Offer what may follow, but while something is asked: one primary action at a time."""
        one = self._known
        for old in self.steps.values():
            self._next_row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.steps = {}
        offered = NEXT_STATES[one.last.state] if self._may_write and one.is_open else ()
        for number, state in enumerate(offered):
            text = "Cerrar" if state is ReferralState.CLOSED else STATE_LABELS[state]
            made = acting(text, partial(self._ask_step, state), "primary" if number == 0 else "secondary")
            self.steps[state] = made
            self._next_row.addWidget(made)
        asking = self.panel.form is not None
        self.next_header.setVisible(bool(offered) and not asking)
        self.next.setVisible(bool(offered) and not asking)

    # -- what the person does -----------------------------------------------------------------------------------------

    def _ask(
        self,
        title: str,
        fields: tuple[FieldSpec, ...],
        verb: str,
        command: Callable[[Answers], Command],
        *,
        words: str = "",
        answers: Answers | None = None,
    ) -> None:
        self._command = command
        self.next_header.hide()
        self.next.hide()
        self.panel.ask(title, fields, verb, words=words, answers=answers)

    def _ask_step(self, state: ReferralState) -> None:
        title = "Cerrar la derivación" if state is ReferralState.CLOSED else STATE_LABELS[state]
        command = partial(questions.step_command, self._id, state)
        today = {"on": self._surroundings.today().isoformat()}
        self._ask(title, questions.step_fields(state), "Guardar", command, answers=today)

    def _ask_visit(self) -> None:
        one = self._known
        command = partial(questions.visit_command, one)
        self._ask("Su hoja", questions.visit_fields(), "Guardar", command, answers=questions.visit_answers(one))

    def _ask_revoke(self) -> None:
        if self._surroundings.dialogs.confirm(self, "Retiró su acuerdo.", "Anotarlo", detail=REVOKED):
            self._run(RevokeReferralConsent(referral_id=self._id))

    def _ask_withdraw(self) -> None:
        one = self._known

        def command(values: Answers) -> Command:
            return WithdrawReferral(referral_id=one.id, revision=one.revision, reason=text_in(values, "reason"))

        self._ask(
            "Retirar: fue una equivocación",
            (questions.REASON,),
            "Retirar",
            command,
            words="Queda a la vista, con su motivo.",
        )

    def _send(self, values: Answers) -> None:
        if self._command is not None:
            self._run(self._command(values))

    def _run(self, command: Command) -> None:
        self._session.run([command], owner=self, done=lambda outcome: self._saved(), failed=self._refused)

    def _saved(self) -> None:
        self.panel.close_panel()
        self.page.ensureVisible(0, 0)

    def _refused(self, error: UserFacingError) -> None:
        if self.panel.form is None:
            self.message.say(messages.of_error(error).whole, "problem")
        else:
            self.panel.refuse(error)
        if error.code == "changed_meanwhile":
            self._read(again=True)

    def _go(self, kind: str) -> None:
        self.destination_requested.emit(Destination(kind, self._id))

    def _show_man(self) -> None:
        self.destination_requested.emit(Destination("participant", self._known.participant_id))

    @property
    def _known(self) -> Referral:
        assert self._referral is not None  # nothing can be pressed before it was read
        return self._referral
