"""What a man takes with him: whom to ask, where there is more, what he was given, and his plan for moving away (6.2.5).

Safe to be found in a pocket: no name, no group, and nothing of what the service works on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from facilitador.documents.blocks import (
    Block,
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    Letterhead,
    Notice,
    Paragraph,
    Part,
    Points,
    Title,
    Width,
    Writing,
)
from facilitador.documents.referral_letters import POCKET_FOOT

PLAN: Final = "Mi plan para tomar distancia"
_QUESTIONS: Final = (
    ("Lo que noto en mí", "Lo que siento en el cuerpo, lo que pienso, lo que digo cuando sube la tensión.", 4),
    (
        "A dónde voy",
        "Un lugar tranquilo, lejos de la discusión. Salgo con calma y aviso que volveré.",
        2,
    ),
    ("A quién llamo", "Alguien que me ayuda a calmarme y no me da la razón por darme gusto.", 2),
    ("Cuándo y cómo vuelvo", "Cuando esté en calma. Pregunto primero si la otra persona quiere conversar.", 2),
)


@dataclass(frozen=True, slots=True)
class HandOut:
    """What the sheets hold; empty parts leave lines to write on. `numbers`: to be called when there is danger."""

    letterhead: Letterhead
    ask: tuple[str, ...]
    more: tuple[str, ...]
    materials: tuple[str, ...]
    signs: tuple[str, ...]
    goes_to: str
    calls: str
    returns: str
    numbers: tuple[str, ...]


def compose(sheet: HandOut) -> Document:
    """Two sheets: what he can ask and read, and his own plan."""
    return Document(
        title="Hoja para usted",
        subject="Hoja personal",
        file_name="hoja.pdf",
        letterhead=sheet.letterhead,
        parts=(
            Part(tuple(_information(sheet)), position="Hoja 1 de 2"),
            Part(tuple(_plan(sheet)), position="Hoja 2 de 2"),
        ),
        foot=POCKET_FOOT,
    )


def _information(sheet: HandOut) -> Iterator[Block]:
    yield Title("Para preguntar y para leer")
    yield Heading("Para preguntar")
    yield from _points_or_lines(sheet.ask, 3)
    yield Paragraph("Puede llamar, escribir o venir, también si solo quiere conversar con alguien del equipo.")
    yield Heading("Dónde hay más información")
    yield from _points_or_lines(sheet.more, 3)
    yield Heading("Materiales que recibió")
    yield from _points_or_lines(sheet.materials, 6)


def _points_or_lines(texts: tuple[str, ...], lines: int) -> Iterator[Block]:
    if texts:
        yield Points(texts)
    else:
        yield FieldGrid((FieldLine("", None, Width.FULL, Writing.LINES, lines=lines),))


def _plan(sheet: HandOut) -> Iterator[Block]:
    yield Title(PLAN, "Retirarse a tiempo no es huir: es cuidar.")
    written = ("\n".join(sheet.signs), sheet.goes_to, sheet.calls, sheet.returns)
    for (heading, hint, lines), text in zip(_QUESTIONS, written, strict=True):
        yield Heading(heading, hint)
        if text:
            yield Paragraph(text, large=True)
        else:
            yield FieldGrid((FieldLine("", None, Width.FULL, Writing.LINES, lines=lines),))
    if sheet.numbers:
        yield Notice("Si alguien corre peligro", "\n".join(sheet.numbers))
