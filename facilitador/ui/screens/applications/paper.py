"""Typing in sheets by their code: the code says whose it is and what was asked; then sheet after sheet."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.applications import Mode
from facilitador.domain.registration_forms import Answers
from facilitador.errors import UserFacingError
from facilitador.ui.panel import Panel
from facilitador.ui.screen import Screen
from facilitador.ui.screens.applications import questions
from facilitador.ui.screens.applications.lists import SheetsList
from facilitador.ui.screens.applications.starting import Starter
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.applications import RecordApplication
from facilitador.use_cases.waiting_sheets import WaitingSheets

TITLE = "Digitar hojas"
ABOUT = (
    "Cada hoja impresa lleva un código en lugar del nombre. Al escribirlo, el programa sabe de quién es. Cada "
    "respuesta se guarda al digitarla; una hoja a medias se retoma en la lista del grupo."
)


class PaperScreen(Screen):
    """Asks for a code; what it opens is typed in on another screen, and back here comes the next sheet."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._group_id = surroundings, id
        self._command: RecordApplication | None = None
        self._day = surroundings.today().isoformat()
        self.starter = Starter(surroundings, self)
        page = PageScroll(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        self.confirm_age = Banner(action="Es para su edad: digitar")
        self.panel = Panel(surroundings.today)
        self.panel.cancel.hide()
        self.waiting = SheetsList()
        for part in (label(TITLE, "display"), label(ABOUT, "muted"), self.confirm_age, self.panel, self.waiting):
            page.column.addWidget(part)
        page.column.addStretch(1)
        self.panel.accepted.connect(self._begin)
        self.panel.closed.connect(self.back_requested)
        self.confirm_age.action_requested.connect(self._for_his_age)
        self.starter.destination_requested.connect(self.destination_requested)
        self.starter.refused.connect(self._refused)

    def shown_again(self) -> None:
        """The next sheet; the day stays, for sheets come in piles."""
        if self._group_id is not None:
            query = WaitingSheets(group_id=self._group_id)
            self._surroundings.session.read(query, owner=self, done=self.waiting.show_sheets)
        self.confirm_age.say("")
        self.panel.ask("La hoja", [questions.CODE, questions.DAY], "Digitar", answers={"applied_on": self._day})

    def _begin(self, answers: Answers) -> None:
        self._day = str(answers.get("applied_on") or self._day)
        self._send(questions.of_code(answers, self._surroundings.new_id()))

    def _send(self, command: RecordApplication) -> None:
        self._command = command
        self.starter.start(command, Mode.PAPER)

    def _for_his_age(self) -> None:
        if self._command is not None:
            command = questions.for_his_age(self._command)
            assert isinstance(command, RecordApplication)
            self.confirm_age.say("")
            self._send(command)

    def _refused(self, error: UserFacingError) -> None:
        if error.code == "instrument_age_unknown":
            self.panel.set_busy(False)
            self.confirm_age.say(messages.of_error(error).whole, "warning")
        else:
            self.panel.refuse(error)
