"""The card with a person's key: a code that a camera reads, and the fingerprint to be compared by voice."""

from __future__ import annotations

from dataclasses import dataclass

from facilitador.documents.blocks import (
    CameraCode,
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    LargeCode,
    Letterhead,
    Notice,
    NumberedList,
    Part,
    Title,
    Width,
)
from facilitador.documents.numbers import print_number


@dataclass(frozen=True, slots=True)
class KeyCard:
    """Its number, whose key it is, its fingerprint, and the modules of the code (rows from the top, True is dark)."""

    letterhead: Letterhead
    number: int
    person: str
    fingerprint_groups: tuple[str, ...]
    modules: tuple[tuple[bool, ...], ...]


def compose(card: KeyCard) -> Document:
    """The card as a paper."""
    number = print_number(card.number)
    facts = FieldGrid(
        (
            FieldLine("Nombre", card.person, Width.HALF),
            FieldLine("Servicio", card.letterhead.service, Width.HALF),
        )
    )
    return Document(
        title="Llave para recibir paquetes",
        subject="Llave pública de una persona y su huella",
        file_name="llave-para-paquetes.pdf",
        letterhead=card.letterhead,
        parts=(
            Part(
                (Title("Llave para recibir paquetes", number=number), facts, *_fingerprint(card), *_code(card)), number
            ),
        ),
        foot="Esta hoja no abre ningún cuaderno: puede entregarse o enviarse.",
    )


def _fingerprint(card: KeyCard) -> tuple[Heading | LargeCode | NumberedList, ...]:
    return (
        Heading("Huella, para leerla por teléfono"),
        LargeCode(card.fingerprint_groups, across=len(card.fingerprint_groups)),
        NumberedList(
            (
                "Quien recibe esta llave llama a la persona a un número que ya conoce, no al que venga con la llave.",
                "La persona lee en voz alta los cinco grupos de la huella que ve en su propia computadora.",
                "Quien llama los escribe en su programa. Si no son los mismos, la llave no es la suya: no se usa.",
            )
        ),
    )


def _code(card: KeyCard) -> tuple[Heading | CameraCode | Notice, ...]:
    return (
        Heading("Código con la llave"),
        CameraCode(card.modules, "Se lee con la cámara de un teléfono; el texto que aparece se copia en el programa."),
        Notice(
            "Si la persona olvida su clave",
            "Con una clave dada de nuevo por otra persona su llave cambia, y esta hoja deja de servir. "
            "Con una clave que ella misma cambia, la llave sigue igual.",
        ),
    )
