"""Importing a list into a group: the file, every row as it would enter, the import, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.groups import GroupDetails, GroupStatus
from facilitador.domain.roles import Section, may_write
from facilitador.domain.roster_imports import Placing, RosterImport
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.ui.dialogs import FileKind
from facilitador.ui.folders import documents_folder
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.roster_imports import pages, words
from facilitador.ui.screens.roster_imports.history import UNDO
from facilitador.ui.screens.roster_imports.reader import Laid, ListReader
from facilitador.ui.screens.roster_imports.review import ReviewPage
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.groups import GroupOverview
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.roster_imports import RosterImports, UndoRosterImport

TITLE = "Importar una lista"
KINDS = (FileKind("Hojas de cálculo y CSV", ("xlsx", "xlsm", "csv", "txt")), FileKind("Todos los archivos", ("*",)))
PATIENCE_MS = 250  # a list that is read sooner shows no waiting page
UNDO_DETAIL = "Salen del grupo y se borran las fichas que la importación registró, como si no se hubiera hecho."
MANY = 200
LASTS = "Con tantas filas puede tardar varios minutos. No apague la computadora."
_WATCHED = (Topic.GROUPS, Topic.ENROLMENTS, Topic.PARTICIPANTS)


class RosterImportScreen(Screen):
    """Nothing is kept before the person imports; whatever is refused is said where she is, with what to do."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        folder: Callable[[], Path] = documents_folder,
    ) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "a list is imported into a group"
        self._surroundings, self._session, self._group_id = surroundings, surroundings.session, id
        self._folder = folder
        self._initiator = f"import-roster-{id}"
        self._group_name = ""
        self._importing = False
        role = self._session.person.role
        self._may = all(may_write(role, one) for one in (Section.IDENTIFICATION, Section.ENROLMENTS))
        self.reader = ListReader(self._session, id, self)
        self._build()
        self._connect()
        self._session.bus.watch(self, _WATCHED, self._changed_elsewhere, but_not_from=self._initiator)
        self._read()

    def may_leave(self) -> bool:
        if self._importing or not self.review.has_decisions or self._stack.currentWidget() is not self.review:
            return True
        return self._surroundings.dialogs.confirm(
            self,
            "¿Dejar la lista sin importar?",
            "Dejarla",
            detail="En el cuaderno no cambia nada. Lo que decidió fila por fila se pierde.",
        )

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        now = self._surroundings.now
        self._stack = QStackedWidget(self)
        self.start = pages.StartPage(now, self)
        self.waiting = pages.WaitPage(self)
        self.review = ReviewPage(self._surroundings.today, self)
        self.done = pages.DonePage(now, self)
        for page in (self.start, self.waiting, self.review, self.done):
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._stack.setCurrentWidget(self.waiting))
        if not self._may:
            self._refuse_all(UserFacingError("role_may_not_write"))

    def _connect(self) -> None:
        review, reader = self.review, self.reader
        self.start.choose_wanted.connect(self._choose)
        self.waiting.cancel_wanted.connect(self._cancel)
        review.other_wanted.connect(self._choose)
        review.reread_wanted.connect(self._reread)
        review.sheet_wanted.connect(reader.read_sheet)
        review.columns.layout_wanted.connect(reader.use_layout)
        review.columns.heading_row_wanted.connect(reader.use_heading_row)
        review.options.leave_blank_changed.connect(reader.leave_blank)
        review.decided.connect(reader.decide)
        review.bar.cancel_wanted.connect(self._cancel)
        review.import_wanted.connect(self._import)
        reader.step.connect(self._say_step)
        reader.laid.connect(self._show_list)
        reader.refused.connect(self._say_refused)
        self.done.group_wanted.connect(self._go_to_group)
        self.done.another_wanted.connect(self._start_over)
        for past in (self.start.past, self.done.past):
            past.undo_wanted.connect(self._undo)

    # -- what the book says -------------------------------------------------------------------------------------------

    def _read(self) -> None:
        if self._may:
            overview = GroupOverview(group_id=self._group_id)
            self._session.read(overview, owner=self, done=self._keep_group, failed=self._refuse_all)
            self._read_imports()

    def _keep_group(self, details: GroupDetails) -> None:
        self._group_name = details.group.name
        self.start.title.setText(f"Importar una lista en {details.group.name}")
        if details.group.status is GroupStatus.CLOSED:
            self._refuse_all(UserFacingError("group_closed"))

    def _read_imports(self) -> None:
        self._session.read(RosterImports(group_id=self._group_id), owner=self, done=self._show_imports)

    def _show_imports(self, imports: tuple[RosterImport, ...]) -> None:
        self.start.past.show_imports(imports)
        self.done.show_imports(imports)

    def _changed_elsewhere(self) -> None:
        self._read()
        if self._stack.currentWidget() is self.review:
            self.reader.compare_again()

    def _refuse_all(self, error: UserFacingError) -> None:
        self.start.choose.hide()
        self.start.message.say(messages.of_error(error).whole, "problem")

    # -- the file -----------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        path = self._surroundings.dialogs.open_file(self, "Elegir la lista", KINDS, self._folder())
        if path is not None:
            self._read_file(path)

    def _reread(self) -> None:
        if self.reader.path is not None:
            self._read_file(self.reader.path, again=True)

    def _read_file(self, path: Path, *, again: bool = False) -> None:
        self.start.message.say("")
        self.review.message.say("")
        self._patience.start()
        self.reader.read_file(path, again=again)

    def _say_step(self, said: str) -> None:
        self.waiting.say(said)
        self.start.choose.setEnabled(False)
        self.review.bar.set_busy(said)

    def _cancel(self) -> None:
        self._settled_down()
        self.reader.cancel()
        self._stack.setCurrentWidget(self.start if self.reader.path is None else self.review)

    def _settled_down(self) -> None:
        """Nothing is being read any longer."""
        self._patience.stop()
        self.start.choose.setEnabled(True)

    def _show_list(self, laid: Laid) -> None:
        self._settled_down()
        if self._importing:
            return
        if self._stack.currentWidget() is not self.review:
            self._stack.setCurrentWidget(self.review)
        self.review.show_list(laid)

    def _say_refused(self, error: UserFacingError) -> None:
        """In place: where nothing else is laid out, at the start; else above the list that still stands."""
        self._settled_down()
        page = self.start if self.reader.path is None else self.review
        self._stack.setCurrentWidget(page)
        if page is self.review:
            self.reader.cancel()  # what stood before is shown as it was
        page.message.say(messages.of_error(error).whole, "problem")
        (self.start if page is self.start else self.review.page).verticalScrollBar().setValue(0)
        (self.start.choose if page is self.start else self.review.reread).setFocus()

    # -- the import ---------------------------------------------------------------------------------------------------

    def _import(self, since: date) -> None:
        self._importing = True
        self.review.bar.set_busy("Importando…")
        self.review.bar.cancel.hide()
        self.reader.make_commands(self._surroundings.new_id, since, self._run, self._import_refused)

    def _run(self, commands: Sequence[Command]) -> None:
        laid = self.reader.now
        assert laid is not None
        count = len(laid.settled.entering)
        self.waiting.say(f"Importando {words.men(count)}…", more=LASTS if count > MANY else "", may_cancel=False)
        self._patience.start()
        self._session.run(
            commands,
            owner=self,
            done=partial(self._imported, laid),
            failed=self._import_refused,
            initiator=self._initiator,
        )

    def _imported(self, laid: Laid, outcome: Outcome) -> None:
        self._importing = False
        self._settled_down()
        waits = sum(row.placing is Placing.WAITING for row in laid.settled.entering)
        seats = len(laid.settled.entering) - waits
        self.done.start(outcome.ids[-1], pages.imported(seats, waits, self._group_name))
        self.reader.forget()
        self.review.start()
        self._read_imports()
        self._stack.setCurrentWidget(self.done)
        self.done.group.setFocus()

    def _import_refused(self, error: UserFacingError) -> None:
        """The list stands as it was; it is laid beside the book anew, for something there is not as it was seen."""
        self._importing = False
        self._settled_down()
        self._stack.setCurrentWidget(self.review)
        about = next(iter(error.problems)) if isinstance(error, InvalidInput) else _problem(error)
        if not self.review.options.say_refused(about):
            self.review.message.say(messages.of_problem(about).whole, "problem")
            self.review.page.verticalScrollBar().setValue(0)
        self.reader.compare_again()

    # -- afterwards ---------------------------------------------------------------------------------------------------

    def _undo(self, one: RosterImport) -> None:
        text = f"¿Deshacer la importación de {words.men(one.men)}?"
        if self._surroundings.dialogs.confirm(self, text, UNDO, detail=UNDO_DETAIL, danger=True):
            self._session.run(
                [UndoRosterImport(import_id=one.id)],
                owner=self,
                done=lambda outcome: self._undone(one),
                failed=self._undo_refused,
                initiator=self._initiator,
            )

    def _undone(self, one: RosterImport) -> None:
        self._read_imports()
        if self._stack.currentWidget() is self.done:
            self.done.group.setFocus()
        else:
            self.start.message.say(pages.undone(one), "good")
            self.start.choose.setFocus()

    def _undo_refused(self, error: UserFacingError) -> None:
        page = self.done if self._stack.currentWidget() is self.done else self.start
        page.message.say(messages.of_error(error).whole, "problem")
        self._read_imports()

    def _start_over(self) -> None:
        self.start.message.say("")
        self._stack.setCurrentWidget(self.start)
        self.start.choose.setFocus()

    def _go_to_group(self) -> None:
        self.destination_requested.emit(Destination("group", self._group_id))


def _problem(error: UserFacingError) -> Problem:
    return Problem(error.field or "", error.code, dict(error.parameters))
