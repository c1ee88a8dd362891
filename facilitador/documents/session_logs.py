"""The log (bitácora) of a session on paper: filled, and blank to be written by hand, both in the order of the screen.

Men are numbers here (6.4.5); who has which number stands on the attendance sheet, kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from facilitador.documents.blocks import (
    Block,
    ChoiceBoxes,
    Column,
    Document,
    FieldGrid,
    FieldLine,
    GridCell,
    Heading,
    KeepTogether,
    Letterhead,
    Notice,
    NumberedList,
    Paragraph,
    Part,
    SignaturePlace,
    SignatureRow,
    Table,
    Title,
    Width,
    Writing,
)
from facilitador.documents.confidentiality import SENSITIVE_FOOT
from facilitador.documents.numbers import print_number
from facilitador.domain.attendance import MARK_LABELS, AttendanceMark
from facilitador.domain.dates import format_date
from facilitador.domain.enrolments import SEATS
from facilitador.domain.log_readings import LogLine, LogSection
from facilitador.domain.session_logs import INCIDENT_LABELS, REACHED_LABELS
from facilitador.domain.sessions import IncidentKind, Reached, Session
from facilitador.domain.topics import Area, Curriculum

TITLE = "Bitácora de sesión"
BY_NUMBER = "Los participantes van por el número de la lista de asistencia, nunca por su nombre."
_MARKS = (
    Column("N.º", 1, numeric=True),
    *(Column(MARK_LABELS[mark], 2) for mark in AttendanceMark),
)
_BLANK_FOOT = (
    "Una vez llena, contiene datos sensibles (Ley 29733). Guárdela bajo llave, aparte de la lista de asistencia."
)
_SIGNATURES = SignatureRow((SignaturePlace("Firma de quien facilita"), SignaturePlace("Firma de quien facilita")))


@dataclass(frozen=True, slots=True)
class FilledLog:
    """One log as it stands: `state` says how far it is; `sections` hold men by number and times in local time."""

    letterhead: Letterhead
    number: int
    group_name: str
    session: Session
    state: str
    sections: tuple[LogSection, ...]
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlankLog:
    """A log to be written by hand; `topics`: names of the thirteen and of the service's own."""

    letterhead: Letterhead
    curriculum: Curriculum
    topics: tuple[str, ...]


def compose(log: FilledLog) -> Document:
    """The log as a numbered paper; what was amended stands below what it says now."""
    number = print_number(log.number)
    blocks: list[Block] = [Title(TITLE, number=number), _about(log), Paragraph(log.state, quiet=True)]
    for section in log.sections:
        blocks.append(Heading(section.title))
        blocks += _lines(section.lines)
    blocks.append(Heading("Incidentes"))
    blocks.append(NumberedList(log.incidents) if log.incidents else Paragraph("Ninguno anotado."))
    blocks.append(KeepTogether((_SIGNATURES,)))
    return Document(
        title=f"{TITLE} {number}",
        subject="Registro de una sesión del grupo",
        file_name=f"bitacora-{log.number:06}.pdf",
        letterhead=log.letterhead,
        parts=(Part(tuple(blocks), number),),
        foot=SENSITIVE_FOOT,
        edition=log.session.curriculum_edition,
    )


def _about(log: FilledLog) -> FieldGrid:
    session = log.session
    told = (
        ("Grupo", log.group_name),
        ("Sesión", str(session.number or "")),
        ("Fecha", format_date(session.day)),
        ("Hora", f"{session.starts_at:%H:%M} a {session.ends_at:%H:%M}"),
    )
    return FieldGrid(tuple(FieldLine(label, value or "—", Width.HALF) for label, value in told))


def _lines(lines: Iterable[LogLine]) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        blocks.append(FieldGrid((FieldLine(line.label, line.text or "—", Width.FULL),)))
        for version in line.history:
            when = f"{version.at:%d/%m/%Y %H:%M}"
            before = version.before or "nada"
            told = f"Enmienda {version.number}, {when}, {version.by}. Motivo: {version.reason}\nAntes decía: {before}"
            blocks.append(Paragraph(told, quiet=True))
    return blocks


def compose_blank(log: BlankLog) -> Document:
    """The blank log: lines to write on and boxes to tick."""
    blocks: list[Block] = [
        Title(TITLE),
        Paragraph(BY_NUMBER, quiet=True),
        FieldGrid(
            (
                FieldLine("Grupo", None, Width.HALF),
                FieldLine("Sesión N.º", None, Width.HALF),
                FieldLine("Fecha", None, Width.HALF, Writing.DATE),
                FieldLine("De qué hora a qué hora", None, Width.HALF),
            )
        ),
        Heading("Lo esencial"),
        Table(_MARKS, tuple((str(seat), *([""] * len(AttendanceMark))) for seat in range(1, SEATS + 1)), row_height=15),
        FieldGrid(tuple(_essential(log))),
        Heading("Quiénes facilitaron"),
        FieldGrid(
            (
                _room("Facilitaron la sesión", 1),
                _room("Si facilitó una sola persona, por qué", 1),
            )
        ),
    ]
    blocks += [*_areas(log.curriculum), *_work(log.curriculum), *_headings(log.curriculum), *_avoided(log.curriculum)]
    blocks += [*_end(), KeepTogether((_SIGNATURES,))]
    return Document(
        title=TITLE,
        subject="Bitácora en blanco para llenar a mano",
        file_name="bitacora-en-blanco.pdf",
        letterhead=log.letterhead,
        parts=(Part(tuple(blocks)),),
        foot=_BLANK_FOOT,
        edition=log.curriculum.edition,
    )


def _essential(log: BlankLog) -> Iterable[GridCell]:
    yield ChoiceBoxes("Temas trabajados", log.topics)
    yield _room("La sesión en tres líneas", 3)
    yield ChoiceBoxes("¿Quedó algo que atender?", ("Sí", "No"), hint="Si es sí, anótelo en Incidentes")


def _areas(curriculum: Curriculum) -> list[Block]:
    reached = tuple(REACHED_LABELS[one] for one in Reached)
    cells: list[GridCell] = []
    for area in Area:
        cells.append(ChoiceBoxes(curriculum.areas.text(area), reached))
        cells.append(_room("Qué decir", 1))
    return [Heading("¿Se alcanzaron los objetivos? (6.4.9)"), FieldGrid(tuple(cells))]


def _work(curriculum: Curriculum) -> list[Block]:
    techniques = ChoiceBoxes("Técnicas (6.4.7)", tuple(item.text for item in curriculum.techniques.items))
    own = FieldLine("Otra, en sus palabras", None, Width.FULL)
    return [Heading("Cómo se trabajó"), FieldGrid((techniques, own, _room("Relato de la sesión", 12)))]


def _headings(curriculum: Curriculum) -> list[Block]:
    cells = tuple(_room(f"{item.text} ({item.numeral})", 3, item.help) for item in curriculum.log_headings.items)
    return [Heading("Qué se trabajó con el grupo"), FieldGrid(cells)]


def _avoided(curriculum: Curriculum) -> list[Block]:
    texts = (*(item.text for item in curriculum.avoidances.items), "Nada de esto surgió")
    seen = ChoiceBoxes("¿Surgió algo de lo que se evita en todo momento? (6.4.10 c)", texts, hint="Puede marcar varias")
    return [Heading("Lo que se evita"), FieldGrid((seen, _room("Qué respondió el equipo", 4)))]


def _end() -> list[Block]:
    kinds = ChoiceBoxes("De qué se trata", tuple(INCIDENT_LABELS[kind] for kind in IncidentKind))
    notes = Notice(
        "Lo que es de uno solo no va aquí",
        "La nota para un participante se escribe en una hoja aparte y queda solo en su ficha.",
    )
    return [
        Heading("Materiales entregados"),
        FieldGrid((_room("Qué se entregó", 1),)),
        Heading("Incidentes"),
        FieldGrid(
            (
                kinds,
                _room("Qué pasó", 4),
                _room("Medidas que se tomaron", 3),
                _room("Qué queda por seguir, y hasta cuándo", 2),
            )
        ),
        notes,
    ]


def _room(label: str, lines: int, hint: str = "") -> FieldLine:
    """A question with so many lines to write on."""
    return FieldLine(label, None, Width.FULL, Writing.LINES, hint, lines=lines)
