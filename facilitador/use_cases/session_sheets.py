"""One session as its team reads it the evening before; its paper, the calendar of the group, and the calendar file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from facilitador.db.queries import closures as closure_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries import sessions as queries
from facilitador.db.queries import venues as venue_queries
from facilitador.db.tables.records import append_audit
from facilitador.db.transaction import Transaction
from facilitador.documents import calendars as calendar_paper
from facilitador.documents import session_plans as plan_paper
from facilitador.documents.blocks import Document
from facilitador.domain.groups import GroupDetails
from facilitador.domain.phones import display_phone
from facilitador.domain.roles import Section
from facilitador.domain.session_moments import Moment, session_moments
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import Session
from facilitador.domain.topics import Curriculum, Topic
from facilitador.domain.venues import Condition, Venue
from facilitador.exchange.calendars import CalendarEntry, FollowUpDay, write_calendar
from facilitador.reference import catalogue
from facilitador.use_cases.curricula import curriculum_in_use
from facilitador.use_cases.groups import overview
from facilitador.use_cases.plan_writing import calendar_of
from facilitador.use_cases.prints import group_heading, letterhead
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


@dataclass(frozen=True, slots=True)
class SheetView:
    """A session with what its team reads of it.

    `topics`: those worked where it was held, else those planned. `moments` add up to its length; none without a topic.
    `part` of `parts`: its topic goes over several sessions of the group. `before`: the session that precedes it.
    """

    session: Session
    group: GroupDetails
    venue: Venue | None
    topics: tuple[Topic, ...]
    moments: tuple[Moment, ...]
    part: int
    parts: int
    before: Session | None
    curriculum: Curriculum


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar file (RFC 5545) with the name that is proposed for it."""

    file_name: str
    content: bytes


class SessionSheet(Query[SheetView], kw_only=True):
    """One session with its topics, and how their activities fill its length moment by moment."""

    session_id: UUID


class SessionPlanPrint(Query[Document], kw_only=True):
    """The plan of one session for those who lead it; it names no participant."""

    session_id: UUID


class CalendarPrint(Query[Document], kw_only=True):
    """The dates still to come, for participants: no name, no topic, nothing that says what the group is for."""

    group_id: UUID


class ExportCalendar(Query[CalendarFile], kw_only=True):
    """The dates of a group as a calendar file with neutral titles; it leaves an audit row, for it leaves the book."""

    group_id: UUID


def sheet_of(tx: Transaction, session_id: UUID) -> SheetView:
    """One session with what its team reads of it; refuses with `not_found`."""
    session = queries.session(tx, session_id)
    standing = [
        one for one in queries.sessions_of_group(tx, session.group_id) if one.state is not SessionState.CANCELLED
    ]
    curriculum = curriculum_in_use(tx).curriculum
    known = {topic.id: topic for topic in curriculum.topics}
    topics = tuple(known[topic] for topic in _topic_ids(session) if topic in known)
    part, parts = _part(session, standing)
    group = overview(tx, session.group_id)
    return SheetView(
        session=session,
        group=group,
        venue=venue_queries.venue(tx, session.venue_id) if session.venue_id else group.venue,
        topics=topics,
        moments=session_moments(topics[0], session.minutes, also=topics[1:], part=part, parts=parts) if topics else (),
        part=part,
        parts=parts,
        before=next((one for one in reversed(standing) if one.starts < session.starts), None),
        curriculum=curriculum,
    )


def _topic_ids(session: Session) -> tuple[str, ...]:
    worked = session.worked_topics if session.state is SessionState.HELD else ()
    return worked or session.planned_topics


def _part(session: Session, standing: Sequence[Session]) -> tuple[int, int]:
    """Which part of its topic a session works, of how many; 1 of 1 where it has several topics or stands alone."""
    topics = _topic_ids(session)
    if len(topics) != 1:
        return 1, 1
    alike = [one.id for one in standing if _topic_ids(one) == topics]
    return (alike.index(session.id) + 1, len(alike)) if session.id in alike else (1, 1)


def _plan_print(tx: Transaction, query: SessionPlanPrint) -> Document:
    sheet = sheet_of(tx, query.session_id)
    before = sheet.before
    names = curriculum_in_use(tx).names
    told = "; ".join(names.get(topic, "") for topic in _topic_ids(before)) if before else ""
    return plan_paper.compose(
        plan_paper.SessionPlan(
            letterhead=letterhead(service_queries.service(tx)),
            group=replace(group_heading(sheet.group), venue=sheet.venue.name if sheet.venue else "", hours=""),
            number=sheet.session.number,
            starts=sheet.session.starts,
            ends=sheet.session.ends_at,
            topics=sheet.topics,
            moments=sheet.moments,
            curriculum=sheet.curriculum,
            conditions=_conditions(sheet.venue),
            before=f"{before.day:%d/%m/%Y}: {told}." if before and told else "",
            part=sheet.part,
            parts=sheet.parts,
        )
    )


def _conditions(venue: Venue | None) -> tuple[tuple[str, str], ...]:
    """The conditions of 6.2.3 with how they stand in this venue."""
    met = venue.conditions if venue is not None else {}
    words = {True: "sí", False: "no", None: "sin mirar"}
    return tuple((item.text, words[met.get(Condition(item.code))]) for item in catalogue("venue_conditions").items)


def _calendar_print(tx: Transaction, query: CalendarPrint) -> Document:
    group = overview(tx, query.group_id)
    ahead = [one for one in _standing(tx, query.group_id) if one.day >= tx.today]
    venues = {venue.id: venue for venue in venue_queries.all_venues(tx)}
    free_days: tuple[tuple[date, str], ...] = ()
    if ahead:
        weekdays = {one.day.weekday() for one in ahead if not one.extra}
        free = calendar_of(tx).between(ahead[0].day, ahead[-1].day)
        taken = {one.day for one in ahead}
        free_days = tuple(
            (day.day, day.name) for day in free if day.free and day.day.weekday() in weekdays and day.day not in taken
        )
    return calendar_paper.compose(
        calendar_paper.Calendar(
            group_name=group.group.name,
            place=_place(group.venue),
            phone=display_phone(service.phone) if (service := service_queries.service(tx)).phone else "",
            meetings=tuple(
                calendar_paper.Meeting(
                    number=one.number or 0,
                    starts=one.starts,
                    ends=one.ends_at,
                    place=_place(venues[one.venue_id]) if one.venue_id else "",
                )
                for one in ahead
            ),
            free_days=free_days,
        )
    )


def _place(venue: Venue | None) -> str:
    return ", ".join(part for part in (venue.name, venue.address) if part) if venue is not None else ""


def _standing(tx: Transaction, group_id: UUID) -> tuple[Session, ...]:
    every = queries.sessions_of_group(tx, group_id)
    return tuple(one for one in every if one.state is not SessionState.CANCELLED)


def _export(tx: Transaction, query: ExportCalendar) -> CalendarFile:
    overview(tx, query.group_id)
    entries = [
        CalendarEntry(
            one.id, one.day, one.starts_at, one.minutes, one.revision, cancelled=one.state is SessionState.CANCELLED
        )
        for one in queries.sessions_of_group(tx, query.group_id)
    ]
    follow_ups = _follow_ups(tx, query.group_id)
    content = write_calendar(entries, tx.now, follow_ups)
    append_audit(tx, "Export", query.group_id, {"what": "ics", "entries": len(entries) + len(follow_ups)})
    return CalendarFile("reuniones.ics", content)


def _follow_ups(tx: Transaction, group_id: UUID) -> tuple[FollowUpDay, ...]:
    """The day that the last closing of the cycle set; called off where the cycle was opened again since."""
    entries = closure_queries.entries_of_group(tx, group_id)
    set_last = next((one.follow_up_on for one in reversed(entries) if one.follow_up_on is not None), None)
    if set_last is None:
        return ()
    return (FollowUpDay(group_id, set_last, len(entries), cancelled=entries[-1].follow_up_on is None),)


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(SessionSheet, lambda tx, query: sheet_of(tx, query.session_id), Section.SESSIONS),
    QueryHandler(SessionPlanPrint, _plan_print, Section.SESSIONS),
    QueryHandler(CalendarPrint, _calendar_print, Section.SESSIONS),
    QueryHandler(ExportCalendar, _export, Section.SESSIONS),
)
