"""The numbers of a group as they are shown: topics, sessions, and of each man his attendance and his topics (6.4.8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.domain.absence_policies import AbsenceStepTaken, AttendancePolicy, PendingStep
from facilitador.domain.attendance import ABSENT, MARK_LABELS, AttendanceFigures, AttendanceMark, ManRecord, Rate
from facilitador.domain.coverage import GroupTopic, TopicCell, TopicState
from facilitador.domain.dates import format_date
from facilitador.domain.enrolments import STATUS_RULES, EnrolmentStatus
from facilitador.domain.missed_sessions import topics_of
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import Session
from facilitador.domain.signs import MADE_UP, MARK_SIGNS, Sign
from facilitador.domain.text import listed

NOTHING_HELD: Final = "—"
"""Stands for a rate of which there is nothing to say yet."""

_OWN_PREFIX: Final = "P"


@dataclass(frozen=True, slots=True)
class NumberedTopic:
    """A topic as the head of a column: `short` is its number in 6.4.8, or P1, P2… for the service's own."""

    id: str
    short: str
    name: str

    @property
    def mandated(self) -> bool:
        """Whether 6.4.8 names it."""
        return not self.short.startswith(_OWN_PREFIX)

    @property
    def whole(self) -> str:
        """`4. Afecto, emociones y amor`."""
        return f"{self.short}. {self.name}"


@dataclass(frozen=True, slots=True)
class ManNumbers:
    """One man in a group: `enrolment_id` is his latest stint there, by which anything is recorded of him.

    `made_up` are the sessions that he made up, be it in part. `can_complete` is None where the service asks nothing.
    """

    enrolment_id: UUID
    participant_id: UUID
    full_name: str
    status: EnrolmentStatus
    stint_revision: int
    record: ManRecord
    figures: AttendanceFigures
    topics: Mapping[str, TopicCell]
    made_up: frozenset[UUID]
    taken: tuple[AbsenceStepTaken, ...]
    pending: PendingStep | None
    can_complete: bool | None

    @property
    def present(self) -> bool:
        """Whether he is in the group now, a pause counted in."""
        return STATUS_RULES[self.status].counts

    def count(self, *states: TopicState) -> int:
        """How many of the topics stand in one of these states."""
        return sum(cell.state in states for cell in self.topics.values())


@dataclass(frozen=True, slots=True)
class GroupNumbers:
    """The numbers of a group. `sessions` are those that are not cancelled, in order; `men` present first, by name."""

    group_id: UUID
    group_name: str
    policy: AttendancePolicy
    topics: tuple[NumberedTopic, ...]
    sessions: tuple[Session, ...]
    group: tuple[GroupTopic, ...]
    men: tuple[ManNumbers, ...]

    @property
    def held(self) -> int:
        """How many sessions were held."""
        return sum(session.state is SessionState.HELD for session in self.sessions)

    def session(self, session_id: UUID) -> Session:
        """The session of that id; KeyError if it is none of these."""
        for session in self.sessions:
            if session.id == session_id:
                return session
        raise KeyError(session_id)

    def of_topic(self, topic_id: str) -> tuple[Session, ...]:
        """The sessions that worked a topic or are planned for it."""
        return tuple(session for session in self.sessions if topic_id in topics_of(session))


def numbered_topics(mandated: Mapping[str, str], own: Mapping[str, str]) -> tuple[NumberedTopic, ...]:
    """The thirteen under their numbers, then the service's own; both as names by id, in order."""
    return (
        *(NumberedTopic(key, str(number), name) for number, (key, name) in enumerate(mandated.items(), start=1)),
        *(NumberedTopic(key, f"{_OWN_PREFIX}{number}", name) for number, (key, name) in enumerate(own.items(), 1)),
    )


def rate_words(rate: Rate | None) -> str:
    """`8 de 10 (80 %)`, or a dash where there is nothing to say yet."""
    if rate is None:
        return NOTHING_HELD
    return f"{rate.numerator} de {rate.denominator} ({percent(rate)} %)"


def short_rate(rate: Rate | None) -> str:
    """`8 de 10`, or a dash where there is nothing to say yet."""
    return NOTHING_HELD if rate is None else f"{rate.numerator} de {rate.denominator}"


def percent(rate: Rate) -> int:
    """The share in whole per cent, rounded down, so that a hundred always means all and never reached is not shown."""
    return rate.numerator * 100 // rate.denominator


def session_words(session: Session) -> str:
    """`sesión 5, 12/03/2026`."""
    return f"sesión {session.number}, {format_date(session.day)}"


def sessions_words(sessions: Iterable[Session]) -> str:
    """`sesión 3`, `sesiones 3, 4 y 9`; empty for none."""
    numbers = [str(session.number) for session in sessions]
    if not numbers:
        return ""
    return f"{'sesión' if len(numbers) == 1 else 'sesiones'} {listed(numbers)}"


def topic_words(cell: TopicCell, open_sessions: Sequence[Session]) -> str:
    """What a cell of man and topic says, in a sentence; `open_sessions` are the held parts that he has not."""
    where = sessions_words(open_sessions)
    planned = {0: "", 1: " Falta 1 sesión del tema."}.get(cell.to_come, f" Faltan {cell.to_come} sesiones del tema.")
    repaired = {0: "", 1: " Recuperó 1 sesión."}.get(cell.made_up, f" Recuperó {cell.made_up} sesiones.")
    told = {
        TopicState.COVERED: f"Trabajado.{repaired}",
        TopicState.PARTIAL: f"En parte: {cell.done} de {cell.held + cell.to_come}.{repaired}",
        TopicState.MISSED: "Faltó y no lo ha recuperado:",
        TopicState.UNRECORDED: "Su asistencia está sin registrar:",
        TopicState.BEFORE_ENTRY: "Se trabajó antes de su ingreso:",
        TopicState.AFTER_LEAVING: "Se trabajó cuando ya no estaba en el grupo:",
        TopicState.PENDING: "Por venir." if cell.to_come else "Sin sesión en el plan.",
    }[cell.state]
    if cell.state is TopicState.PARTIAL and where:
        told = f"{told} Le falta: {where}."
    elif where and cell.state is not TopicState.COVERED:
        told = f"{told} {where}."
    return told if cell.state in (TopicState.COVERED, TopicState.PENDING) else f"{told}{planned}"


def mark_sign(man: ManNumbers, session: Session) -> Sign | str:
    """The sign of a man at a session: his mark, R where he made an absence up, a dash outside his stint."""
    if not man.record.counted_on(session.day):
        return Sign.DASH
    if session.state is SessionState.PLANNED:
        return Sign.DOT
    mark = man.record.marks.get(session.id)
    return MADE_UP if mark in ABSENT and session.id in man.made_up else MARK_SIGNS[mark]


def mark_words(man: ManNumbers, session: Session) -> str:
    """What a cell of man and session says."""
    if not man.record.counted_on(session.day):
        return "Ese día no estaba en el grupo: no cuenta."
    if session.state is SessionState.PLANNED:
        return "Por venir."
    mark: AttendanceMark | None = man.record.marks.get(session.id)
    repaired = " Recuperada." if mark in ABSENT and session.id in man.made_up else ""
    return f"{MARK_LABELS[mark]}.{repaired}"


def since_words(pending: PendingStep) -> str:
    """Since when a step is called for, `desde el 12/03/2026`; empty where no day says it."""
    day: date | None = pending.since
    return f"desde el {format_date(day)}" if day is not None else ""
