"""How a man goes on, on one sheet of paper for the team (6.9.1): no figure sums him up, nothing of his partner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from facilitador.documents.blocks import (
    Block,
    Column,
    Document,
    Heading,
    KeepTogether,
    Legend,
    Letterhead,
    Paragraph,
    Part,
    Points,
    Table,
    Title,
)
from facilitador.documents.charts.attendance_readings import MARKS_LEGEND, man_strip
from facilitador.documents.confidentiality import SENSITIVE_FOOT
from facilitador.documents.numbers import print_number
from facilitador.domain.dates import format_date
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers
from facilitador.domain.progress import ManProgress, remaining
from facilitador.domain.progress_words import (
    NOTHING_REMAINS,
    application_words,
    attendance_told,
    care_words,
    changes_lines,
    evaluation_words,
    referral_words,
    stay_words,
    topics_told,
)
from facilitador.domain.signs import TOPIC_LEGEND, TOPIC_SIGNS

TITLE: Final = "Avance de un participante"
_NO_GROUP: Final = "Todavía no ha participado en ningún grupo."
_NONE: Final = "Ninguna."
_TOPICS_LEGEND: Final = Legend(tuple((str(sign), words) for sign, words in TOPIC_LEGEND))


@dataclass(frozen=True, slots=True)
class ProgressSheet:
    """How a man goes on, as the role that prints it may see him."""

    letterhead: Letterhead
    number: int
    progress: ManProgress


def compose(sheet: ProgressSheet) -> Document:
    """The sheet; with two groups or more it may take a second page."""
    return Document(
        title=TITLE,
        subject="Hoja interna del equipo",
        file_name="avance.pdf",
        letterhead=sheet.letterhead,
        parts=(Part(tuple(_blocks(sheet))),),
        foot=SENSITIVE_FOOT,
    )


def _blocks(sheet: ProgressSheet) -> Iterator[Block]:
    his = sheet.progress
    yield Title(TITLE, f"{his.full_name} · al {format_date(his.on)}", number=print_number(sheet.number))
    yield Heading("Lo que falta completar")
    yield _points((one.words for one in remaining(his)), NOTHING_REMAINS)
    yield Heading("Sus permanencias")
    yield _points((stay_words(stay) for stay in his.stays), _NO_GROUP)
    for group, man in his.groups:
        yield KeepTogether(tuple(_attendance(group, man)))
        yield KeepTogether(tuple(_topics(group, man)))
    yield KeepTogether((Heading("Preguntas, evaluación y acompañamiento"), _beside_the_group(his)))


def _beside_the_group(his: ManProgress) -> Table:
    """A row for each thing that the role may see."""
    told = [
        ("Respondió", None if his.applications is None else [application_words(one) for one in his.applications]),
        *((f"Qué cambió: {change.instrument.name}", list(changes_lines(change))) for change in his.changes),
        # which factors were looked at again stays on the screen
        ("Evaluación inicial", None if his.evaluation is None else list(evaluation_words(his.evaluation)[:1])),
        ("Derivaciones", None if his.referrals is None else [referral_words(one) for one in his.referrals]),
        ("Atención individual", None if his.cares is None else [care_words(one) for one in his.cares]),
    ]
    rows = tuple((title, "\n".join(lines) or _NONE) for title, lines in told if lines is not None)
    return Table((Column("Qué", 2), Column("Cómo va", 5)), rows, row_height=16)


def _points(lines: Iterable[str], nothing: str) -> Block:
    told = tuple(lines)
    return Points(told, small=True) if told else Paragraph(nothing, quiet=True)


def _attendance(group: GroupNumbers, man: ManNumbers) -> Iterator[Block]:
    yield Heading(f"Asistencia: {group.group_name}")
    yield Paragraph(attendance_told(man))
    if group.sessions:
        yield man_strip(group, man)
        yield MARKS_LEGEND


def _topics(group: GroupNumbers, man: ManNumbers) -> Iterator[Block]:
    """The thirteen side by side under their numbers, and below which number is which."""
    yield Heading(f"Temas: {group.group_name}")
    yield Paragraph(topics_told(group, man))
    columns = tuple(Column(topic.short, 1, signs=True) for topic in group.topics)
    yield Table(columns, (tuple(str(TOPIC_SIGNS[man.topics[topic.id].state]) for topic in group.topics),))
    yield _TOPICS_LEGEND
    yield Paragraph(" · ".join(topic.whole for topic in group.topics), quiet=True)
