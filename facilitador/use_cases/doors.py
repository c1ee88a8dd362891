"""At the door of a session: who is not admitted that day, and who may be in danger tonight (6.7.2, 5.3.4).

The cause alone is enough to save, with the mark that goes with it; all else is asked at once and written down after. A
refusal stays pending, before everything else on home, until somebody says what was done.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from facilitador.db.queries import doors as queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.tables.attendance import clear_marks, door_refusals, put_marks
from facilitador.db.tables.base import delete_row, insert_row, require_row, update_row
from facilitador.db.tables.people import people
from facilitador.db.transaction import Transaction
from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.dates import format_date
from facilitador.domain.doors import AtRisk, DoorCause, DoorRefusal
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.roles import Section, may_write
from facilitador.domain.session_plans import SessionState
from facilitador.errors import UserFacingError
from facilitador.use_cases.attendance import hold, markable, release
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes

LONGEST_SEEN = 1000
LONGEST_ANSWER = 300
LONGEST_NOTE = 500


class RefuseAtDoor(Command, kw_only=True):
    """A man is not admitted today (6.7.2): the mark *no ingresó hoy* and its cause, in one transaction.

    Only the cause is asked for. `seen`: what was seen, not what is supposed, up to 1,000 letters. `decided_by`: who
    decided (who sends it, if nobody is named). `goes_where`, `goes_with`: where he goes now and with whom, up to 300
    letters each. `at_risk`: is somebody in danger at home today? `protection_note`: what is known of that, up to 500.
    """

    id: UUID | None = None
    session_id: UUID
    enrolment_id: UUID
    cause: DoorCause
    seen: str = ""
    decided_by: UUID | None = None
    goes_where: str = ""
    goes_with: str = ""
    at_risk: AtRisk = AtRisk.NOT_ASKED
    protection_note: str = ""


class DescribeDoorRefusal(Command, kw_only=True):
    """Write down what was learnt about a refusal; every part is written over. As `RefuseAtDoor`."""

    refusal_id: UUID
    revision: int | None = None
    cause: DoorCause
    seen: str = ""
    decided_by: UUID | None = None
    goes_where: str = ""
    goes_with: str = ""
    at_risk: AtRisk = AtRisk.NOT_ASKED
    protection_note: str = ""


class AttendDoorRefusal(Command, kw_only=True):
    """Somebody saw to it that nobody is in danger: `done` says what was done, up to 500 letters (6.7, 5.3.4).

    It settles what home shows.
    """

    refusal_id: UUID
    revision: int | None = None
    done: str


class WithdrawDoorRefusal(Command, kw_only=True):
    """It was another man, or he came in after all: the refusal and its mark go. One that was attended stays."""

    refusal_id: UUID


class DoorRefusals(Query[tuple[DoorRefusal, ...]], kw_only=True):
    """Who was not admitted to a session, in the order in which it was written down."""

    session_id: UUID


def _refuse(tx: Transaction, command: RefuseAtDoor) -> Result:
    session, stint = markable(tx, command.session_id, command.enrolment_id)
    if any(one.enrolment_id == stint.id for one in queries.refusals_of_session(tx, session.id)):
        raise UserFacingError("door_refused_already", field="enrolment_id")
    values = _described(tx, command)
    hold(tx, session)
    put_marks(tx, session.id, {stint.id: AttendanceMark.NOT_ADMITTED})
    key = insert_row(
        tx,
        door_refusals,
        command.id,
        session_id=session.id,
        enrolment_id=stint.id,
        attended_at=None,
        attended_by=None,
        attended_note="",
        **values,
    )
    moved = session.state is not SessionState.HELD
    return Result(key, _changes(key, session.id, moved=moved), ("mark", *values))


def _described(tx: Transaction, command: RefuseAtDoor | DescribeDoorRefusal) -> dict[str, Any]:
    checks = Checks()
    decided_by = command.decided_by or tx.actor.id
    values = {
        "cause": command.cause,
        "seen": checks.text("seen", command.seen, LONGEST_SEEN),
        "decided_by": decided_by,
        "goes_where": checks.text("goes_where", command.goes_where, LONGEST_ANSWER),
        "goes_with": checks.text("goes_with", command.goes_with, LONGEST_ANSWER),
        "at_risk": command.at_risk,
        "protection_note": checks.text("protection_note", command.protection_note, LONGEST_NOTE),
    }
    checks.refuse_if_any()
    require_row(tx, people, decided_by, "decided_by")
    return values


def _describe(tx: Transaction, command: DescribeDoorRefusal) -> Result:
    refusal = queries.refusal(tx, command.refusal_id)
    values = _described(tx, command)
    update_row(tx, door_refusals, refusal.id, command.revision, **values)
    return Result(refusal.id, _changes(refusal.id, refusal.session_id), tuple(values))


def _attend(tx: Transaction, command: AttendDoorRefusal) -> Result:
    refusal = queries.refusal(tx, command.refusal_id)
    checks = Checks()
    done = checks.text("done", command.done, LONGEST_NOTE, required=True)
    checks.refuse_if_any()
    if refusal.attended_at is not None:
        raise UserFacingError("door_refusal_attended", field="refusal_id")
    values = {"attended_at": tx.now, "attended_by": tx.actor.id, "attended_note": done}
    update_row(tx, door_refusals, refusal.id, command.revision, **values)
    return Result(refusal.id, _changes(refusal.id, refusal.session_id), tuple(values))


def _withdraw(tx: Transaction, command: WithdrawDoorRefusal) -> Result:
    refusal = queries.refusal(tx, command.refusal_id)
    if refusal.attended_at is not None:
        raise UserFacingError("door_refusal_attended", field="refusal_id")
    delete_row(tx, door_refusals, refusal.id, door_refusals.c.session_id)
    clear_marks(tx, refusal.session_id, (refusal.enrolment_id,))
    moved = release(tx, session_queries.session(tx, refusal.session_id))
    return Result(refusal.id, _changes(refusal.id, refusal.session_id, moved=moved), ("mark",))


def _changes(refusal_id: UUID, session_id: UUID, *, moved: bool = False) -> tuple[Change, ...]:
    changes = (Change(Topic.PROTECTION, refusal_id), Change(Topic.ATTENDANCE, session_id))
    return (*changes, Change(Topic.SESSIONS, session_id)) if moved else changes


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """Refusals of which nobody said yet that everybody is safe: before all else, and without a name (6.4.5)."""
    if not may_write(tx.actor.role, Section.SESSIONS):
        return
    for session_id, group, day, at_risk in queries.pending_everywhere(tx):
        told: dict[str, object] = {"group": group, "day": format_date(day)}
        code = "due_door_at_risk" if at_risk is AtRisk.YES else "due_door_refusal"
        yield DueItem(code, Urgency.PROTECTION, "session", session_id, told, day)


COMMANDS = (
    CommandHandler(RefuseAtDoor, _refuse, writes(Section.SESSIONS)),
    CommandHandler(DescribeDoorRefusal, _describe, writes(Section.SESSIONS)),
    CommandHandler(AttendDoorRefusal, _attend, writes(Section.SESSIONS)),
    CommandHandler(WithdrawDoorRefusal, _withdraw, writes(Section.SESSIONS)),
)
QUERIES = (
    QueryHandler(DoorRefusals, lambda tx, query: queries.refusals_of_session(tx, query.session_id), Section.SESSIONS),
)
