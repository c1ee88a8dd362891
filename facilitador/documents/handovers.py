"""Acta de entrega de cargo: what changes hands when someone of the team leaves, with places to sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitador.documents.blocks import (
    Block,
    ChoiceBoxes,
    Column,
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    Letterhead,
    Notice,
    NumberedList,
    Paragraph,
    Part,
    Table,
    Title,
    Width,
    Writing,
)
from facilitador.documents.confidentiality import INTERNAL_FOOT
from facilitador.documents.hand_over_signatures import signed
from facilitador.documents.numbers import print_number
from facilitador.domain.dates import format_date

_GROUPS = (Column("Grupo", 4), Column("Queda a cargo de", 7))
_THINGS = ("Legajos en papel", "Llaves del archivador", "Memorias USB", "Computadora o teléfono del servicio", "Otros")
_DUTY = (
    "Quien deja el cargo sigue obligada u obligado a guardar reserva de lo que conoció en él, y entrega o destruye "
    "toda copia del cuaderno o de fichas que conserve."
)
_KEYS = (
    "El acceso de quien entrega terminó en esta fecha. Se cambiaron las llaves del cuaderno y el código de "
    "recuperación: con la clave anterior no se abre nada de lo que se escriba desde hoy. Las copias hechas antes se "
    "siguen abriendo con las claves que tenían; por eso importa saber dónde están."
)
_NO_KEYS = "Quien entrega no tenía acceso al cuaderno."


@dataclass(frozen=True, slots=True)
class PersonNamed:
    """Someone of the team as the acta names her."""

    name: str
    profession: str
    designation: str


@dataclass(frozen=True, slots=True)
class HandoverActa:
    """What was handed over. `groups`: each with who leads it from then on; `drafts`: forms left unsaved."""

    letterhead: Letterhead
    number: int
    handed_on: date
    leaving: PersonNamed
    receiving: PersonNamed
    had_access: bool
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    drafts: int
    copies: tuple[str, ...]
    pending: tuple[str, ...]


def compose(acta: HandoverActa) -> Document:
    """The acta as a paper to be signed by who hands over, who receives and the head of the service."""
    number = print_number(acta.number)
    head = (Title("Acta de entrega de cargo", number=number), _who(acta))
    blocks: tuple[Block, ...] = (*head, *_groups(acta), *_pending(acta), *_access(acta), *_copies(acta), *_signing())
    return Document(
        title=f"Acta de entrega de cargo {number}",
        subject="Entrega de grupos, accesos y copias a quienes continúan",
        file_name=f"acta-de-entrega-{acta.number:06}.pdf",
        letterhead=acta.letterhead,
        parts=(Part(blocks, number),),
        foot=INTERNAL_FOOT,
    )


def _who(acta: HandoverActa) -> FieldGrid:
    return FieldGrid(
        (
            FieldLine("Entrega", _described(acta.leaving), Width.THIRD),
            FieldLine("Recibe", _described(acta.receiving), Width.THIRD),
            FieldLine("Fecha", format_date(acta.handed_on), Width.THIRD),
        )
    )


def _described(person: PersonNamed) -> str:
    return "\n".join(line for line in (person.name, person.profession, person.designation) if line)


def _groups(acta: HandoverActa) -> tuple[Block, ...]:
    if not acta.groups:
        return (Heading("Grupos a su cargo"), Paragraph("No tenía grupos a su cargo."))
    rows = tuple((name, ", ".join(to) or "Por designar") for name, to in acta.groups)
    return (Heading("Grupos a su cargo"), Table(_GROUPS, rows))


def _pending(acta: HandoverActa) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading("Asuntos pendientes")]
    if acta.pending:
        blocks.append(NumberedList(acta.pending))
    else:
        blocks.append(FieldGrid((FieldLine("Anotar a mano, o «ninguno»", None, Width.FULL, Writing.LINES),)))
    if acta.drafts:
        left = "un formulario que no guardó" if acta.drafts == 1 else f"{acta.drafts} formularios que no guardó"
        blocks.append(Paragraph(f"En el cuaderno quedaban {left}. Se retiraron sin leerse."))
    return tuple(blocks)


def _access(acta: HandoverActa) -> tuple[Block, ...]:
    if not acta.had_access:
        return (Heading("Acceso al cuaderno"), Paragraph(_NO_KEYS), Notice("Reserva", _DUTY))
    received = FieldGrid(
        (
            FieldLine("Recibe la hoja de recuperación nueva", None, Width.HALF),
            FieldLine("Fecha", None, Width.HALF, Writing.DATE),
        )
    )
    return (Heading("Acceso al cuaderno"), Paragraph(_KEYS), received, Notice("Reserva", _DUTY))


def _copies(acta: HandoverActa) -> tuple[Block, ...]:
    where: Block
    if acta.copies:
        where = NumberedList(acta.copies)
    else:
        where = FieldGrid((FieldLine("Anotar a mano cada lugar, o «ninguna»", None, Width.FULL, Writing.LINES),))
    things = FieldGrid((ChoiceBoxes("Entrega además (marcar)", _THINGS, width=Width.FULL),))
    return (Heading("Dónde hay copias del cuaderno"), where, things)


def _signing() -> tuple[Block, ...]:
    absent = FieldLine("Si quien entrega no está o no firma, se anota por qué", None, Width.FULL)
    return (signed(FieldGrid((absent,)), below=("Nombre:", "DNI:")),)
