"""Marks one by one, all at once, taken back; announced absences; sessions made up, on a real encrypted book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.attendance_lists import AttendanceLine, AttendanceList, tally
from facilitador.domain.changes import Change, Topic
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.roles import Role
from facilitador.domain.session_plans import ChangeReason, SessionState
from facilitador.use_cases.attendance import (
    AnnounceAbsence,
    MarkAttendance,
    MarkUnmarked,
    RecordMakeUp,
    RemoveMakeUp,
    SessionAttendance,
    WithdrawAnnouncement,
)
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.session_logs import CloseLog, CloseShort
from facilitador.use_cases.session_plans import CancelSession
from tests.books import TODAY
from tests.use_cases.logs import TOPICS, Planned, planned
from tests.use_cases.scenes import Acting, one_value, refused, rows

Run = Callable[..., Outcome]
M = AttendanceMark


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Three men; a session a week ago, one of today, one in a week."""
    return planned(book, men=3, days=(-7, 0, 7))


def seen(book: OpenBook, session_id: UUID) -> AttendanceList:
    return book.ask(SessionAttendance(session_id=session_id)).result()


def line(book: OpenBook, session_id: UUID, stint: UUID) -> AttendanceLine:
    return next(one for one in seen(book, session_id).lines if one.enrolment_id == stint)


def mark(session_id: UUID, stint: UUID, which: AttendanceMark | None = M.ATTENDED) -> MarkAttendance:
    return MarkAttendance(session_id=session_id, enrolment_id=stint, mark=which)


# -- marks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", [one for one in M if one is not M.NOT_ADMITTED])
def test_a_mark_is_kept_written_over_and_taken_back(book: OpenBook, run: Run, group: Planned, which: M) -> None:
    today, stint = group.sessions[1], group.stints[0]

    run(mark(today, stint, which))
    assert line(book, today, stint).mark is which
    run(mark(today, stint, M.LATE))
    assert line(book, today, stint).mark is M.LATE
    run(mark(today, stint, None))
    assert line(book, today, stint).mark is None


@pytest.mark.directive("6.4.8")
def test_a_session_is_held_from_its_first_mark_and_planned_again_when_the_only_one_is_taken_back(
    book: OpenBook, run: Run, group: Planned
) -> None:
    today, (first, second, _) = group.sessions[1], group.stints

    outcome = run(mark(today, first))
    assert Change(Topic.SESSIONS, today) in outcome.changes
    assert seen(book, today).session.state is SessionState.HELD
    assert run(mark(today, second)).changes == {Change(Topic.ATTENDANCE, today)}

    run(mark(today, first, None))
    assert seen(book, today).session.state is SessionState.HELD  # one mark is left
    run(mark(today, second, None))
    assert seen(book, today).session.state is SessionState.PLANNED
    steps = [step for (step,) in rows(book, "SELECT step FROM session_events ORDER BY number, rowid")]
    assert (steps.count("held"), steps.count("restored")) == (1, 1)


def test_a_session_about_which_something_is_written_stays_held(book: OpenBook, run: Run, group: Planned) -> None:
    today, stint = group.sessions[1], group.stints[0]
    run(mark(today, stint), CloseShort(session_id=today, topic_ids=TOPICS[:1], summary="Se trabajó.", alert=False))

    run(mark(today, stint, None))

    assert seen(book, today).session.state is SessionState.HELD


def test_everybody_attended_marks_only_who_has_no_mark(book: OpenBook, run: Run, group: Planned) -> None:
    today, (first, second, third) = group.sessions[1], group.stints
    run(mark(today, second, M.ABSENT_WITH_NOTICE))

    run(MarkUnmarked(session_id=today))

    assert {one.enrolment_id: one.mark for one in seen(book, today).lines} == {
        first: M.ATTENDED,
        second: M.ABSENT_WITH_NOTICE,
        third: M.ATTENDED,
    }
    assert seen(book, today).session.state is SessionState.HELD


def test_the_order_on_screen_is_that_of_the_sheet(book: OpenBook, group: Planned) -> None:
    men = seen(book, group.sessions[1])

    assert [one.enrolment_id for one in men.lines] == group.by_name
    assert [one.number for one in men.lines] == [1, 2, 3]


def test_sin_registrar_is_never_an_absence(book: OpenBook, run: Run, group: Planned) -> None:
    today, (first, second, _) = group.sessions[1], group.stints
    run(mark(today, first), mark(today, second, M.ABSENT_WITHOUT_NOTICE))

    counted = tally(one.mark for one in seen(book, today).expected)

    assert (counted.expected, counted.attending, counted.absent, counted.unrecorded) == (3, 1, 1, 1)


def test_marks_of_one_list_stand_or_fall_together(book: OpenBook, run: Run, group: Planned) -> None:
    today, later, stint = group.sessions[1], group.sessions[2], group.stints[0]

    with refused("attendance_too_early", "session_id", position=1):
        run(mark(today, stint), mark(later, stint))

    assert line(book, today, stint).mark is None
    assert seen(book, today).session.state is SessionState.PLANNED


def test_marks_of_one_list_are_those_of_one_by_one(book: OpenBook, run: Run, group: Planned) -> None:
    before, today, (first, second, third) = group.sessions[0], group.sessions[1], group.stints
    marks = (
        *(mark(today, first), mark(today, second, M.LATE), mark(today, first, M.LEFT_EARLY)),  # the later one stands
        *(mark(before, first), mark(before, first, None), mark(today, third, M.ABSENT_WITH_NOTICE)),
    )

    outcome = run(*marks)

    found = [line(book, today, one).mark for one in (first, second, third)]
    assert found == [M.LEFT_EARLY, M.LATE, M.ABSENT_WITH_NOTICE]
    assert line(book, before, first).mark is None
    states = [seen(book, one).session.state for one in (before, today)]
    assert states == [SessionState.PLANNED, SessionState.HELD]
    moved = [Change(Topic.SESSIONS, result.id) in result.changes for result in outcome.results]
    assert moved == [True, False, False, True, True, False]
    (said,) = rows(book, "SELECT count(*) FROM audit_entries WHERE action = 'MarkAttendance'")
    assert said == (len(marks),)


@pytest.mark.parametrize(("nobody", "code"), [(UUID(int=5), "not_found"), (None, "mark_outside_stint")])
def test_the_refused_one_of_several_marks_is_told_by_its_place(
    book: OpenBook, run: Run, group: Planned, nobody: UUID | None, code: str
) -> None:
    session, (first, second, third) = group.sessions[1], group.stints
    left = ChangeEnrolmentStatus(
        enrolment_id=second, status=EnrolmentStatus.STOPPED, on=TODAY - timedelta(days=3), reason="viajó"
    )
    run(left)

    with refused(code, "enrolment_id", position=2):
        run(mark(group.sessions[0], third), mark(session, first), mark(session, nobody or second), mark(session, third))

    assert line(book, session, first).mark is None


# -- who counts -------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.1")
def test_who_left_or_pauses_is_grey_and_takes_no_mark(book: OpenBook, run: Run, group: Planned) -> None:
    today, (left, pausing, _) = group.sessions[1], group.stints
    since = TODAY - timedelta(days=3)
    for stint, status in ((left, EnrolmentStatus.STOPPED), (pausing, EnrolmentStatus.PAUSED)):
        run(ChangeEnrolmentStatus(enrolment_id=stint, status=status, on=since, reason="viajó"))

    for stint in (left, pausing):
        assert not line(book, today, stint).expected
        with refused("mark_outside_stint", "enrolment_id"):
            run(mark(today, stint))
    run(MarkUnmarked(session_id=today))
    assert [one.mark for one in seen(book, today).lines] == [M.ATTENDED, None, None]
    assert line(book, group.sessions[0], left).expected  # he was still there a week ago


def test_who_entered_later_or_waits_counts_in_no_earlier_session(book: OpenBook, run: Run, group: Planned) -> None:
    other = planned(book, men=1, days=(0,), name="Alba", first=7)

    with refused("mark_outside_stint", "enrolment_id"):
        run(mark(group.sessions[1], other.stints[0]))

    assert {one.enrolment_id for one in seen(book, group.sessions[1]).lines} == set(group.stints)


def test_a_cancelled_session_takes_no_attendance(run: Run, group: Planned) -> None:
    today = group.sessions[1]
    run(CancelSession(session_id=today, reason_code=ChangeReason.ROAD_BLOCKED))

    for command in (
        mark(today, group.stints[0]),
        MarkUnmarked(session_id=today),
        AnnounceAbsence(session_id=today, enrolment_id=group.stints[0]),
    ):
        with refused("attendance_of_cancelled", "session_id"):
            run(command)


def test_a_closed_log_takes_no_mark(run: Run, book: OpenBook, group: Planned) -> None:
    past = group.sessions[0]
    run(MarkUnmarked(session_id=past), CloseShort(session_id=past, topic_ids=TOPICS[:1], summary="Todo.", alert=False))
    run(CloseLog(session_id=past, reason="Faltó un facilitador ese mes."))

    with refused("log_closed", "session_id"):
        run(mark(past, group.stints[0], M.LATE))
    with refused("log_closed", "session_id"):
        run(MarkUnmarked(session_id=past))


@pytest.mark.directive("6.4.5")
def test_administrative_staff_sees_no_attendance_and_a_supervisor_only_reads(book: OpenBook, group: Planned) -> None:
    query = SessionAttendance(session_id=group.sessions[1])

    with refused("role_may_not_read"):
        Acting(book, Role.STAFF).ask(query)
    assert len(Acting(book, Role.SUPERVISOR).ask(query).lines) == 3
    with refused("role_may_not_write"):
        Acting(book, Role.SUPERVISOR).run(mark(group.sessions[1], group.stints[0]))


# -- announced absences -----------------------------------------------------------------------------------------------


def test_an_announced_absence_is_no_mark_and_can_be_withdrawn(book: OpenBook, run: Run, group: Planned) -> None:
    later, stint = group.sessions[2], group.stints[0]

    run(AnnounceAbsence(session_id=later, enrolment_id=stint, note=" cosecha "))
    assert (line(book, later, stint).announced, line(book, later, stint).mark) == ("cosecha", None)
    run(AnnounceAbsence(session_id=later, enrolment_id=stint))
    assert line(book, later, stint).announced == ""
    assert seen(book, later).session.state is SessionState.PLANNED
    run(WithdrawAnnouncement(session_id=later, enrolment_id=stint))
    assert line(book, later, stint).announced is None


def test_a_novel_is_no_note(run: Run, group: Planned) -> None:
    with refused("text_too_long", "note"):
        run(AnnounceAbsence(session_id=group.sessions[2], enrolment_id=group.stints[0], note="x" * 10_000))


# -- made up ----------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.8")
def test_what_was_missed_is_made_up_and_taken_back(book: OpenBook, run: Run, group: Planned) -> None:
    past, stint = group.sessions[0], group.stints[0]
    run(mark(past, stint, M.ABSENT_WITH_NOTICE))

    made = run(RecordMakeUp(enrolment_id=stint, session_id=past, how="Con las fichas del tema.")).ids[0]

    assert line(book, past, stint).made_up_on == TODAY
    assert one_value(book, "SELECT person_id FROM make_ups") == book.person.id.bytes
    with refused("made_up_already"):
        run(RecordMakeUp(enrolment_id=stint, session_id=past))
    run(RemoveMakeUp(make_up_id=made))
    assert line(book, past, stint).made_up_on is None


@pytest.mark.parametrize(
    ("other", "code", "field"),
    [
        ({"session_id": None}, "make_up_of_nothing", "topic_ids"),
        ({"topic_ids": TOPICS[1:2]}, "topic_not_worked", "topic_ids"),
        ({"made_up_on": TODAY + timedelta(days=1)}, "day_in_future", "made_up_on"),
        ({"made_up_on": TODAY - timedelta(days=8)}, "made_up_before_session", "made_up_on"),
        ({"how": "x" * 501}, "text_too_long", "how"),
        ({"person_id": UUID(int=9)}, "not_found", "person_id"),
    ],
)
def test_a_make_up_that_cannot_be_is_refused_beside_its_field(
    run: Run, group: Planned, other: dict[str, object], code: str, field: str
) -> None:
    run(mark(group.sessions[0], group.stints[0], M.ABSENT_WITHOUT_NOTICE))
    values: dict[str, object] = {"enrolment_id": group.stints[0], "session_id": group.sessions[0]}

    with refused(code, field):
        run(RecordMakeUp(**{**values, **other}))  # type: ignore[arg-type]


def test_who_was_there_has_nothing_to_make_up_and_what_was_not_held_cannot_be(run: Run, group: Planned) -> None:
    run(mark(group.sessions[0], group.stints[0]))

    with refused("nothing_to_make_up", "session_id"):
        run(RecordMakeUp(enrolment_id=group.stints[0], session_id=group.sessions[0]))
    with refused("session_not_held", "session_id"):
        run(RecordMakeUp(enrolment_id=group.stints[0], session_id=group.sessions[1]))


def test_a_topic_worked_on_its_own_needs_no_session(book: OpenBook, run: Run, group: Planned) -> None:
    run(RecordMakeUp(enrolment_id=group.stints[0], topic_ids=TOPICS[:1]))

    assert one_value(book, "SELECT topic_ids FROM make_ups") == f'["{TOPICS[0]}"]'


def test_what_is_not_there_is_refused(run: Run, group: Planned) -> None:
    nobody = UUID(int=7)
    commands: tuple[Command, ...] = (
        mark(nobody, group.stints[0]),
        mark(group.sessions[1], nobody),
        MarkUnmarked(session_id=nobody),
        RemoveMakeUp(make_up_id=nobody),
    )
    for command in commands:
        with refused("not_found"):
            run(command)
