"""The roster of a group, for its facilitators: who takes part, who waits, who is no longer in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from facilitador.documents.blocks import Block, Column, Document, Heading, Letterhead, Paragraph, Part, Table, Title
from facilitador.documents.confidentiality import SENSITIVE_FOOT
from facilitador.documents.group_headings import GroupHeading, group_grid
from facilitador.domain.dates import format_date
from facilitador.domain.enrolments import SEATS, STATUS_RULES, EnrolmentStatus

_COLUMNS = (
    Column("N.º", 1, numeric=True),
    Column("Participante", 7),
    Column("Edad", 1.3, numeric=True),
    Column("Estado", 5.2),
    Column("Desde", 2.4),
)


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One man: age in whole years or None, `since` the day his present status began."""

    name: str
    age: int | None
    status: EnrolmentStatus
    since: date


@dataclass(frozen=True, slots=True)
class Roster:
    """A group's roster in the order to be printed."""

    letterhead: Letterhead
    group: GroupHeading
    lines: tuple[RosterLine, ...]


def compose(roster: Roster) -> Document:
    """The roster as a paper: those who count (6.4.1), the waiting list in its order, and those who left."""
    counting = [line for line in roster.lines if STATUS_RULES[line.status].counts]
    blocks: list[Block] = [
        Title("Nómina del grupo"),
        group_grid(roster.group),
        Heading(f"Participan: {len(counting)} de {SEATS} lugares"),
        _table(counting) if counting else Paragraph("Todavía no hay participantes.", quiet=True),
        *_section("Lista de espera, en orden", roster.lines, lambda status: status is EnrolmentStatus.WAITING),
        *_section("Ya no están en el grupo", roster.lines, lambda status: not STATUS_RULES[status].open),
    ]
    return Document(
        title="Nómina del grupo",
        subject="Participantes del grupo, lista de espera y quienes ya no están",
        file_name="nomina.pdf",
        letterhead=roster.letterhead,
        parts=(Part(tuple(blocks)),),
        foot=SENSITIVE_FOOT,
    )


def _section(title: str, lines: Iterable[RosterLine], belongs: Callable[[EnrolmentStatus], bool]) -> list[Block]:
    chosen = [line for line in lines if belongs(line.status)]
    return [Heading(title), _table(chosen)] if chosen else []


def _table(lines: list[RosterLine]) -> Table:
    rows = tuple(
        (
            str(number),
            line.name,
            "" if line.age is None else str(line.age),
            STATUS_RULES[line.status].label,
            format_date(line.since),
        )
        for number, line in enumerate(lines, start=1)
    )
    return Table(_COLUMNS, rows, row_height=22)
