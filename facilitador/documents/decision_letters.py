"""The letter that confirms to a man what was decided and explained to him in person (6.7.3).

It carries neither the cause nor where anything is known from, nor the name of the group: others may find it. It says
where he can be helped, and that he may ask for it to be looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from facilitador.documents.blocks import (
    Block,
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    KeepTogether,
    Letterhead,
    Paragraph,
    Part,
    Points,
    SignaturePlace,
    SignatureRow,
    Title,
    Width,
    Writing,
)
from facilitador.documents.numbers import print_number
from facilitador.domain.dates import format_date
from facilitador.domain.exclusions import Outcome

TITLE: Final = "Carta del servicio"
FOOT: Final = "Carta personal. Entréguese solo a quien va dirigida."

_SAID: Final[Mapping[Outcome, tuple[str, ...]]] = {
    Outcome.NOT_CONTINUING: (
        "Le confirmamos por escrito lo que conversamos con usted: por ahora no continuará en las sesiones del grupo.",
        "Le explicamos los motivos en persona. Si quiere volver a conversarlos, pídalo: le daremos una cita.",
        "Lo que cada uno hace con su vida y con quienes lo rodean sigue siendo su responsabilidad, y hay lugares donde "
        "pueden acompañarlo. Si más adelante quiere volver, puede pedirlo; se decidirá de nuevo.",
    ),
    Outcome.CONDITIONS: (
        "Le confirmamos por escrito lo que conversamos con usted: continúa en las sesiones del grupo, con los "
        "compromisos que acordamos en persona.",
        "Si algo no quedó claro, o si le cuesta cumplir alguno, díganoslo antes de la próxima sesión.",
    ),
    Outcome.RETURNS: (
        "Le confirmamos por escrito lo que conversamos con usted: puede volver a las sesiones de un grupo.",
        "Acérquese al servicio para inscribirse; le diremos en qué grupo hay lugar, en qué días y a qué hora.",
    ),
}


@dataclass(frozen=True, slots=True)
class DecisionLetter:
    """What the letter needs. `places`: institutions with how to reach them; none: lines to write on.

    `told_on` None leaves the day on which it was explained to be written by hand.
    """

    letterhead: Letterhead
    number: int
    full_name: str
    outcome: Outcome
    told_on: date | None
    review_on: date | None
    places: tuple[str, ...]


def has_letter(outcome: Outcome) -> bool:
    """True if there is something to tell him."""
    return outcome in _SAID


def compose(letter: DecisionLetter) -> Document:
    """The letter on one page, with places to sign for him and for who explains it."""
    return Document(
        title=TITLE,
        subject="Carta personal",
        file_name="carta.pdf",
        letterhead=letter.letterhead,
        parts=(Part(tuple(_blocks(letter))),),
        foot=FOOT,
    )


def _blocks(letter: DecisionLetter) -> Iterator[Block]:
    yield Title(TITLE, number=print_number(letter.number))
    explained = format_date(letter.told_on) if letter.told_on is not None else None
    yield FieldGrid(
        (
            FieldLine("Para", letter.full_name, Width.HALF),
            FieldLine("Se lo explicamos en persona el", explained, Width.HALF, Writing.DATE),
        )
    )
    yield Paragraph("De nuestra consideración:")
    for text in _SAID[letter.outcome]:
        yield Paragraph(text)
    if letter.review_on is not None and letter.outcome is Outcome.CONDITIONS:
        yield Paragraph(f"Lo revisaremos con usted el {format_date(letter.review_on)}.")
    yield Heading("Lugares donde pueden ayudarlo")
    if letter.places:
        yield Points(letter.places)
    else:
        yield FieldGrid((FieldLine("Institución, dirección y teléfono", None, Width.FULL, Writing.LINES, lines=4),))
    signatures = SignatureRow(
        (SignaturePlace("Firma de quien se la explicó"), SignaturePlace("Recibí esta carta", ("Fecha:",)))
    )
    yield KeepTogether((signatures,))
