"""Who was there, what that amounts to, and which absence rules it reaches.

A man without a mark is *sin registrar*: unknown, and never an absence. Sessions outside the days on which he counted
never count for or against him.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from typing import Final
from uuid import UUID

from facilitador.domain.session_plans import SessionState


class AttendanceMark(StrEnum):
    """What is marked for a man at a session. No mark (None) is *sin registrar*."""

    ATTENDED = "attended"
    LATE = "late"
    LEFT_EARLY = "left_early"
    ABSENT_WITH_NOTICE = "absent_with_notice"
    ABSENT_WITHOUT_NOTICE = "absent_without_notice"
    NOT_ADMITTED = "not_admitted"


_M = AttendanceMark

MARK_LABELS: Final[Mapping[AttendanceMark | None, str]] = {
    _M.ATTENDED: "Asistió",
    _M.LATE: "Tardanza",
    _M.LEFT_EARLY: "Salió antes",
    _M.ABSENT_WITH_NOTICE: "Inasistencia con aviso",
    _M.ABSENT_WITHOUT_NOTICE: "Inasistencia sin aviso",
    _M.NOT_ADMITTED: "No ingresó hoy",
    None: "Sin registrar",
}

ATTENDING: Final = frozenset({_M.ATTENDED, _M.LATE, _M.LEFT_EARLY})
"""The marks of a man who worked with the group that day, be it in part."""

ABSENT: Final = frozenset(_M) - ATTENDING
"""The marks of a man who did not; *sin registrar* is none of them."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which a man counted, both included; `last` is None while he counts."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether he counted on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class SessionFact:
    """A session as the figures see it.

    `topic_ids` are those worked in a held session, whatever was planned; those of the plan in one still to come.
    `areas` are those in which its objectives were reached, at least in part (6.4.9; codes of topics.Area). `phase` is
    the stage of the programme it belongs to, empty where the service has none.
    """

    id: UUID
    day: date
    starts_at: time
    status: SessionState
    topic_ids: tuple[str, ...] = ()
    areas: frozenset[str] = frozenset()
    phase: str = ""


@dataclass(frozen=True, slots=True)
class MakeUp:
    """Something missed and worked again with one man.

    `session_id` is the held session it stands for, None where a topic was worked on its own. Without `topic_ids` it
    makes up every topic of that session.
    """

    on: date
    session_id: UUID | None = None
    topic_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ManRecord:
    """What is recorded of one man in one group: the days he counted, his marks by session, what he made up."""

    participant_id: UUID
    periods: tuple[Period, ...]
    marks: Mapping[UUID, AttendanceMark] = field(default_factory=dict)
    make_ups: tuple[MakeUp, ...] = ()

    def counted_on(self, day: date) -> bool:
        """Whether he counted on that day; outside, he is grey and no mark is taken."""
        return any(period.covers(day) for period in self.periods)


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole that is not zero, both kept so that `3 de 4` can be shown."""

    numerator: int
    denominator: int

    @property
    def fraction(self) -> Fraction:
        """The exact value."""
        return Fraction(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class AttendanceFigures:
    """What a man's marks amount to; each count is of sessions on days on which he counted.

    - `held` = `attended` + `absent_with_notice` + `absent_without_notice` + `not_admitted` + `unrecorded`.
    - `of_held`: attended, of the held ones with a mark. None ("—") where none has one.
    - `of_planned`: attended, of the held ones and those to come.
    - `attainable`: what `of_planned` becomes if he comes to all that is left; what is unrecorded may still turn out
      attended, and what he made up counts.
    - `with_made_up`: as `of_held`, with the missed sessions that he made up counted as attended.

    Making up credits the topic (6.4.8) and what he can still attain, but not `of_held`: that figure says how often he
    came to the group, and a supervisor must be able to see both.
    """

    held: int
    attended: int
    absent_with_notice: int
    absent_without_notice: int
    not_admitted: int
    unrecorded: int
    made_up: int
    to_come: int
    of_held: Rate | None
    of_planned: Rate | None
    attainable: Rate | None
    with_made_up: Rate | None


class AbsenceRuleKind(StrEnum):
    """How absences are counted."""

    TOTAL = "total"
    IN_A_ROW = "in_a_row"
    BY_PHASE = "by_phase"


class AbsenceStep(StrEnum):
    """What a service does when a rule is reached, from mild to grave."""

    NOTICE = "notice"
    SUSPENSION = "suspension"
    REENTRY_TALK = "reentry_talk"


STEP_LABELS: Final[Mapping[AbsenceStep, str]] = {
    AbsenceStep.NOTICE: "Aviso",
    AbsenceStep.SUSPENSION: "Suspensión",
    AbsenceStep.REENTRY_TALK: "Conversación para volver",
}


@dataclass(frozen=True, slots=True)
class AbsenceRule:
    """After `count` absences, a step. `marks` are the absences that count; one made up counts no more if `make_up`."""

    kind: AbsenceRuleKind
    count: int
    step: AbsenceStep
    marks: frozenset[AttendanceMark] = frozenset({AttendanceMark.ABSENT_WITHOUT_NOTICE})
    make_up: bool = True


NO_RULES: Final[tuple[AbsenceRule, ...]] = ()
"""None is active until the service sets its own: the directive names no number."""


@dataclass(frozen=True, slots=True)
class ReachedStep:
    """A rule that a man has reached, and the sessions that say so in order of date; `phase` where it goes by phase."""

    rule: AbsenceRule
    session_ids: tuple[UUID, ...]
    phase: str = ""


@dataclass(frozen=True, slots=True)
class RequiredAttendance:
    """What the service asks of a man who completes: a number of sessions, a share of his, or both (the stricter)."""

    sessions: int | None = None
    share: Fraction | None = None
