"""The calls of the next morning: who is on the list, why, and when he is off it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.calls import CALL_AGAIN, CallEntry, CallPurpose, CallResult
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.use_cases.attendance import MarkAttendance, MarkUnmarked, RecordMakeUp
from facilitador.use_cases.calls import CallList, RecordCall, RemoveCall
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus
from facilitador.use_cases.home import Home
from facilitador.use_cases.newcomers import AddNewcomer
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ChangeParticipant
from facilitador.use_cases.requests import Outcome
from tests.books import TODAY
from tests.use_cases.logs import TOPICS, Planned, planned
from tests.use_cases.scenes import ficha, refused

Run = Callable[..., Outcome]
M = AttendanceMark


@pytest.fixture
def group(book: OpenBook, run: Run) -> Planned:
    """Three men; at the session of a week ago all were, at the one of yesterday nobody is marked yet."""
    made = planned(book, men=3, days=(-8, -1, 6))
    run(MarkUnmarked(session_id=made.sessions[0]))
    return made


def mark(group: Planned, session: int, man: int, which: AttendanceMark) -> MarkAttendance:
    return MarkAttendance(session_id=group.sessions[session], enrolment_id=group.stints[man], mark=which)


def listed(book: OpenBook) -> dict[UUID, CallEntry]:
    """Who is to be called, by stint; home, which counts by a statement of its own, always counts the same."""
    entries = book.ask(CallList()).result()
    pressing = sum(one.purpose is CallPurpose.ABSENT and not one.settled for one in entries)
    items = [item for item in book.ask(Home()).result() if item.place == "calls"]
    assert [item.parameters["count"] for item in items] == ([pressing] if pressing else [])
    return {entry.enrolment_id: entry for entry in entries}


def call(group: Planned, man: int, result: CallResult) -> RecordCall:
    return RecordCall(
        enrolment_id=group.stints[man], session_id=group.sessions[1], purpose=CallPurpose.ABSENT, result=result
    )


def test_who_was_absent_without_notice_in_the_last_session_is_called_first(
    book: OpenBook, run: Run, group: Planned
) -> None:
    run(mark(group, 1, 0, M.ABSENT_WITH_NOTICE), mark(group, 1, 1, M.ABSENT_WITHOUT_NOTICE), mark(group, 1, 2, M.LATE))

    first, second = book.ask(CallList()).result()

    assert (first.enrolment_id, first.purpose) == (group.stints[1], CallPurpose.ABSENT)
    assert (second.enrolment_id, second.purpose) == (group.stints[0], CallPurpose.MAKE_UP)
    assert first.phones == ("980000002",)
    assert (first.session_id, first.session_day) == (group.sessions[1], TODAY - timedelta(days=1))
    assert [missed.day for missed in second.to_make_up] == [TODAY - timedelta(days=1)]
    assert second.to_make_up[0].topics == ("Género e identidad masculina",)


def test_an_unmarked_man_is_called_for_nothing(book: OpenBook, run: Run, group: Planned) -> None:
    run(mark(group, 1, 0, M.ATTENDED))

    assert listed(book) == {}


@pytest.mark.parametrize("result", list(CallResult))
def test_only_who_was_reached_is_off_the_list(book: OpenBook, run: Run, group: Planned, result: CallResult) -> None:
    run(mark(group, 1, 0, M.ABSENT_WITHOUT_NOTICE))
    run(call(group, 0, result))

    entry = listed(book)[group.stints[0]]
    assert entry.settled is (result not in CALL_AGAIN)
    assert [made.result for made in entry.calls] == [result]


def test_the_next_absence_puts_him_on_it_again(book: OpenBook, run: Run, group: Planned) -> None:
    run(mark(group, 0, 0, M.ABSENT_WITHOUT_NOTICE))
    first = RecordCall(
        enrolment_id=group.stints[0],
        session_id=group.sessions[0],
        purpose=CallPurpose.ABSENT,
        result=CallResult.REACHED,
    )
    run(first)
    assert listed(book)[group.stints[0]].settled

    run(mark(group, 1, 0, M.ABSENT_WITHOUT_NOTICE))

    entry = listed(book)[group.stints[0]]
    assert (entry.settled, entry.session_id, len(entry.to_make_up)) == (False, group.sessions[1], 2)


def test_a_call_recorded_by_mistake_is_taken_back(book: OpenBook, run: Run, group: Planned) -> None:
    run(mark(group, 1, 0, M.ABSENT_WITHOUT_NOTICE))
    made = run(call(group, 0, CallResult.REACHED)).ids[0]

    run(RemoveCall(call_id=made))

    assert not listed(book)[group.stints[0]].settled
    with refused("not_found"):
        run(RemoveCall(call_id=made))


@pytest.mark.directive("6.4.8")
def test_what_was_made_up_is_called_for_no_more(book: OpenBook, run: Run, group: Planned) -> None:
    run(mark(group, 0, 0, M.ABSENT_WITH_NOTICE), mark(group, 1, 0, M.ABSENT_WITHOUT_NOTICE))
    run(RecordMakeUp(enrolment_id=group.stints[0], session_id=group.sessions[1]))

    entry = listed(book)[group.stints[0]]
    assert entry.purpose is CallPurpose.MAKE_UP
    assert [missed.session_id for missed in entry.to_make_up] == [group.sessions[0]]

    run(RecordMakeUp(enrolment_id=group.stints[0], topic_ids=TOPICS[:1]))
    assert listed(book) == {}


def test_a_newcomer_is_called_until_his_ficha_says_more_than_his_name(book: OpenBook, run: Run, group: Planned) -> None:
    man = run(AddNewcomer(session_id=group.sessions[1], paternal_surname="Yaranga", given_names="Abel")).ids[0]

    (entry,) = listed(book).values()
    assert (entry.participant_id, entry.purpose, entry.phones) == (man, CallPurpose.NEWCOMER, ())

    run(ChangeParticipant(participant_id=man, answers=ficha(9)))
    assert listed(book) == {}


def test_nobody_is_called_through_the_phone_of_someone_else(book: OpenBook, run: Run, group: Planned) -> None:
    own = ficha(1, phone=None, contact_name="Juana Ccori", contact_phone="987111222", other_phone="066312345")
    run(ChangeParticipant(participant_id=group.people[0], answers=own))
    run(mark(group, 1, 0, M.ABSENT_WITHOUT_NOTICE))

    assert listed(book)[group.stints[0]].phones == ("66312345",) or listed(book)[group.stints[0]].phones == (
        "066312345",
    )


def test_who_left_or_pauses_is_not_called(book: OpenBook, run: Run, group: Planned) -> None:
    run(mark(group, 1, 0, M.ABSENT_WITHOUT_NOTICE), mark(group, 1, 1, M.ABSENT_WITHOUT_NOTICE))
    for man, status in ((0, EnrolmentStatus.STOPPED), (1, EnrolmentStatus.PAUSED)):
        run(ChangeEnrolmentStatus(enrolment_id=group.stints[man], status=status, reason="viajó"))

    assert listed(book) == {}


@pytest.mark.directive("6.4.5")
def test_home_counts_the_calls_and_names_nobody(book: OpenBook, run: Run, group: Planned) -> None:
    def told() -> list[tuple[str, dict[str, object]]]:
        items = book.ask(Home()).result()
        return [(item.code, item.parameters) for item in items if item.code.startswith("due_call")]

    run(mark(group, 1, 0, M.ABSENT_WITHOUT_NOTICE), mark(group, 1, 1, M.ABSENT_WITHOUT_NOTICE))
    assert told() == [("due_calls", {"count": 2})]
    run(call(group, 0, CallResult.COMING_BACK))
    assert told() == [("due_call", {"count": 1})]
    run(call(group, 1, CallResult.NO_ANSWER))
    assert told() == [("due_call", {"count": 1})]
    run(call(group, 1, CallResult.NOT_COMING_BACK))
    assert told() == []


def test_a_call_of_tomorrow_or_after_a_session_of_another_group_is_refused(
    book: OpenBook, run: Run, group: Planned
) -> None:
    other = planned(book, men=0, days=(-1,), name="Alba")
    base = {"enrolment_id": group.stints[0], "purpose": CallPurpose.ABSENT, "result": CallResult.REACHED}

    with refused("day_in_future", "called_on"):
        run(RecordCall(**base, called_on=TODAY + timedelta(days=1)))  # type: ignore[arg-type]
    with refused("not_found", "session_id"):
        run(RecordCall(**base, session_id=other.sessions[0]))  # type: ignore[arg-type]
    with refused("text_too_long", "note"):
        run(RecordCall(**base, note="x" * 501))  # type: ignore[arg-type]
