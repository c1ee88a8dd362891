"""The close of a cycle: everything that is open in one list, then the closing; and, once closed, what was kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.closures import ClosurePage
from facilitador.domain.dates import format_date
from facilitador.domain.enrolments import RosterEntry
from facilitador.domain.groups import GroupStatus
from facilitador.domain.registration_forms import Answer, Answers
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.panel import Panel
from facilitador.ui.panel_leaving import may_leave
from facilitador.ui.screen import Screen
from facilitador.ui.screens.closures import questions
from facilitador.ui.screens.closures.parts import ItemsCard, entry_card
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.closures import ClosureOf, ReopenCycle
from facilitador.use_cases.enrolments import Roster
from facilitador.use_cases.requests import Command, Outcome

FORM: Final = "closure"
PAGE_WIDTH: Final = 860
EXPLANATION: Final = (
    "Anote primero cómo terminó la permanencia de cada participante. Lo demás que quede abierto, resuélvalo o diga "
    "quién se encarga: no impide cerrar y se anota con el cierre."
)
_STATES: Final = {
    GroupStatus.FORMING: "El grupo todavía no empezó: no hay ciclo que cerrar.",
    GroupStatus.RUNNING: "",
    GroupStatus.CLOSED: "El ciclo está cerrado.",
}
_WATCHED: Final = (
    *(Topic.CLOSURES, Topic.GROUPS, Topic.ENROLMENTS, Topic.SESSIONS, Topic.APPLICATIONS, Topic.PROTECTION),
    *(Topic.REFERRALS, Topic.PRINTS),
)


class ClosureScreen(Screen):
    """Reads the group each time something of it changed; what is typed is kept as a draft."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__("Cierre del ciclo", parent)
        assert id is not None, "a cycle is of a group"
        self._surroundings, self._session, self._id = surroundings, surroundings.session, id
        self._may_close = surroundings.may_write(Section.GROUPS)
        self._may_enrol = surroundings.may_write(Section.ENROLMENTS)
        self._page: ClosurePage | None = None
        self._men: tuple[RosterEntry, ...] = ()
        self._ask: Callable[[Answers], list[Command]] = self._reopening
        self._history: list[QWidget] = []
        self._began = False
        self._build()
        self._session.bus.watch(self, _WATCHED, self._read)
        self._read()

    def may_leave(self) -> bool:
        """What is typed for the closing is kept; a question of the page is asked about."""
        return self.editor.let_go() and may_leave(self._surroundings, self, self.panel)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.fill_with(self.page)
        self.heading = label("", "title")
        self.words = label(EXPLANATION, "muted")
        self.message, self.state = Banner(), Banner()
        self.items = ItemsCard()
        self.panel = Panel(self._surroundings.today)
        self.editor = FormEditor(
            self._surroundings,
            FORM,
            questions.parts(),
            self._commands,
            save_text="Cerrar el ciclo",
            asked=lambda values: questions.asked(self._page),
            as_shown=True,
            parent=self,
        )
        self.reopen = button("Abrir otra vez", parent=self)
        row = FlowLayout()
        row.addWidget(self.reopen)
        column = self.page.column
        for part in (self.heading, self.words, self.message, self.state, self.items, self.panel, self.editor):
            column.addWidget(part)
        column.addLayout(row)
        self._past = QVBoxLayout()
        self._past.setSpacing(column.spacing())
        column.addLayout(self._past)
        column.addStretch(1)
        self.page.page.hide()  # nothing to show before the first answer
        self.items.destination_requested.connect(self.destination_requested)
        self.items.completed_wanted.connect(self._ask_completed)
        self.editor.saved.connect(self._closed)
        self.editor.stale.connect(self._read)
        self.reopen.clicked.connect(self._ask_reopening)
        self.panel.accepted.connect(self._send)
        self.panel.closed.connect(partial(self._make_primary, True))
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(Roster(group_id=self._id), owner=self, done=self._keep_men, failed=self._refuse)
        self._session.read(ClosureOf(group_id=self._id), owner=self, done=self._show, failed=self._refuse)

    def _keep_men(self, roster: tuple[RosterEntry, ...]) -> None:
        self._men = questions.still_there(roster)

    def _refuse(self, error: UserFacingError) -> None:
        for part in (self.items, self.editor, self.reopen, self.words):
            part.hide()
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.page.show()

    def _show(self, page: ClosurePage) -> None:
        self._page = page
        group = page.group
        running, closed = group.status is GroupStatus.RUNNING, group.status is GroupStatus.CLOSED
        self.set_title(f"Cierre de {group.name}")
        self.heading.setText(f"Cierre del ciclo: {group.name}")
        self.state.say(_STATES[group.status] + (f" Fue el {format_date(group.closed_on)}." if group.closed_on else ""))
        self.words.setVisible(running)
        self.items.setVisible(not closed)
        self.items.show_items(page.items, may_complete=running and self._may_enrol and bool(self._men))
        self.editor.setVisible(running and self._may_close)
        self.reopen.setVisible(closed and self._may_close)
        self._show_past(page)
        if running:
            self._show_form(page)
        self.page.page.show()

    def _show_form(self, page: ClosurePage) -> None:
        values = questions.proposed(self._surroundings.today())
        if self._began:
            self.editor.refresh(values, page.group.revision)
            self.editor.form.ask_again()
        else:
            self._began = True
            self.editor.begin(values, subject=self._id, revision=page.group.revision)

    def _show_past(self, page: ClosurePage) -> None:
        for former in self._history:
            self._past.removeWidget(former)
            former.hide()
            former.deleteLater()
        self._history = [entry_card(entry, page.people) for entry in reversed(page.entries)]
        for made in self._history:
            self._past.addWidget(made)

    # -- what the person does -----------------------------------------------------------------------------------------

    def _commands(self, answers: Answers) -> list[Command]:
        return [questions.closing(self._known, answers, self._surroundings.today())]

    def _closed(self, outcome: Outcome) -> None:
        self._began = False
        told = [messages.message(one.code, one.parameters).whole for one in outcome.notices]
        self.message.say(" ".join(told), "warning")
        self.page.ensureVisible(0, 0)

    def _ask_completed(self) -> None:
        answers: dict[str, Answer] = {
            "men": [str(entry.stint.id) for entry in self._men],
            "on": self._surroundings.today().isoformat(),
        }
        self._make_primary(False)
        words = "Quite a quien no culminó: su permanencia se anota en la página del grupo."
        self._ask = self._completing
        self.panel.ask(
            "Anotar quiénes culminaron", questions.men_fields(self._men), "Anotar", words=words, answers=answers
        )

    def _ask_reopening(self) -> None:
        self._ask = self._reopening
        self.panel.ask("Abrir otra vez el grupo", (questions.REASON,), "Abrir otra vez")

    def _make_primary(self, primary: bool) -> None:
        """One primary action: while something is asked, it is the one that is asked about."""
        set_kind(self.editor.save_button, "primary" if primary else "secondary")

    def _completing(self, answers: Answers) -> list[Command]:
        return [*questions.completing(self._men, answers, self._surroundings.today())]

    def _reopening(self, answers: Answers) -> list[Command]:
        group = self._known.group
        return [ReopenCycle(group_id=group.id, revision=group.revision, reason=text_in(answers, "reason"))]

    def _send(self, answers: Answers) -> None:
        self.message.say("")
        self._session.run(
            self._ask(answers), owner=self, done=lambda outcome: self.panel.close_panel(), failed=self.panel.refuse
        )

    @property
    def _known(self) -> ClosurePage:
        assert self._page is not None  # nothing can be pressed before it was read
        return self._page
