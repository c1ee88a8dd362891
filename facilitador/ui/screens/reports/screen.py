"""Informes: a paper of a month, a quarter or a cycle, and what leaves the book as files (6.9.1, 6.9.2)."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from facilitador import messages
from facilitador.domain.anonymised_tables import AnonymisedTables
from facilitador.domain.indicators import SPAN_LABELS, Recorded, Span
from facilitador.domain.origins import OWN, Origin
from facilitador.domain.report_tables import ReportTables, TableSheet
from facilitador.errors import UserFacingError
from facilitador.exchange.answer_files import csv_of_cells
from facilitador.exchange.workbooks import write_workbook
from facilitador.ui import theme
from facilitador.ui.background import Background
from facilitador.ui.dialogs import FileKind
from facilitador.ui.folders import documents_folder
from facilitador.ui.origin_choice import OriginChoice, detail_of
from facilitador.ui.papers import save_as
from facilitador.ui.reading_line import COUNTING
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.ui.widgets.progress_line import ProgressLine
from facilitador.use_cases.anonymised_export import AnonymisedExport
from facilitador.use_cases.reports import IndicatorsExport, MarksPage, ReportPeriods, marks_sheet
from facilitador.use_cases.requests import Query

T = TypeVar("T")

TITLE: Final = "Informes"
XLSX: Final = FileKind("Hoja de cálculo", ("xlsx",))
CSV: Final = FileKind("Texto separado por comas", ("csv",))
OUTSIDE: Final = "El archivo que guarde queda fuera del cuaderno cifrado."
WITH_NAMES: Final = "El archivo llevará los nombres de los participantes, fuera del cuaderno cifrado."
_NAMES_DETAIL: Final = "Queda anotado quién lo sacó. Guárdelo solo si hace falta y bórrelo después."
_WITHOUT_NAMES: Final = "No lleva nombres. Aun así, entréguelo solo a quien lo necesita."


class ReportsScreen(Screen):
    """The periods are those of which anything is recorded. Files are written off the window's thread."""

    rows_written = Signal(int)

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        detail: tuple[str, ...] = (),
        folder: Callable[[], Path] = documents_folder,
    ) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._session, self._group_id = surroundings, surroundings.session, id
        self._folder = folder
        self.of = OriginChoice(surroundings, detail=detail) if id is None else None
        self._background = Background(self)
        self._stop = threading.Event()
        stop = self._stop
        self.destroyed.connect(stop.set)
        self._session.locking.connect(stop.set)
        self._break_off: Callable[[], None] | None = None
        self._recorded: Recorded | None = None
        self._build()
        self._connect()
        self._read()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.about, self.message = label("", "muted"), Banner()
        self.span, self.period = ComboBox(), ComboBox()
        self.span.setAccessibleName("De cuánto tiempo")
        self.period.setAccessibleName("Qué periodo")
        for span, text in SPAN_LABELS.items():
            self.span.addItem(text, span)
        self.paper = button("Ver el informe", "primary", icon="print")
        self.xlsx, self.csv = button("Guardar hoja de cálculo…"), button("Guardar CSV…", "quiet")
        self.marks, self.names = button("Guardar la asistencia…"), QCheckBox("Con nombres")
        self.counts, self.stop = button("Guardar los conteos…"), button("Detener")
        self.working = ProgressLine("Avance", self.stop)
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, "De lo registrado en el cuaderno, sin nombres.", role="title"))
        choice = () if self.of is None else (self.of,)
        for part in (self.about, *choice, self.message, self.working):
            column.addWidget(part)
        column.addWidget(
            self._card("Indicadores y metas", "En papel, o como tabla con sus definiciones.", self._period())
        )
        column.addWidget(
            self._card("Asistencia, registro por registro", "Una fila por cada registro.", (self.names, self.marks))
        )
        if self._group_id is None:
            explained = (
                "Para investigar: cuántos varones dieron cada respuesta. Los números menores de cinco se ocultan."
            )
            column.addWidget(self._card("Conteos sin datos de nadie", explained, (self.counts,)))
        column.addStretch(1)
        self.page.page.hide()  # nothing to show before the first answer

    def _period(self) -> Sequence[QWidget]:
        return (self.span, self.period, self.paper, self.xlsx, self.csv)

    @staticmethod
    def _card(title: str, explanation: str, parts: Sequence[QWidget]) -> QWidget:
        frame, column = card()
        column.addWidget(SectionHeader(title, explanation))
        row = FlowLayout()
        for part in parts:
            row.addWidget(part)
        column.addLayout(row)
        column.setSpacing(theme.SPACE_M)
        return frame

    def _connect(self) -> None:
        if self.of is not None:
            self.of.changed.connect(self._read)
        self.span.activated.connect(lambda _: self._list_periods())
        self.paper.clicked.connect(self._go_to_paper)
        self.xlsx.clicked.connect(lambda: self._ask_tables(self._save_workbook))
        self.csv.clicked.connect(lambda: self._ask_tables(self._save_csv))
        self.marks.clicked.connect(self._write_marks)
        self.counts.clicked.connect(self._ask_counts)
        self.stop.clicked.connect(self._leave_off)
        self.rows_written.connect(lambda rows: self.working.say(f"Van {rows} registros…"))

    @property
    def _span(self) -> Span:
        return Span(self.span.currentData())  # Qt keeps the text of it

    # -- reading ------------------------------------------------------------------------------------------------------

    @property
    def _origin(self) -> Origin:
        return OWN if self.of is None else self.of.origin

    def _read(self) -> None:
        query = ReportPeriods(group_id=self._group_id, origin=self._origin)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse)

    def _show(self, recorded: Recorded) -> None:
        self._recorded = recorded
        self.about.setText(recorded.group_name or "Todo el servicio")
        self.about.setVisible(self._origin == OWN)  # of others the choice below says it
        self.set_title(f"{TITLE}: {recorded.group_name}" if recorded.group_name else TITLE)
        self._list_periods()
        self.page.page.show()

    def _list_periods(self) -> None:
        assert self._recorded is not None
        self.period.clear()
        for one in reversed(self._recorded.periods(self._span)):
            self.period.addItem(one.label.capitalize(), one)

    def _refuse(self, error: UserFacingError) -> None:
        self._settle()
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.page.show()

    # -- what the person does -----------------------------------------------------------------------------------------

    def _go_to_paper(self) -> None:
        period = self.period.currentData()
        of = () if self._origin == OWN else detail_of(self._origin)
        detail = (str(self._span), min(period.last, self._surroundings.today()).isoformat(), *of)
        self.destination_requested.emit(Destination("print_report", self._group_id, detail))

    def _ask_tables(self, done: Callable[[ReportTables], None]) -> None:
        if self._may_leave_the_book(OUTSIDE, _WITHOUT_NAMES):
            query = IndicatorsExport(group_id=self._group_id, span=self._span, origin=self._origin)
            self._count(query, done)

    def _count(self, query: Query[T], done: Callable[[T], None]) -> None:
        """Read what is to be saved; it is said how far it is, and it can be broken off."""
        self._begin(COUNTING.doing)
        self._break_off = self._session.read_long(
            query,
            owner=self,
            done=lambda answer: self._counted(done, answer),
            failed=self._refuse,
            told=lambda step: self.working.say(f"{COUNTING.doing}… {step.done} de {step.of}", step.done, step.of),
        )

    def _counted(self, done: Callable[[T], None], answer: T) -> None:
        self._settle()
        done(answer)

    def _save_workbook(self, tables: ReportTables) -> None:
        self._write("indicadores.xlsx", tables.sheets)

    def _save_csv(self, tables: ReportTables) -> None:
        self._save(CSV, "indicadores.csv", csv_of_cells(tables.periods))

    def _write_marks(self) -> None:
        names = self.names.isChecked()
        told = (WITH_NAMES, _NAMES_DETAIL) if names else (OUTSIDE, _WITHOUT_NAMES)
        if self._may_leave_the_book(*told):
            wait_for, page = (
                self._session.wait_for,
                MarksPage(group_id=self._group_id, names=names, origin=self._origin),
            )
            self._work("asistencia.xlsx", lambda: (marks_sheet(wait_for, page),))

    def _ask_counts(self) -> None:
        if self._may_leave_the_book(OUTSIDE, _WITHOUT_NAMES):
            self._count(AnonymisedExport(origin=self._origin), self._save_counts)

    def _save_counts(self, tables: AnonymisedTables) -> None:
        self._write("conteos.xlsx", (tables.counts, tables.codebook))

    def _may_leave_the_book(self, sentence: str, detail: str) -> bool:
        return self._surroundings.dialogs.confirm(self, sentence, "Elegir dónde guardarlo", detail=detail)

    # -- writing ------------------------------------------------------------------------------------------------------

    def _write(self, name: str, sheets: Sequence[TableSheet]) -> None:
        self._work(name, lambda: sheets)

    def _work(self, name: str, sheets: Callable[[], Sequence[TableSheet]]) -> None:
        """Write off the window's thread; the pages of a long table are asked of the book meanwhile."""
        self._stop.clear()
        self._begin("Preparando el archivo")

        def job() -> bytes:
            out = io.BytesIO()
            write_workbook(sheets(), out, progress=self.rows_written.emit, cancelled=self._stop.is_set)
            return out.getvalue()

        self._background.run(job, lambda content: self._written(name, content), self._refuse)

    def _written(self, name: str, content: bytes) -> None:
        self._settle()
        self._save(XLSX, name, content)

    def _save(self, kind: FileKind, name: str, content: bytes) -> None:
        dialogs = self._surroundings.dialogs
        path = save_as(self, dialogs, "Guardar", kind, content, self._folder() / name, refusal="export_not_saved")
        if path is not None:
            self.message.say(f"Se guardó «{path.name}».", "good")

    def _begin(self, doing: str) -> None:
        self.message.say("")
        self.working.say(f"{doing}…")
        self._offer(False)

    def _leave_off(self) -> None:
        if self._break_off is None:
            self._stop.set()
        else:
            self._break_off()
            self._refuse(UserFacingError("export_stopped"))

    def _settle(self) -> None:
        self._break_off = None
        self.working.hide()
        self._offer(True)

    def _offer(self, ready: bool) -> None:
        for one in (self.paper, self.xlsx, self.csv, self.marks, self.counts):
            one.setEnabled(ready)
