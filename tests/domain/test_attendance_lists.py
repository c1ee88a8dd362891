"""Who stands on the sheet of a day, in which order, and who may be marked."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.attendance import ABSENT, ATTENDING, AttendanceMark, MakeUp, ManRecord, Period
from facilitador.domain.attendance_lists import check_markable, check_stint, on_the_sheet, tally
from facilitador.domain.enrolments import STATUS_RULES, EnrolmentStatus, Stint
from facilitador.domain.missed_sessions import missed_sessions
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import LogStatus, Session, SessionTopic
from facilitador.errors import UserFacingError

GROUP = UUID(int=1)
DAY = date(2026, 11, 20)


def stint(number: int, man: int | None = None, *, since: date = DAY, status: EnrolmentStatus | None = None) -> Stint:
    status = status or EnrolmentStatus.ATTENDING
    ended = None if STATUS_RULES[status].open else since
    return Stint(UUID(int=number), GROUP, UUID(int=man or number), status, None, None, since, ended, "", 1)


def session(
    day: date = DAY,
    *,
    state: SessionState = SessionState.HELD,
    log: LogStatus = LogStatus.EMPTY,
    topics: tuple[str, ...] = (),
    key: int = 5,
) -> Session:
    return Session(
        UUID(int=key),
        GROUP,
        1,
        day,
        time(19),
        120,
        None,
        "",
        state,
        "",
        False,
        log,
        None,
        None,
        None,
        0,
        "2026-1",
        tuple(SessionTopic(topic, planned=True, worked=False) for topic in topics),
        1,
    )


@given(st.lists(st.sampled_from([*AttendanceMark, None]), max_size=15))
def test_every_expected_man_is_counted_once(marks: list[AttendanceMark | None]) -> None:
    counted = tally(marks)

    assert counted.attending + counted.absent + counted.unrecorded == counted.expected == len(marks)
    assert counted.attending == sum(mark in ATTENDING for mark in marks)
    assert counted.absent == sum(mark in ABSENT for mark in marks)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 9)), max_size=15))
def test_numbers_run_from_one_over_exactly_those_who_counted_that_day(spans: list[tuple[int, int]]) -> None:
    stints = [stint(number, since=DAY + timedelta(days=begin)) for number, (begin, _) in enumerate(spans, start=1)]
    periods = {
        one.id: (Period(one.since, one.since + timedelta(days=length)),)
        for one, (_, length) in zip(stints, spans, strict=True)
    }

    sheet = on_the_sheet(stints, periods, DAY)

    numbered = [one for number, one in sheet if number is not None]
    assert [number for number, _ in sheet if number is not None] == list(range(1, len(numbered) + 1))
    assert [one.id for one in numbered] == [one.id for one in stints if periods[one.id][0].covers(DAY)]
    assert len(sheet) == len(stints)


def test_a_man_with_two_stays_stands_there_once_with_the_one_that_covers_the_day() -> None:
    earlier, later = stint(1, 9, since=DAY - timedelta(days=20)), stint(2, 9, since=DAY + timedelta(days=2))
    periods = {earlier.id: (Period(earlier.since, DAY),), later.id: (Period(later.since),)}

    assert on_the_sheet([earlier, later], periods, DAY) == ((1, earlier),)
    assert on_the_sheet([earlier, later], periods, DAY + timedelta(days=1)) == ((None, later),)


def test_who_waits_or_never_came_in_stands_on_no_sheet() -> None:
    waiting = [stint(1, status=EnrolmentStatus.WAITING), stint(2, status=EnrolmentStatus.WITHDRAWN)]

    assert on_the_sheet(waiting, {one.id: (Period(DAY),) for one in waiting}, DAY) == ()


@pytest.mark.parametrize(
    ("of", "code"),
    [
        (session(state=SessionState.CANCELLED), "attendance_of_cancelled"),
        (session(DAY + timedelta(days=1), state=SessionState.PLANNED), "attendance_too_early"),
        (session(log=LogStatus.CLOSED), "log_closed"),
    ],
)
def test_what_cannot_be_marked_is_refused(of: Session, code: str) -> None:
    with pytest.raises(UserFacingError, match=code):
        check_markable(of, DAY)


@given(st.integers(-3, 3), st.integers(0, 3))
def test_a_mark_stands_exactly_on_the_days_he_counted(begin: int, length: int) -> None:
    first = DAY + timedelta(days=begin)
    period = Period(first, first + timedelta(days=length))

    if period.covers(DAY):
        check_stint(stint(1), session(), [period])
    else:
        with pytest.raises(UserFacingError, match="mark_outside_stint"):
            check_stint(stint(1), session(), [period])


# -- missed -----------------------------------------------------------------------------------------------------------

NAMES = {"a": "Tema A", "b": "Tema B"}


def man(mark: AttendanceMark | None, *made: MakeUp) -> ManRecord:
    marks = {} if mark is None else {UUID(int=5): mark}
    return ManRecord(UUID(int=9), (Period(DAY - timedelta(days=5)),), marks, made)


@pytest.mark.directive("6.4.8")
@pytest.mark.parametrize("mark", [*AttendanceMark, None])
def test_only_who_was_absent_missed_something(mark: AttendanceMark | None) -> None:
    missed = missed_sessions(man(mark), [session(topics=("a", "b"))], NAMES)

    assert bool(missed) is (mark in ABSENT)


@pytest.mark.directive("6.4.8")
@pytest.mark.parametrize(
    ("made", "left"),
    [
        ((), [("Tema A", "Tema B")]),
        ((MakeUp(DAY, UUID(int=5)),), []),
        ((MakeUp(DAY, UUID(int=5), ("a",)),), [("Tema B",)]),
        ((MakeUp(DAY, None, ("b",)),), [("Tema A",)]),
        ((MakeUp(DAY, UUID(int=5), ("a",)), MakeUp(DAY, None, ("b",))), []),
        ((MakeUp(DAY, UUID(int=6)),), [("Tema A", "Tema B")]),
    ],
)
def test_it_stays_open_until_the_last_topic_is_made_up(made: tuple[MakeUp, ...], left: list[tuple[str, ...]]) -> None:
    absent = man(AttendanceMark.ABSENT_WITH_NOTICE, *made)

    assert [one.topics for one in missed_sessions(absent, [session(topics=("a", "b"))], NAMES)] == left


@pytest.mark.parametrize(
    "of", [session(state=SessionState.CANCELLED), session(DAY - timedelta(days=6)), session(state=SessionState.PLANNED)]
)
def test_what_was_not_held_or_lies_before_his_entry_is_not_missed(of: Session) -> None:
    assert missed_sessions(man(AttendanceMark.ABSENT_WITHOUT_NOTICE), [of], NAMES) == ()


def test_a_session_without_topics_is_missed_all_the_same() -> None:
    (missed,) = missed_sessions(man(AttendanceMark.NOT_ADMITTED), [session()], NAMES)

    assert missed.topics == ()
