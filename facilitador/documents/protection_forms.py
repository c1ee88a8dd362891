"""A protection matter to be written by hand where there is no computer (5.3.4, end of 6.7): first act, then write.

One sentence is enough. The paper asks for no name of a person at risk and never for where she is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from facilitador.documents.blocks import (
    Block,
    ChoiceBoxes,
    Column,
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    Letterhead,
    Paragraph,
    Part,
    Points,
    SignaturePlace,
    SignatureRow,
    Table,
    Title,
    Width,
    Writing,
)
from facilitador.documents.confidentiality import SENSITIVE_FOOT
from facilitador.domain.protection import AT_RISK_LABELS, CIRCUMSTANCE_LABELS, ProtectionSteps, StepDefinition

TITLE = "Hoja de protección"
_STEPS = (
    Column("Hecho", 1.7),
    Column("Paso", 6),
    Column("Quién y cuándo", 3.4),
    Column("Qué respondieron", 4.4),
    Column("Próxima fecha", 2.2),
)
_ROOM_TO_WRITE = 30.0
_SPARE_ROWS = 2


@dataclass(frozen=True, slots=True)
class BlankProtection:
    """The steps of one edition, in the order in which to think of them."""

    letterhead: Letterhead
    steps: ProtectionSteps


def compose_blank(blank: BlankProtection) -> Document:
    """The sheet with every step that the program would propose, and room for what was done."""
    return Document(
        title=TITLE,
        subject="Hoja de protección, en blanco",
        file_name="hoja-de-proteccion-en-blanco.pdf",
        letterhead=blank.letterhead,
        parts=(Part(tuple(_blocks(blank.steps))),),
        foot=SENSITIVE_FOOT,
        edition=blank.steps.provenance.edition,
    )


def _blocks(steps: ProtectionSteps) -> Iterator[Block]:
    yield Title(TITLE)
    yield Paragraph(
        "Primero actúe; después escriba. Una sola frase basta. No hace falta el permiso de nadie.", strong=True
    )
    yield Paragraph(
        "No anote dónde está la persona en riesgo ni cómo se llama. Pase esta hoja al cuaderno cuanto antes y "
        "destrúyala después.",
        quiet=True,
    )
    yield FieldGrid(
        (
            FieldLine("Qué pasó o qué se teme, en una frase", None, Width.FULL, Writing.LINES),
            FieldLine("Fecha", None, Width.HALF, Writing.DATE),
            FieldLine("Hora"),
            ChoiceBoxes("Quién puede estar en peligro", tuple(AT_RISK_LABELS.values())),
            ChoiceBoxes("Marque lo que haya", tuple(CIRCUMSTANCE_LABELS.values())),
        )
    )
    yield Heading("Qué se hizo", "Marque con una X solo lo que se hizo, y lo que falta con su fecha.")
    yield Table(_STEPS, tuple(("", _told(step), "", "", "") for step in steps.steps), _SPARE_ROWS, _ROOM_TO_WRITE)
    yield from _bases(steps)
    yield SignatureRow((SignaturePlace("Firma de quien lo escribe", ("Nombre:",)),))


def _told(step: StepDefinition) -> str:
    return f"{step.text} ({step.phone})" if step.phone not in step.text else step.text


def _bases(steps: ProtectionSteps) -> Iterator[Block]:
    """Why the law asks for it, each once."""
    bases = tuple(dict.fromkeys(_base(step) for step in steps.steps if step.legal_basis))
    if bases:
        yield Heading("Lo que pide la ley")
        yield Points(bases, small=True)


def _base(step: StepDefinition) -> str:
    return step.legal_basis if step.verified_on is not None else f"{step.legal_basis} (por verificar)"
