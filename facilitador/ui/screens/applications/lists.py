"""Who is missing with the ways to start, and what was begun or done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.application_plans import DueState, MissingApplication
from facilitador.domain.applications import ApplicationLine, Mode
from facilitador.ui import theme
from facilitador.ui.screens.applications import models, words
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.wrapped_table import WrappedTable
from facilitador.use_cases.waiting_sheets import WaitingSheet

NOBODY_MISSING = "Por ahora nadie del grupo está por responder."
LATER_TOO = "Mostrar también lo que toca más adelante"
TEAM_ONLY = "Hojas impresas que esperan ser digitadas. Esta lista queda en el cuaderno: no la imprima ni la copie."
NOTHING_YET = "Todavía nadie del grupo ha respondido."


class MissingList(QWidget):
    """Who has not answered what, soonest first. `start_wished(row, mode)`, `resume_wished(row)`; Enter does the
    first that is offered."""

    start_wished = Signal(object, Mode)
    resume_wished = Signal(object)

    def __init__(self, may_ask: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_ask = may_ask
        self._primary = True
        self._model = models.missing_model()
        self.table: WrappedTable[MissingApplication] = WrappedTable(self._model, "Por responder")
        self._found: tuple[MissingApplication, ...] = ()
        self.none = label(NOBODY_MISSING, "muted")
        self.later = QCheckBox(LATER_TOO)
        self.of_whom = label("", "label")
        self.ways: dict[Mode, QPushButton] = {mode: button(text) for mode, text in words.WAYS.items()}
        self.resume = button("Retomar")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(label("Por responder", "heading"))
        for part in (self.none, self.of_whom):
            column.addWidget(part)
        row = FlowLayout()
        for one in (*self.ways.values(), self.resume):
            row.addWidget(one)
        column.addLayout(row)
        for below in (self.table, self.later):
            column.addWidget(below)
        self.later.toggled.connect(lambda: self.show_missing(self._found))
        for mode, way in self.ways.items():
            way.clicked.connect(partial(self._start, mode))
        self.resume.clicked.connect(self._resume)
        self.table.picked.connect(lambda row: self._offer())
        self.table.opened.connect(lambda row: self._do_first())
        self.show_missing(())

    def show_missing(self, found: Sequence[MissingApplication]) -> None:
        """Show these; the one stood on stays, or the first is taken."""
        self._found = tuple(found)
        shown = [row for row in found if row.state is not DueState.LATER or self.later.isChecked()]
        self._model.set_rows(shown)
        self.none.setVisible(not shown)
        self.table.setVisible(bool(shown))
        self.later.setVisible(any(row.state is DueState.LATER for row in found))
        if shown and self.table.current is None:
            self.table.go_to(models.missing_key(shown[0]))
        self._offer()

    def make_primary(self, primary: bool) -> None:
        """While something is asked in the page, the primary action is there."""
        self._primary = primary
        self._offer()

    def _offer(self) -> None:
        row = self.table.current if self._may_ask else None
        begun = row is not None and row.application_id is not None
        for way in self.ways.values():
            way.setVisible(row is not None and not begun)
        self.resume.setVisible(begun)
        self.of_whom.setText(f"{row.full_name}: {words.asked(row.name, row.purpose)}" if row is not None else "")
        self.of_whom.setVisible(row is not None)
        for one in (self.ways[Mode.SELF], self.resume):
            set_kind(one, "primary" if self._primary else "secondary")

    def _start(self, mode: Mode) -> None:
        row = self.table.current
        if row is not None:
            self.start_wished.emit(row, mode)

    def _resume(self) -> None:
        row = self.table.current
        if row is not None:
            self.resume_wished.emit(row)

    def _do_first(self) -> None:
        if self._may_ask:
            (self.ways[Mode.SELF] if self.resume.isHidden() else self.resume).click()


class DoneList(QWidget):
    """What was begun or done, what cannot wait first. `opened(line)`."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[ApplicationLine, ...] = ()
        self._model = models.done_model()
        self.table: WrappedTable[ApplicationLine] = WrappedTable(self._model, "Respondidas")
        self.none = label(NOTHING_YET, "muted")
        self.look = button("Ver sus respuestas")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE_M, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(label("Respondidas y a medias", "heading"))
        for part in (self.none, self.table):
            column.addWidget(part)
        row = FlowLayout()
        row.addWidget(self.look)
        column.addLayout(row)
        self.table.opened.connect(self.opened)
        self.look.clicked.connect(lambda: self.opened.emit(self.table.current))
        self.show_lines(())

    @property
    def first(self) -> ApplicationLine | None:
        """The first line."""
        return self.lines[0] if self.lines else None

    def show_lines(self, lines: Sequence[ApplicationLine]) -> None:
        """Show these."""
        self.lines = tuple(lines)
        self._model.set_rows(lines)
        self.none.setVisible(not lines)
        for part in (self.table, self.look):
            part.setVisible(bool(lines))
        if lines and self.table.current is None:
            self.table.go_to(lines[0].id)


class SheetsList(QWidget):
    """Which printed sheet is whose, for the team alone; hidden where none waits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = models.sheets_model()
        self.table: WrappedTable[WaitingSheet] = WrappedTable(self._model, "Qué hoja es de quién")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE_M, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(label("Qué hoja es de quién", "heading"))
        column.addWidget(label(TEAM_ONLY, "muted"))
        column.addWidget(self.table)
        self.hide()

    def show_sheets(self, found: Sequence[WaitingSheet]) -> None:
        """Show these."""
        self._model.set_rows(found)
        self.setVisible(bool(found))
