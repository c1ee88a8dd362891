"""Man by topic and group by topic (6.4.8), with the areas of 6.4.9."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.attendance import ATTENDING, AttendanceMark, MakeUp, ManRecord, Period, SessionFact
from facilitador.domain.coverage import STATE_LABELS, Coverage, TopicCell, TopicState, coverage
from facilitador.domain.session_plans import SessionState
from facilitador.domain.topics import Area
from facilitador.reference import curriculum

pytestmark = pytest.mark.directive("6.4.8")

FIRST = date(2027, 1, 6)
MAN = UUID(int=99)
M = AttendanceMark
T = TopicState
OPEN = (Period(FIRST),)


def the_day(week: int) -> date:
    return FIRST + timedelta(weeks=week)


def held(week: int, topics: str, *areas: Area) -> SessionFact:
    return SessionFact(UUID(int=week), the_day(week), time(19), SessionState.HELD, tuple(topics), frozenset(areas))


def to_come(week: int, topics: str) -> SessionFact:
    return replace(held(week, topics), status=SessionState.PLANNED)


def a_man(
    *marks: AttendanceMark | None, periods: tuple[Period, ...] = OPEN, make_ups: tuple[MakeUp, ...] = ()
) -> ManRecord:
    """A man with one mark a week."""
    return ManRecord(MAN, periods, {UUID(int=week): mark for week, mark in enumerate(marks) if mark}, make_ups)


def cell(sessions: Sequence[SessionFact], man: ManRecord, topic: str = "a") -> TopicCell:
    return coverage(["a", "b"], sessions, [man]).men[MAN][topic]


# ── A man and a topic in one session ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        (M.ATTENDED, T.COVERED),
        (M.LATE, T.COVERED),
        (M.LEFT_EARLY, T.COVERED),
        (M.ABSENT_WITH_NOTICE, T.MISSED),
        (M.ABSENT_WITHOUT_NOTICE, T.MISSED),
        (M.NOT_ADMITTED, T.MISSED),
        (None, T.UNRECORDED),
    ],
)
def test_a_held_topic_goes_with_his_mark(mark: AttendanceMark | None, state: TopicState) -> None:
    found = cell([held(0, "a")], a_man(mark))

    done = int(state is T.COVERED)
    assert found == TopicCell(state, done=done, held=1, open_session_ids=() if done else (UUID(int=0),))


def test_a_topic_not_held_is_pending_even_if_it_was_planned_or_called_off() -> None:
    off = replace(held(1, "a"), status=SessionState.CANCELLED)

    assert cell([held(0, "b")], a_man(M.ATTENDED)) == TopicCell(T.PENDING)
    assert cell([to_come(0, "a"), off], a_man()) == TopicCell(T.PENDING, to_come=1)


def test_what_was_worked_counts_whatever_was_planned() -> None:
    sessions = [held(0, "b")]

    assert cell(sessions, a_man(M.ATTENDED), "a").state is T.PENDING
    assert cell(sessions, a_man(M.ATTENDED), "b").state is T.COVERED


@pytest.mark.parametrize(
    ("periods", "state"),
    [
        ((Period(the_day(3)),), T.BEFORE_ENTRY),
        ((), T.BEFORE_ENTRY),
        ((Period(FIRST, the_day(1)),), T.AFTER_LEAVING),
        ((Period(FIRST, the_day(1)), Period(the_day(3))), T.BEFORE_ENTRY),
        ((Period(FIRST, the_day(2)),), T.COVERED),
        ((Period(the_day(2)),), T.COVERED),
    ],
)
def test_a_topic_held_while_he_did_not_count_is_no_absence_and_stays_open(
    periods: tuple[Period, ...], state: TopicState
) -> None:
    found = cell([held(2, "a")], a_man(None, None, M.ATTENDED, periods=periods))

    assert found.state is state


# ── A topic over several sessions ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        ((M.ATTENDED, M.LATE), T.COVERED),
        ((M.ATTENDED, M.ABSENT_WITH_NOTICE), T.PARTIAL),
        ((None, M.ATTENDED), T.PARTIAL),
        ((M.ABSENT_WITH_NOTICE, M.NOT_ADMITTED), T.MISSED),
        ((None, M.ABSENT_WITH_NOTICE), T.MISSED),
        ((None, None), T.UNRECORDED),
    ],
)
def test_a_topic_over_two_sessions(marks: tuple[AttendanceMark | None, ...], state: TopicState) -> None:
    assert cell([held(0, "a"), held(1, "ab")], a_man(*marks)).state is state


def test_half_a_topic_is_not_a_topic_while_the_rest_is_to_come() -> None:
    found = cell([held(0, "a"), to_come(1, "a")], a_man(M.ATTENDED))

    assert found == TopicCell(T.PARTIAL, done=1, held=1, to_come=1)


def test_the_parts_that_are_open_are_named_by_date() -> None:
    sessions = [held(2, "a"), held(0, "a"), held(1, "a")]

    found = cell(sessions, a_man(M.ABSENT_WITH_NOTICE, M.ATTENDED, None))

    assert found.state is T.PARTIAL
    assert found.open_session_ids == (UUID(int=0), UUID(int=2))


def test_a_missed_part_weighs_more_than_one_before_his_entry() -> None:
    man = a_man(None, M.ABSENT_WITHOUT_NOTICE, periods=(Period(the_day(1)),))

    assert cell([held(0, "a"), held(1, "a")], man).state is T.MISSED
    assert cell([held(0, "a"), held(2, "a")], man).state is T.UNRECORDED


# ── Made up ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("marks", [(M.ABSENT_WITHOUT_NOTICE,), (None,), (M.NOT_ADMITTED,)])
def test_a_session_made_up_credits_its_topics(marks: tuple[AttendanceMark | None, ...]) -> None:
    man = a_man(*marks, make_ups=(MakeUp(the_day(1), UUID(int=0)),))

    for topic in "ab":
        assert cell([held(0, "ab")], man, topic) == TopicCell(T.COVERED, done=1, made_up=1, held=1)


def test_one_topic_of_a_session_made_up_leaves_the_other_open() -> None:
    man = a_man(M.ABSENT_WITH_NOTICE, make_ups=(MakeUp(the_day(1), UUID(int=0), ("b",)),))

    assert cell([held(0, "ab")], man, "a").state is T.MISSED
    assert cell([held(0, "ab")], man, "b").state is T.COVERED


def test_one_of_two_parts_made_up_is_not_the_whole() -> None:
    absent = (M.ABSENT_WITH_NOTICE, M.ABSENT_WITH_NOTICE)
    sessions = [held(0, "a"), held(1, "a")]

    assert cell(sessions, a_man(*absent, make_ups=(MakeUp(FIRST, UUID(int=1)),))).state is T.PARTIAL


def test_what_was_held_before_his_entry_can_be_made_up() -> None:
    man = a_man(periods=(Period(the_day(1)),), make_ups=(MakeUp(the_day(2), UUID(int=0)),))

    assert cell([held(0, "a")], man) == TopicCell(T.COVERED, done=1, made_up=1, held=1)


@pytest.mark.parametrize(
    "sessions", [[], [held(0, "a")], [held(0, "a"), held(1, "a")], [held(0, "a"), to_come(1, "a")]]
)
def test_a_topic_worked_on_its_own_is_covered_whatever_the_group_did(sessions: list[SessionFact]) -> None:
    found = cell(sessions, a_man(M.ABSENT_WITH_NOTICE, make_ups=(MakeUp(the_day(1), None, ("a",)),)))

    assert found.state is T.COVERED
    assert found.open_session_ids == ()


# ── The group ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.directive("6.4.9")
def test_the_group_shows_the_areas_of_each_session_and_what_is_missing() -> None:
    sessions = [held(1, "a", Area.ACTING), held(0, "ab", Area.KNOWING), to_come(2, "b")]

    first, second = coverage(["a", "b"], sessions, []).group

    assert [(part.session_id.int, part.areas) for part in first.parts] == [(0, {Area.KNOWING}), (1, {Area.ACTING})]
    assert (first.state, first.reached, first.missing) == (
        T.COVERED,
        {Area.KNOWING, Area.ACTING},
        {Area.RESOLVING},
    )
    assert (second.state, second.to_come, second.missing) == (T.PARTIAL, 1, {Area.ACTING, Area.RESOLVING})


def test_a_topic_the_group_has_not_held_misses_no_area_yet() -> None:
    found = coverage(["b", "a"], [held(0, "a"), to_come(1, "b")], [])

    assert (found.group[0].state, found.group[0].reached, found.group[0].missing) == (T.PENDING, set(), set())


def test_topics_stand_in_the_order_asked_for_and_others_are_left_out() -> None:
    found = coverage(["b", "a"], [held(0, "abz")], [a_man(M.ATTENDED)])

    assert [topic.topic_id for topic in found.group] == ["b", "a"]
    assert list(found.men[MAN]) == ["b", "a"]


def test_the_thirteen_are_all_there_from_the_first_day() -> None:
    topics = [topic.id for topic in curriculum().mandated]

    found = coverage(topics, [], [a_man()])

    assert len(found.men[MAN]) == 13
    assert {one.state for one in found.men[MAN].values()} == {T.PENDING}
    assert [one.topic_id for one in found.group if not one.parts] == topics


def test_every_state_has_its_words() -> None:
    assert set(STATE_LABELS) == set(TopicState)
    assert len(set(STATE_LABELS.values())) == len(TopicState)


# ── Whatever happens ────────────────────────────────────────────────────────────────────────────────────────────────

states = st.sampled_from(SessionState)
sessions_drawn = st.lists(st.tuples(states, st.text("abc", max_size=3)), max_size=12).map(
    lambda rows: [replace(held(week, topics), status=state) for week, (state, topics) in enumerate(rows)]
)
men_drawn = st.builds(
    lambda marks, first, length, made_up: a_man(
        *marks,
        periods=(Period(the_day(first), the_day(first + length)),),
        make_ups=tuple(MakeUp(FIRST, UUID(int=week)) for week in made_up),
    ),
    st.lists(st.none() | st.sampled_from(AttendanceMark), max_size=12),
    st.integers(0, 11),
    st.integers(0, 11),
    st.sets(st.integers(0, 11), max_size=4),
)


def all_cells(found: Coverage) -> list[TopicCell]:
    return [one for cells in found.men.values() for one in cells.values()]


@given(sessions=sessions_drawn, man=men_drawn)
def test_a_topic_is_covered_only_if_he_was_there_or_made_up_every_part(
    sessions: list[SessionFact], man: ManRecord
) -> None:
    credited = {one.session_id for one in man.make_ups}
    found = coverage("abc", reversed(sessions), [man])

    for topic, one in found.men[MAN].items():
        parts = [s for s in sessions if topic in s.topic_ids and s.status is SessionState.HELD]
        was_there = [(man.counted_on(s.day) and man.marks.get(s.id) in ATTENDING) or s.id in credited for s in parts]
        assert (one.done, one.held) == (sum(was_there), len(parts))
        assert (one.state is T.COVERED) == (bool(parts) and all(was_there) and not one.to_come)
        assert (one.state is T.PENDING) == (not parts)


@given(sessions=sessions_drawn, man=men_drawn)
def test_the_numbers_of_a_cell_hold_together(sessions: list[SessionFact], man: ManRecord) -> None:
    for one in all_cells(coverage("abc", sessions, [man])):
        assert 0 <= one.made_up <= one.done <= one.held
        assert len(one.open_session_ids) == one.held - one.done
        assert (one.state is T.PARTIAL) <= (one.done > 0)


@given(sessions=sessions_drawn, man=men_drawn)
def test_nothing_recorded_is_never_an_absence(sessions: list[SessionFact], man: ManRecord) -> None:
    blank = replace(man, marks={})

    assert T.MISSED not in {one.state for one in all_cells(coverage("abc", sessions, [blank]))}
