"""Tonight's page on paper: for the team alone, who is expected, what each lacks, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facilitador.documents.blocks import (
    Column,
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    Letterhead,
    Paragraph,
    Part,
    Points,
    Table,
    Title,
    Width,
)
from facilitador.documents.confidentiality import SENSITIVE_FOOT
from facilitador.domain.attendance import MARK_LABELS
from facilitador.domain.dates import format_date, weekday_name
from facilitador.domain.tonight import ExpectedMan, OpenMatter, Tonight, matter_line, missed_line

_COLUMNS = (
    Column("N.º", 0.8, numeric=True),
    Column("Participante", 4.5),
    Column("Aviso o asistencia", 3),
    Column("Le falta recuperar", 5),
)


@dataclass(frozen=True, slots=True)
class TonightSheet:
    """The page of a session under the service's head."""

    letterhead: Letterhead
    page: Tonight


def compose(sheet: TonightSheet) -> Document:
    """The page as a paper; it holds names and what is open, so it is for the team and is kept locked away."""
    page = sheet.page
    session = page.session
    facts = FieldGrid(
        (
            FieldLine("Grupo", page.group_name, Width.HALF),
            FieldLine("Sesión N.º", str(session.number) if session.number is not None else "Cancelada", Width.HALF),
            FieldLine("Fecha", f"{weekday_name(session.day)} {format_date(session.day)}", Width.THIRD),
            FieldLine("Hora", f"{session.starts_at:%H:%M} a {session.ends_at:%H:%M}", Width.THIRD),
            FieldLine("Local", page.venue_name or "Por decidir", Width.THIRD),
            FieldLine("Tema", "; ".join(page.topics) or "Por decidir", Width.FULL),
        )
    )
    return Document(
        title="Hoja de la noche",
        subject="Preparación de una sesión",
        file_name="hoja-de-la-noche.pdf",
        letterhead=sheet.letterhead,
        parts=(
            Part(
                (
                    Title("Hoja de la noche", "Solo para quienes facilitan"),
                    facts,
                    Heading("Pendientes del equipo"),
                    _matters(page.matters),
                    Heading(f"A quiénes se espera: {len(page.men)}"),
                    Table(_COLUMNS, tuple(_row(man) for man in page.men), 3),
                )
            ),
        ),
        foot=SENSITIVE_FOOT,
    )


def _matters(matters: Sequence[OpenMatter]) -> Points | Paragraph:
    if not matters:
        return Paragraph("Ninguno.", quiet=True)
    return Points(tuple(matter_line(matter) for matter in matters))


def _row(man: ExpectedMan) -> tuple[str, ...]:
    line = man.line
    notice = ""
    if line.mark is not None:
        notice = MARK_LABELS[line.mark]
    elif line.announced is not None:
        notice = f"Avisó: {line.announced}" if line.announced else "Avisó"
    return (str(line.number), line.full_name, notice, missed_line(man.to_make_up))
