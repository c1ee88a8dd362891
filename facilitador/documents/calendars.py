"""The calendar that a participant takes home: days and hours, nothing that says what the group is for (6.4.5).

It lies on the table at home and in the pocket at work: no name, no topic, no head of a service, no numeral.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from facilitador.documents.blocks import (
    Block,
    Column,
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    Letterhead,
    Paragraph,
    Part,
    Points,
    Table,
    Title,
    Width,
)
from facilitador.domain.dates import long_date, weekday_name

TITLE = "Calendario de reuniones"
_COLUMNS = (Column("N.º", 1, numeric=True), Column("Día", 6), Column("Hora", 5))
_ROOM_TO_NOTE = 22.0
_FOOT = "Guarde esta hoja. Si no puede venir, avise antes."


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting: its number, when it starts and ends (local time), and where, if not at the usual place."""

    number: int
    starts: datetime
    ends: datetime
    place: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The meetings still to come with the usual place, the days without one, and whom to call."""

    group_name: str
    place: str
    phone: str
    meetings: tuple[Meeting, ...]
    free_days: tuple[tuple[date, str], ...]


def compose(calendar: Calendar) -> Document:
    """The calendar as a paper to be kept."""
    told = (("Grupo", calendar.group_name), ("Lugar", calendar.place), ("Para avisar o preguntar", calendar.phone))
    facts = FieldGrid(tuple(FieldLine(name, text, Width.HALF) for name, text in told if text))
    blocks: list[Block] = [Title(TITLE), facts]
    if calendar.meetings:
        blocks.append(Table(_COLUMNS, tuple(_row(one) for one in calendar.meetings), row_height=_ROOM_TO_NOTE))
    else:
        blocks.append(Paragraph("Todavía no hay fechas."))
    if calendar.free_days:
        blocks.append(Heading("Días sin reunión"))
        blocks.append(Points(tuple(f"{_spoken(day)}: {name}" for day, name in calendar.free_days)))
    return Document(
        title=TITLE,
        subject="Fechas y horas",
        file_name="calendario.pdf",
        letterhead=Letterhead(""),
        parts=(Part(tuple(blocks)),),
        foot=_FOOT,
    )


def _row(one: Meeting) -> tuple[str, str, str]:
    hours = f"{one.starts:%H:%M} a {one.ends:%H:%M}"
    return str(one.number), _spoken(one.starts.date()), f"{hours} · {one.place}" if one.place else hours


def _spoken(day: date) -> str:
    return f"{weekday_name(day).capitalize()} {long_date(day)}"
