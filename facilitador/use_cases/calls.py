"""The calls of the next morning: one list over all groups, and how each call ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.db.queries import attendance as attendance_queries
from facilitador.db.queries import calls as queries
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.tables.attendance import calls
from facilitador.db.tables.base import delete_row, insert_row
from facilitador.db.transaction import Transaction
from facilitador.domain.calls import (
    LONGEST_NOTE,
    CallEntry,
    CallPurpose,
    CallResult,
    is_bare,
    own_phones,
    purpose_of,
)
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.groups import GroupLine
from facilitador.domain.missed_sessions import missed_sessions
from facilitador.domain.roles import Section, may_write
from facilitador.domain.session_plans import SessionState
from facilitador.domain.text import sort_key
from facilitador.errors import UserFacingError
from facilitador.use_cases.curricula import curriculum_in_use
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, own_only, writes

_PRESSING_FIRST: Final = tuple(CallPurpose(one) for one in ("absent", "newcomer", "make_up"))


class RecordCall(Command, kw_only=True):
    """A man was called. `session_id`: the last held session of his group, as the list names it; null before any.

    `called_on` is today if none is given; `note` up to 500 letters. After `no_answer`, `someone_else` and
    `wrong_number` he stays on the list; any other result takes him off it until the next session is held.
    """

    id: UUID | None = None
    enrolment_id: UUID
    session_id: UUID | None = None
    purpose: CallPurpose
    result: CallResult
    note: str = ""
    called_on: date | None = None


class RemoveCall(Command, kw_only=True):
    """Take back a call that was recorded by mistake."""

    call_id: UUID


class CallList(Query[tuple[CallEntry, ...]], kw_only=True):
    """Who is to be called in the groups that meet, the most pressing first; who was reached stands there as settled."""


def call_list(tx: Transaction) -> tuple[CallEntry, ...]:
    """Who is to be called in the groups that meet: absent without notice, newcomers, who has something to make up."""
    entries = [entry for line in group_queries.open_lines(tx) for entry in _of_group(tx, line)]
    return tuple(sorted(entries, key=lambda entry: (_PRESSING_FIRST.index(entry.purpose), sort_key(entry.full_name))))


def _of_group(tx: Transaction, line: GroupLine) -> Iterable[CallEntry]:
    sessions = session_queries.sessions_of_group(tx, line.group.id)
    last = next((one for one in reversed(sessions) if one.state is SessionState.HELD), None)
    last_id = last.id if last else None
    names = curriculum_in_use(tx).names
    records = {one.participant_id: one for one in attendance_queries.man_records(tx, line.group.id)}
    made = queries.calls_after(tx, line.group.id, last_id)
    for stint, man, _ in enrolment_queries.roster(tx, line.group.id):
        if stint.status is not EnrolmentStatus.ATTENDING:
            continue
        record = records[man.id]
        to_make_up = missed_sessions(record, sessions, names)
        mark = record.marks.get(last.id) if last else None
        purpose = purpose_of(mark, to_make_up, last_id, bare=is_bare(man.answers))
        if purpose is not None:
            yield CallEntry(
                enrolment_id=stint.id,
                participant_id=man.id,
                full_name=man.full_name,
                group_id=line.group.id,
                group_name=line.group.name,
                purpose=purpose,
                session_id=last_id,
                session_day=last.day if last else None,
                phones=own_phones(man.answers),
                to_make_up=to_make_up,
                calls=made.get(stint.id, ()),
            )


def _record(tx: Transaction, command: RecordCall) -> Result:
    stint = enrolment_queries.stint(tx, command.enrolment_id)
    session = session_queries.session(tx, command.session_id) if command.session_id else None
    if session is not None and session.group_id != stint.group_id:
        raise UserFacingError("not_found", field="session_id")
    called_on = command.called_on or tx.today
    checks = Checks()
    note = checks.text("note", command.note, LONGEST_NOTE)
    checks.recorded_day("called_on", called_on, tx.today)
    checks.refuse_if_any()
    key = insert_row(
        tx,
        calls,
        command.id,
        session_id=command.session_id,
        enrolment_id=stint.id,
        purpose=command.purpose,
        result=command.result,
        note=note,
        called_on=called_on,
    )
    return Result(key, (Change(Topic.CALLS, stint.id),), ("result", "note"))


def _remove(tx: Transaction, command: RemoveCall) -> Result:
    stint_id = delete_row(tx, calls, command.call_id, calls.c.enrolment_id)
    return Result(command.call_id, (Change(Topic.CALLS, stint_id),))


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """One line for everybody who was absent without notice and was not reached; no names (6.4.5)."""
    if not may_write(tx.actor.role, Section.SESSIONS):
        return
    found = queries.not_reached(tx)
    count = sum(not one.has_a_history for one in found)
    doubtful = {one.enrolment_id for one in found if one.has_a_history}
    groups = {one.group_id for one in found if one.has_a_history}
    for line in group_queries.open_lines(tx):
        if line.group.id in groups:
            listed = (one for one in _of_group(tx, line) if one.enrolment_id in doubtful)
            count += sum(one.purpose is CallPurpose.ABSENT for one in listed)
    if count:
        told: dict[str, object] = {"count": count}
        code = "due_calls" if count > 1 else "due_call"
        yield DueItem(code, Urgency.SOON, "calls", parameters=told)


COMMANDS = (
    CommandHandler(RecordCall, _record, writes(Section.SESSIONS)),
    CommandHandler(RemoveCall, _remove, writes(Section.SESSIONS)),
)
QUERIES = (QueryHandler(CallList, lambda tx, query: call_list(tx), Section.SESSIONS, origin=own_only),)
