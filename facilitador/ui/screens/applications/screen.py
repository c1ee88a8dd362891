"""The questions of a group: who has answered what, who is missing and until when; one click starts it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.application_plans import MissingApplication
from facilitador.domain.applications import ApplicationLine, Mode
from facilitador.domain.changes import Topic
from facilitador.domain.enrolments import RosterEntry
from facilitador.domain.groups import GroupDetails
from facilitador.domain.instrument_settings import InstrumentLine, InstrumentState
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.ui.panel import Panel
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.applications import models, questions, words
from facilitador.ui.screens.applications.lists import DoneList, MissingList
from facilitador.ui.screens.applications.starting import Starter
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.application_records import Applications, MissingApplications
from facilitador.use_cases.applications import RecordApplication, StartApplication
from facilitador.use_cases.enrolments import Roster
from facilitador.use_cases.groups import GroupOverview
from facilitador.use_cases.instruments import Instruments

TITLE = "Preguntas"
PAGE_WIDTH = 900
ABOUT = (
    "Las preguntas de inicio se responden antes de la primera sesión de cada participante. Las otras aplicaciones son "
    "del plan del servicio."
)
SHEETS = (
    "Una hoja por participante que está por responder, con un código en lugar de su nombre. Qué hoja es de quién se ve "
    "en «Digitar hojas»."
)
_WATCHED = (
    Topic.APPLICATIONS,
    Topic.INSTRUMENTS,
    Topic.ENROLMENTS,
    Topic.PARTICIPANTS,
    Topic.SESSIONS,
    Topic.GROUPS,
)
Begin = StartApplication | RecordApplication


class ApplicationsScreen(Screen):
    """Reads the lists anew each time something of them changed; what is asked first takes its place in the page."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "the questions are those of a group"
        self._surroundings, self._session, self._group_id = surroundings, surroundings.session, id
        self._may_ask = surroundings.may_write(Section.TESTS)
        self._men: tuple[RosterEntry, ...] = ()
        self._instruments: tuple[InstrumentLine, ...] = ()
        self._make: Callable[[Answers], Begin] | None = None
        self._again: tuple[Begin, Mode] | None = None
        self.starter = Starter(surroundings, self)
        self._build()
        self._connect()
        self._session.bus.watch(self, _WATCHED, self._read)
        self._read()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.fill_with(self.page)
        self.group_name = label("", "muted")
        self.critical = Banner(action="Ver qué hacer")
        self.message = Banner()
        self.confirm_age = Banner(action="Es para su edad: empezar")
        self.missing = MissingList(self._may_ask)
        self.panel = Panel(self._surroundings.today)
        self.done = DoneList()
        column = self.page.column
        column.addWidget(label(TITLE, "display"))
        column.addWidget(self.group_name)
        column.addWidget(label(ABOUT, "muted"))
        for upper in (self.critical, self.message, self.confirm_age):
            column.addWidget(upper)
        column.addLayout(self._visits_row())
        for lower in (self.missing, self.panel, self.done):
            column.addWidget(lower)
        column.addStretch(1)
        self.page.page.hide()  # nothing to show before the first answer

    def _visits_row(self) -> FlowLayout:
        row = FlowLayout()
        self.other = button("Preguntar otra cosa", icon="plus")
        self.instruments = button("Instrumentos", "quiet")
        self.paper = button("Digitar hojas")
        self.profile = button("Comparar")
        self.sheets = button("Imprimir hojas", icon="print")
        for one in (self.other, self.paper, self.sheets, self.profile, self.instruments):
            row.addWidget(one)
        if not self._may_ask:
            for one in (self.other, self.paper, self.sheets):
                one.hide()
        return row

    def _connect(self) -> None:
        self.other.clicked.connect(self._ask_other)
        self.instruments.clicked.connect(lambda: self.destination_requested.emit(Destination("instruments")))
        self.paper.clicked.connect(lambda: self._go("paper_entry", self._group_id))
        self.profile.clicked.connect(lambda: self._go("group_profile", self._group_id))
        self.sheets.clicked.connect(self._ask_sheets)
        self.critical.action_requested.connect(lambda: self._open(self.done.first))
        self.confirm_age.action_requested.connect(self._start_for_his_age)
        self.missing.start_wished.connect(self._start_missing)
        self.missing.resume_wished.connect(self._resume)
        self.done.opened.connect(self._open)
        self.panel.accepted.connect(self._begin_asked)
        self.panel.closed.connect(partial(self.missing.make_primary, True))
        self.panel.shown.connect(lambda: self.page.show_widget(self.panel))
        self.starter.destination_requested.connect(self.destination_requested)
        self.starter.refused.connect(self._refused)
        self.starter.begun.connect(self._begun)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        key = self._group_id
        read = self._session.read
        read(GroupOverview(group_id=key), owner=self, done=self._keep_group, failed=self._gone_wrong)
        read(Roster(group_id=key), owner=self, done=self._keep_men)
        read(Instruments(), owner=self, done=self._keep_instruments)
        read(MissingApplications(group_id=key), owner=self, done=self.missing.show_missing)
        read(Applications(group_id=key), owner=self, done=self._show)

    def _keep_group(self, details: GroupDetails) -> None:
        self.group_name.setText(details.group.name)
        self.set_title(f"{TITLE}: {details.group.name}")

    def _keep_men(self, men: tuple[RosterEntry, ...]) -> None:
        self._men = men

    def _keep_instruments(self, found: tuple[InstrumentLine, ...]) -> None:
        self._instruments = found
        self.other.setEnabled(any(line.state is InstrumentState.AVAILABLE for line in found))

    def _show(self, lines: tuple[ApplicationLine, ...]) -> None:
        """The last of the answers: they come in the order in which they were asked."""
        ordered = models.critical_first(lines)
        self.done.show_lines(ordered)
        waiting = sum(bool(line.critical_pending) for line in ordered)
        said = messages.message("due_critical_answer", {"count": waiting}).text if waiting else ""
        self.critical.say(said, "problem")
        self.page.page.show()

    def _gone_wrong(self, error: UserFacingError) -> None:
        for part in (self.missing, self.done, self.other, self.paper, self.profile, self.sheets):
            part.hide()
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.page.show()

    # -- where to -----------------------------------------------------------------------------------------------------

    def _go(self, kind: str, key: UUID) -> None:
        self.destination_requested.emit(Destination(kind, key))

    def _open(self, line: ApplicationLine | None) -> None:
        if line is not None:
            self._go("application", line.id)

    # -- starting -----------------------------------------------------------------------------------------------------

    def _start_missing(self, missing: MissingApplication, mode: Mode) -> None:
        self._quiet()
        if mode is Mode.PAPER:
            self._ask_day(missing)
        else:
            self._start(questions.start_of(missing, mode, self._surroundings.new_id()), mode)

    def _resume(self, missing: MissingApplication) -> None:
        self._quiet()
        line = next((line for line in self.done.lines if line.id == missing.application_id), None)
        if line is not None:
            self.starter.resume(line.id, line.mode)

    def _start(self, command: Begin, mode: Mode) -> None:
        self._again = (command, mode)
        self.starter.start(command, mode)

    def _start_for_his_age(self) -> None:
        if self._again is not None:
            command, mode = self._again
            self._quiet()
            self._start(questions.for_his_age(command), mode)

    def _ask_day(self, missing: MissingApplication) -> None:
        def make(answers: Answers) -> Begin:
            on = questions.day_of(answers)
            return questions.start_of(missing, Mode.PAPER, self._surroundings.new_id(), on=on)

        self._make = make
        self._place_panel(self.missing)
        self.panel.ask(
            f"{words.WAYS[Mode.PAPER]}: {missing.full_name}",
            [questions.DAY],
            "Digitar",
            words=f"{words.asked(missing.name, missing.purpose)}. Si la hoja tiene un código, use «Digitar hojas».",
            answers={"applied_on": self._surroundings.today().isoformat()},
        )

    def _ask_other(self) -> None:
        self._quiet()
        self._make = lambda answers: questions.other_start(self._men, answers, self._surroundings.new_id())
        self._place_panel(self.message)
        self.panel.ask("Preguntar otra cosa", questions.other_fields(self._men, self._instruments), "Empezar")

    def _ask_sheets(self) -> None:
        self._quiet()
        self._make = None
        self._place_panel(self.message)
        fields = questions.sheet_fields(self._instruments)
        entry = next((row for row in self.missing.table.shown if row.mandated), None)
        proposed = {"instrument": entry.instrument_id, "purpose": str(entry.purpose)} if entry is not None else {}
        self.panel.ask("Imprimir hojas", fields, "Ver las hojas", words=SHEETS, answers=proposed)

    def _place_panel(self, below: QWidget) -> None:
        self.page.column.removeWidget(self.panel)
        self.page.column.insertWidget(self.page.column.indexOf(below) + 1, self.panel)
        self.missing.make_primary(False)

    def _begin_asked(self, answers: Answers) -> None:
        if self._make is None:
            detail = (text_in(answers, "instrument"), text_in(answers, "purpose"))
            self.panel.close_panel()
            self.destination_requested.emit(Destination("print_test_blank", self._group_id, detail))
            return
        command = self._make(answers)
        self._start(command, command.mode if isinstance(command, StartApplication) else Mode.PAPER)

    def _begun(self) -> None:
        self._quiet()

    def _quiet(self) -> None:
        self.panel.close_panel()
        self.message.say("")
        self.confirm_age.say("")

    def _refused(self, error: UserFacingError) -> None:
        if error.code == "instrument_age_unknown":
            self.panel.close_panel()
            self.confirm_age.say(messages.of_error(error).whole, "warning")
            self.page.show_widget(self.confirm_age)
        elif self.panel.form is not None:
            self.panel.refuse(error)
        else:
            self.message.say(messages.of_error(error).whole, "problem")
            self.page.show_widget(self.message)
