"""Marks of attendance as they leave the book: one row a mark, men by a number that holds in that file alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.domain.attendance import MARK_LABELS, AttendanceMark
from facilitador.domain.report_tables import CellValue, TableSheet

_HEADINGS: Final = ("Grupo", "Sesión (número en este archivo)", "Día", "Participante (número en este archivo)")

NAMELESS: Final = "Sin nombre"
"""Stands for the name of who is not named."""


@dataclass(frozen=True, slots=True)
class ExportedMark:
    """One mark with what it is about."""

    group: str
    day: date
    session_id: UUID
    participant_id: UUID
    full_name: str
    mark: AttendanceMark


@dataclass(frozen=True, slots=True)
class MarkPage:
    """Some marks; `after` leads to the next page, None where there is none."""

    marks: tuple[ExportedMark, ...]
    after: UUID | None


def without_names_of(men: Collection[UUID], page: MarkPage) -> MarkPage:
    """The page with these men told by number alone: who took his consent back is named to nobody (Ley 29733)."""
    if not men:
        return page
    marks = (replace(one, full_name=NAMELESS) if one.participant_id in men else one for one in page.marks)
    return MarkPage(tuple(marks), page.after)


def mark_sheet(marks: Iterable[ExportedMark], *, names: bool) -> TableSheet:
    """The marks as a table that is read while it is written; with `names`, one column more."""
    headings = (*_HEADINGS, "Nombre", "Asistencia") if names else (*_HEADINGS, "Asistencia")
    widths = (28, 16, 12, 16, 40, 26) if names else (28, 16, 12, 16, 26)
    return TableSheet("Asistencia", headings, _rows(marks, names=names), widths)


def _rows(marks: Iterable[ExportedMark], *, names: bool) -> Iterator[tuple[CellValue, ...]]:
    sessions: dict[UUID, int] = {}
    men: dict[UUID, int] = {}
    for one in marks:
        session = sessions.setdefault(one.session_id, len(sessions) + 1)
        man = men.setdefault(one.participant_id, len(men) + 1)
        head = (one.group, session, one.day, man)
        told = MARK_LABELS[one.mark]
        yield (*head, one.full_name, told) if names else (*head, told)
