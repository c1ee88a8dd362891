"""The moments of a session fill its length exactly, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.session_moments import SHORTEST_ACTIVITY, Moment, session_moments
from facilitador.domain.topics import LONGEST_SESSION, SHORTEST_SESSION, Activity, Area, Grouping, MomentKind, Topic
from facilitador.errors import UserFacingError
from facilitador.reference import curriculum

lengths = st.integers(SHORTEST_SESSION, LONGEST_SESSION)
proposals = st.lists(st.integers(1, 24).map(lambda fives: fives * 5), max_size=8)


def a_topic(*minutes: int) -> Topic:
    """A topic whose activities propose these minutes; their titles are their places, from 1."""
    activities = tuple(
        Activity(str(place), "sorting", Area.KNOWING, own, Grouping.EVERYONE, ("Uno.", "Dos."), ())
        for place, own in enumerate(minutes, start=1)
    )
    return Topic("topic", "1", None, "Tema", "", {}, 120, activities=activities)


def shown(moments: tuple[Moment, ...]) -> list[tuple[str, int]]:
    """Title and minutes of the activities of a session."""
    return [(moment.activity.title, moment.minutes) for moment in moments if moment.activity]


@given(proposals, lengths)
def test_the_minutes_add_up_exactly_to_the_length(minutes: list[int], length: int) -> None:
    moments = session_moments(a_topic(*minutes), length)

    assert sum(moment.minutes for moment in moments) == length
    assert [moments[0].kind, moments[-1].kind] == [MomentKind.OPENING, MomentKind.CLOSING]
    assert {moment.kind for moment in moments[1:-1]} == {MomentKind.ACTIVITY}
    assert 10 <= moments[0].minutes <= 15
    assert 10 <= moments[-1].minutes <= 15


@given(proposals, lengths)
def test_activities_keep_their_order_and_none_is_too_short(minutes: list[int], length: int) -> None:
    titles = [title for title, _ in shown(session_moments(a_topic(*minutes), length))]

    assert titles == sorted(titles)
    assert all(own >= SHORTEST_ACTIVITY for _, own in shown(session_moments(a_topic(*minutes), length)))


@given(proposals, lengths)
def test_whoever_proposes_more_never_gets_less(minutes: list[int], length: int) -> None:
    got = {int(title): own for title, own in shown(session_moments(a_topic(*minutes), length))}
    longest = max(got.values(), default=0)

    for place, own in got.items():
        for other, others in got.items():
            # What does not divide by five goes to the longest.
            if minutes[place - 1] > minutes[other - 1]:
                assert own >= others or others == longest
    out = [proposed for place, proposed in enumerate(minutes, start=1) if place not in got]
    assert max(out, default=0) <= min((minutes[place - 1] for place in got), default=999)


@pytest.mark.parametrize("topic", curriculum().mandated, ids=lambda topic: topic.id)
def test_at_the_suggested_length_each_activity_gets_what_it_proposes(topic: Topic) -> None:
    moments = session_moments(topic, topic.suggested_minutes)

    assert [(moment.activity, moment.minutes) for moment in moments[1:-1]] == [
        (activity, activity.minutes) for activity in topic.activities
    ]


def test_in_an_hour_the_proportions_hold() -> None:
    assert shown(session_moments(a_topic(20, 40, 20), 60)) == [("1", 10), ("2", 20), ("3", 10)]
    assert [moment.minutes for moment in session_moments(a_topic(30, 60), 120)] == [15, 30, 60, 15]


def test_where_time_is_short_the_shortest_stay_out() -> None:
    assert shown(session_moments(a_topic(20, 40, 15, 30), 40)) == [("2", 10), ("4", 10)]


def test_a_topic_without_exercises_leaves_the_time_to_the_team() -> None:
    assert session_moments(a_topic(), 60)[1:-1] == (Moment(MomentKind.ACTIVITY, 40),)


def test_two_topics_share_a_session_in_order() -> None:
    first, second = curriculum().mandated[:2]
    moments = session_moments(first, 240, also=[second])

    assert [moment.activity for moment in moments[1:-1]] == [*first.activities, *second.activities]


@given(st.lists(st.integers(2, 8).map(lambda fives: fives * 5), min_size=1, max_size=8), st.integers(1, 10))
def test_a_topic_over_several_sessions_leaves_nothing_out(minutes: list[int], parts: int) -> None:
    topic = a_topic(*minutes)
    each = [
        [title for title, _ in shown(session_moments(topic, 240, part=p, parts=parts))] for p in range(1, parts + 1)
    ]

    assert all(each)
    assert list(dict.fromkeys(title for titles in each for title in titles)) == [a.title for a in topic.activities]
    if parts <= len(minutes):
        assert sum(map(len, each)) == len(minutes)


@pytest.mark.parametrize("minutes", [-1, 0, SHORTEST_SESSION - 1, LONGEST_SESSION + 1])
def test_a_length_that_no_session_has_is_refused(minutes: int) -> None:
    with pytest.raises(UserFacingError) as refused:
        session_moments(a_topic(20), minutes)

    assert refused.value.code == "moments_length_impossible"


@pytest.mark.parametrize(("part", "parts"), [(0, 1), (2, 1), (1, 0)])
def test_a_part_that_is_none_is_a_defect(part: int, parts: int) -> None:
    with pytest.raises(ValueError, match="part"):
        session_moments(a_topic(20), 60, part=part, parts=parts)
