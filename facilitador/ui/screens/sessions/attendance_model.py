"""The table of a session's men: one key a man marks him, and what is shown stands at once while it is being saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from facilitador.domain.attendance import MARK_LABELS, AttendanceMark
from facilitador.domain.attendance_lists import AttendanceLine
from facilitador.domain.dates import format_date
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.ui import icons
from facilitador.ui.widgets.table import Column, RowsModel

SAVING: Final = "Guardando…"
AnyIndex = QModelIndex | QPersistentModelIndex


class MarkColumn(IntEnum):
    """The columns of the attendance."""

    NUMBER = 0
    NAME = 1
    MARK = 2
    NOTE = 3


_M = AttendanceMark
ICONS: Final[Mapping[AttendanceMark, tuple[str, str]]] = {
    _M.ATTENDED: ("check", "good_text"),
    _M.LATE: ("pending", "warning_text"),
    _M.LEFT_EARLY: ("back", "warning_text"),
    _M.ABSENT_WITH_NOTICE: ("info", "muted"),
    _M.ABSENT_WITHOUT_NOTICE: ("warning", "danger_text"),
    _M.NOT_ADMITTED: ("close", "danger_text"),
}
"""Icon and colour of each mark; the word beside it says the same."""


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A man and his mark as they are shown. `saving`: how many marks of his are not acknowledged yet."""

    line: AttendanceLine
    mark: AttendanceMark | None
    saving: int = 0

    @property
    def enrolment_id(self) -> UUID:
        """The key of his stint."""
        return self.line.enrolment_id


def note(row: MarkRow) -> str:
    """What is to be known of him beside his mark, the most pressing first."""
    if row.saving:
        return SAVING
    line = row.line
    if not line.expected:
        return outside(line)
    said: list[str] = []
    if line.announced is not None:
        said.append(f"Avisó que no vendría: {line.announced}" if line.announced else "Avisó que no vendría")
    if line.made_up_on is not None:
        said.append(f"La recuperó el {format_date(line.made_up_on)}")
    if line.bare:
        said.append("Ficha por completar")
    return " · ".join(said)


def outside(line: AttendanceLine) -> str:
    """Why he does not count on that day."""
    stint = line.stint
    if stint.status is EnrolmentStatus.PAUSED:
        return "En pausa: no cuenta"
    if stint.ended_on is not None:
        return f"Estuvo hasta el {format_date(stint.ended_on)}: no cuenta"
    return f"Participa desde el {format_date(stint.since)}: no cuenta"


class AttendanceModel(RowsModel[MarkRow]):
    """The men in the order of the sheet. A man who does not count on that day cannot be stood on."""

    def __init__(self) -> None:
        columns: dict[MarkColumn, Column[MarkRow]] = {
            MarkColumn.NUMBER: Column("N.º", lambda row: str(row.line.number or "–"), right=True),
            MarkColumn.NAME: Column("Participante", lambda row: row.line.full_name, stretch=True),
            MarkColumn.MARK: Column("Asistencia", lambda row: MARK_LABELS[row.mark]),
            MarkColumn.NOTE: Column("Observación", note),
        }
        super().__init__([columns[which] for which in sorted(columns)], lambda row: row.enrolment_id)

    @property
    def rows(self) -> tuple[MarkRow, ...]:
        """Every row in order."""
        return self._rows

    def put(self, number: int, row: MarkRow) -> None:
        """Show one row anew, and that one only: the key that marked it is answered within a frame."""
        rows = list(self._rows)
        rows[number] = row
        self._rows = tuple(rows)
        self._filter_texts.pop(number, None)
        for column in (MarkColumn.MARK, MarkColumn.NOTE):  # cell by cell: a wider range has the whole view painted
            cell = self.index(number, column)
            self.dataChanged.emit(cell, cell)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and not self._rows[index.row()].line.expected:
            return Qt.ItemFlag.NoItemFlags
        return flags

    def data(self, index: AnyIndex, role: int = 0) -> object:
        if role == Qt.ItemDataRole.DecorationRole and index.isValid() and index.column() == MarkColumn.MARK:
            mark = self._rows[index.row()].mark
            return icons.pixmap(*ICONS[mark], 16) if mark is not None else None
        return super().data(index, role)
