"""Incidents of a session and what is followed up, and the note for one man (6.7).

Nothing may hinder writing down what happened: an incident is taken at any time, also once the log is closed. What it
was is locked with the log then; its follow-up goes on.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import session_logs as queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.tables.base import delete_row, insert_row, update_row
from facilitador.db.tables.sessions import incidents, remove_incident, session_notes
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.enrolments import Stint
from facilitador.domain.roles import Section
from facilitador.domain.session_logs import FOLLOW_UP_LIMIT, INCIDENT_LIMIT, NOTE_LIMIT
from facilitador.domain.sessions import IncidentKind, LogStatus, Session, check_open
from facilitador.errors import UserFacingError
from facilitador.use_cases.attendance import hold
from facilitador.use_cases.requests import Command, CommandHandler, Result, writes


class IncidentForm(Command, kw_only=True):
    """What happened, which measures were taken, and what is to be followed up until when.

    `enrolment_id`: the man it is about, if it is about one. `follow_up_by` may be left open.
    """

    kind: IncidentKind
    what: str
    enrolment_id: UUID | None = None
    measures: str = ""
    follow_up: str = ""
    follow_up_by: date | None = None


class RecordIncident(IncidentForm, kw_only=True):
    """Write down an incident of a session; also of one whose log is closed, since it may become known later."""

    id: UUID | None = None
    session_id: UUID


class ChangeIncident(IncidentForm, kw_only=True):
    """Rewrite an incident; `settled_on`: the day on which its follow-up ended.

    Once the log is closed, `kind`, `what` and `enrolment_id` must stay as they are.
    """

    incident_id: UUID
    revision: int | None = None
    settled_on: date | None = None


class RemoveIncident(Command, kw_only=True):
    """Take back an incident that was written down by mistake, while the log is open."""

    incident_id: UUID


class WriteManNote(Command, kw_only=True):
    """Write a note for one man, which stands on his record only; an empty `text` takes it back."""

    session_id: UUID
    enrolment_id: UUID
    revision: int | None = None
    text: str = ""


def add_incident(tx: Transaction, session: Session, command: RecordIncident) -> UUID:
    """Write an incident of a session that was held; its id."""
    values = _checked(tx, session, command)
    return insert_row(tx, incidents, command.id, session_id=session.id, settled_on=None, **values)


def checked_note(
    tx: Transaction, group_id: UUID, enrolment_id: UUID, text: str, field: str = "text"
) -> tuple[Stint, str]:
    """A note fit to keep, and the stint of the man of that group for whom it is; `field` is where it was typed."""
    checks = Checks()
    cleaned = checks.text(field, text, NOTE_LIMIT)
    checks.refuse_if_any()
    return _stint_of_group(tx, group_id, enrolment_id), cleaned


def put_note(tx: Transaction, session_id: UUID, enrolment_id: UUID, text: str, revision: int | None = None) -> UUID:
    """Write the note for one man in place of what stood there, or take it back where `text` is empty."""
    before = queries.note_of_stint(tx, session_id, enrolment_id)
    if before is None:
        if revision is not None:
            raise UserFacingError("changed_meanwhile")
        if not text:
            return enrolment_id
        return insert_row(tx, session_notes, None, session_id=session_id, enrolment_id=enrolment_id, text=text)
    if text:
        update_row(tx, session_notes, before.id, revision, text=text)
    else:
        if revision not in (None, before.revision):
            raise UserFacingError("changed_meanwhile")
        delete_row(tx, session_notes, before.id, session_notes.c.session_id)
    return before.id


def _checked(tx: Transaction, session: Session, given: IncidentForm) -> dict[str, Any]:
    checks = Checks()
    values = {
        "kind": given.kind,
        "what": checks.text("what", given.what, INCIDENT_LIMIT, required=True),
        "enrolment_id": given.enrolment_id,
        "measures": checks.text("measures", given.measures, INCIDENT_LIMIT),
        "follow_up": checks.text("follow_up", given.follow_up, FOLLOW_UP_LIMIT),
        "follow_up_by": given.follow_up_by,
    }
    checks.need("follow_up", bool(values["follow_up"]) or given.follow_up_by is None, "follow_up_says_what")
    _not_before(checks, session, "follow_up_by", given.follow_up_by)
    checks.refuse_if_any()
    if given.enrolment_id is not None:
        _stint_of_group(tx, session.group_id, given.enrolment_id)
    return values


def _not_before(checks: Checks, session: Session, field: str, day: date | None) -> None:
    held_on = f"{session.day:%d/%m/%Y}"
    checks.need(field, day is None or day >= session.day, "follow_up_before_session", day=held_on)


def _stint_of_group(tx: Transaction, group_id: UUID, enrolment_id: UUID) -> Stint:
    stint = enrolment_queries.stint(tx, enrolment_id)
    if stint.group_id != group_id:
        raise UserFacingError("not_found", field="enrolment_id")
    return stint


def _record(tx: Transaction, command: RecordIncident) -> Result:
    session = session_queries.session(tx, command.session_id)
    if session.log_status is not LogStatus.CLOSED:
        session = hold(tx, session)
    key = add_incident(tx, session, command)
    return _changed(key, session.id, ("kind", "what", "measures", "follow_up"))


def _change(tx: Transaction, command: ChangeIncident) -> Result:
    before = session_queries.incident(tx, command.incident_id)
    session = session_queries.session(tx, before.session_id)
    values = _checked(tx, session, command)
    checks = Checks()
    checks.recorded_day("settled_on", command.settled_on, tx.today)
    _not_before(checks, session, "settled_on", command.settled_on)
    checks.refuse_if_any()
    if session.log_status is LogStatus.CLOSED:
        for name in ("kind", "what", "enrolment_id"):
            if values[name] != getattr(before, name):
                raise UserFacingError("incident_locked", field=name)
    update_row(tx, incidents, before.id, command.revision, settled_on=command.settled_on, **values)
    return _changed(before.id, session.id, ("kind", "what", "measures", "follow_up", "settled_on"))


def _remove(tx: Transaction, command: RemoveIncident) -> Result:
    before = session_queries.incident(tx, command.incident_id)
    check_open(session_queries.session(tx, before.session_id))
    return _changed(before.id, remove_incident(tx, before.id), ())


def _write_note(tx: Transaction, command: WriteManNote) -> Result:
    session = session_queries.session(tx, command.session_id)
    check_open(session)
    stint, text = checked_note(tx, session.group_id, command.enrolment_id, command.text)
    if text:
        hold(tx, session)
    key = put_note(tx, session.id, stint.id, text, command.revision)
    changes = (Change(Topic.SESSIONS, session.id), Change(Topic.PARTICIPANTS, stint.participant_id))
    return Result(key, changes, ("text",))


def _changed(key: UUID, session_id: UUID, fields: tuple[str, ...]) -> Result:
    return Result(key, (Change(Topic.SESSIONS, session_id),), fields)


COMMANDS = (
    CommandHandler(RecordIncident, _record, writes(Section.SESSIONS)),
    CommandHandler(ChangeIncident, _change, writes(Section.SESSIONS)),
    CommandHandler(RemoveIncident, _remove, writes(Section.SESSIONS)),
    CommandHandler(WriteManNote, _write_note, writes(Section.SESSIONS)),
)
QUERIES = ()
