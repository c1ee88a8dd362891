"""Who was there, what that amounts to, and which absence rules it reaches.

A man without a mark is *sin registrar*: unknown, and never an absence. Sessions outside the days on which he counted
never count for or against him.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
    - `of_planned`: attended, of the held ones and those to come. None where nothing was held.
    - `attainable`: what `of_planned` becomes if he comes to all that is left; what is unrecorded may still turn out
      attended, and what he made up counts. It needs nothing held: who enters late may see at once that it is too late.
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


MOST_ABSENCES: Final = 40
"""The largest number a rule may have."""

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


def figures(man: ManRecord, sessions: Iterable[SessionFact]) -> AttendanceFigures:
    """What his marks amount to. Cancelled sessions count nowhere; sessions may come in any order."""
    his = [one for one in sessions if man.counted_on(one.day)]
    held = [one.id for one in his if one.status is SessionState.HELD]
    to_come = sum(one.status is SessionState.PLANNED for one in his)
    tally = Counter(man.marks.get(session_id) for session_id in held)
    attended = sum(tally[mark] for mark in ATTENDING)
    repaired = _made_up_sessions(man)
    made_up = sum(man.marks.get(session_id) in ABSENT and session_id in repaired for session_id in held)
    unrecorded = tally[None]
    recorded, whole = len(held) - unrecorded, len(held) + to_come
    return AttendanceFigures(
        held=len(held),
        attended=attended,
        absent_with_notice=tally[_M.ABSENT_WITH_NOTICE],
        absent_without_notice=tally[_M.ABSENT_WITHOUT_NOTICE],
        not_admitted=tally[_M.NOT_ADMITTED],
        unrecorded=unrecorded,
        made_up=made_up,
        to_come=to_come,
        of_held=_rate(attended, recorded),
        of_planned=_rate(attended, whole) if held else None,
        attainable=_rate(attended + made_up + unrecorded + to_come, whole),
        with_made_up=_rate(attended + made_up, recorded),
    )


def can_still_complete(his: AttendanceFigures, required: RequiredAttendance) -> bool | None:
    """Whether what is attainable reaches what the service asks; None, hence nothing to say, where it asks nothing.

    False is «ya no puede completar»: even if he comes to all that is left. Making up more sessions may change it.
    """
    if required.sessions is None and required.share is None:
        return None
    best = his.attainable
    if best is None:
        return None
    enough = required.sessions is None or best.numerator >= required.sessions
    return enough and (required.share is None or best.fraction >= required.share)


def reached_steps(
    rules: Sequence[AbsenceRule],
    man: ManRecord,
    sessions: Iterable[SessionFact],
    *,
    counting_from: date | None = None,
) -> tuple[ReachedStep, ...]:
    """The rules that his absences reach, in the order given; by phase, one for each phase that reaches it.

    `counting_from`: earlier absences are settled, because he came back after a talk. In a row, only being there ends
    the run, and so does *sin registrar*, since nobody is to be suspended for what was not written down; an absence
    that the rule does not count (with notice, made up) neither adds to the run nor ends it. Of several runs the last
    that reaches the rule is named.
    """
    held = sorted(
        (
            one
            for one in sessions
            if one.status is SessionState.HELD
            and man.counted_on(one.day)
            and (counting_from is None or one.day >= counting_from)
        ),
        key=lambda one: (one.day, one.starts_at),
    )
    repaired = _made_up_sessions(man)
    return tuple(step for rule in rules for step in _steps(rule, man, held, repaired))


def _steps(
    rule: AbsenceRule, man: ManRecord, held: Sequence[SessionFact], repaired: Collection[UUID]
) -> Iterable[ReachedStep]:
    def counts(session: SessionFact) -> bool:
        return man.marks.get(session.id) in rule.marks and not (rule.make_up and session.id in repaired)

    missed: dict[str, list[UUID]] = {}
    if rule.kind is AbsenceRuleKind.IN_A_ROW:
        missed[""] = _last_run(rule, man, held, counts)
    else:
        for session in filter(counts, held):
            missed.setdefault(session.phase if rule.kind is AbsenceRuleKind.BY_PHASE else "", []).append(session.id)
    for phase, session_ids in missed.items():
        if len(session_ids) >= rule.count:
            yield ReachedStep(rule, tuple(session_ids), phase)


def _last_run(
    rule: AbsenceRule, man: ManRecord, held: Sequence[SessionFact], counts: Callable[[SessionFact], bool]
) -> list[UUID]:
    run: list[UUID] = []
    reached: list[UUID] = []
    for session in held:
        if counts(session):
            run.append(session.id)
            if len(run) >= rule.count:
                reached = run
        elif man.marks.get(session.id) not in ABSENT:
            run = []
    return reached


def _made_up_sessions(man: ManRecord) -> frozenset[UUID]:
    """The sessions that he made up whole; one of which only some topics were made up is none."""
    return frozenset(one.session_id for one in man.make_ups if one.session_id is not None and not one.topic_ids)


def _rate(numerator: int, denominator: int) -> Rate | None:
    return Rate(numerator, denominator) if denominator else None
