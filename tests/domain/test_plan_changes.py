"""A plan is rearranged: no topic is lost, what was held stays, and what follows moves only if asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.plan_changes import (
    Plan,
    TopicsGo,
    cancel,
    merge,
    move_session,
    move_topic,
    shift_following,
    split,
    swap,
)
from facilitador.domain.session_plans import PlannedSession, SessionState, in_order, plan_problems, propose
from facilitador.errors import UserFacingError
from facilitador.reference import holidays

FIRST = date(2027, 1, 6)
WEDNESDAY = 2
SEVEN = time(19)
WEEK = timedelta(weeks=1)


def a_plan(*topics: str, held: int = 0, weekdays: Sequence[int] = (WEDNESDAY,)) -> Plan:
    """A stored plan: one session for each word, its topics the letters; the first ones held."""
    proposed = propose(FIRST, weekdays, SEVEN, 120, len(topics), ())
    return tuple(
        replace(
            session,
            id=UUID(int=at),
            topic_ids=tuple(letters),
            status=SessionState.HELD if at < held else SessionState.PLANNED,
        )
        for at, (session, letters) in enumerate(zip(proposed, topics, strict=True))
    )


def with_extra(plan: Plan, day: date) -> Plan:
    """The plan with a session of topic x added outside the series."""
    return in_order((*plan, PlannedSession(day, SEVEN, 60, ("x",), extra=True)))


def letters(plan: Sequence[PlannedSession]) -> list[str]:
    """The topics of what still stands."""
    return ["".join(one.topic_ids) for one in plan if one.status is not SessionState.CANCELLED]


def weeks(plan: Sequence[PlannedSession]) -> list[int]:
    """In which week from the first each standing session is."""
    return [(one.day - FIRST).days // 7 for one in plan if one.status is not SessionState.CANCELLED]


# ── Topics ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("topic", "source", "target", "after"),
    [
        ("b", 0, 2, ["a", "cd", "bef"]),
        ("e", 2, 0, ["abe", "cd", "f"]),
        ("c", 1, 0, ["abc", "d", "ef"]),
        ("a", 0, 0, ["ab", "cd", "ef"]),
    ],
)
def test_a_topic_moves_and_keeps_its_turn(topic: str, source: int, target: int, after: list[str]) -> None:
    assert letters(move_topic(a_plan("ab", "cd", "ef"), topic, source, target)) == after


def test_a_topic_that_the_target_has_already_is_not_doubled() -> None:
    assert letters(move_topic(a_plan("ab", "bc"), "b", 0, 1)) == ["a", "bc"]
    assert letters(move_topic(a_plan("ab", "bc"), "b", 1, 0)) == ["ab", "c"]


def test_two_sessions_exchange_topics_and_keep_their_days_and_ids() -> None:
    plan = a_plan("ab", "c", "d")

    after = swap(plan, 0, 2)

    assert letters(after) == ["d", "c", "ab"]
    assert [(one.id, one.day) for one in after] == [(one.id, one.day) for one in plan]


def test_a_split_gives_the_rest_a_session_of_its_own_and_moves_on_what_follows() -> None:
    plan = a_plan("a", "bcd", "e", held=1)

    after = split(plan, 1, 1)

    assert letters(after) == ["a", "b", "cd", "e"]
    assert weeks(after) == [0, 1, 2, 3]
    assert [one.id for one in after] == [UUID(int=0), UUID(int=1), None, UUID(int=2)]


def test_one_topic_is_split_over_two_sessions() -> None:
    assert letters(split(a_plan("a", "b"), 0, 1)) == ["a", "a", "b"]


@pytest.mark.parametrize("at", [0, 4, -1])
def test_a_split_needs_topics_on_both_sides(at: int) -> None:
    with pytest.raises(UserFacingError) as refusal:
        split(a_plan("abc"), 0, at)

    assert refusal.value.code == "not_found"


def test_a_merge_takes_the_topics_of_the_next_and_leaves_its_day_free() -> None:
    after = merge(a_plan("ab", "bc", "d"), 0)

    assert letters(after) == ["abc", "d"]
    assert weeks(after) == [0, 2]
    assert [one.id for one in after] == [UUID(int=0), UUID(int=2)]
    assert weeks(shift_following(after, FIRST + WEEK, -1)) == [0, 1]


def test_a_merge_passes_over_what_was_called_off() -> None:
    plan = cancel(a_plan("a", "b", "c"), 1)

    assert letters(merge(plan, 0)) == ["ac"]


def test_the_last_session_has_none_to_merge_with() -> None:
    with pytest.raises(UserFacingError) as refusal:
        merge(a_plan("a", "b"), 1)

    assert refusal.value.code == "no_session_after"


# ── Days ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_follows_moves_on_together_and_the_rest_stays() -> None:
    plan = a_plan("a", "b", "c", "d", held=1)

    assert weeks(shift_following(plan, FIRST + 2 * WEEK, 1)) == [0, 1, 3, 4]
    assert weeks(shift_following(plan, FIRST, 2)) == [0, 3, 4, 5]
    assert shift_following(plan, FIRST, 0) == plan


def test_what_follows_passes_over_holidays_and_keeps_its_order() -> None:
    plan = a_plan("a", "b", "c")
    feasts = {FIRST + 2 * WEEK, FIRST + 3 * WEEK}

    assert weeks(shift_following(plan, FIRST + WEEK, 1, skip=feasts)) == [0, 4, 5]


def test_a_group_with_two_days_keeps_to_both() -> None:
    plan = a_plan("a", "b", "c", weekdays=(1, 3))

    by_turn = shift_following(plan, FIRST, 1, weekdays=(1, 3))
    by_weekday = shift_following(plan, FIRST, 1)

    assert [one.day for one in plan] == [date(2027, 1, 7), date(2027, 1, 12), date(2027, 1, 14)]
    assert [one.day for one in by_turn] == [date(2027, 1, 12), date(2027, 1, 14), date(2027, 1, 19)]
    assert [one.day for one in by_weekday] == [date(2027, 1, 14), date(2027, 1, 19), date(2027, 1, 21)]


def test_two_sessions_of_one_day_move_together() -> None:
    morning, evening = replace(a_plan("a")[0], starts_at=time(9)), a_plan("b")[0]

    after = shift_following([morning, evening], FIRST, 1)

    assert [(one.day, one.starts_at) for one in after] == [(FIRST + WEEK, time(9)), (FIRST + WEEK, SEVEN)]


def test_going_back_stops_after_what_stays() -> None:
    plan = a_plan("a", "b", "c", held=1)
    later = shift_following(plan, FIRST + WEEK, 2)

    assert weeks(shift_following(later, FIRST + WEEK, -1)) == [0, 2, 3]
    assert weeks(shift_following(later, FIRST + WEEK, -50)) == [0, 1, 2]


def test_extra_sessions_stay_and_their_day_is_not_taken() -> None:
    plan = with_extra(a_plan("a", "b"), FIRST + 2 * WEEK)

    after = shift_following(plan, FIRST + WEEK, 1)

    assert letters(after) == ["a", "x", "b"]
    assert weeks(after) == [0, 2, 3]
    assert [one.extra for one in after] == [False, True, False]


@given(
    count=st.integers(1, 20),
    place=st.integers(0, 19),
    by=st.integers(-5, 5),
    held=st.integers(0, 20),
    on=st.sets(st.integers(0, 6), min_size=1),
)
def test_nothing_ever_collides_or_changes_its_turn(count: int, place: int, by: int, held: int, on: set[int]) -> None:
    plan = a_plan(*"abcdefghijklmnopqrst"[:count], held=held, weekdays=sorted(on))
    from_day = plan[min(place, count - 1)].day

    after = shift_following(plan, from_day, by, on, holidays())

    assert [one.id for one in after] == [one.id for one in plan]
    assert len({one.day for one in after}) == count
    assert plan_problems(after, today=FIRST).refusals == ()
    for before, now in zip(plan, after, strict=True):
        assert now.day.weekday() in on
        assert replace(now, day=before.day) == before
        if before.status is SessionState.HELD or before.day < from_day:
            assert now.day == before.day
        elif now.day != before.day:
            assert now.day not in holidays()


def test_a_session_moves_alone_or_with_what_follows() -> None:
    plan = a_plan("a", "b", "c")
    friday = FIRST + timedelta(days=2)

    alone = move_session(plan, 0, friday, time(18))
    assert [(one.day, one.starts_at) for one in alone] == [
        (friday, time(18)),
        (FIRST + WEEK, SEVEN),
        (FIRST + 2 * WEEK, SEVEN),
    ]
    assert move_session(plan, 0, friday, time(18), follow=True) == alone
    assert letters(move_session(plan, 0, FIRST + 4 * WEEK, SEVEN)) == ["b", "c", "a"]


def test_a_session_moved_far_pushes_what_follows_behind_it() -> None:
    plan = a_plan("a", "b", "c", "d")

    after = move_session(plan, 1, FIRST + 3 * WEEK, SEVEN, follow=True)

    assert letters(after) == ["a", "b", "c", "d"]
    assert weeks(after) == [0, 3, 4, 5]


def test_a_session_in_the_year_3202_is_refused_at_once() -> None:
    with pytest.raises(UserFacingError) as refusal:
        move_session(a_plan("a", "b"), 0, date(3202, 1, 6), SEVEN, follow=True)

    assert refusal.value.code == "session_too_far_ahead"


@pytest.mark.directive("6.4.8")
@pytest.mark.parametrize(
    ("topics", "standing", "in_weeks"),
    [
        (TopicsGo.NOWHERE, ["a", "cd"], [0, 2]),
        (TopicsGo.INTO_NEXT, ["a", "bcd"], [0, 2]),
        (TopicsGo.ON_NEW_DAY, ["a", "b", "cd"], [0, 2, 3]),
    ],
)
def test_a_session_called_off_stays_to_be_seen_and_its_topics_go_where_asked(
    topics: TopicsGo, standing: list[str], in_weeks: list[int]
) -> None:
    after = cancel(a_plan("a", "b", "cd", held=1), 1, topics)

    assert letters(after) == standing
    assert weeks(after) == in_weeks
    (off,) = (one for one in after if one.status is SessionState.CANCELLED)
    assert (off.id, off.day, off.topic_ids) == (UUID(int=1), FIRST + WEEK, ("b",))


def test_an_extra_session_called_off_gets_another_extra_day() -> None:
    plan = with_extra(a_plan("a"), FIRST + timedelta(days=1))

    after = cancel(plan, 1, TopicsGo.ON_NEW_DAY)

    assert [(one.day, one.extra) for one in after if one.status is SessionState.PLANNED] == [
        (FIRST, False),
        (FIRST + timedelta(days=8), True),
    ]


# ── What is refused ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: move_topic(plan, "a", 0, 1),
        lambda plan: move_topic(plan, "b", 1, 0),
        lambda plan: swap(plan, 1, 0),
        lambda plan: split(plan, 0, 1),
        lambda plan: merge(plan, 0),
        lambda plan: cancel(plan, 0),
        lambda plan: move_session(plan, 0, FIRST, SEVEN),
    ],
)
def test_what_was_held_is_not_rearranged(change: Callable[[Plan], Plan]) -> None:
    with pytest.raises(UserFacingError) as refusal:
        change(a_plan("a", "b", held=1))

    assert refusal.value.code == "session_not_planned"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda plan: move_topic(plan, "z", 0, 1), "not_found"),
        (lambda plan: swap(plan, 0, 2), "not_found"),
        (lambda plan: swap(plan, -1, 0), "not_found"),
        (lambda plan: shift_following(plan, FIRST, 105), "number_out_of_range"),
        (lambda plan: shift_following(plan, FIRST, 1, weekdays=[9]), "no_free_day"),
        (lambda plan: shift_following([replace(plan[0], day=date(9999, 12, 29))], FIRST, 1), "no_free_day"),
        (lambda plan: cancel(plan, 1, TopicsGo.INTO_NEXT), "no_session_after"),
    ],
)
def test_what_cannot_be_is_refused(change: Callable[[Plan], Plan], code: str) -> None:
    with pytest.raises(UserFacingError) as refusal:
        change(a_plan("a", "b"))

    assert refusal.value.code == code


GESTURES: tuple[Callable[[Plan, int, int, str], Plan], ...] = (
    lambda plan, place, other, topic: move_topic(plan, topic, place, other),
    lambda plan, place, other, _: swap(plan, place, other),
    lambda plan, place, _, __: split(plan, place, 1, [WEDNESDAY], holidays()),
    lambda plan, place, _, __: merge(plan, place),
    lambda plan, place, _, __: cancel(plan, place, TopicsGo.INTO_NEXT),
    lambda plan, place, _, __: cancel(plan, place, TopicsGo.ON_NEW_DAY, [WEDNESDAY], holidays()),
    lambda plan, place, other, _: shift_following(plan, plan[place].day, other - place, [WEDNESDAY], holidays()),
)


@given(
    st.lists(
        st.tuples(st.sampled_from(GESTURES), st.integers(0, 9), st.integers(0, 9), st.sampled_from("abcdefg")),
        max_size=12,
    )
)
def test_a_careless_hour_at_the_plan_loses_no_topic(
    gestures: list[tuple[Callable[[Plan, int, int, str], Plan], int, int, str]],
) -> None:
    plan = start = a_plan("ab", "c", "d", "ef", "g", held=1)
    for gesture, place, other, topic in gestures:
        with suppress(UserFacingError):
            plan = gesture(plan, place % len(plan), other % len(plan), topic)

    assert plan == in_order(plan)
    assert set("".join(letters(plan))) == set("abcdefg")
    assert plan[0] == start[0]
    assert plan_problems(plan, today=FIRST).refusals == ()
