"""The rows of a list as a table: columns by name, rows are snapshots with what happens to them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, StrEnum

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from facilitador.domain.registration_forms import FormDefinition
from facilitador.domain.roster_imports import RowStatus, SettledRow
from facilitador.ui import icons
from facilitador.ui.screens.roster_imports import words
from facilitador.ui.widgets.table import AnyIndex, Column, RowsModel, Table

FEWEST_ROWS = 4
_ICON = 16
_SIGNS = {
    RowStatus.READY: ("check", "good_text"),
    RowStatus.FLAGGED: ("pending", "warning_text"),
    RowStatus.DUPLICATE: ("people", "warning_text"),
    RowStatus.ERROR: ("warning", "danger_text"),
    RowStatus.LEFT_OUT: ("close", "muted"),
}


class RowColumn(IntEnum):
    """The columns of the list."""

    NUMBER = 0
    STATE = 1
    NAME = 2


class Shown(StrEnum):
    """Which rows are in sight."""

    ALL = "all"
    UNDECIDED = "undecided"
    ENTERING = "entering"
    LEFT_OUT = "left_out"


def rows_of(rows: Sequence[SettledRow]) -> dict[Shown, tuple[SettledRow, ...]]:
    """The rows that each choice shows."""
    left = tuple(row for row in rows if row.status is RowStatus.LEFT_OUT)
    entering = tuple(row for row in rows if row.status is RowStatus.READY)
    undecided = tuple(row for row in rows if row.status not in (RowStatus.READY, RowStatus.LEFT_OUT))
    return {Shown.ALL: tuple(rows), Shown.UNDECIDED: undecided, Shown.ENTERING: entering, Shown.LEFT_OUT: left}


class ListModel(RowsModel[SettledRow]):
    """Rows in the order of the file; the state carries a sign of its own shape and colour."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._form: FormDefinition | None = None
        columns = {
            RowColumn.NUMBER: Column[SettledRow]("Fila", lambda row: words.grouped(row.number), right=True),
            RowColumn.STATE: Column[SettledRow]("Qué pasa", words.state),
            RowColumn.NAME: Column[SettledRow]("Participante", self._named, stretch=True),
        }
        super().__init__([columns[which] for which in RowColumn], lambda row: row.number, parent)

    def show_rows(self, rows: Sequence[SettledRow], form: FormDefinition) -> None:
        """Show these; `form` gives the questions their words."""
        self._form = form
        self.set_rows(rows)

    def data(self, index: AnyIndex, role: int = 0) -> object:
        if role == Qt.ItemDataRole.DecorationRole and index.isValid() and index.column() == RowColumn.STATE:
            sign, colour = _SIGNS[self.row(index.row()).status]
            return icons.pixmap(sign, colour, _ICON)
        return super().data(index, role)

    def _named(self, row: SettledRow) -> str:
        assert self._form is not None
        return f"{words.name(row)}\n{words.second_line(row, self._form)}"


class ListTable(Table[SettledRow]):
    """The list in its own scroll area: of thousands of rows only those in sight are drawn and measured."""

    def __init__(self, model: ListModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "Filas de la lista", parent)
        self.setSortingEnabled(False)  # the order of the file is the one the person knows, and places follow it
        self.model().sort(-1)

    def fit_height(self, room: int) -> None:
        """As high as its rows, but no higher than `room` pixels nor lower than a few rows."""
        row = self.verticalHeader().defaultSectionSize()
        around = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth() + 4
        rows = min(self.model().rowCount(), max((room - around) // row, FEWEST_ROWS))
        self.setFixedHeight(around + max(rows, 1) * row)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_columns()

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(2 * self.fontMetrics().lineSpacing() + 18)

    def _fit_columns(self) -> None:
        super()._fit_columns()
        header, metrics = self.horizontalHeader(), self.fontMetrics()
        states = [*words.STATES.values(), words.WAITS, words.NO_PLACE]
        beside = 32  # the padding of a cell
        widths = {
            RowColumn.NUMBER: max(metrics.horizontalAdvance(text) for text in ("10 000", "Fila  ")) + beside,
            RowColumn.STATE: max(map(metrics.horizontalAdvance, states)) + 2 * metrics.height() + beside,
        }
        for column, width in widths.items():  # measuring the texts of every row would take longer than reading them
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
