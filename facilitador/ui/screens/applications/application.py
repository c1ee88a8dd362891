"""One application for the team: what cannot wait, what it says, subscale by subscale, and every answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.applications import ApplicationRecord, ApplicationStatus, CriticalMatter
from facilitador.domain.changes import Topic
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.ui.panel import Panel
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.applications import questions
from facilitador.ui.screens.applications.result_parts import (
    about,
    answers_part,
    critical_part,
    scores_part,
    status_words,
)
from facilitador.ui.screens.applications.starting import Starter
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.application_records import ApplicationDetails
from facilitador.use_cases.applications import AttendCritical
from facilitador.use_cases.requests import Command, Outcome

TITLE = "Respuestas"


class ApplicationScreen(Screen):
    """Reads the application anew when something of it changed; a question takes its place below what it is about."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "a result is that of an application"
        self._session, self._id = surroundings.session, id
        self._may_ask = surroundings.may_write(Section.TESTS)
        self._record: ApplicationRecord | None = None
        self._parts: list[QWidget] = []
        self._ask_by: Callable[[Answers], Command] = self._void
        self.starter = Starter(surroundings, self)
        self.panel = Panel(surroundings.today)
        self._build()
        self._connect()
        self._session.bus.watch(self, (Topic.APPLICATIONS, Topic.INSTRUMENTS, Topic.PARTICIPANTS), self._read_again)
        self._read(again=False)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.name, self.asked = label("", "display"), label("", "label")
        self.about = label("", "muted")
        self.message = Banner()
        self.resume = button("Retomar", "primary")
        self.print = button("Imprimir resultado", icon="print")
        self.change = button("Ver su cambio")
        self.void = button("Anular", "quiet")
        column = self.page.column
        for part in (self.name, self.asked, self.about, self.message):
            column.addWidget(part)
        row = FlowLayout()
        for one in (self.resume, self.print, self.change, self.void):
            row.addWidget(one)
        column.addLayout(row)
        column.addWidget(self.panel)
        self._place = QVBoxLayout()
        self._place.setSpacing(column.spacing())
        column.addLayout(self._place)
        column.addStretch(1)
        self.page.page.hide()

    def _connect(self) -> None:
        self.resume.clicked.connect(self._resume)
        self.print.clicked.connect(lambda: self.destination_requested.emit(Destination("print_test_result", self._id)))
        self.change.clicked.connect(self._go_to_change)
        self.void.clicked.connect(self._ask_void)
        self.panel.accepted.connect(self._carry_out)
        self.panel.shown.connect(self._question_shown)
        self.panel.closed.connect(lambda: self._make_primary(True))
        self.starter.destination_requested.connect(self.destination_requested)
        self.starter.refused.connect(self._refused)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read_again(self) -> None:
        self._read(again=True)

    def _read(self, *, again: bool) -> None:
        query = ApplicationDetails(application_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=self._gone_wrong, again=again)

    def _show(self, record: ApplicationRecord) -> None:
        self._record = record
        line = record.line
        self.set_title(f"{TITLE}: {line.full_name}")
        self.name.setText(line.full_name)
        self.asked.setText(status_words(record))
        self.about.setText(about(record))
        open_ = line.status is ApplicationStatus.IN_PROGRESS
        self.resume.setVisible(open_ and self._may_ask)
        self.print.setVisible(line.status is ApplicationStatus.FINISHED)
        self.change.setVisible(line.status is ApplicationStatus.FINISHED)
        self.void.setVisible(line.status is not ApplicationStatus.VOIDED and self._may_ask)
        self._lay_out(record)
        self.page.page.show()

    def _lay_out(self, record: ApplicationRecord) -> None:
        for former in self._parts:
            self._place.removeWidget(former)
            former.hide()
            former.deleteLater()
        attend = self._ask_note if self._may_ask else None
        self._parts = [critical_part(matter, attend) for matter in record.critical]
        self._parts += [scores_part(record), answers_part(record)] if record.answers else []
        for part in self._parts:
            self._place.addWidget(part)

    def _gone_wrong(self, error: UserFacingError) -> None:
        for part in (self.resume, self.print, self.change, self.void):
            part.hide()
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.page.show()

    # -- what the person does -----------------------------------------------------------------------------------------

    def _resume(self) -> None:
        if self._record is not None:
            self.starter.resume(self._id, self._record.line.mode)

    def _go_to_change(self) -> None:
        if self._record is not None:
            self.destination_requested.emit(Destination("participant_change", self._record.line.participant_id))

    def _question_shown(self) -> None:
        self._make_primary(False)
        self.page.show_widget(self.panel)

    def _make_primary(self, primary: bool) -> None:
        """One primary action: while something is asked, it is the one that is asked about."""
        attending = (one for part in self._parts for one in part.findChildren(QPushButton))
        for act in (self.resume, *attending):
            set_kind(act, "primary" if primary else "secondary")

    def _ask_note(self, matter: CriticalMatter) -> None:
        self._ask_by = partial(self._attend, matter.item)
        self.panel.ask("Anotar qué se hizo", [questions.NOTE], "Guardar", words=matter.reason)

    def _ask_void(self) -> None:
        self._ask_by = self._void
        self.panel.ask(
            "Anular estas respuestas",
            [questions.REASON],
            "Anular",
            words="Se conservan con su razón, pero no cuentan. Después se le puede preguntar otra vez.",
        )

    def _attend(self, item: str, answers: Answers) -> Command:
        return AttendCritical(application_id=self._id, item=item, note=str(answers.get("note") or ""))

    def _void(self, answers: Answers) -> Command:
        assert self._record is not None
        return questions.void_of(self._id, self._record.line.revision, answers)

    def _carry_out(self, answers: Answers) -> None:
        self._session.run([self._ask_by(answers)], owner=self, done=self._done, failed=self.panel.refuse)

    def _done(self, outcome: Outcome) -> None:
        self.panel.close_panel()

    def _refused(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
