"""The calendar file says when, and nothing that a stranger should not read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from icalendar import Calendar

from facilitador.errors import UserFacingError
from facilitador.exchange.calendars import FOLLOW_UP, TITLE, CalendarEntry, FollowUpDay, write_calendar

STAMP = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)
SESSION = CalendarEntry(UUID(int=7), date(2027, 1, 6), time(18, 30), 120, revision=1)


def read(written: bytes) -> Calendar:
    calendar = Calendar.from_ical(written)
    assert isinstance(calendar, Calendar)
    return calendar


def test_another_program_reads_the_hours_of_peru() -> None:
    calendar = read(write_calendar([SESSION], STAMP))

    (event,) = calendar.events
    assert event.start == datetime(2027, 1, 6, 23, 30, tzinfo=UTC)
    assert event.end - event.start == timedelta(minutes=120)
    assert event["DTSTART"].params["TZID"] == "America/Lima"
    assert [zone.tz_name for zone in calendar.timezones] == ["America/Lima"]
    assert event.DTSTAMP == STAMP


def test_entries_stand_by_date_whatever_the_order_given() -> None:
    later = replace(SESSION, session_id=UUID(int=8), day=date(2027, 1, 13))

    events = read(write_calendar([later, SESSION], STAMP)).events

    assert [event.start.date() for event in events] == [date(2027, 1, 6), date(2027, 1, 13)]


def test_a_moved_and_a_cancelled_session_replace_what_stood_there() -> None:
    (before,) = read(write_calendar([SESSION], STAMP)).events
    moved = replace(SESSION, day=date(2027, 1, 8), revision=2)
    cancelled = replace(moved, revision=3, cancelled=True)

    (after,) = read(write_calendar([moved], STAMP)).events
    (off,) = read(write_calendar([cancelled], STAMP)).events

    assert before.uid == after.uid == off.uid
    assert [event.sequence for event in (before, after, off)] == [1, 2, 3]
    assert [str(event["STATUS"]) for event in (before, after, off)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_two_sessions_are_two_entries() -> None:
    other = replace(SESSION, session_id=UUID(int=8))

    assert len({event.uid for event in read(write_calendar([SESSION, other], STAMP)).events}) == 2


@pytest.mark.directive("6.4.5")
def test_it_tells_hours_and_nothing_else() -> None:
    written = write_calendar([SESSION], STAMP)

    (event,) = read(written).events
    assert str(event["SUMMARY"]) == TITLE == "Reunión de grupo"
    assert set(event) == {"UID", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "SEQUENCE", "STATUS", "CLASS"}
    assert str(event["CLASS"]) == "PRIVATE"
    assert str(SESSION.session_id) not in written.decode()
    assert not re.search(r"violen|var[oó]n|agres|facilitador|directiva", written.decode(), re.IGNORECASE)


def test_the_same_plan_gives_the_same_file() -> None:
    assert write_calendar([SESSION], STAMP) == write_calendar([SESSION], STAMP)


def test_a_plan_without_sessions_is_refused() -> None:
    with pytest.raises(UserFacingError) as refused:
        write_calendar([], STAMP)

    assert refused.value.code == "calendar_empty"


def test_the_day_of_a_follow_up_has_no_hour_and_is_called_off_by_a_later_file() -> None:
    day = FollowUpDay(UUID(int=9), date(2027, 5, 21), revision=1)

    (set_down,) = read(write_calendar([], STAMP, [day])).events
    _, off = read(write_calendar([SESSION], STAMP, [replace(day, revision=2, cancelled=True)])).events

    assert (set_down.start, str(set_down["SUMMARY"]), str(set_down["STATUS"])) == (day.day, FOLLOW_UP, "CONFIRMED")
    assert set_down.uid == off.uid
    assert (off.sequence, str(off["STATUS"])) == (2, "CANCELLED")
    assert str(UUID(int=9)) not in str(set_down.uid)
