"""Registro de uso: who did what and when, for who supervises; of one man, who opened his ficha."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.people import Person
from facilitador.domain.trail import Sought, SubjectKind, TrailLine, day_bounds
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.dialogs import FileKind
from facilitador.ui.folders import documents_folder
from facilitador.ui.papers import save_as
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.audit.filters import TrailFilters
from facilitador.ui.screens.audit.models import trail_model
from facilitador.ui.screens.audit.proof import ProofCard
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll, SectionHeader
from facilitador.ui.widgets.wrapped_table import WrappedTable
from facilitador.use_cases.audit import TrailExport, TrailFile, TrailPage
from facilitador.use_cases.people import People

TITLE: Final = "Registro de uso"
EXPLANATION: Final = "Qué se hizo en el cuaderno, quién y cuándo. No se puede cambiar ni borrar."
OF_ONE: Final = "Quién abrió esta ficha"
OF_ONE_EXPLANATION: Final = "Quién la vio, la cambió o la imprimió, y qué más se hizo con lo suyo."
SAVE: Final = "Guardar la lista…"
OUTSIDE: Final = "La lista que guarde queda fuera del cuaderno cifrado."
OUTSIDE_DETAIL: Final = "Lleva nombres. Quien use esa computadora o memoria USB podrá leerla. También queda anotado."
CSV: Final = FileKind("Lista separada por comas", ("csv",))
FILE_NAME: Final = "registro.csv"
PAGE: Final = 50
_PLACES: Final = {
    SubjectKind.PARTICIPANT: "participant",
    SubjectKind.GROUP: "group",
    SubjectKind.SESSION: "session",
    SubjectKind.PERSON: "people",
}


class AuditScreen(Screen):
    """Reads a page of what is looked for, and the next one when it is asked for."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        folder: Callable[[], Path] = documents_folder,
    ) -> None:
        super().__init__(OF_ONE if id is not None else TITLE, parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._man, self._folder = id, folder
        self._lines: tuple[TrailLine, ...] = ()
        self._build()
        self._connect()
        self._session.read(People(), owner=self, done=self._keep_people, failed=self._refuse)

    def shown_again(self) -> None:
        """What was done meanwhile comes in."""
        self._read()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.filters = TrailFilters(self._surroundings.today)
        self.message = Banner()
        self._model = trail_model(self._surroundings.now)
        self.table = WrappedTable(self._model, TITLE)
        self.empty = EmptyState("check", "Nada con esas señas", "Elija otro día, o vea todo.")
        self.more_button = button("Mostrar más")
        self.print_button = button("Imprimir este día", icon="print")
        self.save_button = button(SAVE, icon="save")
        self.all_button = button("Ver todo el registro", "quiet")
        self.proof = ProofCard(self._surroundings)
        explanation = EXPLANATION if self._man is None else OF_ONE_EXPLANATION
        self.about = label("", "heading")
        column = self.page.column
        column.setSpacing(theme.SPACE_M)
        column.addWidget(SectionHeader(self.title, explanation, role="title"))
        row, below = FlowLayout(), FlowLayout()
        for made in (self.print_button, self.save_button, self.all_button):
            row.addWidget(made)
        below.addWidget(self.more_button)
        for part in (self.about, self.filters, self.message):
            column.addWidget(part)
        column.addLayout(row)
        column.addWidget(self.empty)
        column.addWidget(self.table)
        column.addLayout(below)
        column.addWidget(self.proof)
        column.addStretch(1)
        self.about.setVisible(self._man is not None)
        self.all_button.setVisible(self._man is not None)
        self.page.page.hide()  # nothing to show before the first answer

    def _connect(self) -> None:
        self.filters.changed.connect(self._read)
        self.table.opened.connect(self._open)
        self.more_button.clicked.connect(self._read_more)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.all_button.clicked.connect(lambda: self.destination_requested.emit(Destination("audit")))

    # -- reading ------------------------------------------------------------------------------------------------------

    def _keep_people(self, team: tuple[Person, ...]) -> None:
        self.filters.show_people(team)

    def _sought(self) -> Sought:
        day = self.filters.day
        since, until = day_bounds(day, self._surroundings.now().tzinfo) if day is not None else (None, None)
        return Sought(since, until, self.filters.person_id, self.filters.kind_chosen, self._man)

    def _page_of(self, before: int | None) -> TrailPage:
        sought = self._sought()
        return TrailPage(
            since=sought.since,
            until=sought.until,
            person_id=sought.person_id,
            kind=sought.kind,
            participant_id=sought.participant_id,
            before=before,
            limit=PAGE,
        )

    def _read(self) -> None:
        asked = self._page_of(None)
        self._session.read(asked, owner=self, done=lambda lines: self._show(asked, lines), failed=self._refuse)

    def _read_more(self) -> None:
        if self._lines:
            asked = self._page_of(self._lines[-1].number)
            self._session.read(asked, owner=self, done=lambda lines: self._show(asked, lines), failed=self._refuse)

    def _show(self, asked: TrailPage, lines: tuple[TrailLine, ...]) -> None:
        if asked != self._page_of(asked.before):
            return  # something else is looked for meanwhile
        self._lines = lines if asked.before is None else (*self._lines, *lines)
        self._model.set_rows(self._lines)
        man = next((line.about for line in lines if line.subject and line.subject.id == self._man), "")
        self.about.setText(man or self.about.text())
        self.table.setVisible(bool(self._lines))
        self.empty.setVisible(not self._lines)
        self.more_button.setVisible(len(lines) == PAGE)
        self.print_button.setVisible(self._man is None and self.filters.day is not None)
        self.page.page.show()

    # -- what the person does -----------------------------------------------------------------------------------------

    def _open(self, line: TrailLine) -> None:
        if line.subject is not None and line.subject.id != self._man:
            kind = _PLACES[line.subject.kind]
            key = None if line.subject.kind is SubjectKind.PERSON else line.subject.id
            self.destination_requested.emit(Destination(kind, key))

    def _print(self) -> None:
        sought = self._sought()
        if sought.since is not None and sought.until is not None:
            detail = (sought.since.isoformat(), sought.until.isoformat())
            self.destination_requested.emit(Destination("print_audit_day", None, detail))

    def _save(self) -> None:
        if not self._surroundings.dialogs.confirm(self, OUTSIDE, "Elegir dónde guardarla", detail=OUTSIDE_DETAIL):
            return
        sought = self._sought()
        asked = TrailExport(
            zone_of=self._surroundings.now(),
            since=sought.since,
            until=sought.until,
            person_id=sought.person_id,
            kind=sought.kind,
            participant_id=sought.participant_id,
        )
        self._session.read(asked, owner=self, done=self._write, failed=self._refuse)

    def _write(self, file: TrailFile) -> None:
        proposed = self._folder() / FILE_NAME
        path = save_as(
            self,
            self._surroundings.dialogs,
            "Guardar la lista",
            CSV,
            file.content,
            proposed,
            refusal="directory_list_not_saved",
        )
        if path is None:
            return
        said = f"Se guardó «{path.name}» con {file.entries} anotaciones."
        more = " Hay más antiguas: guárdelas día por día." if file.left_out else ""
        self.message.say(said + more, "warning" if more else "good")
        self._read()

    def _refuse(self, error: UserFacingError) -> None:
        self.page.page.show()
        self.message.say(messages.of_error(error).whole, "problem")
