"""The letter that takes a man to another institution, its answer to tear off, its outside, his own sheet (6.8.1).

The answer carries a code and no name; outside and hand-out say nothing of what the service works on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from facilitador.documents.blocks import (
    Block,
    ChoiceBoxes,
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    KeepTogether,
    Letterhead,
    Notice,
    Paragraph,
    Part,
    Points,
    SignaturePlace,
    SignatureRow,
    Spacer,
    Title,
    Width,
    Writing,
)
from facilitador.documents.numbers import print_number
from facilitador.domain.dates import format_date

LETTER: Final = "Carta de derivación"
FOOT: Final = "Carta reservada. Entréguese solo a quien va dirigida."
POCKET_FOOT: Final = "Hoja personal."
_CUT: Final = "– – – – – – – – – –  Corte por aquí y devuelva la parte de abajo  – – – – – – – – – –"
_ANSWERS: Final = ("Fue atendido", "Tiene cita", "No se presentó", "Este servicio no le corresponde")


@dataclass(frozen=True, slots=True)
class ReferralLetter:
    """What the letter needs. `told`: what he agreed to share, or the least that the law asks for.

    `ground`: on what it is told, in words. None of the texts: a place to write by hand. `answer_to`: where the answer
    goes back to. `code`: by what it finds its referral.
    """

    letterhead: Letterhead
    number: int | None
    code: str | None
    sent_on: date | None
    institution: str | None
    full_name: str | None
    contact: str | None
    reason: str | None
    why: str | None
    urgency: str | None
    told: tuple[str, ...]
    ground: str | None
    serves_sanction: bool
    answer_to: tuple[str, ...]
    urgencies: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReferralHandOut:
    """His own sheet: where, when, what to bring; no name on it, and the head of a service that says nothing."""

    letterhead: Letterhead
    institution: str | None
    reach: str | None
    appointment: str | None
    bring: str | None
    ask: tuple[str, ...]
    code: str | None


@dataclass(frozen=True, slots=True)
class ReferralCover:
    """What stands outside: to whom, and from where."""

    letterhead: Letterhead
    institution: str
    reach: str
    code: str


def compose_letter(letter: ReferralLetter) -> Document:
    """The letter on one page, the answer below it."""
    return Document(
        title=LETTER,
        subject="Carta a otra institución",
        file_name="carta.pdf",
        letterhead=letter.letterhead,
        parts=(Part((*_head(letter), *_body(letter), *_signing(), *_answer(letter))),),
        foot=FOOT,
    )


def _head(letter: ReferralLetter) -> Iterator[Block]:
    yield Title(LETTER, number=print_number(letter.number) if letter.number is not None else "")
    sent = format_date(letter.sent_on) if letter.sent_on is not None else None
    yield FieldGrid(
        (
            FieldLine("Para", letter.institution, Width.FULL),
            FieldLine("Fecha", sent, Width.HALF, Writing.DATE),
            FieldLine("Código", letter.code, Width.HALF),
        )
    )


def _body(letter: ReferralLetter) -> Iterator[Block]:
    yield Paragraph("De nuestra consideración:")
    yield Paragraph(
        "Le pedimos recibir a la persona que lleva esta carta y orientarla según lo que su servicio ofrece."
    )
    cells: list[FieldLine | ChoiceBoxes] = [
        FieldLine("Nombre", letter.full_name, Width.FULL),
        FieldLine("Cómo ubicarlo", letter.contact, Width.FULL),
    ]
    if letter.urgency is None:
        cells.append(ChoiceBoxes("Cuándo debe ser atendido", letter.urgencies))
        cells.append(ChoiceBoxes("Acepta que se comunique", letter.choices))
    else:
        cells.append(FieldLine("Para qué", letter.reason, Width.HALF))
        cells.append(FieldLine("Cuándo debe ser atendido", letter.urgency, Width.HALF))
    cells.append(FieldLine("Detalle", letter.why, Width.FULL, Writing.LINES, lines=4))
    yield FieldGrid(tuple(cells))
    if letter.told:
        yield Heading("Lo que se comunica")
        yield Points(letter.told, small=True)
    if letter.ground is not None:
        yield Paragraph(letter.ground, quiet=True)
    if letter.serves_sanction:
        yield Paragraph(
            "Su participación en nuestras sesiones no reemplaza lo que haya dispuesto la autoridad (6.2.8)."
        )


def _signing() -> Iterator[Block]:
    yield KeepTogether(
        (
            SignatureRow(
                (
                    SignaturePlace("Firma y sello de quien envía"),
                    SignaturePlace("Firma de quien lleva la carta", ("Acepto que se comunique lo escrito aquí.",)),
                ),
                fingerprint=True,
            ),
        )
    )


def _answer(letter: ReferralLetter) -> Iterator[Block]:
    """The part that comes back; kept whole, so that no fold takes its code from it."""
    back = " · ".join(letter.answer_to)
    yield KeepTogether(
        (
            Paragraph(_CUT, quiet=True),
            Heading("Hoja de respuesta"),
            FieldGrid(
                (
                    FieldLine("Código", letter.code, Width.THIRD),
                    FieldLine("Fecha", None, Width.THIRD, Writing.DATE),
                    FieldLine("Próxima cita", None, Width.THIRD, Writing.DATE),
                    ChoiceBoxes("Resultado", _ANSWERS),
                    FieldLine("Observaciones que la persona acepta comunicar", None, Width.FULL, Writing.LINES),
                    FieldLine("Responde (nombre, cargo, sello)", None, Width.FULL),
                    FieldLine("Devolver a", back or None, Width.FULL),
                )
            ),
        )
    )


def compose_hand_out(sheet: ReferralHandOut) -> Document:
    """The sheet he takes with him, in large letters."""
    return Document(
        title="Hoja para usted",
        subject="Hoja personal",
        file_name="hoja.pdf",
        letterhead=sheet.letterhead,
        parts=(Part(tuple(_sheet(sheet))),),
        foot=POCKET_FOOT,
    )


def _sheet(sheet: ReferralHandOut) -> Iterator[Block]:
    yield Title("Su cita")
    for heading, text, lines in (
        ("Dónde", _joined(sheet.institution, sheet.reach), 3),
        ("Cuándo", sheet.appointment, 2),
        ("Qué llevar", sheet.bring, 3),
    ):
        yield Heading(heading)
        if text:
            yield Paragraph(text, large=True)
        else:
            yield FieldGrid((FieldLine("", None, Width.FULL, Writing.LINES, lines=lines),))
    yield Paragraph("Si no puede ir ese día, llame antes y pida otra cita. Si algo le cuesta, díganos: lo ayudamos.")
    if sheet.ask:
        yield Notice("Para preguntar", "\n".join(sheet.ask))
    if sheet.code is not None:
        yield Paragraph(f"Código: {sheet.code}", quiet=True)


def _joined(name: str | None, reach: str | None) -> str:
    return "\n".join(part for part in (name, reach) if part)


def compose_cover(cover: ReferralCover) -> Document:
    """The outside of the folded letter: who receives it and who sends it, and not a word more."""
    blocks: tuple[Block, ...] = (
        Paragraph(f"Carta personal y reservada · {cover.code}", quiet=True),
        Spacer(220),
        Paragraph("Señoras y señores", large=True),
        Paragraph(cover.institution, strong=True, large=True),
        *((Paragraph(cover.reach),) if cover.reach else ()),
    )
    return Document(
        title="Cara exterior de la carta",
        subject="Carta reservada",
        file_name="sobre.pdf",
        letterhead=cover.letterhead,
        parts=(Part(blocks),),
        foot=FOOT,
    )
