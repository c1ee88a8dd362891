"""The recovery sheet: the code that opens the book when a clave is lost, for the envelope that the head keeps."""

from __future__ import annotations

from dataclasses import dataclass

from facilitador.documents.blocks import (
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    KeepTogether,
    LargeCode,
    Letterhead,
    Notice,
    NumberedList,
    Paragraph,
    Part,
    SignaturePlace,
    SignatureRow,
    Title,
    Width,
    Writing,
)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The code in its groups, and the first person of the book; no other personal data."""

    letterhead: Letterhead
    person: str
    code_groups: tuple[str, ...]


def compose(sheet: RecoverySheet) -> Document:
    """The sheet as a paper."""
    facts = FieldGrid(
        (
            FieldLine("Servicio", sheet.letterhead.service, Width.HALF),
            FieldLine("Cuaderno abierto por primera vez por", sheet.person, Width.HALF),
        )
    )
    return Document(
        title="Hoja de recuperación",
        subject="Código para abrir el cuaderno cuando se olvida una clave",
        file_name="hoja-de-recuperacion.pdf",
        letterhead=sheet.letterhead,
        parts=(Part((Title("Hoja de recuperación"), facts, *_code(sheet), *_use(), *_keeping())),),
        foot="Guárdela en un sobre cerrado. No la fotografíe ni la copie en una computadora.",
    )


def _code(sheet: RecoverySheet) -> tuple[Heading | LargeCode | Notice, ...]:
    return (
        Heading("Código de recuperación"),
        LargeCode(sheet.code_groups),
        Notice(
            "Cuídelo como una llave",
            "Quien tenga este código y el archivo del cuaderno puede leer todo lo que hay en él. "
            "Si se pierden las claves y también esta hoja, nadie podrá abrir el cuaderno.",
        ),
    )


def _use() -> tuple[Heading | NumberedList, ...]:
    return (
        Heading("Para qué sirve"),
        NumberedList(
            (
                "Se usa solo cuando una persona olvidó su clave y nadie más puede abrir el cuaderno.",
                "En la ventana de entrada elija «Abrir con el código de recuperación» y escriba los grupos en orden.",
                "El programa pedirá una clave nueva. Vuelva a guardar esta hoja en un sobre cerrado y anote la fecha.",
            )
        ),
    )


def _keeping() -> tuple[Heading | Paragraph | KeepTogether, ...]:
    return (
        Heading("Quién la guarda"),
        Paragraph("La jefatura del servicio recibe esta hoja en un sobre cerrado y firmado, y lo guarda bajo llave."),
        KeepTogether(
            (
                FieldGrid(
                    (
                        FieldLine("Nombres y apellidos de quien la recibe", None, Width.FULL),
                        FieldLine("Cargo", None, Width.HALF),
                        FieldLine("Fecha", None, Width.HALF, Writing.DATE),
                    )
                ),
                SignatureRow((SignaturePlace("Firma de quien la recibe"), SignaturePlace("Firma de quien la entrega"))),
            )
        ),
    )
