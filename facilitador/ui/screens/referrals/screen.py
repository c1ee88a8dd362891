"""Derivaciones: of everybody, the most pressing first; or of one man, with the way of his sanction (6.8, 6.2.8)."""

from __future__ import annotations

from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.directory import DirectoryLine
from facilitador.domain.referrals import ReferralLine, ReferralReason, SanctionAlternative
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_read
from facilitador.errors import UserFacingError
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.form_panel import FormPanel
from facilitador.ui.panel import Panel
from facilitador.ui.panel_leaving import may_leave
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.referrals import questions
from facilitador.ui.screens.referrals.models import referrals_model
from facilitador.ui.screens.referrals.parts import SanctionPart
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import set_kind
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.text_fields import LineEdit
from facilitador.ui.widgets.told_line import acting
from facilitador.ui.widgets.wrapped_table import WrappedTable
from facilitador.use_cases.directory import Directory
from facilitador.use_cases.referral_grounds import ReferralGround, ReferralGroundOf
from facilitador.use_cases.referrals import Referrals
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.sanctions import SanctionRouteOf, WithdrawSanctionAlternative

TITLE: Final = "Derivaciones"
EXPLANATION: Final = "A dónde se envió a cada uno, qué respondió la institución y qué falta. Lo más urgente va primero."
FORM: Final = "referrals"
OFFERED: Final = "offered"
PAGE_WIDTH: Final = 900
SEARCH: Final = "Buscar por nombre, institución o código"
PAUSE_MS: Final = 250


class ReferralsScreen(Screen):
    """Reads the list each time something of it changed; a new referral of a man is asked in the page.

    `detail`: with `OFFERED` it is asked at once, to the first place that a decision offered him.
    """

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        detail: tuple[str, ...] = (),
    ) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._session, self._id = surroundings, surroundings.session, id
        self._from_offer = OFFERED in detail
        self._may_write = surroundings.may_write(Section.SOCIAL)
        self._may_write_justice = surroundings.may_write(Section.JUSTICE)
        self._places: tuple[DirectoryLine, ...] = ()
        self._withdrawing: SanctionAlternative | None = None
        self._seen = False
        self.form: FormPanel | None = None
        self._build()
        self._lay_out()
        self._connect()
        self._read_all()

    def may_leave(self) -> bool:
        """What is typed of a referral is kept as a draft; before a short answer is lost, the person is asked."""
        kept = self.form is None or self.form.editor.let_go()
        return kept and may_leave(self._surroundings, self, self.panel)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.name = label("", "heading")
        self.message = Banner()
        self.panel = Panel(self._surroundings.today)
        self.sanction = SanctionPart(may_write=self._may_write_justice)
        self.sanction.hide()
        self.opening = RedrawnCard()
        self.opening.hide()
        self.search = LineEdit(self)
        self.search.setPlaceholderText(SEARCH)
        self.search.setAccessibleName(SEARCH)
        self.search.setClearButtonEnabled(True)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lines = referrals_model(self._surroundings.today(), of_one=self._id is not None)
        self.table: WrappedTable[ReferralLine] = WrappedTable(self._lines, TITLE)
        self.table.setSortingEnabled(False)
        self.table._proxy.sort(-1)  # the most pressing first
        self.empty = EmptyState(
            "directory",
            "No hay derivaciones",
            "Se deriva a un participante desde su ficha, con el botón «Derivaciones»."
            if self._id is None
            else "Hasta ahora no consta ninguna.",
        )
        self.blank_button = acting("Carta en blanco", partial(self._go, "print_blank_referral_letter"), icon="print")
        self.ficha_button = acting("Ver su ficha", partial(self._go, "participant", self._id), "quiet")

    def _lay_out(self) -> None:
        self.fill_with(self.page)
        column = self.page.column
        of_one = self._id is not None
        column.addWidget(label(TITLE, "title"))
        row = FlowLayout()
        for one in (self.blank_button, self.ficha_button):
            row.addWidget(one)
        for part in (self.name, label(EXPLANATION, "muted"), self.message):
            column.addWidget(part)
        column.addLayout(row)
        for below in (self.sanction, self.panel, self.opening, self.search, self.empty, self.table):
            column.addWidget(below)
        column.addStretch(1)
        self.name.setVisible(of_one)
        self.ficha_button.setVisible(of_one)
        self.search.setVisible(not of_one)
        self.page.page.hide()  # nothing to show before the first answer

    def _connect(self) -> None:
        self._pause.timeout.connect(self._read)
        self.search.textChanged.connect(lambda text: self._pause.start())
        self.table.opened.connect(lambda line: self._go("referral", line.referral.id))
        self.panel.accepted.connect(self._send)
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))
        self.panel.closed.connect(lambda: self.opening.setVisible(self.form is not None))
        self.sanction.referral_wanted.connect(self._refer_to_cai)
        self.sanction.alternative_wanted.connect(self._ask_alternative)
        self.sanction.withdrawal_wanted.connect(self._ask_withdrawal)
        topics = (Topic.REFERRALS, Topic.PARTICIPANTS)
        self._session.bus.watch(self, topics, self._read)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read_all(self) -> None:
        """What the form offers comes first: answers come in the order in which they were asked."""
        if self._id is not None:
            self._session.read(Directory(), owner=self, done=self._keep_places)
            ground = ReferralGroundOf(participant_id=self._id)
            self._session.read(ground, owner=self, done=self._offer_form, failed=self._refuse)
        self._read()

    def _read(self) -> None:
        if self._id is not None and may_read(self._session.person.role, Section.JUSTICE):
            route = SanctionRouteOf(participant_id=self._id)
            self._session.read(route, owner=self, done=self.sanction.show_route, failed=self._refuse)
        query = Referrals(participant_id=self._id, text=self.search.text())
        self._session.read(query, owner=self, done=self._show, again=self._seen)
        self._seen = True

    def _keep_places(self, lines: tuple[DirectoryLine, ...]) -> None:
        self._places = lines

    def _refuse(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")

    def _show(self, lines: tuple[ReferralLine, ...]) -> None:
        self._lines.set_rows(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines and (self._id is None or not self._may_write))
        self.page.page.show()

    # -- a new referral -----------------------------------------------------------------------------------------------

    def _offer_form(self, ground: ReferralGround) -> None:
        self.name.setText(ground.full_name)
        if not self._may_write:
            return
        editor = FormEditor(
            self._surroundings,
            FORM,
            questions.referral_parts(ground, self._places),
            lambda values: [questions.opening(ground, values)],
            save_text="Derivar",
            asked=partial(questions.asked, minor=ground.minor),
            place=lambda problem: questions.place(problem, editor.form.values()),
        )
        self.form = FormPanel(editor, "Derivar", "Nueva derivación")
        set_kind(self.form.open_button, "primary")
        self.opening.below.addWidget(self.form)
        self.opening.show()
        editor.saved.connect(self._opened)
        self.form.opened_or_closed.connect(self._show_form)
        if self._from_offer:
            editor.keeper.settled.connect(self.form.open, Qt.ConnectionType.SingleShotConnection)
        editor.begin(questions.first_answers(ground if self._from_offer else None), subject=self._id)

    def _show_form(self) -> None:
        if self.form is not None and self.form.is_open:
            self.page.show_typing(self.form)

    def _refer_to_cai(self) -> None:
        if self.form is None:
            return
        if self.form.editor.keeper.is_settled:
            typed = self.form.editor.form.values()
            self.form.open()
            self.form.editor.form.restore_draft(typed | {"reason": str(ReferralReason.SANCTION)})
        else:  # what was typed before waits for an answer first
            self.page.show_widget(self.form)

    def _opened(self, outcome: Outcome) -> None:
        if self.form is not None:
            self.form.editor.refresh(questions.first_answers(), 0)
        self._go("referral", outcome.ids[0])

    # -- where no CAI is near -----------------------------------------------------------------------------------------

    def _ask_alternative(self) -> None:
        self._withdrawing = None
        self.opening.hide()  # one primary action at a time
        answers = questions.alternative_answers(self._surroundings.today())
        self.panel.ask("No hay un CAI a su alcance", questions.ALTERNATIVE, "Guardar", answers=answers)

    def _ask_withdrawal(self, one: SanctionAlternative) -> None:
        self._withdrawing = one
        self.opening.hide()
        self.panel.ask("Retirar lo anotado", (questions.REASON,), "Retirar")

    def _send(self, values: Answers) -> None:
        assert self._id is not None  # only a man's own page asks
        one = self._withdrawing
        command: Command
        if one is None:
            command = questions.alternative_command(self._id, values)
        else:
            reason = text_in(values, "reason")
            command = WithdrawSanctionAlternative(alternative_id=one.id, revision=one.revision, reason=reason)
        self._session.run([command], owner=self, done=lambda outcome: self._saved(), failed=self.panel.refuse)

    def _saved(self) -> None:
        self.panel.close_panel()
        self.message.say("Quedó anotado.", "good")

    def _go(self, kind: str, key: UUID | None = None) -> None:
        self.destination_requested.emit(Destination(kind, key))
