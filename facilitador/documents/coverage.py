"""The numbers of a group on A4 across: topics of each man, topics of the group, attendance (6.4.8, 6.4.9).

It is laid on the table between the two who facilitate: large signs, told apart by shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
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
    Table,
    Title,
)
from facilitador.documents.confidentiality import SENSITIVE_FOOT
from facilitador.domain.absence_policies import STEP_TAKEN_LABELS
from facilitador.domain.coverage import GroupTopic, TopicState
from facilitador.domain.dates import format_date
from facilitador.domain.group_numbers import (
    GroupNumbers,
    ManNumbers,
    mark_sign,
    rate_words,
    sessions_words,
    short_rate,
)
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import Session
from facilitador.domain.signs import GROUP_LEGEND, MADE_UP, MARK_LEGEND, TOPIC_LEGEND, TOPIC_SIGNS
from facilitador.domain.topics import Area

TITLE: Final = "Asistencia y temas"
SESSIONS_ACROSS: Final = 16
"""So many sessions stand side by side on one sheet; the next ones follow in a table of their own."""

_ROW = 18.0
_AREA_WORDS: Final = {Area.KNOWING: "Conocer", Area.ACTING: "Actuar e interactuar", Area.RESOLVING: "Resolver"}


@dataclass(frozen=True, slots=True)
class CoveragePaper:
    """The numbers of a group as they stood on a day."""

    letterhead: Letterhead
    numbers: GroupNumbers
    on: date


def compose(paper: CoveragePaper) -> Document:
    """The three tables as a paper."""
    numbers = paper.numbers
    held = numbers.held
    so_far = f"al {format_date(paper.on)}, {held} de {len(numbers.sessions)} sesiones"
    subtitle = f"{numbers.group_name} · {so_far} · Temas de cada participante (6.4.8)"
    blocks: list[Block] = [Title(TITLE, subtitle)]
    if numbers.men:
        blocks += _matrix(numbers)
    else:
        blocks.append(Paragraph("Todavía no ha participado nadie en este grupo.", quiet=True))
    blocks.append(KeepTogether(tuple(_topics(numbers))))
    if numbers.men and numbers.sessions:
        blocks += _attendance(numbers)
    return Document(
        title=TITLE,
        subject="Temas trabajados y asistencia de un grupo",
        file_name="asistencia-y-temas.pdf",
        letterhead=paper.letterhead,
        parts=(Part(tuple(blocks)),),
        foot=SENSITIVE_FOOT,
        landscape=True,
    )


def _matrix(numbers: GroupNumbers) -> Iterable[Block]:
    topics = numbers.topics
    columns = (
        Column("N.º", 0.75, numeric=True),
        Column("Participante", 5.2),
        *(Column(topic.short, 1, signs=True) for topic in topics),
        Column("Trabajó", 1.8, numeric=True),
    )
    rows = tuple(
        (
            str(place),
            _name(man),
            *(str(TOPIC_SIGNS[man.topics[topic.id].state]) for topic in topics),
            f"{man.count(TopicState.COVERED)} de {len(topics)}",
        )
        for place, man in enumerate(numbers.men, start=1)
    )
    # without a heading of its own: fifteen men, the signs and the names of the topics stand on one page
    yield Table(columns, rows, row_height=_ROW)
    yield Legend(tuple((str(sign), words) for sign, words in TOPIC_LEGEND))
    yield Paragraph(" · ".join(topic.whole for topic in topics), quiet=True)


def _topics(numbers: GroupNumbers) -> Iterable[Block]:
    columns = (
        Column("N.º", 0.8, numeric=True),
        Column("Tema", 6.6),
        Column("", 0.8, signs=True),
        Column("Sesiones", 4.3),
        *(Column(_AREA_WORDS[area], 1.7, signs=True) for area in Area),
    )
    rows = tuple(
        (
            topic.short,
            topic.name,
            str(TOPIC_SIGNS[found.state]),
            _where(numbers, found),
            *(_area(found, area) for area in Area),
        )
        for topic, found in zip(numbers.topics, numbers.group, strict=True)
    )
    yield Heading("Temas del grupo y sus tres ámbitos (6.4.8, 6.4.9)")
    yield Table(columns, rows, row_height=_ROW)
    yield Legend(tuple((str(sign), words) for sign, words in GROUP_LEGEND))
    yield Paragraph(
        "Sí: los objetivos de ese ámbito se lograron, al menos en parte, en alguna sesión del tema. No: en ninguna.",
        quiet=True,
    )


def _where(numbers: GroupNumbers, found: GroupTopic) -> str:
    held = sessions_words(numbers.session(part.session_id) for part in found.parts)
    planned = [one for one in numbers.of_topic(found.topic_id) if one.state is SessionState.PLANNED]
    to_come = sessions_words(planned)
    told = filter(None, (held, f"por venir: {to_come}" if to_come else ""))
    return "; ".join(told) or "sin sesión en el plan"


def _area(found: GroupTopic, area: Area) -> str:
    if not found.parts:
        return ""
    return "sí" if area in found.reached else "no"


def _attendance(numbers: GroupNumbers) -> Iterable[Block]:
    rates = Table(_RATE_COLUMNS, tuple(_rates(man) for man in numbers.men), row_height=_ROW)
    explained = Paragraph(
        "Asistió: de las sesiones realizadas mientras estaba en el grupo y con asistencia registrada. Con lo "
        "recuperado: lo mismo, contando lo que recuperó. Del plan: de todas las suyas, también las que faltan. Puede "
        "llegar a: si viene a todas las que faltan.",
        quiet=True,
    )
    yield KeepTogether((Heading("Asistencia de cada participante"), rates, explained))
    key = Legend((*((str(sign), words) for sign, words in MARK_LEGEND), (MADE_UP, "faltó y la recuperó")))
    for start in range(0, len(numbers.sessions), SESSIONS_ACROSS):
        head = Heading("Asistencia sesión por sesión" if not start else "Asistencia sesión por sesión (sigue)")
        table = _by_session(numbers.men, numbers.sessions[start : start + SESSIONS_ACROSS])
        yield KeepTogether((head, table, key))


_RATE_COLUMNS: Final = (
    Column("Participante", 5.2),
    Column("Asistió", 2.3),
    Column("Con lo recuperado", 2.3),
    Column("Del plan", 2.3),
    Column("Puede llegar a", 2.3),
    Column("Sin registrar", 1.6, numeric=True),
    Column("Por considerar", 3.4),
)


def _rates(man: ManNumbers) -> tuple[str, ...]:
    his = man.figures
    told = [STEP_TAKEN_LABELS[man.pending.step]] if man.pending else []
    if man.can_complete is False:
        told.append("ya no puede completar")
    return (
        _name(man),
        rate_words(his.of_held),
        rate_words(his.with_made_up),
        short_rate(his.of_planned),
        short_rate(his.attainable),
        str(his.unrecorded or ""),
        "; ".join(told),
    )


def _by_session(men: Sequence[ManNumbers], sessions: Sequence[Session]) -> Table:
    columns = (
        Column("Participante", 5.2),
        *(Column(f"{session.number}\n{session.day:%d/%m}", 1, signs=True) for session in sessions),
        *(Column("", 1) for _ in range(SESSIONS_ACROSS - len(sessions))),
    )
    blank = ("",) * (SESSIONS_ACROSS - len(sessions))
    rows = tuple((_name(man), *(str(mark_sign(man, session)) for session in sessions), *blank) for man in men)
    return Table(columns, rows, row_height=_ROW)


def _name(man: ManNumbers) -> str:
    return man.full_name if man.present else f"{man.full_name} (ya no está)"
