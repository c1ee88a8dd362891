"""What a service asks of attendance, and which step a man's absences call for now.

The directive names no number: nothing is active until the service sets it, and no step is ever taken by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final
from uuid import UUID

from facilitador.domain.attendance import (
    ABSENT,
    MOST_ABSENCES,
    NO_RULES,
    AbsenceRule,
    AbsenceRuleKind,
    AbsenceStep,
    AttendanceMark,
    ManRecord,
    RequiredAttendance,
    SessionFact,
    reached_steps,
)
from facilitador.domain.checks import Checks

MOST_RULES: Final = 12
LONGEST_STEP_NOTE: Final = 1000
LOWEST_PERCENT, HIGHEST_PERCENT = 1, 100

RULE_STEPS: Final = (AbsenceStep.NOTICE, AbsenceStep.SUSPENSION)
"""What a rule may call for; the talk before he comes back follows a suspension, not a number of absences."""

KIND_LABELS: Final[Mapping[AbsenceRuleKind, str]] = {
    AbsenceRuleKind.TOTAL: "En todo el programa",
    AbsenceRuleKind.IN_A_ROW: "Seguidas",
    AbsenceRuleKind.BY_PHASE: "En una misma etapa",
}

_KIND_WORDS: Final[Mapping[AbsenceRuleKind, str]] = {
    AbsenceRuleKind.TOTAL: "en todo el programa",
    AbsenceRuleKind.IN_A_ROW: "seguidas",
    AbsenceRuleKind.BY_PHASE: "en una misma etapa",
}

_MARK_WORDS: Final[Mapping[AttendanceMark, str]] = {
    AttendanceMark.ABSENT_WITH_NOTICE: "con aviso",
    AttendanceMark.ABSENT_WITHOUT_NOTICE: "sin aviso",
    AttendanceMark.NOT_ADMITTED: "por no haber ingresado",
}


class StepTaken(StrEnum):
    """What the team did with one man because of his absences."""

    NOTICE = "notice"
    SUSPENSION = "suspension"
    REENTRY_TALK = "reentry_talk"
    COMPLETION_TALK = "completion_talk"


STEP_TAKEN_LABELS: Final[Mapping[StepTaken, str]] = {
    StepTaken.NOTICE: "Aviso",
    StepTaken.SUSPENSION: "Suspensión",
    StepTaken.REENTRY_TALK: "Conversación para volver",
    StepTaken.COMPLETION_TALK: "Conversación sobre cómo seguir",
}


@dataclass(frozen=True, slots=True)
class AttendancePolicy:
    """The rules of the service, mild steps first, and the share of his sessions that a man must attend to complete.

    `minimum_percent` 1–100, None where the service asks for none. `revision` 0 until something was set.
    """

    rules: tuple[AbsenceRule, ...] = NO_RULES
    minimum_percent: int | None = None
    revision: int = 0

    @property
    def active(self) -> bool:
        """Whether the service set anything."""
        return bool(self.rules) or self.minimum_percent is not None

    @property
    def required(self) -> RequiredAttendance:
        """What is asked of who completes."""
        share = Fraction(self.minimum_percent, 100) if self.minimum_percent is not None else None
        return RequiredAttendance(share=share)


@dataclass(frozen=True, slots=True)
class AbsenceStepTaken:
    """A step that the team took with one man, on which day, and what was said."""

    id: UUID
    enrolment_id: UUID
    step: StepTaken
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class PendingStep:
    """A step to be considered with a man, since which day.

    `rule` and the absences (`session_ids`, in order of date) that reach it; None for the talk after a suspension and
    for the one with who can no longer complete.
    """

    step: StepTaken
    since: date | None
    rule: AbsenceRule | None = None
    session_ids: tuple[UUID, ...] = ()


def in_order(rules: Iterable[AbsenceRule]) -> tuple[AbsenceRule, ...]:
    """Mild steps first, then by how absences are counted, then few before many."""
    steps, kinds = tuple(AbsenceStep), tuple(AbsenceRuleKind)
    return tuple(sorted(rules, key=lambda one: (steps.index(one.step), kinds.index(one.kind), one.count)))


def rule_words(rule: AbsenceRule) -> str:
    """The rule in a sentence: `Después de 3 inasistencias sin aviso, seguidas: aviso. Lo recuperado no cuenta.`"""
    if rule.marks == ABSENT:
        which = "de cualquier tipo"
    else:
        which = " o ".join(words for mark, words in _MARK_WORDS.items() if mark in rule.marks)
    noun = "inasistencia" if rule.count == 1 else "inasistencias"
    how = f", {_KIND_WORDS[rule.kind]}" if rule.count > 1 else ""
    step = STEP_TAKEN_LABELS[StepTaken(rule.step)].lower()
    repaired = "Lo recuperado no cuenta." if rule.make_up else "Lo recuperado también cuenta."
    return f"Después de {rule.count} {noun} {which}{how}: {step}. {repaired}"


def check_policy(rules: Sequence[AbsenceRule], minimum_percent: int | None) -> None:
    """Refuse rules that cannot be, two that say the same, and a share that is none.

    The field of a problem is `rules.3.count`: the place of the rule, from 0, and what of it.
    """
    checks = Checks()
    checks.need("rules", len(rules) <= MOST_RULES, "absence_rules_too_many", maximum=MOST_RULES)
    seen: set[tuple[AbsenceRuleKind, int, frozenset[AttendanceMark], bool]] = set()
    for place, rule in enumerate(rules):
        checks.within(f"rules.{place}.count", rule.count, 1, MOST_ABSENCES)
        checks.need(f"rules.{place}.marks", bool(rule.marks) and rule.marks <= ABSENT, "absence_marks_needed")
        checks.need(f"rules.{place}.step", rule.step in RULE_STEPS, "option_unknown")
        same = (rule.kind, rule.count, rule.marks, rule.make_up)
        checks.need(f"rules.{place}.count", same not in seen, "absence_rule_twice")
        seen.add(same)
    checks.within("minimum_percent", minimum_percent, LOWEST_PERCENT, HIGHEST_PERCENT)
    checks.refuse_if_any()


def pending_step(
    policy: AttendancePolicy,
    man: ManRecord,
    sessions: Sequence[SessionFact],
    taken: Sequence[AbsenceStepTaken],
    *,
    can_complete: bool | None,
) -> PendingStep | None:
    """The gravest step that is called for and was not taken yet; None where there is none.

    After a suspension the talk to come back is next, whatever the rules say; absences before that talk are settled. A
    notice or a suspension settles every rule that was reached by its day. `taken` may come in any order.
    """
    in_time = sorted(taken, key=lambda one: one.on)
    outside = [one for one in in_time if one.step in (StepTaken.SUSPENSION, StepTaken.REENTRY_TALK)]
    if outside and outside[-1].step is StepTaken.SUSPENSION:
        return PendingStep(StepTaken.REENTRY_TALK, outside[-1].on)
    talked = outside[-1].on if outside else None
    pending = _called_for(policy, man, sessions, in_time, counting_from=talked)
    if pending is not None:
        return pending
    if can_complete is False and not any(one.step is StepTaken.COMPLETION_TALK for one in in_time):
        return PendingStep(StepTaken.COMPLETION_TALK, None)
    return None


def _called_for(
    policy: AttendancePolicy,
    man: ManRecord,
    sessions: Sequence[SessionFact],
    taken: Sequence[AbsenceStepTaken],
    *,
    counting_from: date | None,
) -> PendingStep | None:
    days = {session.id: session.day for session in sessions}
    graver: PendingStep | None = None
    for reached in reached_steps(policy.rules, man, sessions, counting_from=counting_from):
        since = days[reached.session_ids[reached.rule.count - 1]]
        if any(_settles(one, reached.rule.step, since) for one in taken):
            continue
        found = PendingStep(StepTaken(reached.rule.step), since, reached.rule, reached.session_ids)
        if graver is None or _gravity(found) > _gravity(graver):
            graver = found
    return graver


def _settles(taken: AbsenceStepTaken, step: AbsenceStep, since: date) -> bool:
    enough = {AbsenceStep.NOTICE: (StepTaken.NOTICE, StepTaken.SUSPENSION)}.get(step, (StepTaken.SUSPENSION,))
    return taken.on >= since and taken.step in enough


def _gravity(pending: PendingStep) -> int:
    return tuple(StepTaken).index(pending.step)
