"""The instruments of the service: what each is, who applies it, when it is asked; loading one from a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.instrument_settings import InstrumentLine, InstrumentPreview
from facilitador.domain.people import Person
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_write
from facilitador.errors import InvalidInput, UserFacingError
from facilitador.ui.dialogs import FileKind
from facilitador.ui.folders import documents_folder
from facilitador.ui.panel import Panel
from facilitador.ui.screen import Screen
from facilitador.ui.screens.applications import questions
from facilitador.ui.screens.applications.instrument_parts import FaultsCard, InstrumentCard, PreviewCard
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.instruments import Instruments, LoadInstrument, PreviewInstrument, RetireInstrument
from facilitador.use_cases.people import People
from facilitador.use_cases.requests import Command, Outcome

TITLE = "Instrumentos"
ABOUT = (
    "Lo que el servicio pregunta a los participantes. Algunos vienen con el programa; otros los carga el servicio que "
    "tiene licencia para usarlos. Una edición nueva nunca cambia lo que ya se respondió."
)
KINDS: Final = (FileKind("Instrumento", ("toml",)), FileKind("Todos los archivos", ("*",)))
MOST_BYTES: Final = 4_000_000
"""More is no instrument; the rules, which say so, need not read it whole."""

MakeCommand = Callable[[Answers], Command]


class InstrumentsScreen(Screen):
    """Reads the list anew when something of it changed. `folder` is where a file is looked for first."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        folder: Callable[[], Path] = documents_folder,
    ) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._session, self._folder = surroundings, surroundings.session, folder
        self._may_decide = may_write(self._session.person.role, Section.SERVICE)
        self._team: tuple[Person, ...] = ()
        self._content = ""
        self._make: MakeCommand | None = None
        self.cards: dict[str, InstrumentCard] = {}
        self._build()
        self._connect()
        self._session.bus.watch(self, (Topic.INSTRUMENTS, Topic.APPLICATIONS, Topic.PEOPLE), self._read)
        self._read()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.load = button("Cargar un archivo", "primary", icon="folder")
        self.message = Banner()
        self.preview, self.faults = PreviewCard(), FaultsCard()
        self.panel = Panel(self._surroundings.today)
        column = self.page.column
        for upper in (label(TITLE, "display"), label(ABOUT, "muted")):
            column.addWidget(upper)
        row = FlowLayout()
        row.addWidget(self.load)
        column.addLayout(row)
        self.load.setVisible(self._may_decide)
        for part in (self.message, self.faults, self.preview, self.panel):
            column.addWidget(part)
        self._list = QVBoxLayout()
        self._list.setSpacing(column.spacing())
        column.addLayout(self._list)
        column.addStretch(1)

    def _connect(self) -> None:
        self.load.clicked.connect(self._choose)
        self.preview.load_wished.connect(self._load)
        self.preview.cancelled.connect(self._forget_file)
        self.panel.accepted.connect(self._carry_out)
        self.panel.shown.connect(lambda: self.page.show_widget(self.panel))
        self.panel.closed.connect(lambda: self._make_primary(True))

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(People(), owner=self, done=self._keep_team)
        self._session.read(Instruments(), owner=self, done=self._show, failed=self._refused)

    def _keep_team(self, team: tuple[Person, ...]) -> None:
        self._team = team

    def _show(self, lines: tuple[InstrumentLine, ...]) -> None:
        for former in self.cards.values():
            self._list.removeWidget(former)
            former.hide()
            former.deleteLater()
        self.cards = {}
        for line in lines:
            made = InstrumentCard(line, self._may_decide)
            made.allow.clicked.connect(partial(self._ask_people, line))
            made.plan.clicked.connect(partial(self._ask_plan, line))
            made.retire.clicked.connect(partial(self._retire, line))
            self._list.addWidget(made)
            self.cards[line.instrument.id] = made

    # -- a file -------------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        path = self._surroundings.dialogs.open_file(self, "Elegir el archivo de un instrumento", KINDS, self._folder())
        if path is not None:
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Show what a file would bring, or everything wrong with it."""
        self._forget_file()
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES)
        except OSError:
            self._refused(UserFacingError("instrument_file_unreadable", name=path.name))
            return
        # a byte that is no letter stays what it is, so that the rules can tell its line
        self._content = content.decode("utf-8", errors="surrogateescape")
        query = PreviewInstrument(content=self._content)
        self._session.read(query, owner=self, done=self._show_preview, failed=self._show_faults)

    def _show_preview(self, found: InstrumentPreview) -> None:
        self.preview.show_preview(found)
        self._make_primary(False)
        self.page.show_widget(self.preview)
        self.preview.accept.setFocus()

    def _show_faults(self, error: UserFacingError) -> None:
        problems = error.problems if isinstance(error, InvalidInput) else ()
        said = [messages.of_problem(problem).whole for problem in problems] or [messages.of_error(error).whole]
        self.faults.show_faults(said)
        self.page.show_widget(self.faults)

    def _load(self) -> None:
        self._session.run([LoadInstrument(content=self._content)], owner=self, done=self._loaded, failed=self._refused)

    def _loaded(self, outcome: Outcome) -> None:
        self._forget_file()
        self.message.say("Quedó cargado. Lo que ya se respondió no cambió.", "good")

    def _forget_file(self) -> None:
        self._content = ""
        self.message.say("")
        for part in (self.preview, self.faults):
            part.hide()
        self._make_primary(True)

    # -- decisions ----------------------------------------------------------------------------------------------------

    def _ask_people(self, line: InstrumentLine) -> None:
        self._make = partial(questions.allow_of, line)
        self._open(line)
        self.panel.ask(
            f"Quién aplica y quién actúa: {line.instrument.name}",
            questions.allow_fields(line.instrument, self._team),
            "Guardar",
            answers=questions.allow_answers(line),
        )

    def _ask_plan(self, line: InstrumentLine) -> None:
        self._make = partial(questions.plan_of, line)
        self._open(line)
        chosen = [str(purpose) for purpose in line.purposes]
        title = f"Cuándo se pregunta: {line.instrument.name}"
        self.panel.ask(title, questions.plan_fields(), "Guardar", answers={"purposes": chosen})

    def _retire(self, line: InstrumentLine) -> None:
        settings = line.settings
        command = RetireInstrument(
            instrument_id=line.instrument.id, revision=settings.revision, retired=not settings.retired
        )
        self._session.run([command], owner=self, failed=self._refused)

    def _open(self, line: InstrumentLine) -> None:
        """Right below what it is about."""
        self._forget_file()
        self.panel.close_panel()
        self._make_primary(False)
        self._list.insertWidget(self._list.indexOf(self.cards[line.instrument.id]) + 1, self.panel)

    def _carry_out(self, answers: Answers) -> None:
        assert self._make is not None
        self._session.run([self._make(answers)], owner=self, done=self._done, failed=self.panel.refuse)

    def _done(self, outcome: Outcome) -> None:
        self.panel.close_panel()

    def _refused(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.show_widget(self.message)

    def _make_primary(self, primary: bool) -> None:
        set_kind(self.load, "primary" if primary else "secondary")
