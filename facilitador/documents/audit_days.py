"""What was done in a book on one day, for who supervises and for an inspection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Final

from facilitador.documents.blocks import Block, Column, Document, Letterhead, Paragraph, Part, Table, Title
from facilitador.documents.numbers import print_number
from facilitador.domain.dates import format_date
from facilitador.domain.trail import TrailLine

TITLE: Final = "Registro de uso"
FOOT: Final = "Documento reservado: solo para quien supervisa. Guárdese bajo llave."
_NOTHING: Final = "Ese día no se hizo nada en el cuaderno."
_LEFT_OUT: Final = "Aquí están las {count} últimas anotaciones de ese día. Las demás salen con «Guardar la lista»."
_COLUMNS: Final = (
    Column("N.º", 8, numeric=True),
    Column("Hora", 8),
    Column("Quién", 22),
    Column("Qué hizo", 36),
    Column("De quién o de qué", 26),
)


@dataclass(frozen=True, slots=True)
class AuditDay:
    """The entries of one day in their order, told in the hours of `zone`; `left_out`: there are earlier ones."""

    letterhead: Letterhead
    number: int
    day: date
    zone: tzinfo | None
    lines: tuple[TrailLine, ...]
    left_out: bool


def compose(of: AuditDay) -> Document:
    """The day as a table."""
    return Document(
        title=TITLE,
        subject="Uso del cuaderno en un día",
        file_name=f"registro-{of.day.isoformat()}.pdf",
        letterhead=of.letterhead,
        parts=(Part(tuple(_blocks(of))),),
        foot=FOOT,
    )


def _blocks(of: AuditDay) -> list[Block]:
    blocks: list[Block] = [Title(TITLE, f"Del {format_date(of.day)}", print_number(of.number))]
    if of.left_out:
        blocks.append(Paragraph(_LEFT_OUT.format(count=len(of.lines)), quiet=True))
    if not of.lines:
        return [*blocks, Paragraph(_NOTHING)]
    rows = tuple(
        (str(line.number), f"{line.at.astimezone(of.zone):%H:%M}", line.person, line.done, line.about)
        for line in of.lines
    )
    return [*blocks, Table(_COLUMNS, rows)]
