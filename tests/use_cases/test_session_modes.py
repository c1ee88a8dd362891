"""What a projector is given of a session, from a real book."""

from __future__ import annotations

from datetime import time

import msgspec
import pytest

from facilitador.domain.roles import Role
from facilitador.domain.session_decks import SessionSlides
from facilitador.domain.topics import MomentKind
from facilitador.reference import catalogue, curriculum
from facilitador.use_cases.enrolments import Roster
from facilitador.use_cases.groups import ChangeGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.session_modes import ProjectedSession
from facilitador.use_cases.session_plans import CancelSession, ReplanTopics, SessionTopics
from tests.books import TODAY
from tests.use_cases.logs import TOPICS, Planned, planned
from tests.use_cases.scenes import Acting, refused

WEEKS = (-7, 0, 7, 14)


@pytest.fixture
def group(book: OpenBook) -> Planned:
    return planned(book, men=3, days=WEEKS)


def slides(group: Planned, place: int) -> SessionSlides:
    return group.book.ask(ProjectedSession(session_id=group.sessions[place])).result()


def test_a_session_is_projected_with_its_topic_questions_and_moments(group: Planned) -> None:
    shown = slides(group, 1)
    topic = curriculum().topic(TOPICS[1])
    assert (shown.group_name, shown.number, shown.topics) == ("Los Molles", 2, (topic.name,))
    assert shown.questions == topic.opening_questions
    assert [moment.kind for moment in shown.moments][:: len(shown.moments) - 1] == [
        MomentKind.OPENING,
        MomentKind.CLOSING,
    ]
    assert sum(moment.minutes for moment in shown.moments) == 120
    assert {moment.title for moment in shown.moments[1:-1]} <= {activity.title for activity in topic.activities}


@pytest.mark.directive("6.4.5")
def test_nothing_of_any_man_is_in_it(group: Planned) -> None:
    said = msgspec.json.encode([slides(group, place) for place in range(len(WEEKS))]).decode()
    for entry in group.book.ask(Roster(group_id=group.group_id)).result():
        for word in entry.full_name.replace(",", " ").split():
            assert word not in said
        assert entry.phone not in said
        assert str(entry.stint.participant_id) not in said


def test_a_name_that_tells_what_the_group_is_about_is_not_projected(book: OpenBook) -> None:
    telling = planned(book, men=1, days=(0,), name="Hombres denunciados")
    assert slides(telling, 0).group_name == ""


def test_the_groups_own_agreements_come_before_the_proposed_ones(group: Planned) -> None:
    assert slides(group, 0).agreements == tuple(item.text for item in catalogue("agreements").items)
    assert not slides(group, 0).agreed
    group.book.submit([ChangeGroup(group_id=group.group_id, name="Los Molles", agreements=("Escucho.",))]).result()
    assert (slides(group, 0).agreements, slides(group, 0).agreed) == (("Escucho.",), True)


def test_a_topic_over_two_sessions_brings_to_each_its_own_activities(group: Planned) -> None:
    # the fourth session has the topic of the first: TOPICS come round again
    first, second = ({moment.title for moment in slides(group, place).moments[1:-1]} for place in (0, 3))
    every = {activity.title for activity in curriculum().topic(TOPICS[0]).activities}
    assert first
    assert second
    assert first | second == every
    assert first.isdisjoint(second)


def test_the_next_session_is_the_next_that_takes_place(group: Planned) -> None:
    assert (slides(group, 1).next_day, slides(group, 1).next_hour) == (TODAY.replace(day=27), time(19))
    group.book.submit([CancelSession(session_id=group.sessions[2], reason_code="harvest")]).result()
    assert slides(group, 1).next_day == TODAY.replace(month=12, day=4)
    assert slides(group, 3).next_day is None


def test_a_session_without_topic_has_no_moments(group: Planned) -> None:
    group.book.submit([ReplanTopics(group_id=group.group_id, sessions=(_no_topics(group),))]).result()
    shown = slides(group, 2)
    assert (shown.topics, shown.questions, shown.moments) == ((), (), ())


def _no_topics(group: Planned) -> SessionTopics:
    return SessionTopics(session_id=group.sessions[2], topic_ids=())


def test_the_administrative_staff_sees_no_session(group: Planned) -> None:
    with refused("role_may_not_read"):
        Acting(group.book, Role.STAFF).ask(ProjectedSession(session_id=group.sessions[0]))


def test_a_session_that_is_not_there_is_refused(group: Planned) -> None:
    with refused("not_found"):
        group.book.ask(ProjectedSession(session_id=group.group_id)).result()
