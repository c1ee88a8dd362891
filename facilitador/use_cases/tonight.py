"""Tonight's page: who is expected, who gave notice, what each missed, what the team has open (R-6.4.8, 6.7.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.db.queries import attendance as attendance_queries
from facilitador.db.queries import doors as door_queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import session_logs as log_queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.queries import tonight as queries
from facilitador.db.queries import venues as venue_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.attendance_lists import AttendanceList
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.missed_sessions import missed_sessions, topics_of
from facilitador.domain.roles import Section, may_read
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import LogStatus, Session, log_due_by
from facilitador.domain.tonight import ExpectedMan, MatterKind, OpenMatter, Tonight
from facilitador.errors import UserFacingError
from facilitador.use_cases.attendance import attendance_list
from facilitador.use_cases.curricula import curriculum_in_use
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler

MOST_NEWCOMERS_APART: Final = 3


class TonightPage(Query[Tonight], kw_only=True):
    """The page of a session; with `group_id` alone, of its session of a day (`on`, today if none), else of the next."""

    session_id: UUID | None = None
    group_id: UUID | None = None
    on: date | None = None


def tonight(tx: Transaction, session_id: UUID) -> Tonight:
    """Who is expected at a session, what each lacks, and what is open in the group."""
    men = attendance_list(tx, session_id)
    session = men.session
    sessions = session_queries.sessions_of_group(tx, session.group_id)
    before = [one for one in sessions if (one.day, one.starts_at) < (session.day, session.starts_at)]
    names = curriculum_in_use(tx).names
    records = {one.participant_id: one for one in attendance_queries.man_records(tx, session.group_id)}
    expected = tuple(
        ExpectedMan(line, missed_sessions(records[line.stint.participant_id], before, names)) for line in men.expected
    )
    venue_id = session.venue_id or group_queries.group(tx, session.group_id).venue_id
    venue = venue_queries.venue(tx, venue_id).name if venue_id else ""
    topic_ids = topics_of(session)
    topics = tuple(names[one] for one in topic_ids if one in names)
    return Tonight(session, men.group_name, venue, topic_ids, topics, expected, tuple(_matters(tx, men, before)))


def _matters(tx: Transaction, men: AttendanceList, before: Iterable[Session]) -> Iterable[OpenMatter]:
    session = men.session
    names = {line.enrolment_id: line.full_name for line in men.lines}
    for refusal in door_queries.pending_refusals(tx, session.group_id):
        yield OpenMatter(
            MatterKind.DOOR_REFUSAL,
            refusal.day,
            about=names.get(refusal.enrolment_id, ""),
            session_id=refusal.session_id,
        )
    for incident, day in (
        (one.incident, one.day) for one in log_queries.open_incidents(tx, session.group_id, session.day)
    ):
        about = names.get(incident.enrolment_id, "") if incident.enrolment_id else ""
        due = incident.follow_up_by or day
        yield OpenMatter(MatterKind.INCIDENT, due, incident.follow_up, about, session_id=incident.session_id)
    for one in before:
        if one.state is SessionState.HELD and one.log_status is LogStatus.SHORT:
            yield OpenMatter(MatterKind.LOG, log_due_by(one.day), session_id=one.id)
    yield from _newcomers(men)


def _newcomers(men: AttendanceList) -> Iterable[OpenMatter]:
    """Each man of whom there is only a name; many of them in one line, lest they hide what cannot wait."""
    bare = [line for line in men.expected if line.bare and line.stint.status is EnrolmentStatus.ATTENDING]
    if len(bare) > MOST_NEWCOMERS_APART:
        since = min(line.stint.since for line in bare)
        yield OpenMatter(MatterKind.NEWCOMER, since, group_id=men.session.group_id, count=len(bare))
        return
    for line in bare:
        stint = line.stint
        yield OpenMatter(MatterKind.NEWCOMER, stint.since, about=line.full_name, participant_id=stint.participant_id)


def _page(tx: Transaction, query: TonightPage) -> Tonight:
    if query.session_id is not None:
        return tonight(tx, query.session_id)
    if query.group_id is None:
        raise UserFacingError("not_found", field="session_id")
    group_queries.group(tx, query.group_id)  # a group that is not there is refused as such
    return tonight(tx, _session_of(tx, query.group_id, query.on or tx.today).id)


def _session_of(tx: Transaction, group_id: UUID, day: date) -> Session:
    """The session of the group on that day, else the next one planned; refuses where there is neither."""
    those = [one for one in session_queries.sessions_of_group(tx, group_id) if one.state is not SessionState.CANCELLED]
    found = next((one for one in those if one.day == day), None)
    found = found or next((one for one in those if one.day > day), None)
    if found is None:
        raise UserFacingError("no_session_ahead", field="group_id", day=f"{day:%d/%m/%Y}")
    return found


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """The sessions of today, soonest first: one click from their page."""
    if not may_read(tx.actor.role, Section.SESSIONS):
        return
    for key, group, hour in queries.planned_on(tx, tx.today):
        told: dict[str, object] = {"group": group, "hour": f"{hour:%H:%M}"}
        yield DueItem("due_session_today", Urgency.SOON, "session", key, told, tx.today)


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (QueryHandler(TonightPage, _page, Section.SESSIONS),)
