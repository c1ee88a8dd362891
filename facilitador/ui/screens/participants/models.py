"""The list of men as a table: pages of snapshots, fetched as the person scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Signal

from facilitador.domain.dates import age_on
from facilitador.domain.participants import ParticipantLine
from facilitador.ui.widgets.table import Column, RowsModel

PAGE = 100
UNKNOWN = "—"
_NOWHERE = QModelIndex()


class ParticipantsModel(RowsModel[ParticipantLine]):
    """Men in the order of the book; below his name, `whose` he is. `page_wanted(offset)`: scrolled to the end."""

    page_wanted = Signal(int)

    def __init__(
        self,
        today: Callable[[], date],
        parent: QObject | None = None,
        whose: Callable[[ParticipantLine], str] = lambda line: "",
    ) -> None:
        super().__init__(_columns(today, whose), lambda line: line.id, parent)
        self._has_more = False
        self._waits = False

    def start(self, lines: Sequence[ParticipantLine], *, asked_for: int = PAGE) -> None:
        """Show these first lines; a full page has another one behind it."""
        self._waits, self._has_more = False, len(lines) >= asked_for
        self.set_rows(lines)

    def go_on(self, lines: Sequence[ParticipantLine]) -> None:
        """Show the next page below what is here."""
        self._waits, self._has_more = False, len(lines) >= PAGE
        if lines:
            first = len(self._rows)
            self.beginInsertRows(_NOWHERE, first, first + len(lines) - 1)
            self._rows += tuple(lines)
            self.endInsertRows()

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        return self._has_more and not self._waits

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        self._waits = True
        self.page_wanted.emit(len(self._rows))


def _columns(today: Callable[[], date], whose: Callable[[ParticipantLine], str]) -> tuple[Column[ParticipantLine], ...]:
    def age(line: ParticipantLine) -> str:
        return str(age_on(line.birth_date, today())) if line.birth_date else UNKNOWN

    def name(line: ParticipantLine) -> str:
        return "\n".join(filter(None, (line.full_name, whose(line))))

    return (
        Column("Apellidos y nombres", name, stretch=True),
        Column("Documento", lambda line: line.document_number or UNKNOWN),
        Column("Edad", age, right=True),
        Column("Grupo", lambda line: ", ".join(line.groups) or UNKNOWN),
    )
