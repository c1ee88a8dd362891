"""The letter that answers what a person asked about his data. Its words hang on what he asked, and on nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from facilitador.documents.blocks import (
    Block,
    Document,
    FieldGrid,
    FieldLine,
    KeepTogether,
    Letterhead,
    Paragraph,
    Part,
    SignaturePlace,
    SignatureRow,
    Title,
    Width,
)
from facilitador.documents.decision_letters import FOOT
from facilitador.documents.numbers import print_number
from facilitador.domain.dates import format_date

TITLE: Final = "Respuesta a su pedido sobre sus datos"
AUTHORITY: Final = (
    "Si no está conforme, puede acudir a la Autoridad Nacional de Protección de Datos Personales. Este trámite no "
    "cuesta nada y no cambia el trato que recibe en el servicio."
)


@dataclass(frozen=True, slots=True)
class RightsLetter:
    """What the letter needs; `words` are its paragraphs."""

    letterhead: Letterhead
    number: int
    full_name: str
    received_on: date
    answered_on: date
    words: tuple[str, ...]


def compose(letter: RightsLetter) -> Document:
    """The letter on one page, with places to sign."""
    return Document(
        title=TITLE,
        subject="Carta personal",
        file_name="respuesta.pdf",
        letterhead=letter.letterhead,
        parts=(Part(tuple(_blocks(letter))),),
        foot=FOOT,
    )


def _blocks(letter: RightsLetter) -> Iterator[Block]:
    yield Title(TITLE, number=print_number(letter.number))
    yield FieldGrid(
        (
            FieldLine("Para", letter.full_name, Width.FULL),
            FieldLine("Recibimos su pedido el", format_date(letter.received_on), Width.HALF),
            FieldLine("Respondemos el", format_date(letter.answered_on), Width.HALF),
        )
    )
    yield Paragraph("De nuestra consideración:")
    for text in letter.words:
        yield Paragraph(text)
    yield Paragraph(AUTHORITY)
    signatures = SignatureRow(
        (SignaturePlace("Firma de quien responde"), SignaturePlace("Recibí esta carta", ("Fecha:",)))
    )
    yield KeepTogether((signatures,))
