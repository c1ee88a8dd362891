"""Writes a group's dates as an iCalendar file (RFC 5545) that any telephone or calendar reads.

A calendar is seen over a shoulder and copied to servers: it tells hours, never what the group is for, who comes or
where it meets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from facilitador.errors import UserFacingError

if TYPE_CHECKING:
    from icalendar import Event

TITLE: Final = "Reunión de grupo"
"""What every entry is called."""

FOLLOW_UP: Final = "Seguimiento de grupo"
"""What the day is called on which the men of a closed group are asked again."""

_MAKER: Final = "-//Agenda de grupos//ES"
_ZONE: Final = "America/Lima"
_ZONE_SINCE: Final = date(1995, 1, 1)  # Peru has not moved its clocks since 1994


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One session in the calendar. Day and hour are those of Peru; `revision` grows with every change of it."""

    session_id: UUID
    day: date
    starts_at: time
    minutes: int
    revision: int
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class FollowUpDay:
    """The day, without an hour, of the follow-up of a closed group; `revision` grows with every change of it."""

    group_id: UUID
    day: date
    revision: int
    cancelled: bool = False


def write_calendar(entries: Iterable[CalendarEntry], stamp: datetime, follow_ups: Iterable[FollowUpDay] = ()) -> bytes:
    """The file, UTF-8 with CRLF; `stamp` is the moment of writing, with its zone.

    An entry has the same UID in every file, so that importing a later one moves or cancels what stands there already.
    The UID is derived from the session's id and does not give it away. Raises calendar_empty without entries.
    """
    from icalendar import Calendar  # start-up: slow to import, wanted once a month

    listed = sorted(entries, key=lambda entry: (entry.day, entry.starts_at))
    days = sorted(follow_ups, key=lambda one: one.day)
    if not listed and not days:
        raise UserFacingError("calendar_empty")
    calendar = Calendar({"VERSION": "2.0", "PRODID": _MAKER, "METHOD": "PUBLISH"})
    zone = ZoneInfo(_ZONE)
    for entry in listed:
        start = datetime.combine(entry.day, entry.starts_at, zone)
        hours = {"start": start, "end": start + timedelta(minutes=entry.minutes)}
        named = {"uid": str(uuid5(entry.session_id, "calendar")), "summary": TITLE}
        calendar.add_component(_event(entry, stamp, **named, **hours))
    for one in days:
        uid = str(uuid5(one.group_id, "follow-up"))
        calendar.add_component(_event(one, stamp, uid=uid, summary=FOLLOW_UP, start=one.day))
    if listed:
        calendar.add_missing_timezones(_ZONE_SINCE, listed[-1].day + timedelta(days=1))
    for described in calendar.timezones:
        described.pop("COMMENT", None)  # in English
    written: bytes = calendar.to_ical()
    return written


def _event(of: CalendarEntry | FollowUpDay, stamp: datetime, **told: Any) -> Event:
    """An entry that later files move or call off."""
    from icalendar import STATUS, Event
    from icalendar.enums import CLASS

    status = STATUS.CANCELLED if of.cancelled else STATUS.CONFIRMED
    return Event.new(**told, stamp=stamp, sequence=of.revision, status=status, classification=CLASS.PRIVATE)
