"""The numbers of a group from a real book: rates, topics, areas, and what is due because of absences."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from facilitador.domain.absence_policies import StepTaken
from facilitador.domain.attendance import AbsenceRuleKind, AbsenceStep, AttendanceMark, Rate
from facilitador.domain.coverage import TopicState
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers
from facilitador.domain.roles import Role
from facilitador.domain.sessions import Reached
from facilitador.domain.topics import Area
from facilitador.use_cases.absence_rules import RecordAbsenceStep, RemoveAbsenceStep, RuleToSet, SetAbsenceRules
from facilitador.use_cases.attendance import MarkAttendance, RecordMakeUp
from facilitador.use_cases.coverage import Coverage, ManNumbersIn
from facilitador.use_cases.coverage_prints import CoveragePrint
from facilitador.use_cases.curricula import AddOwnTopic
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.session_logs import SaveLog
from facilitador.use_cases.session_plans import CancelSession, ChangeReason, PlanSessions, SessionToPlan
from tests.books import TODAY
from tests.use_cases.logs import LOG, TOPICS, Planned, planned
from tests.use_cases.scenes import Acting, ficha, refused, register, rows

A, F = AttendanceMark.ATTENDED, AttendanceMark.ABSENT_WITHOUT_NOTICE


def numbers(of: Planned) -> GroupNumbers:
    return of.book.ask(Coverage(group_id=of.group_id)).result()


def man(of: Planned, place: int = 0) -> ManNumbers:
    return next(one for one in numbers(of).men if one.participant_id == of.people[place])


def mark(of: Planned, *marks: AttendanceMark | None, place: int = 0) -> None:
    """One mark a session, from the first; None leaves him without one while another man makes the session held."""
    for session, one in zip(of.sessions, marks, strict=False):
        if one is not None:
            of.book.submit([MarkAttendance(session_id=session, enrolment_id=of.stints[place], mark=one)]).result()


def due(of: Planned) -> list[str]:
    return [item.code for item in of.book.ask(Home()).result() if item.place == "coverage"]


@pytest.mark.directive("6.4.8")
def test_three_rates_and_thirteen_topics_of_each_man(book: OpenBook) -> None:
    group = planned(book, men=2, days=(-21, -14, -7, 7))
    mark(group, A, F, None)
    mark(group, A, A, A, place=1)
    his = man(group)
    assert his.figures.of_held == Rate(1, 2)
    assert his.figures.of_planned == Rate(1, 4)
    assert his.figures.attainable == Rate(3, 4)
    assert his.figures.unrecorded == 1
    states = [his.topics[topic].state for topic in TOPICS]
    assert states == [TopicState.PARTIAL, TopicState.MISSED, TopicState.UNRECORDED]
    assert len(numbers(group).topics) == 13
    assert his.count(TopicState.PENDING) == 10


def test_nothing_held_gives_no_rate_and_no_topic(book: OpenBook) -> None:
    group = planned(book, men=1, days=(7, 14))
    his = man(group)
    assert (his.figures.of_held, his.figures.of_planned) == (None, None)
    assert his.figures.attainable == Rate(2, 2)
    assert his.count(TopicState.PENDING) == 13


def test_a_cancelled_session_counts_nowhere(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-14, -7, 7))
    mark(group, A)
    book.submit([CancelSession(session_id=group.sessions[1], reason_code=ChangeReason.HARVEST)]).result()
    found = numbers(group)
    assert [session.number for session in found.sessions] == [1, 2]
    assert man(group).figures.of_planned == Rate(1, 2)


@pytest.mark.directive("6.4.8")
def test_a_topic_stays_open_until_it_is_made_up(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-14, -7))
    mark(group, F, A)
    cell = man(group).topics[TOPICS[0]]
    assert (cell.state, cell.open_session_ids) == (TopicState.MISSED, (group.sessions[0],))
    book.submit([RecordMakeUp(enrolment_id=group.stints[0], session_id=group.sessions[0])]).result()
    his = man(group)
    assert his.topics[TOPICS[0]].state is TopicState.COVERED
    assert (his.figures.of_held, his.figures.with_made_up) == (Rate(1, 2), Rate(2, 2))


@pytest.mark.directive("6.4.9")
def test_the_areas_of_the_group_are_those_of_its_logs(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-7, 7))
    mark(group, A)
    book.submit([SaveLog(session_id=group.sessions[0], **LOG)]).result()
    topic = numbers(group).group[0]
    assert LOG["areas"] == {Area.KNOWING: Reached.YES, Area.ACTING: Reached.PARTLY, Area.RESOLVING: Reached.NO}
    assert topic.reached == {Area.KNOWING, Area.ACTING}
    assert topic.missing == {Area.RESOLVING}


def test_an_own_topic_has_a_column_once_a_session_works_it(book: OpenBook) -> None:
    group = planned(book, men=1, days=())
    objectives = dict.fromkeys(Area, ("Uno.",))
    key = book.submit([AddOwnTopic(name="Agua", purpose="Cuidarla", objectives=objectives)]).result().ids[0]
    assert len(numbers(group).topics) == 13
    session = SessionToPlan(day=TODAY + timedelta(days=7), starts_at=time(19), topic_ids=(str(key),))
    book.submit([PlanSessions(group_id=group.group_id, sessions=(session,))]).result()
    last = numbers(group).topics[-1]
    assert (last.short, last.name, last.mandated) == ("P1", "Agua", False)


def test_who_entered_late_lacks_what_was_worked_before_but_was_never_absent(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-14, -7))
    mark(group, A, A)
    (late,) = register(book, ficha(9))
    enrol = EnrolParticipant(group_id=group.group_id, participant_id=late, since=TODAY - timedelta(days=10))
    book.submit([enrol]).result()
    his = next(one for one in numbers(group).men if one.participant_id == late)
    assert his.topics[TOPICS[0]].state is TopicState.BEFORE_ENTRY
    assert (his.figures.held, his.figures.unrecorded) == (1, 1)


def test_men_present_stand_first_by_name_and_who_waits_is_left_out(book: OpenBook) -> None:
    group = planned(book, men=3, days=(-7,))
    stopped = ChangeEnrolmentStatus(
        enrolment_id=group.by_name[0], status=EnrolmentStatus.STOPPED, on=TODAY, reason="Trabajo lejos."
    )
    (waits,) = register(book, ficha(8))
    book.submit([stopped, EnrolParticipant(group_id=group.group_id, participant_id=waits, waitlist=True)]).result()
    found = numbers(group).men
    assert [one.present for one in found] == [True, True, False]
    assert [one.full_name for one in found[:2]] == sorted(one.full_name for one in found[:2])
    assert waits not in {one.participant_id for one in found}


def test_no_step_is_called_for_until_the_service_sets_a_rule(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-28, -21, -14, -7))
    mark(group, F, F, F, F)
    assert man(group).pending is None
    assert due(group) == []


def test_notice_then_suspension_then_the_talk_to_come_back(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-28, -21, -14, -7))
    stint = group.stints[0]
    two = RuleToSet(kind=AbsenceRuleKind.TOTAL, count=2, step=AbsenceStep.NOTICE)
    three = RuleToSet(kind=AbsenceRuleKind.TOTAL, count=3, step=AbsenceStep.SUSPENSION)
    book.submit([SetAbsenceRules(rules=(three, two))]).result()
    mark(group, F)
    assert due(group) == []
    mark(group, F, F)
    pending = man(group).pending
    assert pending is not None
    assert (pending.step, pending.since) == (StepTaken.NOTICE, TODAY - timedelta(days=21))
    assert pending.session_ids == group.sessions[:2]
    assert due(group) == ["due_absence_notice"]
    book.submit([RecordAbsenceStep(enrolment_id=stint, step=StepTaken.NOTICE, taken_on=TODAY)]).result()
    assert due(group) == []
    mark(group, F, F, F)
    assert due(group) == ["due_absence_suspension"]
    suspension = RecordAbsenceStep(enrolment_id=stint, step=StepTaken.SUSPENSION, taken_on=TODAY - timedelta(days=8))
    pause = ChangeEnrolmentStatus(
        enrolment_id=stint, status=EnrolmentStatus.PAUSED, on=TODAY - timedelta(days=8), reason="Suspendido."
    )
    book.submit([suspension, pause]).result()
    assert due(group) == ["due_reentry_talk"]
    talk = RecordAbsenceStep(enrolment_id=stint, step=StepTaken.REENTRY_TALK, taken_on=TODAY - timedelta(days=8))
    back = ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.ATTENDING, on=TODAY - timedelta(days=8))
    book.submit([talk, back]).result()
    mark(group, None, None, None, F)
    assert man(group).pending is None, "absences before the talk are settled"
    assert [one.step for one in man(group).taken] == [
        StepTaken.SUSPENSION,
        StepTaken.REENTRY_TALK,
        StepTaken.NOTICE,
    ]


def test_a_step_recorded_by_mistake_is_taken_back(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-7,))
    book.submit([SetAbsenceRules(rules=(RuleToSet(kind=AbsenceRuleKind.TOTAL, count=1, step=AbsenceStep.NOTICE),))])
    mark(group, F)
    step = RecordAbsenceStep(enrolment_id=group.stints[0], step=StepTaken.NOTICE)
    key = book.submit([step]).result().ids[0]
    assert man(group).pending is None
    book.submit([RemoveAbsenceStep(step_id=key)]).result()
    assert man(group).pending is not None


def test_nobody_is_suspended_by_the_program(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-7,))
    book.submit(
        [SetAbsenceRules(rules=(RuleToSet(kind=AbsenceRuleKind.TOTAL, count=1, step=AbsenceStep.SUSPENSION),))]
    ).result()
    mark(group, F)
    assert man(group).status is EnrolmentStatus.ATTENDING


def test_who_can_no_longer_complete_is_said_once_until_somebody_talked_with_him(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-21, -14, -7))
    book.submit([SetAbsenceRules(rules=(), minimum_percent=80)]).result()
    mark(group, A, F)
    his = man(group)
    assert his.figures.attainable == Rate(2, 3)
    assert his.can_complete is False
    assert due(group) == ["due_cannot_complete"]
    book.submit([RecordAbsenceStep(enrolment_id=group.stints[0], step=StepTaken.COMPLETION_TALK)]).result()
    assert due(group) == []
    assert man(group).can_complete is False


def test_due_lines_name_nobody(book: OpenBook) -> None:
    group = planned(book, men=2, days=(-7,))
    book.submit(
        [SetAbsenceRules(rules=(RuleToSet(kind=AbsenceRuleKind.TOTAL, count=1, step=AbsenceStep.NOTICE),))]
    ).result()
    mark(group, F)
    mark(group, F, place=1)
    (item,) = [item for item in book.ask(Home()).result() if item.place == "coverage"]
    assert item.code == "due_absence_notices"
    assert item.parameters == {"group": "Los Molles", "count": 2}


def test_a_man_is_read_in_each_of_his_groups_and_the_look_is_recorded(book: OpenBook) -> None:
    first = planned(book, men=1, days=(-7,))
    other = planned(book, men=1, days=(-7,), name="Qantu", first=5)
    enrol = EnrolParticipant(group_id=other.group_id, participant_id=first.people[0], since=TODAY)
    book.submit([enrol]).result()
    found = book.ask(ManNumbersIn(participant_id=first.people[0])).result()
    assert [group.group_name for group, _ in found] == ["Qantu", "Los Molles"]
    assert all(his.participant_id == first.people[0] for _, his in found)
    ((count,),) = rows(book, "SELECT count(*) FROM audit_entries WHERE action = 'View'")
    assert count == 1


def test_staff_sees_no_numbers(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-7,))
    staff = Acting(book, Role.STAFF)
    for query in (Coverage(group_id=group.group_id), CoveragePrint(group_id=group.group_id)):
        with refused("role_may_not_read"):
            staff.ask(query)
    assert not [item for item in staff.ask(Home()) if item.place == "coverage"]


def test_the_paper_is_numbered_and_holds_every_man_and_topic(book: OpenBook) -> None:
    group = planned(book, men=2, days=(-7, 7))
    mark(group, A)
    document = book.ask(CoveragePrint(group_id=group.group_id)).result()
    assert document.landscape
    assert rows(book, "SELECT document FROM prints") == [("coverage",)]
