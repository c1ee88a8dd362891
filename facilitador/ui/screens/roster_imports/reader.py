"""Reads a list and lays it beside the group, off the window's thread; it can be left off at any moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from facilitador.domain.registration_forms import FormDefinition
from facilitador.domain.roster_columns import Column, Layout, find_layout
from facilitador.domain.roster_decisions import carried_over
from facilitador.domain.roster_imports import Decisions, RosterPreview, Settled, settle
from facilitador.domain.sheets import Sheet, SheetName
from facilitador.errors import UserFacingError
from facilitador.exchange.spreadsheets import Spreadsheet, read_spreadsheet
from facilitador.reference.roster_column_files import roster_words
from facilitador.ui.background import Background
from facilitador.ui.book_session import BookSession
from facilitador.use_cases.requests import Command
from facilitador.use_cases.roster_imports import PreviewRosterImport, choose_sheet, import_commands
from facilitador.use_cases.services import FormInUse

READING = "Leyendo el archivo…"
COMPARING = "Comparando con el cuaderno…"
NO_HEADINGS = 0
"""The row of headings of a list that has none."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a list comes from and how it is to be read."""

    path: Path
    spreadsheet: Spreadsheet
    sheet: Sheet
    layout: Layout | None = None
    leave_blank: bool = False
    new: bool = True


@dataclass(frozen=True, slots=True)
class Laid:
    """A list beside the group, with what follows from everything decided so far.

    `form`: the ficha in use. `new`: another list than before; nothing was decided about it.
    """

    names: tuple[SheetName, ...]
    sheet: Sheet
    form: FormDefinition
    preview: RosterPreview
    decisions: Decisions
    settled: Settled
    leave_blank: bool
    new: bool


class ListReader(QObject):
    """One list at a time. `step(words)`: what is being done. `laid(Laid)`: it is done. `refused(error)`: it cannot be.

    A new wish overtakes the one before; after `cancel` what was laid before still stands.
    """

    step = Signal(str)
    laid = Signal(object)
    refused = Signal(UserFacingError)

    def __init__(self, session: BookSession, group_id: UUID, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._group_id = session, group_id
        self._background = Background(self)
        self._turn = 0
        self._source: _Source | None = None
        self._laid: Laid | None = None
        self._decisions = Decisions()

    @property
    def path(self) -> Path | None:
        """The file of the list that is laid out."""
        return self._source.path if self._source is not None else None

    @property
    def busy(self) -> bool:
        """True while something is being worked out on another thread than the book's."""
        return self._background.busy

    @property
    def now(self) -> Laid | None:
        """The list as it is laid out."""
        return self._laid

    def read_file(self, path: Path, *, again: bool = False) -> None:
        """Read a file from its beginning; `again`: the same one, mended meanwhile."""
        turn = self._begin(READING)
        before = self._source if again else None

        def job() -> _Source:
            spreadsheet = read_spreadsheet(path)
            known = before is not None and any(one.name == before.sheet.name for one in spreadsheet.names)
            sheet = choose_sheet(spreadsheet, before.sheet.name if before is not None and known else "")
            return _Source(path, spreadsheet, sheet, None, before is not None and before.leave_blank, before is None)

        self._background.run(job, partial(self._compare, turn), partial(self._refuse, turn))

    def read_sheet(self, name: str) -> None:
        """Read another sheet of the same file."""
        source = self._known()
        turn = self._begin(READING)

        def job() -> _Source:
            return replace(source, sheet=source.spreadsheet.sheet(name), layout=None, new=True)

        self._background.run(job, partial(self._compare, turn), partial(self._refuse, turn))

    def use_layout(self, layout: Layout) -> None:
        """Read the columns as these."""
        self._compare(self._begin(COMPARING), replace(self._known(), layout=layout))

    def use_heading_row(self, number: int) -> None:
        """Read the headings in that row, or none (`NO_HEADINGS`)."""
        laid, sheet = self._laid, self._known().sheet
        assert laid is not None
        if number == NO_HEADINGS:
            self.use_layout(Layout(NO_HEADINGS, tuple(Column(index, "") for index in range(sheet.width))))
        else:
            self.use_layout(find_layout(sheet, roster_words(), laid.form, laid.preview.targets, number))

    def leave_blank(self, wanted: bool) -> None:
        """Leave blank what cannot be read, or keep its row out."""
        self._compare(self._begin(COMPARING), replace(self._known(), leave_blank=wanted))

    def compare_again(self) -> None:
        """Lay the same list beside the book as it is now."""
        if self._source is not None:
            self._compare(self._begin(COMPARING), self._source)

    def decide(self, decisions: Decisions) -> None:
        """See what follows from these decisions."""
        assert self._laid is not None
        self._decisions = decisions
        laid, turn = self._laid, self._turn
        self._background.run(
            lambda: replace(laid, decisions=decisions, settled=settle(laid.preview, decisions), new=False),
            partial(self._decided, turn),
        )

    def make_commands(
        self,
        new_id: Callable[[], UUID],
        since: date | None,
        done: Callable[[Sequence[Command]], None],
        failed: Callable[[UserFacingError], None],
    ) -> None:
        """The commands that import what is laid out."""
        assert self._laid is not None
        laid = self._laid
        self._background.run(lambda: import_commands(laid.preview, laid.decisions, new_id, since=since), done, failed)

    def cancel(self) -> None:
        """Wait for nothing any longer; what was laid before is shown again, if anything was."""
        self._turn += 1
        if self._laid is not None:
            self.decide(self._decisions)

    def forget(self) -> None:
        """Let go of the list."""
        self._turn += 1
        self._source, self._laid, self._decisions = None, None, Decisions()

    # -- steps --------------------------------------------------------------------------------------------------------

    def _known(self) -> _Source:
        assert self._source is not None, "no list was read yet"
        return self._source

    def _begin(self, words: str) -> int:
        self._turn += 1
        self.step.emit(words)
        return self._turn

    def _compare(self, turn: int, source: _Source) -> None:
        if turn != self._turn:
            return
        self.step.emit(COMPARING)
        self._session.read(
            FormInUse(), owner=self, done=partial(self._preview, turn, source), failed=partial(self._refuse, turn)
        )

    def _preview(self, turn: int, source: _Source, form: FormDefinition) -> None:
        if turn != self._turn:
            return
        query = PreviewRosterImport(
            group_id=self._group_id,
            sheet=source.sheet,
            source=source.path.name,
            layout=source.layout,
            leave_blank=source.leave_blank,
        )
        self._session.read(
            query, owner=self, done=partial(self._settle, turn, source, form), failed=partial(self._refuse, turn)
        )

    def _settle(self, turn: int, source: _Source, form: FormDefinition, preview: RosterPreview) -> None:
        if turn != self._turn:
            return
        before, taken = self._laid, self._decisions

        def job() -> Laid:
            known = before is not None and not source.new
            decisions = carried_over(taken, before.preview, preview) if known and before else Decisions()
            settled = settle(preview, decisions)
            names = source.spreadsheet.names
            return Laid(names, source.sheet, form, preview, decisions, settled, source.leave_blank, source.new)

        self._background.run(job, partial(self._arrive, turn, source))

    def _arrive(self, turn: int, source: _Source, laid: Laid) -> None:
        if turn == self._turn:
            self._source, self._laid, self._decisions = replace(source, new=False), laid, laid.decisions
            self.laid.emit(laid)

    def _decided(self, turn: int, laid: Laid) -> None:
        if turn == self._turn and laid.decisions is self._decisions:  # else a later decision overtook this one
            self._laid = laid
            self.laid.emit(laid)

    def _refuse(self, turn: int, error: UserFacingError) -> None:
        if turn == self._turn:
            self.refused.emit(error)
