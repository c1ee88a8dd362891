"""A closed log changes by amendment only: what stood there is kept beside what stands there now, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from facilitador.db.queries import attendance as attendance_queries
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.tables.attendance import clear_marks, put_marks
from facilitador.db.tables.sessions import (
    add_amendments,
    change_session,
    set_areas,
    set_session_facilitators,
    set_topics,
)
from facilitador.db.transaction import Transaction
from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.attendance_lists import check_stint
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import REASON_LIMIT, Checks
from facilitador.domain.reviews import ReviewKind
from facilitador.domain.roles import Section
from facilitador.domain.session_logs import LogPart, text_changes
from facilitador.domain.sessions import AreaReached, LogStatus, Session, SessionLog
from facilitador.errors import UserFacingError
from facilitador.use_cases.incidents import checked_note, put_note
from facilitador.use_cases.requests import CommandHandler, Result, writes
from facilitador.use_cases.review_locks import refuse_approved
from facilitador.use_cases.session_logs import GivenLog, LogForm, check_revision, checked_log


class AmendLog(LogForm, kw_only=True):
    """Amend a closed log: the form says how it is to stand, and what differs is kept with what stood there before.

    `marks`: only those to be changed, by stint (null: *sin registrar*). `notes`: only those to be changed, by stint;
    an empty one takes it back. `reason` stays with the amendment, with author and time.
    """

    reason: str
    marks: dict[UUID, AttendanceMark | None] = {}
    notes: dict[UUID, str] = {}


@dataclass(frozen=True, slots=True)
class _Amended:
    """What differs, part by part as the book keeps it, and what is to be written."""

    parts: list[dict[str, Any]]
    tables: frozenset[LogPart]
    marks: Mapping[UUID, AttendanceMark | None] = field(default_factory=dict)
    notes: Mapping[UUID, str] = field(default_factory=dict)


def _amend(tx: Transaction, command: AmendLog) -> Result:
    log = session_queries.session_log(tx, command.session_id)
    if log.session.log_status is not LogStatus.CLOSED:
        raise UserFacingError("log_not_closed", field="session_id")
    refuse_approved(tx, ReviewKind.SESSION, log.session.id)
    check_revision(log.session, command.revision)
    checks = Checks()
    reason = checks.text("reason", command.reason, REASON_LIMIT, required=True)
    checks.refuse_if_any()
    given = checked_log(tx, log.session, command, log.text)
    amended = _differing(tx, log, given, command)
    if not amended.parts:
        raise UserFacingError("nothing_amended")
    number = log.session.amendments + 1
    change_session(tx, log.session.id, None, log=given.text, amendments=number)
    add_amendments(tx, log.session.id, number, reason, amended.parts)
    _write(tx, log.session.id, given, amended)
    return Result(log.session.id, _changes(log.session, amended), tuple(part["part"] for part in amended.parts))


def _differing(tx: Transaction, log: SessionLog, given: GivenLog, command: AmendLog) -> _Amended:
    tables = {
        LogPart.TOPICS: (list(log.session.worked_topics), [one.topic_id for one in given.topics if one.worked]),
        LogPart.AREAS: (_plain_areas(log.areas), _plain_areas(given.areas)),
        LogPart.FACILITATORS: (sorted(map(str, log.facilitator_ids)), sorted(map(str, given.facilitators))),
    }
    parts = [_part(name, old, new) for name, old, new in text_changes(log.text, given.text)]
    moved = {part: pair for part, pair in tables.items() if pair[0] != pair[1]}
    parts += [_part(part, *pair) for part, pair in moved.items()]
    marks, notes = _marks(tx, log.session, command), _notes(tx, log, command)
    parts += [_part(LogPart.MARKS, before or "", command.marks[key] or "", key) for key, before in marks.items()]
    parts += [_part(LogPart.NOTES, before, notes[key], key) for key, before in _before(log, notes).items()]
    return _Amended(parts, frozenset(moved), {key: command.marks[key] for key in marks}, notes)


def _marks(tx: Transaction, session: Session, command: AmendLog) -> dict[UUID, AttendanceMark | None]:
    """What stands there now of the marks that are to be changed; refuses a mark outside the stint."""
    held = attendance_queries.marks_of_session(tx, session.id)
    changed = {key: held.get(key) for key, mark in command.marks.items() if held.get(key) is not mark}
    for key, before in changed.items():
        # a refusal at the door and its mark stand and fall together (6.7.2)
        if command.marks[key] is AttendanceMark.NOT_ADMITTED:
            raise UserFacingError("door_cause_needed", field="marks")
        if before is AttendanceMark.NOT_ADMITTED:
            raise UserFacingError("door_refusal_stands", field="marks")
        check_stint(enrolment_queries.stint(tx, key), session, attendance_queries.periods_of_stint(tx, key))
    return changed


def _notes(tx: Transaction, log: SessionLog, command: AmendLog) -> dict[UUID, str]:
    """The notes that are to be changed, fit to keep."""
    group_id, notes = log.session.group_id, command.notes
    cleaned = {key: checked_note(tx, group_id, key, text, "notes")[1] for key, text in notes.items()}
    before = _before(log, cleaned)
    return {key: text for key, text in cleaned.items() if before[key] != text}


def _before(log: SessionLog, notes: Mapping[UUID, str]) -> dict[UUID, str]:
    held = {note.enrolment_id: note.text for note in log.notes}
    return {key: held.get(key, "") for key in notes}


def _write(tx: Transaction, session_id: UUID, given: GivenLog, amended: _Amended) -> None:
    if LogPart.TOPICS in amended.tables:
        set_topics(tx, session_id, given.topics)
    if LogPart.AREAS in amended.tables:
        set_areas(tx, session_id, given.areas)
    if LogPart.FACILITATORS in amended.tables:
        set_session_facilitators(tx, session_id, given.facilitators)
    clear_marks(tx, session_id, tuple(key for key, mark in amended.marks.items() if mark is None))
    put_marks(tx, session_id, {key: mark for key, mark in amended.marks.items() if mark is not None})
    for key, text in amended.notes.items():
        put_note(tx, session_id, key, text)


def _changes(session: Session, amended: _Amended) -> tuple[Change, ...]:
    changes = [Change(Topic.SESSIONS, session.id)]
    if amended.marks:
        changes.append(Change(Topic.ATTENDANCE, session.id))
    if amended.notes:
        changes.append(Change(Topic.PARTICIPANTS, session.id))
    return tuple(changes)


def _part(part: str, before: object, after: object, subject: UUID | None = None) -> dict[str, Any]:
    return {"part": str(part), "subject_id": subject, "before": before, "after": after}


def _plain_areas(areas: Iterable[AreaReached]) -> list[dict[str, str]]:
    return [{"area": one.area, "reached": one.reached, "note": one.note} for one in sorted(areas, key=lambda a: a.area)]


COMMANDS = (CommandHandler(AmendLog, _amend, writes(Section.SESSIONS)),)
QUERIES = ()
