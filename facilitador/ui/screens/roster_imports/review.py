"""The list laid beside the group: every row as it would enter, what is still to be decided, and the import itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from facilitador.domain.roster_decisions import confirming_flagged, decided, decision_on, leaving_out_errors
from facilitador.domain.roster_imports import Decisions, RowDecision, RowStatus, SettledRow
from facilitador.errors import InvalidInput
from facilitador.ui import theme
from facilitador.ui.screens.roster_imports import words
from facilitador.ui.screens.roster_imports.columns import ColumnsPanel
from facilitador.ui.screens.roster_imports.import_bar import ImportBar
from facilitador.ui.screens.roster_imports.models import ListModel, ListTable, Shown, rows_of
from facilitador.ui.screens.roster_imports.options import ImportOptions
from facilitador.ui.screens.roster_imports.reader import Laid
from facilitador.ui.screens.roster_imports.row_card import RowCard
from facilitador.ui.screens.roster_imports.summary import counts_sentence
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.layout import Banner, PageScroll

PAGE_WIDTH = 1120
_BESIDE_FROM = 860  # from this width on, the row stands beside the list; below it, under it
_SHOWN = {
    Shown.ALL: "Todas las filas",
    Shown.UNDECIDED: "Las que faltan decidir",
    Shown.ENTERING: "Las que entran",
    Shown.LEFT_OUT: "Las que no entran",
}


class ReviewPage(QWidget):
    """`decided(Decisions)`; `import_wanted(date)`: since when; `sheet_wanted(name)`; `reread_wanted`; `other_wanted`.

    What columns and options wish for, they say themselves.
    """

    decided = Signal(object)
    import_wanted = Signal(object)
    sheet_wanted = Signal(str)
    reread_wanted = Signal()
    other_wanted = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._laid: Laid | None = None
        self._decisions = Decisions()
        self._goes_on = False
        self._rows: dict[Shown, tuple[SettledRow, ...]] = {}
        self.columns = ColumnsPanel(self)
        self.options = ImportOptions(today, self)
        self.model = ListModel(self)
        self.table = ListTable(self.model, self)
        self.card = RowCard(self)
        self.bar = ImportBar(self)
        self._build()
        self._connect()

    def start(self) -> None:
        """Another list is about to be shown: all its rows, and none of the words said on the one before."""
        self._laid, self._goes_on = None, False
        self.message.say("")
        self.shown.setCurrentIndex(0)

    def show_list(self, laid: Laid) -> None:
        """Show a list with what follows from the decisions so far."""
        if laid.new:
            self.start()
        self._laid, self._decisions = laid, laid.decisions
        self._show_source(laid)
        self.columns.show_list(laid)
        self.options.show_list(laid)
        self._rows = rows_of(laid.settled.rows)
        self.counts.setText(counts_sentence(laid))
        self._name_choices()
        counts = laid.settled.counts
        _offer(self.confirm_all, "Confirmar todas las marcadas", counts[RowStatus.FLAGGED])
        _offer(self.leave_errors, "Dejar fuera las que no pueden entrar", counts[RowStatus.ERROR])
        _offer(self.forget, "Quitar todas las decisiones", len(laid.decisions.rows), fewest=1)
        self._listing.setVisible(laid.preview.layout.recognised and bool(laid.settled.rows))
        self._show_rows()
        self.bar.show_list(laid)
        if laid.new:
            self._stand_on_first()
        elif self._goes_on:
            self._goes_on = False
            self._go_into_card()  # the button that was pressed may be gone

    @property
    def has_decisions(self) -> bool:
        """True if leaving would lose what was decided row by row."""
        return self._laid is not None and bool(self._decisions.rows)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.page.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored
        )  # it takes what the bar leaves
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.page, 1)
        outer.addWidget(self.bar)
        column = self.page.column
        self.message = Banner(parent=self)
        self.counts = label("", "heading")
        self._source = label("", "muted")
        self._sheet_row, self.sheets = _captioned("Hoja del archivo")
        column.addLayout(self._build_head())
        for part in (self.message, self.counts, self._source, self._sheet_row, self.columns, rule(), self.options):
            column.addWidget(part)
        column.addWidget(rule())
        column.addWidget(self._build_listing())
        column.addStretch(1)

    def _build_head(self) -> FlowLayout:
        self.reread = button("Volver a leer el archivo", icon="refresh")
        self.other = button("Elegir otro archivo", "quiet")
        row = FlowLayout(spacing=theme.SPACE_L)
        row.addWidget(label("Revise la lista", "title", wrap=False))
        row.addWidget(self.reread)
        row.addWidget(self.other)
        return row

    def _build_listing(self) -> QWidget:
        self._listing = QWidget()
        column = QVBoxLayout(self._listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        self._shown_row, self.shown = _captioned("Mostrar")
        for one in Shown:
            self.shown.addItem("", str(one))
        self.confirm_all = button("")
        self.leave_errors = button("")
        self.forget = button("", "quiet")
        row = FlowLayout(spacing=theme.SPACE_M)
        for part in (self._shown_row, self.confirm_all, self.leave_errors, self.forget):
            row.addWidget(part)
        self._nobody = label("Ninguna fila.", "muted")
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._side.setSpacing(theme.SPACE_L)
        beside = QVBoxLayout()
        beside.addWidget(self.table)
        beside.addStretch(1)
        self._side.addLayout(beside, 4)
        self._side.addWidget(self.card, 3)
        column.addLayout(row)
        column.addWidget(self._nobody)
        column.addLayout(self._side)
        return self._listing

    def _connect(self) -> None:
        self.reread.clicked.connect(self.reread_wanted)
        self.other.clicked.connect(self.other_wanted)
        self.sheets.activated.connect(lambda: self.sheet_wanted.emit(self.sheets.currentData()))
        self.shown.activated.connect(self._show_rows)
        self.table.picked.connect(self._show_card)
        self.table.opened.connect(lambda row: self._go_into_card())
        self.card.decided.connect(self._decide_row)
        self.card.next_wanted.connect(self._go_to_next)
        self.confirm_all.clicked.connect(lambda: self._decide_many(confirming_flagged))
        self.leave_errors.clicked.connect(lambda: self._decide_many(leaving_out_errors))
        self.forget.clicked.connect(lambda: self._decide(replace(self._decisions, rows={})))
        self.options.waitlist_changed.connect(lambda ticked: self._decide(replace(self._decisions, waitlist=ticked)))
        self.bar.import_button.clicked.connect(self._import)

    # -- showing ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)  # once the page knows how wide it is

    def _fit(self) -> None:
        beside = self.page.viewport().width() >= theme.scaled(_BESIDE_FROM)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._side.setDirection(across if beside else down)
        self.options.set_wide(beside)
        self.columns.set_wide(beside)
        room = self.page.viewport().height() - 2 * theme.SPACE_XL
        self.table.fit_height(room if beside else room * 3 // 5)

    def _show_source(self, laid: Laid) -> None:
        preview = laid.preview
        parts = [words.places(preview.free_seats), f"Archivo: {preview.source}.", "Todavía no se guardó nada."]
        if preview.read_until is not None:
            parts.insert(2, f"Después de la fila {words.grouped(preview.read_until)} solo había filas vacías.")
        self._source.setText(" ".join(parts))
        self._sheet_row.setVisible(len(laid.names) > 1)
        blocker = QSignalBlocker(self.sheets)
        self.sheets.clear()
        for one in laid.names:
            self.sheets.addItem(f"{one.name} (oculta)" if one.hidden else one.name, one.name)
        self.sheets.setCurrentIndex(max(self.sheets.findData(laid.sheet.name), 0))
        blocker.unblock()

    def _name_choices(self) -> None:
        for number, one in enumerate(Shown):
            self.shown.setItemText(number, f"{_SHOWN[one]} ({words.grouped(len(self._rows[one]))})")

    def _show_rows(self) -> None:
        laid = self._laid
        if laid is None:
            return
        before = self.table.current
        rows = self._rows[Shown(self.shown.currentData())]
        self.model.show_rows(rows, laid.form)
        self.table.setVisible(bool(rows))
        self._nobody.setVisible(not rows)
        self._fit()
        if self.table.current is None and rows and before is not None:
            self.table.go_to(next((row.number for row in rows if row.number > before.number), rows[0].number))
        self._show_card(self.table.current)

    def _show_card(self, row: SettledRow | None) -> None:
        laid = self._laid
        if row is None or laid is None:
            self.card.hide()
            return
        others = any(one.number != row.number for one in self._rows[Shown.UNDECIDED][:2])
        self.card.show_row(row, decision_on(self._decisions, row.number), laid.form, others_wait=others)

    def _stand_on_first(self) -> None:
        rows = self._rows[Shown.UNDECIDED] or self._rows[Shown.ALL]
        if rows:
            self.table.go_to(rows[0].number)
        (self.table if self._listing.isVisibleTo(self) else self.columns.toggle).setFocus()

    # -- decisions ----------------------------------------------------------------------------------------------------

    def _decide_row(self, number: int, decision: RowDecision) -> None:
        self._goes_on = True
        self._decide(decided(self._decisions, number, decision))

    def _decide_many(self, deciding: Callable[..., Decisions]) -> None:
        assert self._laid is not None
        self._decide(deciding(self._decisions, self._laid.settled))

    def _decide(self, decisions: Decisions) -> None:
        self._decisions = decisions
        self.message.say("")
        self.bar.import_button.setEnabled(False)  # until what follows is known
        self.decided.emit(decisions)

    def _go_to_next(self) -> None:
        here = self.table.current
        waiting = self._rows[Shown.UNDECIDED]
        after = [row for row in waiting if here is None or row.number > here.number]
        for row in (after or waiting)[:1]:
            self.table.go_to(row.number)
            self._go_into_card()

    def _go_into_card(self) -> None:
        if self.card.isHidden() or not self.card.focus_next_step():
            self.table.setFocus()
        else:
            self.page.show_widget(self.card)

    def _import(self) -> None:
        try:
            since = self.options.since()
        except InvalidInput as error:
            self.options.show_problems(error)
            return
        self.import_wanted.emit(since)


def _captioned(text: str) -> tuple[QWidget, ComboBox]:
    """A list with its name before it."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    combo = ComboBox(holder)
    combo.setMinimumContentsLength(26)
    combo.setAccessibleName(text)
    caption = label(text, "label", wrap=False)
    caption.setBuddy(combo)
    row.addWidget(caption)
    row.addWidget(combo)
    row.addStretch(1)
    return holder, combo


def _offer(which: QWidget, text: str, count: int, *, fewest: int = 2) -> None:
    """A button for many rows at once; one row has its own."""
    which.setVisible(count >= fewest)
    whole = f"{text} ({words.grouped(count)})"
    which.setText(whole)  # type: ignore[attr-defined]
    which.setAccessibleName(whole)
