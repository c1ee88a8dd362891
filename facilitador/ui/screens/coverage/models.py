"""The numbers of a group as the tables show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from facilitador.domain.absence_policies import STEP_TAKEN_LABELS, PendingStep
from facilitador.domain.coverage import GroupTopic, TopicState
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.group_numbers import (
    GroupNumbers,
    ManNumbers,
    NumberedTopic,
    mark_sign,
    mark_words,
    rate_words,
    session_words,
    sessions_words,
    short_rate,
    since_words,
    topic_words,
)
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import Session
from facilitador.domain.signs import TOPIC_SIGNS, Sign
from facilitador.domain.text import as_sentence
from facilitador.domain.topics import Area
from facilitador.ui.widgets.matrix import MatrixCell, MatrixColumn, MatrixRow
from facilitador.ui.widgets.table import Column, RowsModel

_AREAS = {Area.KNOWING: "Conocer", Area.ACTING: "Actuar", Area.RESOLVING: "Resolver"}
GROUP_STATES: Mapping[TopicState, str] = {
    TopicState.COVERED: "Trabajado",
    TopicState.PARTIAL: "En parte",
    TopicState.PENDING: "Por venir",
}
RATES = (
    ("Asistió", "Asistió, de las sesiones realizadas"),
    ("Del plan", "Asistió, de todas las suyas"),
    ("Puede llegar a", "Puede llegar a, si viene a todas las que faltan"),
    ("Por considerar", "Por considerar"),
)
"""The columns before the sessions: heading, and the words that tell it whole."""


class TopicColumn(IntEnum):
    """Columns of the group's topics."""

    NAME = 0
    STATE = 1
    AREAS = 2


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic of the group with its sessions."""

    topic: NumberedTopic
    found: GroupTopic
    held: tuple[Session, ...]
    planned: tuple[Session, ...]


def topic_lines(numbers: GroupNumbers) -> tuple[TopicLine, ...]:
    """The topics of the group, in order."""
    return tuple(
        TopicLine(
            topic,
            found,
            tuple(numbers.session(part.session_id) for part in found.parts),
            tuple(one for one in numbers.of_topic(topic.id) if one.state is SessionState.PLANNED),
        )
        for topic, found in zip(numbers.topics, numbers.group, strict=True)
    )


def topics_model() -> RowsModel[TopicLine]:
    """The group's topics; below each, in which sessions; beside it, which areas were reached (6.4.9)."""
    columns: dict[TopicColumn, Column[TopicLine]] = {
        TopicColumn.NAME: Column("Tema", lambda line: f"{line.topic.whole}\n{_where(line)}", stretch=True),
        TopicColumn.STATE: Column("Estado", lambda line: GROUP_STATES[line.found.state]),
        TopicColumn.AREAS: Column("Ámbitos", _areas),
    }
    return RowsModel([columns[which] for which in sorted(columns)], lambda line: line.topic.id)


def topic_matrix(numbers: GroupNumbers) -> tuple[list[MatrixColumn], list[MatrixRow]]:
    """Man × topics."""
    columns = [MatrixColumn(topic.short, topic.whole) for topic in numbers.topics]
    rows = [
        MatrixRow(
            man.participant_id,
            _named(man),
            tuple(_topic_cell(numbers, man, topic) for topic in numbers.topics),
        )
        for man in numbers.men
    ]
    return columns, rows


def attendance_matrix(numbers: GroupNumbers) -> tuple[list[MatrixColumn], list[MatrixRow]]:
    """Man × rates and sessions."""
    columns = [MatrixColumn(heading, words, signs=False) for heading, words in RATES]
    columns += [
        MatrixColumn(f"{one.number}\n{one.day:%d/%m}", session_words(one).capitalize()) for one in numbers.sessions
    ]
    rows = [
        MatrixRow(
            man.participant_id,
            _named(man),
            (*_rate_cells(numbers, man), *(_mark_cell(man, one) for one in numbers.sessions)),
        )
        for man in numbers.men
    ]
    return columns, rows


def to_make_up(numbers: GroupNumbers, man: ManNumbers, topic_id: str) -> tuple[Session, ...]:
    """The held sessions of a topic that he may make up: missed, or from before he entered; nothing unrecorded."""
    if not man.present:
        return ()
    lacks = (numbers.session(key) for key in man.topics[topic_id].open_session_ids)
    return tuple(one for one in lacks if not (man.record.counted_on(one.day) and man.record.marks.get(one.id) is None))


def sessions_of(numbers: GroupNumbers, man: ManNumbers, topic_id: str) -> tuple[Session, ...]:
    """The sessions of a cell, the one to look at first: what he lacks, then what was held, then what is planned."""
    lacks = [numbers.session(key) for key in man.topics[topic_id].open_session_ids]
    rest = sorted(numbers.of_topic(topic_id), key=lambda one: one.state is not SessionState.HELD)
    return (*lacks, *(one for one in rest if one not in lacks))


def pending_words(numbers: GroupNumbers, pending: PendingStep) -> str:
    """What is to be considered with a man, since when and why."""
    label = STEP_TAKEN_LABELS[pending.step]
    why = sessions_words(numbers.session(key) for key in pending.session_ids)
    return ", ".join(filter(None, (label, since_words(pending), why)))


def _named(man: ManNumbers) -> str:
    if not man.present:
        return f"{man.full_name} (ya no está)"
    return f"{man.full_name} (en pausa)" if man.status is EnrolmentStatus.PAUSED else man.full_name


def _topic_cell(numbers: GroupNumbers, man: ManNumbers, topic: NumberedTopic) -> MatrixCell:
    cell = man.topics[topic.id]
    words = topic_words(cell, [numbers.session(key) for key in cell.open_session_ids])
    return MatrixCell(words, TOPIC_SIGNS[cell.state])


def _rate_cells(numbers: GroupNumbers, man: ManNumbers) -> tuple[MatrixCell, ...]:
    his = man.figures
    unrecorded = f" {his.unrecorded} sin registrar." if his.unrecorded else ""
    repaired = f" Con lo recuperado: {rate_words(his.with_made_up)}." if his.made_up else ""
    pending = pending_words(numbers, man.pending) if man.pending else ""
    short = STEP_TAKEN_LABELS[man.pending.step] if man.pending else ""
    if man.can_complete is False:
        pending = f"Ya no puede completar. {pending}".strip()
        short = "Ya no puede completar" if not short else f"{short} · ya no completa"
    return (
        MatrixCell(f"{rate_words(his.of_held)}.{repaired}{unrecorded}", text=short_rate(his.of_held)),
        MatrixCell(f"{rate_words(his.of_planned)}.", text=short_rate(his.of_planned)),
        MatrixCell(f"{rate_words(his.attainable)}.", text=short_rate(his.attainable)),
        MatrixCell(pending or "nada", text=short),
    )


def _mark_cell(man: ManNumbers, session: Session) -> MatrixCell:
    sign = mark_sign(man, session)
    words = mark_words(man, session)
    return MatrixCell(words, sign) if isinstance(sign, Sign) else MatrixCell(words, text=sign)


def _where(line: TopicLine) -> str:
    held, planned = sessions_words(line.held), sessions_words(line.planned)
    told = ", ".join(filter(None, (held, f"por venir: {planned}" if planned else "")))
    return as_sentence(told) if told else "Sin sesión en el plan"


def _areas(line: TopicLine) -> str:
    """One a line, so that whoever looks down the column sees which is missing."""
    if not line.found.parts:
        return ""
    return "\n".join(f"{words}: {'sí' if area in line.found.reached else 'no'}" for area, words in _AREAS.items())
