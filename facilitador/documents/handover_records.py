"""Acta de entrega between services: the groups, or the man, that go to another one, with places to sign for both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitador.documents.blocks import (
    Block,
    Column,
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    KeepTogether,
    Letterhead,
    Notice,
    Paragraph,
    Part,
    Table,
    Title,
    Width,
)
from facilitador.documents.confidentiality import INTERNAL_FOOT, SENSITIVE_FOOT
from facilitador.documents.hand_over_signatures import signed
from facilitador.documents.numbers import print_number
from facilitador.domain.dates import format_date

_COUNTS = (Column("Qué se entrega", 8), Column("Cuántos", 2, numeric=True))
_MEN = (Column("Participantes", 1),)
_DUTY = (
    "Quien recibe guarda reserva de todo lo que contiene, con los mismos límites que quien entrega: cuando alguien "
    "corre peligro, se avisa. Los datos se usan solo para lo que dice esta acta (Ley 29733)."
)
_STAYS = (
    "En el cuaderno de quien entrega queda una copia que solo se puede leer, con una nota que dice a quién se entregó "
    "y cuándo. Desde esa fecha escribe únicamente el equipo que recibe, que nombra a quienes facilitan antes de la "
    "próxima sesión (6.2.1)."
)
_STAYS_OF_A_MAN = (
    "En el cuaderno de quien entrega su permanencia termina como «Pasó a otro grupo o servicio». Va solo lo suyo: nada "
    "de otros participantes. Él dio su acuerdo por escrito y puede retirarlo."
)
_RESERVED = (
    "Se entregan además los documentos reservados, cifrados aparte: los abren solo las personas del equipo que recibe "
    "a quienes se les permitió."
)
_NO_RESERVED = "No se entregan documentos reservados."
_SEAL = (
    "La huella identifica el archivo: quien recibe ve la misma en su cuaderno. Si no es la misma, el archivo no es el "
    "que se entregó."
)


@dataclass(frozen=True, slots=True)
class HandoverRecord:
    """What goes from one service to another.

    `groups`: names; empty where a man goes. `counts`: what is handed over in words, with how many. `file_groups`: the
    digest of the file. `delivered_on` None: not yet handed over. `men`: names, only where they were asked for.
    `received_on`: the day on which the receiver said so.
    """

    letterhead: Letterhead
    number: int
    giver: str
    giving_service: str
    receiver: str
    receiving_service: str
    purpose: str
    groups: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    reserved: bool
    file_groups: tuple[str, ...]
    delivered_on: date | None
    received_on: date | None = None
    consented_on: date | None = None
    men: tuple[str, ...] = ()


def compose(record: HandoverRecord) -> Document:
    """The acta as a paper, to be signed by who hands over, who receives, and the head of the service."""
    number = print_number(record.number)
    title = "Acta de entrega de un grupo" if record.groups else "Acta de entrega de un registro"
    blocks: tuple[Block, ...] = (
        Title(title, number=number),
        _who(record),
        *_what(record),
        *_reserved(record),
        _signed(record),
    )
    return Document(
        title=f"{title} {number}",
        subject="Entrega de registros entre servicios",
        file_name=f"acta-entre-servicios-{record.number:06}.pdf",
        letterhead=record.letterhead,
        parts=(Part(blocks, number),),
        foot=SENSITIVE_FOOT if record.men else INTERNAL_FOOT,
    )


def _who(record: HandoverRecord) -> FieldGrid:
    return FieldGrid(
        (
            FieldLine("Entrega", f"{record.giver}\n{record.giving_service}", Width.HALF),
            FieldLine("Recibe", "\n".join(filter(None, (record.receiver, record.receiving_service))), Width.HALF),
            FieldLine("Fecha de entrega", _day(record.delivered_on), Width.HALF),
            FieldLine("Recibido", _day(record.received_on), Width.HALF),
            FieldLine("Para qué", record.purpose, Width.FULL),
        )
    )


def _day(on: date | None) -> str | None:
    return None if on is None else format_date(on)


def _what(record: HandoverRecord) -> tuple[Block, ...]:
    named = Paragraph(", ".join(record.groups) if record.groups else "El registro de un participante.", strong=True)
    rows = tuple((what, str(count)) for what, count in record.counts)
    blocks: list[Block] = [Heading("Qué se entrega"), named, Table(_COUNTS, rows)]
    if record.consented_on is not None:
        blocks.append(Paragraph(f"Acuerdo del participante: {format_date(record.consented_on)}."))
    if record.men:
        blocks.append(Table(_MEN, tuple((name,) for name in record.men)))
    blocks.append(Paragraph(_STAYS if record.groups else _STAYS_OF_A_MAN))
    return tuple(blocks)


def _reserved(record: HandoverRecord) -> tuple[Block, ...]:
    told = _RESERVED if record.reserved else _NO_RESERVED
    return (Heading("Documentos reservados"), Paragraph(told), Notice("Reserva", _DUTY))


def _signed(record: HandoverRecord) -> KeepTogether:
    seal = FieldLine("Huella del archivo", "-".join(record.file_groups), Width.FULL)
    return signed(FieldGrid((seal,)), Paragraph(_SEAL, quiet=True), below=("Nombre:", "DNI:", "Fecha:"))
