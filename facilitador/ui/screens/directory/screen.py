"""The institutions that help: found by words or kind, and beside the list the one the person stands on (6.2.7)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.directory import DirectoryLine, TypedEntry
from facilitador.domain.directory_lists import DirectoryPreview
from facilitador.domain.emergency_contacts import STALE_AFTER_DAYS
from facilitador.domain.records import Draft
from facilitador.domain.roles import Section, may_read, may_write
from facilitador.domain.sheets import Sheet
from facilitador.errors import UserFacingError
from facilitador.exchange.spreadsheets import read_spreadsheet
from facilitador.reference import directory
from facilitador.ui import theme
from facilitador.ui.background import Background
from facilitador.ui.dialogs import FileKind
from facilitador.ui.folders import documents_folder
from facilitador.ui.papers import save_as
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.directory.list_card import ListCard
from facilitador.ui.screens.directory.models import directory_model
from facilitador.ui.screens.directory.pane import FORM, EntryPane
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.beside import Beside
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.fitted_table import FittedTable
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll, SectionHeader
from facilitador.ui.widgets.text_fields import LineEdit
from facilitador.use_cases.directory import Directory
from facilitador.use_cases.directory_lists import (
    DirectoryFile,
    ExportDirectory,
    ImportDirectory,
    OfferedInstitutions,
    PreviewDirectoryImport,
    choose_sheet,
)
from facilitador.use_cases.drafts import NEW_SUBJECT, OwnDrafts
from facilitador.use_cases.requests import Outcome

PAGE_WIDTH: Final = 1080
LIST_WIDTH: Final = 380
NARROW: Final = 860  # below this width at 100 % text the pane stands under the list
PAUSE_MS: Final = 150
LISTS: Final = (FileKind("Hojas de cálculo", ("csv", "xlsx")), FileKind("Todos los archivos", ("*",)))
CSV: Final = FileKind("Lista separada por comas", ("csv",))
ADD: Final = "Anotar una institución"
EXPLANATION: Final = (
    f"A quién llamar y a dónde derivar. Lo que no se comprueba en {STALE_AFTER_DAYS} días queda por verificar."
)
SEARCH: Final = "Buscar por nombre, lugar o lo que atiende"


class DirectoryScreen(Screen):
    """An institution is picked in the list and described in the pane; going to another keeps what was typed."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        folder: Callable[[], Path] = documents_folder,
    ) -> None:
        super().__init__("Directorio", parent)
        self._surroundings, self._session, self._folder = surroundings, surroundings.session, folder
        self._may_change = may_write(self._session.person.role, Section.DIRECTORY)
        self._wanted = id
        self._draft_of: UUID | None = None
        self._just_saved: UUID | None = None
        self._reading = 0
        self.pane: EntryPane | None = None
        self._background = Background(self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._build()
        self._lay_out()
        self._connect()
        self._session.bus.watch(self, (Topic.DIRECTORY, Topic.SERVICE), self._read)
        if self._may_change:
            self._session.read(OwnDrafts(), owner=self, done=self._keep_draft)
        self._read()

    def may_leave(self) -> bool:
        """Whatever is typed is kept as a draft."""
        return self.pane is None or self.pane.editor.let_go()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.add = button(ADD, icon="plus")
        self.message = Banner()
        self.search = LineEdit(self)
        self.search.setPlaceholderText(SEARCH)
        self.search.setAccessibleName(SEARCH)
        self.search.setClearButtonEnabled(True)
        self.kind = ComboBox(self)
        self.kind.setAccessibleName("Qué instituciones se ven")
        self.kind.addItem("Todas", None)
        for kind in directory().kinds:
            self.kind.addItem(kind.text, kind.code)
        self.bring = button("Traer una lista…", "quiet", icon="folder")
        self.offered = button("Agregar las que trae el programa", "quiet", icon="plus")
        self.take = button("Guardar como lista…", "quiet", icon="save")
        self.print_all = button("Imprimir el directorio", "quiet", icon="print")
        self.print_card = button("Tarjeta de pared", "quiet", icon="print")
        self.referrals = button("Derivaciones", "quiet")
        if not may_read(self._session.person.role, Section.SOCIAL):
            self.referrals.hide()
        self.empty = EmptyState(
            "directory",
            "Todavía no hay ninguna institución",
            "Anote a quién llamar: comisaría, CEM, serenazgo o ronda, posta. Se verán con F12 desde cualquier "
            "pantalla, también con el cuaderno cerrado.",
            ADD if self._may_change else "",
        )
        self.nothing = label("", "muted")
        self.card = ListCard()
        self._model = directory_model(self._surroundings.today)
        self.table = FittedTable(self._model, "Instituciones", lines=2)
        self.table.setSortingEnabled(False)  # the book gives them, the nearest first
        self.table.model().sort(-1)
        self.hint = label("Elija una institución de la lista para ver todo lo que se sabe de ella.", "muted")
        for hidden in (self.add, self.empty, self.nothing, self.table, self.hint, self.offered):
            hidden.hide()
        if not self._may_change:
            self.bring.hide()

    def _lay_out(self) -> None:
        self.fill_with(self.page)
        column = self.page.column
        column.addWidget(SectionHeader("Directorio", EXPLANATION, action=self.add, role="title"))
        column.addWidget(self.message)
        tools = FlowLayout()
        for tool in (self.referrals, self.print_card, self.print_all, self.bring, self.offered, self.take):
            tools.addWidget(tool)
        column.addLayout(tools)
        column.addWidget(self.card)
        self._finding = QWidget()
        self._fields = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._finding)
        self._fields.setContentsMargins(0, 0, 0, 0)
        self._fields.setSpacing(theme.SPACE_M)
        self._fields.addWidget(self.search, 3)
        self._fields.addWidget(self.kind, 2)
        column.addWidget(self._finding)
        self._body = Beside(self.table, LIST_WIDTH)
        self._body.addWidget(self.hint, 1, Qt.AlignmentFlag.AlignTop)
        for part in (self.empty, self.nothing):
            column.addWidget(part)
        column.addLayout(self._body)
        column.addStretch(1)

    def _connect(self) -> None:
        self.referrals.clicked.connect(lambda: self.destination_requested.emit(Destination("referrals")))
        self.add.clicked.connect(self._add)
        self.empty.action_requested.connect(self._add)
        self.search.textChanged.connect(lambda text: self._pause.start())
        self.kind.currentIndexChanged.connect(lambda index: self._read())
        self._pause.timeout.connect(self._read)
        self.table.picked.connect(self._pick)
        self.table.opened.connect(lambda line: self.pane.focus() if self.pane else None)
        self.bring.clicked.connect(self._choose_list)
        self.offered.clicked.connect(self._show_offered)
        self.take.clicked.connect(self._export)
        self.print_all.clicked.connect(lambda: self.destination_requested.emit(Destination("print_directory")))
        self.print_card.clicked.connect(lambda: self.destination_requested.emit(Destination("print_wall_card")))
        self.card.accepted.connect(self._import)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.scaled(NARROW)
        self._body.fit(narrow=narrow)
        ways = QBoxLayout.Direction
        self._fields.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._pause.stop()
        self._reading += 1
        reading, typed, kind = self._reading, self.search.text().strip(), self.kind.currentData() or ""
        query = Directory(text=typed, kind=kind, with_retired=True)
        self._session.read(query, owner=self, done=lambda lines: self._show(reading, lines))
        if self._may_change:
            self._session.read(OfferedInstitutions(), owner=self, done=self._know_offered)

    def _keep_draft(self, drafts: tuple[Draft, ...]) -> None:
        self._draft_of = next((draft.subject_id for draft in drafts if draft.form == FORM), None)

    def _know_offered(self, preview: DirectoryPreview) -> None:
        self.offered.setVisible(bool(preview.rows))

    def _show(self, reading: int, lines: tuple[DirectoryLine, ...]) -> None:
        if reading != self._reading:
            return  # a later key overtook this answer
        self._model.set_rows(lines)
        now = next((line for line in lines if self.pane and line.entry.id == self.pane.subject), None)
        if self.pane is not None and now is not None:
            self.pane.refresh(now)
        self._tell_what_is_there()
        wanted, self._wanted = self._wanted or self._draft_of, None
        self._draft_of = None
        if wanted == NEW_SUBJECT:
            self._add()
        elif wanted is not None:
            self.table.go_to(wanted)

    def _tell_what_is_there(self) -> None:
        there = bool(self._model.rowCount())
        looked = bool(self.search.text().strip() or self.kind.currentData())
        self.table.setVisible(there)
        self.nothing.setText("" if there or not looked else "No se encontró ninguna institución así.")
        self.nothing.setVisible(bool(self.nothing.text()))
        self.empty.setVisible(not there and not looked and self.pane is None)
        self._finding.setVisible(there or looked)
        self.take.setVisible(there or looked)
        self.add.setVisible(self._may_change and self.empty.isHidden())
        self.hint.setVisible(there and self._body.shown is None)

    # -- what the person does -----------------------------------------------------------------------------------------

    def _pick(self, line: DirectoryLine | None) -> None:
        if line is not None and (self.pane is None or self.pane.subject != line.entry.id):
            if line.entry.id != self._just_saved:
                self.message.say("")
            self._open(line)

    def _add(self) -> None:
        self.message.say("")
        self.table.leave_rows()
        self._open(None)
        assert self.pane is not None
        self.pane.focus()

    def _open(self, line: DirectoryLine | None) -> None:
        if self.pane is not None:
            self.pane.editor.let_go()
        self.pane = EntryPane(self._surroundings, line)
        self.pane.setEnabled(self._may_change)
        self.pane.saved.connect(self._saved)
        self.pane.overtaken.connect(self._read)
        self._body.show_beside(self.pane)
        self._tell_what_is_there()

    def _saved(self, outcome: Outcome) -> None:
        self._just_saved = outcome.ids[0]
        if self.pane is not None and self.pane.subject is None:
            self._wanted = self._just_saved
        said = [messages.message(notice.code, notice.parameters).whole for notice in outcome.notices]
        self.message.say(" ".join(said), "warning")
        if said:
            self.page.show_widget(self.message)
        self._read()

    # -- lists --------------------------------------------------------------------------------------------------------

    def _choose_list(self) -> None:
        path = self._surroundings.dialogs.open_file(self, "Traer una lista de instituciones", LISTS, self._folder())
        if path is not None:
            read = self._background.run
            read(lambda: choose_sheet(read_spreadsheet(path)), lambda sheet: self._lay(path, sheet), self._refused)

    def _lay(self, path: Path, sheet: Sheet) -> None:
        query = PreviewDirectoryImport(sheet=sheet)
        self._session.read(query, owner=self, done=lambda laid: self._show_list(path.name, laid), failed=self._refused)

    def _show_offered(self) -> None:
        title = "Instituciones que trae el programa"
        self._session.read(OfferedInstitutions(), owner=self, done=lambda laid: self._show_list(title, laid))

    def _show_list(self, title: str, preview: DirectoryPreview) -> None:
        self.message.say("")
        self.card.show_list(title, preview)

    def _import(self, rows: tuple[TypedEntry, ...]) -> None:
        self.card.add_button.setEnabled(False)
        done = self._imported
        self._session.run([ImportDirectory(rows=rows)], owner=self, done=done, failed=self._not_imported)

    def _imported(self, outcome: Outcome) -> None:
        count = len(outcome.changes)
        self.card.close_card()
        self.message.say(
            f"Se {'agregó una institución' if count == 1 else f'agregaron {count} instituciones'}.", "good"
        )
        self._read()

    def _not_imported(self, error: UserFacingError) -> None:
        self.card.add_button.setEnabled(True)
        self.card.message.say(messages.of_error(error).whole, "problem")

    def _export(self) -> None:
        self._session.read(ExportDirectory(), owner=self, done=self._save_list, failed=self._refused)

    def _save_list(self, file: DirectoryFile) -> None:
        dialogs, proposed = self._surroundings.dialogs, self._folder() / file.file_name
        path = save_as(
            self, dialogs, "Guardar la lista", CSV, file.content, proposed, refusal="directory_list_not_saved"
        )
        if path is not None:
            self.message.say(f"Se guardó «{path.name}».", "good")

    def _refused(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "warning")
