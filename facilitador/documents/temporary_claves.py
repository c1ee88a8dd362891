"""The small sheet with a temporary clave, for the hand of the person who gets it and for nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from facilitador.documents.blocks import (
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    LargeCode,
    Letterhead,
    NumberedList,
    Part,
    Title,
    Width,
)


@dataclass(frozen=True, slots=True)
class TemporaryClaveSheet:
    """Whose clave it is, what she does in the book, and the clave in its words."""

    letterhead: Letterhead
    person: str
    role: str
    clave: str


def compose(sheet: TemporaryClaveSheet) -> Document:
    """The sheet as a paper."""
    facts = FieldGrid(
        (FieldLine("Para", sheet.person, Width.HALF), FieldLine("En el cuaderno", sheet.role, Width.HALF))
    )
    return Document(
        title="Clave temporal",
        subject="Primera entrada al cuaderno",
        file_name="clave-temporal.pdf",
        letterhead=sheet.letterhead,
        parts=(Part((Title("Clave temporal"), facts, *_clave(sheet), *_use())),),
        foot="Entréguela en la mano. Destruya esta hoja después de la primera entrada.",
    )


def _clave(sheet: TemporaryClaveSheet) -> tuple[Heading | LargeCode, ...]:
    return (Heading("Se escribe así, con sus guiones"), LargeCode((sheet.clave,)))


def _use() -> tuple[Heading | NumberedList, ...]:
    return (
        Heading("Qué hacer con ella"),
        NumberedList(
            (
                "Abra el cuaderno, elija su nombre y escriba esta clave.",
                "El programa le pedirá una clave nueva, que solo usted conocerá. Esta deja de servir.",
                "Rompa esta hoja. Nadie del servicio necesita conocer su clave.",
            )
        ),
    )
