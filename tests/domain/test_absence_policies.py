"""Rules that a service sets, and the step that absences call for: proposed, never taken, and not asked twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.absence_policies import (
    MOST_RULES,
    RULE_STEPS,
    AbsenceStepTaken,
    AttendancePolicy,
    PendingStep,
    StepTaken,
    check_policy,
    in_order,
    pending_step,
    rule_words,
)
from facilitador.domain.attendance import (
    ABSENT,
    MOST_ABSENCES,
    AbsenceRule,
    AbsenceRuleKind,
    AbsenceStep,
    AttendanceMark,
    ManRecord,
    Period,
    SessionFact,
)
from facilitador.domain.session_plans import SessionState
from facilitador.errors import InvalidInput

FIRST = date(2027, 1, 6)
F, A = AttendanceMark.ABSENT_WITHOUT_NOTICE, AttendanceMark.ATTENDED
NOTICE = AbsenceRule(AbsenceRuleKind.TOTAL, 2, AbsenceStep.NOTICE)
SUSPENSION = AbsenceRule(AbsenceRuleKind.TOTAL, 4, AbsenceStep.SUSPENSION)
POLICY = AttendancePolicy((NOTICE, SUSPENSION))


def the_day(number: int) -> date:
    return FIRST + timedelta(weeks=number)


def sessions(count: int) -> tuple[SessionFact, ...]:
    return tuple(SessionFact(UUID(int=at), the_day(at), time(19), SessionState.HELD) for at in range(count))


def man(marks: str) -> ManRecord:
    known = {"x": F, "A": A}
    found = {UUID(int=at): known[letter] for at, letter in enumerate(marks) if letter in known}
    return ManRecord(UUID(int=99), (Period(FIRST),), found)


def taken(step: StepTaken, week: int) -> AbsenceStepTaken:
    return AbsenceStepTaken(UUID(int=500 + week), UUID(int=99), step, the_day(week), "")


def pending(marks: str, *steps: AbsenceStepTaken, policy: AttendancePolicy = POLICY) -> PendingStep | None:
    return pending_step(policy, man(marks), sessions(len(marks)), steps, can_complete=None)


def step_of(marks: str, *steps: AbsenceStepTaken) -> StepTaken | None:
    found = pending(marks, *steps)
    return found.step if found else None


# ── Which step ──────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.text("xA?", max_size=20))
def test_without_rules_nothing_is_ever_called_for(marks: str) -> None:
    assert pending(marks, policy=AttendancePolicy()) is None


@pytest.mark.parametrize(
    ("marks", "step"),
    [
        ("x", None),
        ("xx", StepTaken.NOTICE),
        ("xxx", StepTaken.NOTICE),
        ("xxxx", StepTaken.SUSPENSION),
        ("x?A?x", "notice"),
    ],
)
def test_the_gravest_rule_that_is_reached_is_what_is_called_for(marks: str, step: str | None) -> None:
    assert step_of(marks) == step


def test_it_says_since_when_and_which_absences() -> None:
    found = pending("xAxAx")
    assert found is not None
    assert (found.since, found.rule) == (the_day(2), NOTICE)
    assert [key.int for key in found.session_ids] == [0, 2, 4]


def test_a_notice_given_is_not_asked_for_again_until_something_graver_is_reached() -> None:
    notice = taken(StepTaken.NOTICE, 2)
    assert step_of("xx", notice) is None
    assert step_of("xxx", notice) is None
    assert step_of("xxxx", notice) is StepTaken.SUSPENSION


def test_a_notice_from_before_the_rule_was_reached_settles_nothing() -> None:
    assert step_of("AAxx", taken(StepTaken.NOTICE, 2)) is StepTaken.NOTICE


def test_a_new_run_in_a_row_asks_for_a_new_notice() -> None:
    rule = AbsenceRule(AbsenceRuleKind.IN_A_ROW, 2, AbsenceStep.NOTICE)
    policy = AttendancePolicy((rule,))
    notice = taken(StepTaken.NOTICE, 2)
    assert pending("xxA", notice, policy=policy) is None
    again = pending("xxAxx", notice, policy=policy)
    assert again is not None
    assert again.since == the_day(4)


def test_after_a_suspension_the_talk_to_come_back_is_next_whatever_the_rules_say() -> None:
    suspension = taken(StepTaken.SUSPENSION, 4)
    assert step_of("xxxx", suspension) is StepTaken.REENTRY_TALK
    assert pending("", suspension, policy=AttendancePolicy()) == PendingStep(StepTaken.REENTRY_TALK, the_day(4))


def test_after_that_talk_he_begins_anew() -> None:
    steps = (taken(StepTaken.SUSPENSION, 4), taken(StepTaken.REENTRY_TALK, 5))
    assert step_of("xxxx?x", *steps) is None
    assert step_of("xxxx?xx", *steps) is StepTaken.NOTICE


def test_who_can_no_longer_complete_is_named_last_and_once() -> None:
    def cannot(*steps: AbsenceStepTaken, marks: str = "A") -> PendingStep | None:
        return pending_step(POLICY, man(marks), sessions(len(marks)), steps, can_complete=False)

    assert cannot() == PendingStep(StepTaken.COMPLETION_TALK, None)
    assert cannot(taken(StepTaken.COMPLETION_TALK, 1)) is None
    first = cannot(marks="xx")
    assert first is not None
    assert first.step is StepTaken.NOTICE


@given(st.text("xA?", max_size=14), st.permutations([0, 1, 2, 3]))
def test_the_order_in_which_steps_are_given_says_nothing(marks: str, order: list[int]) -> None:
    kinds = (StepTaken.NOTICE, StepTaken.SUSPENSION, StepTaken.REENTRY_TALK, StepTaken.NOTICE)
    steps = [taken(kind, week) for week, kind in enumerate(kinds)]
    assert pending(marks, *steps) == pending(marks, *(steps[at] for at in order))


@given(st.text("xA?", max_size=14))
def test_a_step_taken_today_settles_what_is_called_for_today(marks: str) -> None:
    found = pending(marks)
    if found is None:
        return
    after = pending(marks, taken(found.step, len(marks)))
    assert after is None or after.step is not found.step


# ── What may be set ─────────────────────────────────────────────────────────────────────────────────────────────────


def problems(rules: list[AbsenceRule], percent: int | None = None) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as raised:
        check_policy(rules, percent)
    return [(problem.field, problem.code) for problem in raised.value.problems]


@given(st.integers(1, MOST_ABSENCES), st.sampled_from(RULE_STEPS), st.sampled_from(AbsenceRuleKind))
def test_every_rule_within_its_bounds_is_taken(count: int, step: AbsenceStep, kind: AbsenceRuleKind) -> None:
    check_policy([AbsenceRule(kind, count, step)], None)


@pytest.mark.parametrize("count", [0, -1, MOST_ABSENCES + 1])
def test_a_number_that_no_programme_has_is_refused(count: int) -> None:
    assert problems([replace(NOTICE, count=count)]) == [("rules.0.count", "number_out_of_range")]


@pytest.mark.parametrize("marks", [frozenset(), frozenset({A}), frozenset({A, F})])
def test_only_absences_count(marks: frozenset[AttendanceMark]) -> None:
    assert problems([SUSPENSION, replace(NOTICE, marks=marks)]) == [("rules.1.marks", "absence_marks_needed")]


def test_the_talk_to_come_back_is_no_rule() -> None:
    assert problems([replace(NOTICE, step=AbsenceStep.REENTRY_TALK)]) == [("rules.0.step", "option_unknown")]


def test_two_rules_that_say_the_same_are_refused_whatever_their_step() -> None:
    assert problems([NOTICE, replace(NOTICE, step=AbsenceStep.SUSPENSION)]) == [("rules.1.count", "absence_rule_twice")]


def test_there_is_a_most_of_rules() -> None:
    many = [replace(NOTICE, count=count) for count in range(1, MOST_RULES + 2)]
    check_policy(many[:-1], None)
    assert problems(many) == [("rules", "absence_rules_too_many")]


@pytest.mark.parametrize("percent", [0, 101])
def test_a_share_is_one_to_a_hundred_per_cent(percent: int) -> None:
    check_policy([], 1)
    check_policy([], 100)
    assert problems([], percent) == [("minimum_percent", "number_out_of_range")]


def test_rules_stand_mild_first_then_few_before_many() -> None:
    three = replace(NOTICE, count=3)
    assert in_order([SUSPENSION, three, NOTICE]) == (NOTICE, three, SUSPENSION)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (NOTICE, "Después de 2 inasistencias sin aviso, en todo el programa: aviso. Lo recuperado no cuenta."),
        (
            AbsenceRule(AbsenceRuleKind.IN_A_ROW, 1, AbsenceStep.SUSPENSION, ABSENT, make_up=False),
            "Después de 1 inasistencia de cualquier tipo: suspensión. Lo recuperado también cuenta.",
        ),
        (
            AbsenceRule(
                AbsenceRuleKind.BY_PHASE, 3, AbsenceStep.NOTICE, frozenset({F, AttendanceMark.ABSENT_WITH_NOTICE})
            ),
            "Después de 3 inasistencias con aviso o sin aviso, en una misma etapa: aviso. Lo recuperado no cuenta.",
        ),
    ],
)
def test_a_rule_reads_as_a_sentence(rule: AbsenceRule, words: str) -> None:
    assert rule_words(rule) == words
