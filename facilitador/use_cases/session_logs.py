"""The log of a session: closed in short that night, completed within the week, closed for good, amended (6.4.7–6.4.10).

Shared text knows men by their number only; a note for one man stands on his record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from facilitador.db.queries import session_logs as queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.tables.base import require_row
from facilitador.db.tables.people import people
from facilitador.db.tables.sessions import (
    add_session_event,
    change_session,
    set_areas,
    set_session_facilitators,
    set_topics,
)
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import REASON_LIMIT, Checks
from facilitador.domain.roles import Section
from facilitador.domain.session_logs import (
    AREA_NOTE_LIMIT,
    SUMMARY_LIMIT,
    LogPage,
    StintNote,
    check_close,
    cleaned_text,
)
from facilitador.domain.sessions import (
    AreaReached,
    Avoided,
    IncidentKind,
    LogStatus,
    LogText,
    Reached,
    Session,
    SessionStep,
    SessionTopic,
    check_open,
)
from facilitador.domain.topics import Area
from facilitador.errors import UserFacingError
from facilitador.use_cases.attendance import hold
from facilitador.use_cases.curricula import curriculum_in_use
from facilitador.use_cases.incidents import RecordIncident, add_incident
from facilitador.use_cases.log_pages import log_page, numbers_of
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes


class CloseShort(Command, kw_only=True):
    """The essential of the night, in three minutes: topics worked, three lines, whether there is something to attend.

    `alert` true asks at once what: `incident_kind` and `incident_what` become an incident (`incident_id`). Marks may
    still be unknown. The rest is to be completed within seven days.
    """

    session_id: UUID
    topic_ids: tuple[str, ...] = ()
    summary: str
    alert: bool
    incident_id: UUID | None = None
    incident_kind: IncidentKind | None = None
    incident_what: str = ""


class LogForm(Command, kw_only=True):
    """Everything of a log that is shared, as it is to stand: what is left out is emptied. Men by number, never by name.

    `topic_ids`: those worked. `areas`: how far the objectives of each area were reached ("yes", "partly", "no"; 6.4.9)
    with `area_notes`. `technique`: codes of the catalogue (6.4.7). `headings`: what was worked of 6.4.10 a, b and d, by
    code of the heading. `avoided`: what came up of 6.4.10 c, by code, and what the team answered; `nothing_avoided`
    says that nothing did. `facilitator_ids`: who led the session; fewer than two ask for a reason.
    """

    session_id: UUID
    revision: int | None = None
    topic_ids: tuple[str, ...] = ()
    summary: str
    alert: bool = False
    areas: dict[Area, Reached] = {}
    area_notes: dict[Area, str] = {}
    technique: tuple[str, ...] = ()
    own_technique: str = ""
    narrative: str = ""
    headings: dict[str, str] = {}
    avoided: dict[str, str] = {}
    nothing_avoided: bool = False
    materials: tuple[str, ...] = ()
    facilitator_ids: tuple[UUID, ...] = ()
    few_facilitators_reason: str = ""


class SaveLog(LogForm, kw_only=True):
    """Write the whole shared log of a session that is not closed; one that was not begun is thereby closed in short."""


class CloseLog(Command, kw_only=True):
    """Close a log for good: then it changes by amendment only. What it lacks asks for a `reason`, which is kept."""

    session_id: UUID
    revision: int | None = None
    reason: str = ""


class SessionLogPage(Query[LogPage], kw_only=True):
    """The log of a session with what stands beside it: the men by number, the session before, what is lacking."""

    session_id: UUID


class NotesOfParticipant(Query[tuple[StintNote, ...]], kw_only=True):
    """The notes written for one man at sessions, the newest first."""

    participant_id: UUID


def _close_short(tx: Transaction, command: CloseShort) -> Result:
    session = session_queries.session(tx, command.session_id)
    check_open(session)
    if session.log_status is LogStatus.SHORT:
        raise UserFacingError("log_begun_already", field="session_id")
    checks = Checks()
    summary = checks.text("summary", command.summary, SUMMARY_LIMIT, required=True)
    topics = checked_topics(tx, checks, session, command.topic_ids)
    if command.alert:
        checks.need("incident_kind", command.incident_kind is not None, "field_required")
        checks.need("incident_what", bool(command.incident_what.strip()), "alert_says_what")
    checks.refuse_if_any()
    before = session_queries.session_log(tx, session.id).text
    held = hold(tx, session)
    text = replace(before, summary=summary, alert=command.alert, numbers=numbers_of(tx, held, before))
    set_topics(tx, session.id, topics)
    _begin(tx, held, text)
    if command.alert and command.incident_kind is not None:
        incident = RecordIncident(
            id=command.incident_id, session_id=held.id, kind=command.incident_kind, what=command.incident_what
        )
        add_incident(tx, held, incident)
    return log_changed(session.id, ("summary", "alert", "topics"))


def _save(tx: Transaction, command: SaveLog) -> Result:
    log = session_queries.session_log(tx, command.session_id)
    check_open(log.session)
    check_revision(log.session, command.revision)
    given = checked_log(tx, log.session, command, log.text)
    write_parts(tx, log.session.id, given)
    session = hold(tx, log.session)
    if session.log_status is LogStatus.EMPTY:
        _begin(tx, session, given.text)
    else:
        change_session(tx, session.id, None, log=given.text)
    return log_changed(session.id, tuple(command.__struct_fields__[2:]))


def _close(tx: Transaction, command: CloseLog) -> Result:
    page = log_page(tx, command.session_id)
    check_revision(page.session, command.revision)
    checks = Checks()
    reason = checks.text("reason", command.reason, REASON_LIMIT)
    checks.refuse_if_any()
    check_close(page.session, page.gaps, reason)
    change_session(tx, page.session.id, None, log_status=LogStatus.CLOSED, closed_at=tx.now, closed_by=tx.actor.id)
    add_session_event(tx, page.session.id, SessionStep.CLOSED, reason=reason if page.gaps else "")
    return log_changed(page.session.id, ("log_status",))


def _begin(tx: Transaction, session: Session, text: LogText) -> None:
    change_session(tx, session.id, None, log=text, log_status=LogStatus.SHORT, short_closed_at=tx.now)


# -- what amending a log needs too ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GivenLog:
    """A log as it was sent, checked and cleaned: its words, its topics, areas and facilitators."""

    text: LogText
    topics: tuple[SessionTopic, ...]
    areas: tuple[AreaReached, ...]
    facilitators: tuple[UUID, ...]


def checked_log(tx: Transaction, session: Session, form: LogForm, before: LogText) -> GivenLog:
    """What was sent, fit to keep; InvalidInput names every field that is not."""
    checks = Checks()
    curriculum = curriculum_in_use(tx).curriculum
    summary = checks.text("summary", form.summary, SUMMARY_LIMIT, required=True)
    text = LogText(
        summary="",  # looked at above, where it is asked for
        alert=form.alert,
        technique=form.technique,
        own_technique=form.own_technique,
        narrative=form.narrative,
        headings=form.headings,
        avoided=tuple(Avoided(code, answer) for code, answer in form.avoided.items()),
        nothing_avoided=form.nothing_avoided,
        materials=form.materials,
        few_facilitators_reason=form.few_facilitators_reason,
        numbers=numbers_of(tx, session, before),
    )
    cleaned = replace(cleaned_text(checks, text, curriculum), summary=summary)
    topics = checked_topics(tx, checks, session, form.topic_ids)
    areas = tuple(
        AreaReached(
            area, form.areas[area], checks.text(f"notes.{area}", form.area_notes.get(area, ""), AREA_NOTE_LIMIT)
        )
        for area in Area
        if area in form.areas
    )
    for area in form.area_notes.keys() - form.areas.keys():
        checks.need(f"areas.{area}", not form.area_notes[area].strip(), "field_required")
    facilitators = tuple(dict.fromkeys(form.facilitator_ids))
    checks.refuse_if_any()
    for person_id in facilitators:
        require_row(tx, people, person_id, "facilitator_ids")
    return GivenLog(cleaned, topics, areas, facilitators)


def checked_topics(
    tx: Transaction, checks: Checks, session: Session, worked: tuple[str, ...]
) -> tuple[SessionTopic, ...]:
    """The topics of the session with those worked: the planned ones keep their place, others follow."""
    known = curriculum_in_use(tx).names
    for topic_id in worked:
        checks.known("topic_ids", topic_id, known, required=True)
    planned = session.planned_topics
    others = [topic_id for topic_id in dict.fromkeys(worked) if topic_id not in planned]
    return tuple(SessionTopic(topic_id, topic_id in planned, topic_id in worked) for topic_id in (*planned, *others))


def write_parts(tx: Transaction, session_id: UUID, given: GivenLog) -> None:
    """Put topics, areas and facilitators in place of those of the session."""
    set_topics(tx, session_id, given.topics)
    set_areas(tx, session_id, given.areas)
    set_session_facilitators(tx, session_id, given.facilitators)


def check_revision(session: Session, revision: int | None) -> None:
    """Refuse what was written over a session that has moved on."""
    if revision is not None and revision != session.revision:
        raise UserFacingError("changed_meanwhile")


def log_changed(session_id: UUID, fields: tuple[str, ...]) -> Result:
    """What a command on a log changes."""
    return Result(session_id, (Change(Topic.SESSIONS, session_id),), fields)


COMMANDS = (
    CommandHandler(CloseShort, _close_short, writes(Section.SESSIONS)),
    CommandHandler(SaveLog, _save, writes(Section.SESSIONS)),
    CommandHandler(CloseLog, _close, writes(Section.SESSIONS)),
)
QUERIES = (
    QueryHandler(SessionLogPage, lambda tx, query: log_page(tx, query.session_id), Section.SESSIONS),
    QueryHandler(
        NotesOfParticipant,
        lambda tx, query: queries.notes_of_man(tx, query.participant_id),
        Section.SESSIONS,
        records_view_of=lambda query: query.participant_id,
    ),
)
