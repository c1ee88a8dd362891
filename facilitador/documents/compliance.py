"""The compliance view on A4 across, for the DATPS and the responsible officer (7.2, VIII), with its annexes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from facilitador.documents.blocks import (
    Block,
    Column,
    Document,
    Heading,
    KeepTogether,
    Letterhead,
    Notice,
    PageBreak,
    Paragraph,
    Part,
    Points,
    SignaturePlace,
    SignatureRow,
    Table,
    Title,
)
from facilitador.documents.numbers import print_number
from facilitador.domain.compliance import (
    FORCE_LABELS,
    STATE_LABELS,
    Compliance,
    ComplianceLine,
)
from facilitador.domain.compliance_words import HOW_RECKONED, STATE_MEANINGS, TITLE, about, bound, stated, summary, told
from facilitador.domain.elsewhere import old_words
from facilitador.messages import message

FOOT: Final = "Solo cuentas: sin nombres de participantes"
_COLUMNS: Final = (
    Column("Numeral", 2),
    Column("Qué pide", 7.5),
    Column("Fuerza", 2.2),
    Column("Estado", 2.6),
    Column("Evidencia", 10),
)


@dataclass(frozen=True, slots=True)
class CompliancePaper:
    """The view with the head of the paper, who is responsible (may be empty), and the number of the print."""

    letterhead: Letterhead
    view: Compliance
    responsible: str
    number: int


def compose(paper: CompliancePaper) -> Document:
    """The view chapter by chapter, then what was put in writing and what counts as evidence."""
    view = paper.view
    number = print_number(paper.number)
    provenance = view.requirements.provenance
    blocks: list[Block] = [
        Title(TITLE, f"{about(view)} · {provenance.source.split(',')[0]}", number),
        *((Notice("Alcance", bound(view)),) if bound(view) else ()),
        *((Notice("Datos antiguos", old),) if (old := old_words(view.sources, view.on)) else ()),
        Paragraph(f"Responsable del cumplimiento: {paper.responsible or 'sin registrar en los datos del servicio'}."),
        Paragraph(summary(view), strong=True),
        Paragraph(HOW_RECKONED, quiet=True),
        *_chapters(view),
        KeepTogether(tuple(_signatures())),
        PageBreak(),
        *_stated(view),
        *_definitions(view),
    ]
    return Document(
        title=TITLE,
        subject="Cumplimiento de la Directiva 018-2016-MIMP",
        file_name="cumplimiento.pdf",
        letterhead=paper.letterhead,
        parts=(Part(tuple(blocks), number),),
        foot=FOOT,
        edition=provenance.edition,
        landscape=True,
    )


def _chapters(view: Compliance) -> Iterable[Block]:
    for code, title in view.requirements.chapters.items():
        rows = tuple(_row(line) for line in view.lines if line.requirement.chapter == code)
        if rows:
            yield Heading(title)
            yield Table(_COLUMNS, rows)


def _row(line: ComplianceLine) -> tuple[str, ...]:
    asked = line.requirement
    shown = "\n".join(told(line, message))
    return (asked.numeral, asked.text, FORCE_LABELS[asked.force], STATE_LABELS[line.state], shown)


def _signatures() -> Iterable[Block]:
    yield Heading("Firmas")
    yield SignatureRow(
        (
            SignaturePlace("Responsable del cumplimiento", ("Nombre y cargo", "Fecha")),
            SignaturePlace("Recibido (DATPS)", ("Nombre y cargo", "Fecha")),
        )
    )


def _stated(view: Compliance) -> Iterable[Block]:
    yield Heading("Anexo 1. Declaraciones y decisiones", "Todo lo que se declaró, se decidió o se retiró, en su orden.")
    if view.history:
        yield Points(tuple(f"{one.numeral}. {stated(one)}" for one in view.history))
    else:
        yield Paragraph("Todavía no se declaró ni se decidió nada por escrito.", quiet=True)


def _definitions(view: Compliance) -> Iterable[Block]:
    yield Heading("Anexo 2. Qué quiere decir cada estado")
    yield Points(tuple(f"{STATE_LABELS[state]}: {meaning}" for state, meaning in STATE_MEANINGS), small=True)
    yield Heading("Anexo 3. Qué cuenta como evidencia de cada numeral")
    yield Points(tuple(f"{line.requirement.numeral}. {line.requirement.shows}" for line in view.lines), small=True)
