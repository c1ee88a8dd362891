"""The sessions of the example groups: planned, held, called off, written about; by the commands of real work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from random import Random
from typing import Any, Final
from uuid import UUID

import msgspec

from facilitador.domain.attendance import AttendanceMark, Period
from facilitador.domain.attendance_lists import covers
from facilitador.domain.counted_periods import counted_periods
from facilitador.domain.doors import AtRisk, DoorCause
from facilitador.domain.enrolments import EnrolmentStatus, StintEvent
from facilitador.domain.plan_changes import TopicsGo
from facilitador.domain.session_plans import ChangeReason
from facilitador.domain.sessions import IncidentKind, Reached
from facilitador.domain.topics import Area
from facilitador.paths import resource
from facilitador.reference import curriculum
from facilitador.reference.decoding import Header, check_name, decode
from facilitador.use_cases.attendance import AnnounceAbsence, MarkAttendance, MarkUnmarked, RecordMakeUp
from facilitador.use_cases.demo_timeline import Event, Rank
from facilitador.use_cases.doors import AttendDoorRefusal, RefuseAtDoor
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.incidents import ChangeIncident, RecordIncident, WriteManNote
from facilitador.use_cases.log_amendments import AmendLog
from facilitador.use_cases.requests import Command
from facilitador.use_cases.session_logs import CloseLog, CloseShort, SaveLog
from facilitador.use_cases.session_plans import CancelSession, PlanSessions, SessionToPlan

_MINUTES: Final = 120
_WEEK: Final = timedelta(days=7)
_MARKS: Final = (
    AttendanceMark.LATE,
    AttendanceMark.ABSENT_WITH_NOTICE,
    AttendanceMark.ABSENT_WITHOUT_NOTICE,
    AttendanceMark.LEFT_EARLY,
)
_MADE_UP, _CALLED_OFF, _AT_THE_DOOR, _AMENDED, _ALONE = 1, 3, 4, 5, 6  # places among the sessions of a group, from 0
_MOST_WEEKS: Final = 8  # until the first man has come
_FEW_MARKED: Final = 2  # whom nobody marked at the newest session


class _Log(msgspec.Struct, forbid_unknown_fields=True):
    summary: str
    narrative: str
    technique: tuple[str, ...]
    reached: tuple[Reached, Reached, Reached]
    area_note: str
    headings: dict[str, str]
    avoided: dict[str, str]
    materials: tuple[str, ...]


class _Sessions(Header, forbid_unknown_fields=True, kw_only=True):
    logs: tuple[_Log, ...]
    once: dict[str, str]


@dataclass(frozen=True, slots=True)
class DemoStay:
    """One stay of an invented man: its stint and the days on which he counted."""

    enrolment_id: UUID
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """A group of the example as its sessions see it. `ends`: the last day on which it met, None while it goes on."""

    id: UUID
    first: date
    starts_at: time
    sessions: int
    facilitators: tuple[UUID, ...]
    stays: tuple[DemoStay, ...]
    ends: date | None = None


def stays_in(commands: Iterable[Command]) -> dict[UUID, tuple[DemoStay, ...]]:
    """Every stay by group, with the days on which the man counted, from what was commanded in order."""
    steps: dict[UUID, list[StintEvent]] = {}
    entered: dict[UUID, UUID] = {}
    for command in commands:
        if isinstance(command, EnrolParticipant) and command.id is not None and command.since is not None:
            first = EnrolmentStatus.WAITING if command.waitlist else EnrolmentStatus.ATTENDING
            entered[command.id] = command.group_id
            steps[command.id] = [StintEvent(first, command.since, "")]
        elif isinstance(command, ChangeEnrolmentStatus) and command.on is not None:
            steps[command.enrolment_id].append(StintEvent(command.status, command.on, ""))
    stays: dict[UUID, tuple[DemoStay, ...]] = {}
    for stint, group_id in entered.items():
        stays[group_id] = (*stays.get(group_id, ()), DemoStay(stint, counted_periods(steps[stint])))
    return stays


@cache
def _told() -> _Sessions:
    path = resource("reference", "demo_sessions.toml")
    raw = decode(path, _Sessions)
    check_name(path, raw)
    return raw


def sessions_through_time(group: DemoGroup, today: date, new_id: Callable[[], UUID], draw: Random) -> Iterator[Event]:
    """The plan of a group, and what was held, called off and written before `today`.

    In a group that is over every log is closed; in one that goes on the newest are still to be completed.
    """
    writer = _Writer(group, draw, new_id)
    first = next(day for day in (group.first + week * _WEEK for week in range(_MOST_WEEKS)) if writer.expected(day))
    planned = tuple(_planned(group, first, new_id))
    yield Event(group.first, Rank.PLANNED, PlanSessions(group_id=group.id, sessions=planned))
    last = min(today - timedelta(days=1), group.ends or today)
    past = [one for one in planned if one.day <= last]
    for place, session in enumerate(past):
        if place == _CALLED_OFF and len(past) > _AMENDED:
            yield Event(session.day, Rank.CALLED_OFF, _called_off(session))
            continue
        newest = len(past) - 1 - place if group.ends is None else len(past)
        yield from writer.session(session, place, newest)
    coming = next((one for one in planned if one.day >= today), None)
    if coming is not None and group.ends is None:
        for stay in writer.expected(coming.day)[-1:]:
            note = _told().once["announced"]
            absent = AnnounceAbsence(session_id=_key(coming), enrolment_id=stay.enrolment_id, note=note)
            yield Event(today, Rank.WRITTEN, absent)


def _planned(group: DemoGroup, first: date, new_id: Callable[[], UUID]) -> Iterator[SessionToPlan]:
    """A session a week; the thirteen in order, the first ones over two sessions where there are more of these."""
    topics = [topic.id for topic in curriculum().mandated]
    for number in range(group.sessions):
        topic = topics[number * len(topics) // group.sessions]
        day = first + number * _WEEK
        yield SessionToPlan(id=new_id(), day=day, starts_at=group.starts_at, minutes=_MINUTES, topic_ids=(topic,))


def _called_off(session: SessionToPlan) -> CancelSession:
    return CancelSession(
        session_id=_key(session),
        reason_code=ChangeReason.ROAD_BLOCKED,
        reason=_told().once["road_blocked"],
        topics=TopicsGo.INTO_NEXT,
    )


def _key(session: SessionToPlan) -> UUID:
    assert session.id is not None
    return session.id


class _Writer:
    """What the team wrote about the sessions of one group."""

    def __init__(self, group: DemoGroup, draw: Random, new_id: Callable[[], UUID]) -> None:
        self._group, self._draw, self._new_id = group, draw, new_id
        self._once = _told().once
        self._missed: UUID | None = None

    def expected(self, day: date) -> list[DemoStay]:
        """The men who count on that day."""
        return [stay for stay in self._group.stays if covers(stay.periods, day)]

    def session(self, session: SessionToPlan, place: int, newest: int) -> Iterator[Event]:
        """A held session; `newest`: how many were held after it, 0 for the last one before today."""
        there = self.expected(session.day)
        if not there:
            return
        for command in self._marks(session, there, place, newest):
            yield Event(session.day, Rank.HELD, command)
        for command in self._written(session, there, place, newest):
            yield Event(session.day, Rank.WRITTEN, command)

    def _marks(self, session: SessionToPlan, there: Sequence[DemoStay], place: int, newest: int) -> Iterator[Command]:
        key, others = _key(session), list(there)
        self._draw.shuffle(others)
        if place == _AT_THE_DOOR and len(there) > len(_MARKS):
            yield from self._at_the_door(key, others.pop().enrolment_id)
        elif newest == 0 and len(there) > len(_MARKS):
            yield self._pending_at_the_door(key, others.pop().enrolment_id)
        for mark in _MARKS[: len(there) // 4]:
            absent = others.pop().enrolment_id
            yield MarkAttendance(session_id=key, enrolment_id=absent, mark=mark)
            if mark is AttendanceMark.ABSENT_WITH_NOTICE and place == _MADE_UP:
                self._missed = absent
        if newest == 0:
            for stay in others[_FEW_MARKED:]:
                yield MarkAttendance(session_id=key, enrolment_id=stay.enrolment_id, mark=AttendanceMark.ATTENDED)
        else:
            yield MarkUnmarked(session_id=key)

    def _at_the_door(self, key: UUID, stint: UUID) -> Iterator[Command]:
        refusal = self._new_id()
        yield RefuseAtDoor(
            id=refusal,
            session_id=key,
            enrolment_id=stint,
            cause=DoorCause.ALCOHOL,
            seen=self._once["door_seen"],
            decided_by=self._group.facilitators[0],
            goes_where=self._once["door_where"],
            goes_with=self._once["door_with"],
            at_risk=AtRisk.UNKNOWN,
        )
        yield AttendDoorRefusal(refusal_id=refusal, done=self._once["door_done"])

    def _pending_at_the_door(self, key: UUID, stint: UUID) -> RefuseAtDoor:
        seen, who = self._once["newest_door_seen"], self._group.facilitators[0]
        return RefuseAtDoor(session_id=key, enrolment_id=stint, cause=DoorCause.ALCOHOL, seen=seen, decided_by=who)

    def _written(self, session: SessionToPlan, there: Sequence[DemoStay], place: int, newest: int) -> Iterator[Command]:
        key = _key(session)
        if newest == 0:
            if len(there) > len(_MARKS):  # the small group has only its marks so far
                yield from self._short(session)
            return
        given = self._log(session, place)
        yield SaveLog(session_id=key, **given)
        if place in (0, 1):
            yield WriteManNote(session_id=key, enrolment_id=there[place].enrolment_id, text=self._once["man_note"])
        if place == 0:
            yield from self._settled_incident(session)
        if self._missed is not None and place == _MADE_UP:
            on, how = session.day + timedelta(days=2), self._once["make_up"]
            yield RecordMakeUp(enrolment_id=self._missed, session_id=key, made_up_on=on, how=how)
        if newest == 1:
            return
        yield CloseLog(session_id=key, reason=self._once["close_reason"])
        if place == _AMENDED:
            amended = {**given, "narrative": given["narrative"] + self._once["amended_narrative"]}
            yield AmendLog(session_id=key, reason=self._once["amendment_reason"], **amended)

    def _short(self, session: SessionToPlan) -> Iterator[Command]:
        incident = self._new_id()
        what = self._once["alert_what"]
        yield CloseShort(
            session_id=_key(session),
            topic_ids=session.topic_ids,
            summary=self._once["short_summary"],
            alert=True,
            incident_id=incident,
            incident_kind=IncidentKind.THREAT,
            incident_what=what,
        )
        yield ChangeIncident(
            incident_id=incident,
            kind=IncidentKind.THREAT,
            what=what,
            measures=self._once["measures"],
            follow_up=self._once["follow_up"],
            follow_up_by=session.day + _WEEK,
        )

    def _settled_incident(self, session: SessionToPlan) -> Iterator[Command]:
        told: dict[str, Any] = {
            "kind": IncidentKind.VENUE,
            "what": self._once["settled_what"],
            "measures": self._once["settled_measures"],
            "follow_up": self._once["settled_follow_up"],
        }
        incident = self._new_id()
        yield RecordIncident(id=incident, session_id=_key(session), **told)
        yield ChangeIncident(incident_id=incident, settled_on=session.day, **told)

    def _log(self, session: SessionToPlan, place: int) -> dict[str, Any]:
        told = _told().logs[place % len(_told().logs)]
        alone = place == _ALONE
        return {
            "topic_ids": session.topic_ids,
            "summary": told.summary,
            "areas": dict(zip(Area, told.reached, strict=True)),
            "area_notes": {Area.ACTING: told.area_note},
            "technique": told.technique,
            "narrative": told.narrative,
            "headings": dict(told.headings),
            "avoided": dict(told.avoided),
            "nothing_avoided": not told.avoided,
            "materials": told.materials,
            "facilitator_ids": self._group.facilitators[:1] if alone else self._group.facilitators,
            "few_facilitators_reason": self._once["few_facilitators"] if alone else "",
        }
