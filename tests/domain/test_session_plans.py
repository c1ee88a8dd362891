"""A plan proposes itself, and says what is wrong with it (6.4.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador import messages
from facilitador.domain.holidays import HolidayCalendar
from facilitador.domain.session_plans import (
    FURTHEST_AHEAD,
    MOST_SESSIONS,
    REASON_LABELS,
    ChangeReason,
    PlanFindings,
    PlannedSession,
    SessionState,
    check_reason,
    free_days,
    in_order,
    minutes_between,
    plan_problems,
    propose,
    spread,
)
from facilitador.errors import InvalidInput, UserFacingError
from facilitador.reference import curriculum, holidays

TODAY = date(2027, 1, 4)
WEDNESDAY = 2
SEVEN = time(19)
TOPICS = tuple(topic.id for topic in curriculum().mandated)
NAMES = {topic.id: topic.name for topic in curriculum().mandated}
SESSION = PlannedSession(date(2027, 1, 6), SEVEN, 120, (TOPICS[0],))

days = st.dates(date(2020, 1, 1), date(2090, 12, 31))
weekdays = st.sets(st.integers(0, 6), min_size=1)
counts = st.integers(1, 45)
topic_lists = st.lists(st.text("abcdefgh", min_size=1, max_size=3), unique=True, max_size=30)
weights = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 300))


def a_plan(count: int = 13, *, first: date = date(2027, 1, 6)) -> tuple[PlannedSession, ...]:
    return propose(first, [WEDNESDAY], SEVEN, 120, count, TOPICS, skip=holidays())


def findings(sessions: Sequence[PlannedSession], not_before: date | None = None) -> PlanFindings:
    return plan_problems(sessions, today=TODAY, not_before=not_before, mandated=NAMES, holidays=holidays())


def refused(sessions: Sequence[PlannedSession], not_before: date | None = None) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in findings(sessions, not_before).refusals]


def warned(sessions: Sequence[PlannedSession]) -> list[tuple[str, str]]:
    """What is warned about, but for the topics left out."""
    found = ((problem.field, problem.code) for problem in findings(sessions).warnings)
    return [one for one in found if one[1] != "topics_without_session"]


def codes(refusal: pytest.ExceptionInfo[InvalidInput]) -> set[tuple[str, str]]:
    return {(problem.field, problem.code) for problem in refusal.value.problems}


# ── What is proposed ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.directive("6.4.8")
@given(count=st.integers(1, 60))
def test_every_mandated_topic_has_its_session_whatever_their_number(count: int) -> None:
    plan = propose(date(2027, 1, 6), [WEDNESDAY], SEVEN, 120, count, TOPICS, skip=holidays())

    assert len(plan) == count
    assert all(session.topic_ids for session in plan)
    worked = [topic for session in plan for topic in session.topic_ids]
    assert list(dict.fromkeys(worked)) == list(TOPICS)
    assert worked == sorted(worked, key=TOPICS.index)


@given(topics=topic_lists, count=counts, weights=weights)
def test_topics_are_spread_in_order_and_none_is_left_out(
    topics: list[str], count: int, weights: dict[str, int]
) -> None:
    shares = spread(topics, count, weights)

    assert len(shares) == count
    worked = [topic for share in shares for topic in share]
    assert list(dict.fromkeys(worked)) == topics
    assert worked == sorted(worked, key=topics.index)
    if topics:
        assert all(shares)
    if count >= len(topics):
        assert all(len(share) <= 1 for share in shares)
    else:
        assert len(worked) == len(topics)


@given(topics=topic_lists.filter(bool), count=counts)
def test_topics_of_one_length_get_nearly_the_same_room(topics: list[str], count: int) -> None:
    shares = spread(topics, count, {})

    sizes = [len(share) for share in shares]
    turns = [sum(topic in share for share in shares) for topic in topics]
    assert max(sizes) - min(sizes) <= 1
    assert max(turns) - min(turns) <= 1


def test_a_second_session_goes_to_topics_all_over_the_plan() -> None:
    worked = [share[0] for share in spread("abcdefghi", 12, {})]

    assert [topic for topic, after in pairwise(worked) if topic == after] == ["b", "e", "h"]


def test_the_longer_topic_gets_the_session_that_is_left_over() -> None:
    assert spread("abc", 4, {"a": 120, "b": 120, "c": 240}) == (("a",), ("b",), ("c",), ("c",))


def test_the_longer_topic_has_a_session_of_its_own_where_others_share() -> None:
    assert spread("abc", 2, {"a": 60, "b": 60, "c": 120}) == (("a", "b"), ("c",))


@given(first=days, on=weekdays, count=st.integers(1, 30))
def test_sessions_are_on_the_weekdays_asked_for_and_on_no_holiday(first: date, on: set[int], count: int) -> None:
    plan = propose(first, on, SEVEN, 120, count, TOPICS, skip=holidays())

    assert len({session.day for session in plan}) == count
    for session in plan:
        assert session.day >= first
        assert session.day.weekday() in on
        assert session.day not in holidays()
        assert (session.starts_at, session.minutes) == (SEVEN, 120)
        assert (session.id, session.status, session.extra) == (None, SessionState.PLANNED, False)


@given(first=days, on=weekdays, count=st.integers(1, 30))
def test_no_day_is_passed_over_without_a_reason(first: date, on: set[int], count: int) -> None:
    chosen = {session.day for session in propose(first, on, SEVEN, 120, count, TOPICS, skip=holidays())}

    between = (first + timedelta(days=ahead) for ahead in range((max(chosen) - first).days + 1))
    assert all(day in chosen or day.weekday() not in on or day in holidays() for day in between)


def test_a_feast_of_the_place_is_left_out_too() -> None:
    calendar = holidays().with_own({date(2027, 1, 13): "Aniversario del distrito"})

    plan = propose(date(2027, 1, 4), [WEDNESDAY], SEVEN, 120, 3, TOPICS, skip=calendar)

    assert [session.day for session in plan] == [date(2027, 1, 6), date(2027, 1, 20), date(2027, 1, 27)]


def test_a_service_without_topics_yet_gets_the_dates() -> None:
    plan = propose(date(2027, 1, 4), [0, 3], SEVEN, 90, 3, ())

    assert [(session.day, session.topic_ids) for session in plan] == [
        (date(2027, 1, 4), ()),
        (date(2027, 1, 7), ()),
        (date(2027, 1, 11), ()),
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"weekdays": []}, ("weekdays", "plan_weekday_needed")),
        ({"weekdays": [7]}, ("weekdays", "plan_weekday_needed")),
        ({"count": 0}, ("count", "number_out_of_range")),
        ({"count": MOST_SESSIONS + 1}, ("count", "number_out_of_range")),
        ({"minutes": 29}, ("minutes", "number_out_of_range")),
        ({"minutes": 241}, ("minutes", "number_out_of_range")),
        ({"starts_at": time(22, 1)}, ("starts_at", "session_past_midnight")),
        ({"first": date(202, 1, 6)}, ("first", "day_too_early")),
    ],
)
def test_numbers_that_cannot_be_are_refused_beside_their_field(
    changes: dict[str, object], problem: tuple[str, str]
) -> None:
    asked = {"first": TODAY, "weekdays": [2], "starts_at": SEVEN, "minutes": 120, "count": 13, "topic_ids": TOPICS}

    with pytest.raises(InvalidInput) as refusal:
        propose(**(asked | changes))  # type: ignore[arg-type]

    assert codes(refusal) == {problem}


@pytest.mark.parametrize(("first", "fitting"), [(date(9999, 12, 30), 0), (date(9999, 12, 1), 5)])
def test_the_end_of_the_calendar_is_a_refusal(first: date, fitting: int) -> None:
    with pytest.raises(UserFacingError) as refusal:
        propose(first, [WEDNESDAY], SEVEN, 120, 13, TOPICS)

    assert refusal.value.code == "plan_too_long"
    assert refusal.value.parameters == {"fitting": fitting}


def test_where_every_day_is_left_out_the_search_ends() -> None:
    always = {TODAY + timedelta(days=ahead) for ahead in range(FURTHEST_AHEAD.days + 1)}

    assert list(free_days(TODAY, range(7), always)) == []


# ── What is typed about one session ─────────────────────────────────────────────────────────────────────────────────


def test_the_length_comes_from_the_two_hours() -> None:
    assert minutes_between(time(18, 45), time(20, 15)) == 90


@pytest.mark.parametrize("ends_at", [time(19), time(18, 59), time(7)])
def test_an_end_that_is_not_after_the_start_is_refused(ends_at: time) -> None:
    with pytest.raises(UserFacingError) as refusal:
        minutes_between(SEVEN, ends_at)

    assert (refusal.value.code, refusal.value.field) == ("session_ends_before_start", "ends_at")


def test_start_and_end_are_moments_of_that_day() -> None:
    assert SESSION.starts == datetime.combine(SESSION.day, SEVEN)
    assert SESSION.ends == datetime.combine(SESSION.day, time(21))


def test_another_reason_is_to_be_said() -> None:
    check_reason(ChangeReason.HARVEST, "")
    check_reason(ChangeReason.OTHER, "Huelga de transportistas")
    for note, code in (("  ", "change_reason_needed"), ("x" * 501, "text_too_long")):
        with pytest.raises(InvalidInput) as refusal:
            check_reason(ChangeReason.OTHER, note)
        assert codes(refusal) == {("reason", code)}


def test_every_reason_has_its_words() -> None:
    assert set(REASON_LABELS) == set(ChangeReason)
    assert len(set(REASON_LABELS.values())) == len(ChangeReason)


# ── What is wrong with a plan ───────────────────────────────────────────────────────────────────────────────────────


@given(count=st.integers(1, 60), on=weekdays)
def test_a_proposed_plan_has_nothing_wrong_with_it(count: int, on: set[int]) -> None:
    plan = propose(TODAY, on, SEVEN, 120, count, TOPICS, skip=holidays())

    found = plan_problems(plan, today=TODAY, not_before=TODAY, mandated=NAMES, holidays=holidays())

    assert found.refusals == ()
    assert {problem.code for problem in found.warnings} <= {"session_on_feast"}


def test_what_is_refused_is_raised_all_at_once() -> None:
    plan = (replace(SESSION, minutes=10), replace(SESSION, day=date(3202, 1, 6)))

    with pytest.raises(InvalidInput) as refusal:
        findings(plan).refuse_if_any()

    assert codes(refusal) == {
        ("sessions.0.minutes", "number_out_of_range"),
        ("sessions.1.day", "session_too_far_ahead"),
    }
    findings(a_plan()).refuse_if_any()


@pytest.mark.parametrize(("minutes", "fits"), [(29, False), (30, True), (240, True), (241, False)])
def test_minutes_have_bounds(minutes: int, fits: bool) -> None:
    assert (refused([replace(SESSION, minutes=minutes)]) == []) is fits


@pytest.mark.parametrize(("starts_at", "fits"), [(time(22), True), (time(22, 1), False)])
def test_a_session_ends_by_midnight(starts_at: time, fits: bool) -> None:
    assert (refused([replace(SESSION, starts_at=starts_at)]) == []) is fits


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(3202, 1, 6), "session_too_far_ahead"),
        (TODAY + FURTHEST_AHEAD + timedelta(days=1), "session_too_far_ahead"),
        (TODAY + FURTHEST_AHEAD, None),
        (date(2026, 12, 31), "session_before_group"),
        (date(2027, 1, 1), None),
        (date(1927, 1, 6), "day_too_early"),
    ],
)
def test_days_have_bounds(day: date, code: str | None) -> None:
    found = refused([replace(SESSION, day=day)], not_before=date(2027, 1, 1))

    assert found == ([("sessions.0.day", code)] if code else [])


@pytest.mark.parametrize(
    ("starts_at", "free"),
    [(time(17), True), (time(17, 1), False), (time(20, 59), False), (time(21), True), (SEVEN, False)],
)
def test_two_sessions_do_not_share_an_hour(starts_at: time, free: bool) -> None:
    other = replace(SESSION, starts_at=starts_at, topic_ids=(TOPICS[1],))

    found = refused([SESSION, other])

    assert [code for _, code in found] == ([] if free else ["session_overlaps"])


def test_a_short_session_inside_a_long_one_overlaps_and_so_does_the_next() -> None:
    long = replace(SESSION, minutes=240)
    inside = replace(SESSION, starts_at=time(19, 30), minutes=30)
    after_it = replace(SESSION, starts_at=time(20, 30), minutes=30)

    assert [place for place, _ in refused([after_it, inside, long])] == ["sessions.1.starts_at", "sessions.0.starts_at"]


def test_the_hour_of_a_cancelled_session_is_free() -> None:
    assert refused([SESSION, replace(SESSION, status=SessionState.CANCELLED)]) == []


def test_a_topic_twice_in_one_session_is_refused_and_later_again_is_asked_about() -> None:
    a, b = TOPICS[:2]
    weeks = [SESSION.day + timedelta(weeks=ahead) for ahead in range(3)]

    def plan(*topics: tuple[str, ...]) -> list[PlannedSession]:
        return [replace(SESSION, day=day, topic_ids=one) for day, one in zip(weeks, topics, strict=False)]

    assert refused(plan((a, a))) == [("sessions.0.topic_ids", "topic_twice_in_session")]
    assert warned(plan((a,), (a,), (a, b))) == []
    assert warned(plan((a,), (b,), (a,))) == [("sessions.2.topic_ids", "topic_again")]
    assert warned(plan((a,), (b,), (b, a))) == [("sessions.2.topic_ids", "topic_again")]
    assert warned(plan(("own_1",), (b,), ("own_1",))) == [("sessions.2.topic_ids", "own_topic_again")]


@pytest.mark.directive("6.4.8")
def test_mandated_topics_without_a_session_are_named_in_their_order() -> None:
    plan = [one for one in a_plan() if one.topic_ids[0] not in (TOPICS[11], TOPICS[3])]

    (warning,) = findings(plan).warnings

    assert (warning.field, warning.code) == ("sessions", "topics_without_session")
    assert warning.parameters == {"count": 2, "topics": f"{NAMES[TOPICS[3]]}; {NAMES[TOPICS[11]]}"}


@pytest.mark.directive("6.4.8")
def test_the_topic_of_a_cancelled_session_is_left_without_one() -> None:
    plan = [replace(one, status=SessionState.CANCELLED) if at == 4 else one for at, one in enumerate(a_plan())]

    (warning,) = findings(plan).warnings

    assert warning.parameters["topics"] == NAMES[TOPICS[4]]


def test_holidays_customs_and_empty_sessions_are_pointed_out() -> None:
    plan = [
        replace(SESSION, day=date(2027, 3, 25), topic_ids=("own_1",)),
        replace(SESSION, day=date(2027, 12, 24), topic_ids=("own_2",)),
        replace(SESSION, day=date(2027, 2, 3), topic_ids=()),
    ]

    assert warned(plan) == [
        ("sessions.0.day", "session_on_holiday"),
        ("sessions.1.day", "session_on_feast"),
        ("sessions.2.topic_ids", "session_without_topic"),
    ]


def test_a_holiday_nobody_verified_is_told_as_such() -> None:
    rules = tuple(replace(rule, verified_on=None) for rule in holidays().rules)
    unseen = HolidayCalendar(holidays().provenance, rules)

    found = plan_problems([replace(SESSION, day=date(2027, 3, 25))], today=TODAY, holidays=unseen)

    assert [problem.code for problem in found.warnings] == ["session_on_unverified_holiday"]


def test_what_was_held_is_not_warned_about() -> None:
    held = replace(SESSION, day=date(2027, 1, 1), status=SessionState.HELD, topic_ids=())

    assert warned([held]) == []


def test_every_problem_reads_in_spanish() -> None:
    a = TOPICS[0]
    plan = [
        replace(SESSION, topic_ids=(a, a), id=UUID(int=1)),
        replace(SESSION, minutes=500),
        replace(SESSION, day=date(2026, 12, 25)),
        replace(SESSION, day=date(3202, 1, 6), topic_ids=(a,)),
    ]

    found = findings(plan, not_before=date(2027, 1, 1))

    for problem in (*found.refusals, *found.warnings):
        text = messages.of_problem(problem).whole
        assert "{" not in text
        assert "_" not in text


def test_the_order_is_that_of_day_and_hour() -> None:
    evening, morning = SESSION, replace(SESSION, starts_at=time(9))
    earlier = replace(SESSION, day=date(2027, 1, 5))

    assert in_order([evening, morning, earlier]) == (earlier, morning, evening)
