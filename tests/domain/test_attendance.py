"""Marks, rates and absence rules: unknown is never absent, and outside a stint nothing counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.attendance import (
    ABSENT,
    ATTENDING,
    MARK_LABELS,
    NO_RULES,
    STEP_LABELS,
    AbsenceRule,
    AbsenceRuleKind,
    AbsenceStep,
    AttendanceMark,
    MakeUp,
    ManRecord,
    Period,
    Rate,
    RequiredAttendance,
    SessionFact,
    can_still_complete,
    figures,
    reached_steps,
)
from facilitador.domain.session_plans import SessionState

FIRST = date(2027, 1, 6)
MAN = UUID(int=99)
M = AttendanceMark
LETTERS: Mapping[str, AttendanceMark | None] = {
    "A": M.ATTENDED,
    "L": M.LATE,
    "E": M.LEFT_EARLY,
    "n": M.ABSENT_WITH_NOTICE,
    "x": M.ABSENT_WITHOUT_NOTICE,
    "d": M.NOT_ADMITTED,
    "?": None,
}
STATES = {".": SessionState.PLANNED, "-": SessionState.CANCELLED}


def the_day(number: int) -> date:
    return FIRST + timedelta(weeks=number)


def sessions_of(row: str, phases: str = "") -> list[SessionFact]:
    """One weekly session for each letter: a mark means held, `.` planned, `-` cancelled."""
    return [
        SessionFact(UUID(int=at), the_day(at), time(19), STATES.get(letter, SessionState.HELD), phase=phase)
        for at, (letter, phase) in enumerate(zip(row, phases or " " * len(row), strict=True))
    ]


def man_of(row: str, *make_ups: int, periods: Sequence[Period] = (Period(FIRST),)) -> ManRecord:
    """A man with these marks, by session; the numbers are of sessions he made up."""
    marks = {UUID(int=at): mark for at, letter in enumerate(row) if (mark := LETTERS.get(letter)) is not None}
    return ManRecord(MAN, tuple(periods), marks, tuple(MakeUp(FIRST, UUID(int=at)) for at in make_ups))


def of(row: str, *make_ups: int) -> dict[str, Rate | None]:
    found = figures(man_of(row, *make_ups), sessions_of(row))
    return {name: getattr(found, name) for name in ("of_held", "of_planned", "attainable", "with_made_up")}


# ── Marks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_mark_is_either_being_there_or_not_and_has_its_words() -> None:
    assert {M.ATTENDED, M.LATE, M.LEFT_EARLY} == ATTENDING
    assert set(M) == ATTENDING | ABSENT
    assert not ATTENDING & ABSENT
    assert set(MARK_LABELS) == {*M, None}
    assert set(STEP_LABELS) == set(AbsenceStep)


# ── Days that count ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("week", "counts"), [(1, False), (2, True), (7, True), (8, False)])
def test_both_ends_of_a_period_count(week: int, counts: bool) -> None:
    assert Period(the_day(2), the_day(7)).covers(the_day(week)) is counts


def test_sessions_outside_the_stints_never_count() -> None:
    row = "xAx?AAA.."
    periods = [Period(the_day(1), the_day(2)), Period(the_day(5), the_day(7))]

    found = figures(man_of(row, periods=periods), sessions_of(row))

    assert (found.held, found.attended, found.absent_without_notice) == (4, 3, 1)
    assert (found.unrecorded, found.to_come) == (0, 1)


def test_a_cancelled_session_counts_nowhere_even_with_a_mark() -> None:
    man = man_of("AxA")
    cancelled = [
        replace(one, status=SessionState.CANCELLED) if at == 1 else one for at, one in enumerate(sessions_of("AxA"))
    ]

    assert figures(man, cancelled).of_held == Rate(2, 2)
    assert reached_steps([AbsenceRule(AbsenceRuleKind.TOTAL, 1, AbsenceStep.NOTICE)], man, cancelled) == ()


# ── Rates ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "of_held", "of_planned", "attainable"),
    [
        ("ALE", Rate(3, 3), Rate(3, 3), Rate(3, 3)),
        ("Anxd", Rate(1, 4), Rate(1, 4), Rate(1, 4)),
        ("Ax..", Rate(1, 2), Rate(1, 4), Rate(3, 4)),
        ("Ax?.", Rate(1, 2), Rate(1, 4), Rate(3, 4)),
        ("??", None, Rate(0, 2), Rate(2, 2)),
        ("...", None, None, Rate(3, 3)),
        ("A-.", Rate(1, 1), Rate(1, 2), Rate(2, 2)),
        ("", None, None, None),
    ],
)
def test_three_rates_and_a_dash_where_nothing_was_held(
    row: str, of_held: Rate | None, of_planned: Rate | None, attainable: Rate | None
) -> None:
    found = of(row)

    assert (found["of_held"], found["of_planned"], found["attainable"]) == (of_held, of_planned, attainable)


def test_unrecorded_is_apart_and_no_absence() -> None:
    found = figures(man_of("A??x"), sessions_of("A??x"))

    assert (found.held, found.unrecorded, found.absent_without_notice, found.absent_with_notice) == (4, 2, 1, 0)
    assert found.of_held == Rate(1, 2)


def test_making_up_is_shown_apart_and_raises_what_he_can_attain() -> None:
    assert of("Axx.", 1) == {
        "of_held": Rate(1, 3),
        "of_planned": Rate(1, 4),
        "attainable": Rate(3, 4),
        "with_made_up": Rate(2, 3),
    }


def test_making_up_what_he_attended_or_only_some_topics_adds_nothing() -> None:
    row = "Ax"
    partly = replace(man_of(row, 0), make_ups=(MakeUp(FIRST, UUID(int=0)), MakeUp(FIRST, UUID(int=1), ("topic",))))

    found = figures(partly, sessions_of(row))

    assert found.made_up == 0
    assert found.with_made_up == Rate(1, 2)


def test_a_rate_is_exact() -> None:
    assert Rate(2, 6).fraction == Fraction(1, 3)


rows = st.text("ALEnxd?.-", max_size=25)


@given(row=rows, made_up=st.sets(st.integers(0, 24)), first=st.integers(0, 25), last=st.integers(0, 25))
def test_the_counts_add_up_and_rates_stay_within_bounds(row: str, made_up: set[int], first: int, last: int) -> None:
    man = man_of(row, *made_up, periods=[Period(the_day(first), the_day(last))])

    found = figures(man, reversed(sessions_of(row)))

    his = [letter for at, letter in enumerate(row) if first <= at <= last]
    absences = found.absent_with_notice + found.absent_without_notice + found.not_admitted
    assert found.held == found.attended + absences + found.unrecorded
    assert found.held + found.to_come == sum(letter != "-" for letter in his)
    assert found.attended == sum(letter in "ALE" for letter in his)
    assert 0 <= found.made_up <= absences
    for rate in (found.of_held, found.of_planned, found.attainable, found.with_made_up):
        assert rate is None or 0 <= rate.fraction <= 1
    if found.of_planned:
        assert found.attainable
        assert found.of_planned.fraction <= found.attainable.fraction
    if found.of_held:
        assert found.with_made_up
        assert found.of_held.fraction <= found.with_made_up.fraction


@given(row=rows, at=st.integers(0, 24))
def test_coming_to_what_is_left_attains_the_attainable(row: str, at: int) -> None:
    came = row.replace("?", "A").replace(".", "A")

    assert figures(man_of(row, at), sessions_of(row)).attainable == of(came, at)["with_made_up"]


# ── Completing ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "required", "answer"),
    [
        ("Axxx", RequiredAttendance(), None),
        ("", RequiredAttendance(sessions=3), None),
        ("Axx..", RequiredAttendance(sessions=3), True),
        ("Axxx.", RequiredAttendance(sessions=3), False),
        ("Axx?.", RequiredAttendance(sessions=3), True),
        ("AAAx", RequiredAttendance(share=Fraction(3, 4)), True),
        ("AAxx", RequiredAttendance(share=Fraction(3, 4)), False),
        ("AAAx", RequiredAttendance(sessions=4, share=Fraction(3, 4)), False),
        ("AAAAAxxx", RequiredAttendance(sessions=4, share=Fraction(3, 4)), False),
        ("..", RequiredAttendance(sessions=3), False),
    ],
)
def test_who_can_no_longer_complete_is_said_only_against_a_minimum(
    row: str, required: RequiredAttendance, answer: bool | None
) -> None:
    assert can_still_complete(figures(man_of(row), sessions_of(row)), required) is answer


def test_making_up_opens_the_way_again() -> None:
    required = RequiredAttendance(sessions=3)

    assert can_still_complete(figures(man_of("Axx."), sessions_of("Axx.")), required) is False
    assert can_still_complete(figures(man_of("Axx.", 1), sessions_of("Axx.")), required) is True


# ── Absence rules ───────────────────────────────────────────────────────────────────────────────────────────────────

TOTAL = AbsenceRule(AbsenceRuleKind.TOTAL, 3, AbsenceStep.SUSPENSION)
IN_A_ROW = AbsenceRule(AbsenceRuleKind.IN_A_ROW, 2, AbsenceStep.NOTICE)
BY_PHASE = AbsenceRule(AbsenceRuleKind.BY_PHASE, 2, AbsenceStep.REENTRY_TALK)


def reached(rule: AbsenceRule, row: str, *make_ups: int, phases: str = "") -> list[list[int]]:
    """The numbers of the sessions by which the rule is reached, each time."""
    steps = reached_steps([rule], man_of(row, *make_ups), sessions_of(row, phases))
    assert all(one.rule == rule for one in steps)
    return [[session_id.int for session_id in one.session_ids] for one in steps]


def test_none_is_active_until_the_service_sets_one() -> None:
    assert reached_steps(NO_RULES, man_of("xxxxxxxx"), sessions_of("xxxxxxxx")) == ()


@pytest.mark.parametrize(
    ("row", "by"),
    [("xAx", []), ("xAxx", [[0, 2, 3]]), ("xxnd", []), ("xx?", []), ("xAxAxx", [[0, 2, 4, 5]])],
)
def test_in_all(row: str, by: list[list[int]]) -> None:
    assert reached(TOTAL, row) == by


@pytest.mark.parametrize(
    ("row", "by"),
    [
        ("xAx", []),
        ("xx", [[0, 1]]),
        ("AxxxA", [[1, 2, 3]]),
        ("xx?", [[0, 1]]),
        ("x?x", []),
        ("xnx", [[0, 2]]),
        ("xdx", [[0, 2]]),
        ("x-x", [[0, 2]]),
        ("xxAxxLx", [[3, 4]]),
    ],
)
def test_in_a_row(row: str, by: list[list[int]]) -> None:
    assert reached(IN_A_ROW, row) == by


def test_by_phase() -> None:
    assert reached(BY_PHASE, "xAxxx", phases="11122") == [[0, 2], [3, 4]]
    assert reached(BY_PHASE, "xAAxA", phases="11122") == []
    (step, _) = reached_steps([BY_PHASE], man_of("xxxx"), sessions_of("xxxx", "1122"))
    assert step.phase == "1"


def test_a_service_says_which_absences_count() -> None:
    strict = replace(TOTAL, marks=frozenset({M.ABSENT_WITHOUT_NOTICE, M.ABSENT_WITH_NOTICE}))

    assert reached(strict, "xnx") == [[0, 1, 2]]
    assert reached(strict, "xnd") == []


def test_a_session_made_up_counts_no_more_unless_the_rule_says_so() -> None:
    assert reached(TOTAL, "xxx", 1) == []
    assert reached(replace(TOTAL, make_up=False), "xxx", 1) == [[0, 1, 2]]
    assert reached(IN_A_ROW, "xxx", 1) == [[0, 2]]


def test_what_was_settled_by_a_talk_counts_no_more() -> None:
    row = "xxAx"

    assert reached_steps([TOTAL], man_of(row), sessions_of(row), counting_from=the_day(1)) == ()
    assert len(reached_steps([TOTAL], man_of(row), sessions_of(row), counting_from=the_day(0))) == 1


def test_absences_before_a_stint_reach_nothing() -> None:
    row = "xxxx"

    assert reached_steps([TOTAL], man_of(row, periods=[Period(the_day(2))]), sessions_of(row)) == ()


def test_rules_answer_in_their_order_and_sessions_in_theirs() -> None:
    row = "xxx"

    steps = reached_steps([TOTAL, IN_A_ROW], man_of(row), reversed(sessions_of(row)))

    assert [one.rule.step for one in steps] == [AbsenceStep.SUSPENSION, AbsenceStep.NOTICE]
    assert [session_id.int for session_id in steps[0].session_ids] == [0, 1, 2]


@given(row=rows, count=st.integers(1, 6))
def test_only_recorded_absences_ever_reach_a_rule(row: str, count: int) -> None:
    rules = [replace(rule, count=count) for rule in (TOTAL, IN_A_ROW, BY_PHASE)]

    for one in reached_steps(rules, man_of(row), sessions_of(row)):
        assert len(one.session_ids) >= count
        assert all(row[session_id.int] == "x" for session_id in one.session_ids)
    assert reached_steps(rules, man_of(row.replace("x", "?")), sessions_of(row.replace("x", "?"))) == ()
