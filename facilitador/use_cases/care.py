"""Individual care (6.8): asked for, agreed, told from one side to the other as far as he agrees, and closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from facilitador.db.queries import care as queries
from facilitador.db.queries import directory as directory_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.tables.base import insert_row, update_row
from facilitador.db.tables.care import care_notes, individual_cares
from facilitador.db.transaction import Transaction
from facilitador.domain.care import (
    FEEDBACK,
    GOAL_LIMIT,
    LINE_LIMIT,
    MOST_GOALS,
    NOTE_LIMIT,
    WHY_LIMIT,
    CareNoteKind,
    CareOutcome,
    CareProvider,
    CareRecord,
    CareRequester,
    IndividualCare,
)
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.dates import format_date
from facilitador.domain.directory import REFUGE
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes


class OpenCare(Command, kw_only=True):
    """Individual care is asked for (6.8.3), by him or by the team: why (2,000 letters) and who gives it (6.8.1).

    `directory_id`: the institution, where it stands in the directory; else `provider` names who gives it.
    """

    id: UUID | None = None
    participant_id: UUID
    requested_by: CareRequester
    requested_on: date | None = None
    why: str
    provider_kind: CareProvider
    provider: str = ""
    directory_id: UUID | None = None


class AgreeCare(Command, kw_only=True):
    """What was agreed with him: `goals` (up to ten, 300 letters each) and what may be told between both sides.

    `may_tell` is in his words; empty: nothing is told, and no feedback can be noted from then on. `started_on`: the
    first meeting. What is left out is emptied.
    """

    care_id: UUID
    revision: int | None = None
    goals: tuple[str, ...] = ()
    agreed_on: date | None = None
    may_tell: str = ""
    tells_on: date | None = None
    started_on: date | None = None


class NoteCare(Command, kw_only=True):
    """A meeting, or what was told from one side to the other (6.8.4): that needs his agreement. Notes stay."""

    id: UUID | None = None
    care_id: UUID
    kind: CareNoteKind
    on: date | None = None
    text: str = ""


class CloseCare(Command, kw_only=True):
    """How it ended, with a word about it; nothing is noted any more afterwards."""

    care_id: UUID
    revision: int | None = None
    outcome: CareOutcome
    on: date | None = None
    note: str


class CareOf(Query[CareRecord], kw_only=True):
    """The individual care of a man, the newest first; that it was seen is recorded."""

    participant_id: UUID


def _open(tx: Transaction, command: OpenCare) -> Result:
    man = participant_queries.stored(tx, command.participant_id)
    entry = directory_queries.entry(tx, command.directory_id) if command.directory_id is not None else None
    checks = Checks()
    checks.need("directory_id", entry is None or entry.kind != REFUGE, "referral_not_to_refuge")
    provider = entry.name if entry is not None else command.provider
    values = {
        "requested_by": command.requested_by,
        "requested_on": checks.recorded_day("requested_on", command.requested_on or tx.today, tx.today),
        "why": checks.text("why", command.why, WHY_LIMIT, required=True),
        "provider_kind": command.provider_kind,
        "provider": checks.line("provider", provider, LINE_LIMIT, required=True),
    }
    checks.refuse_if_any()
    key = insert_row(
        tx,
        individual_cares,
        command.id,
        participant_id=man.id,
        directory_id=command.directory_id,
        started_on=None,
        goals=[],
        agreed_on=None,
        may_tell="",
        tells_on=None,
        closed_on=None,
        closed_by=None,
        outcome=None,
        closing_note="",
        **values,
    )
    return Result(key, _changes(man.id), tuple(values))


def _agree(tx: Transaction, command: AgreeCare) -> Result:
    one = _still_open(tx, command.care_id)
    checks = Checks()
    goals = [checks.line("goals", goal, GOAL_LIMIT) for goal in command.goals if goal.strip()]
    checks.need("goals", len(goals) <= MOST_GOALS, "too_many_lines", maximum=MOST_GOALS)
    may_tell = checks.text("may_tell", command.may_tell, NOTE_LIMIT)
    for name in ("agreed_on", "tells_on", "started_on"):
        checks.recorded_day(name, getattr(command, name), tx.today)
    checks.refuse_if_any()
    values = {
        "goals": goals,
        "agreed_on": (command.agreed_on or one.agreement.agreed_on or tx.today) if goals else None,
        "may_tell": may_tell,
        "tells_on": (command.tells_on or one.agreement.tells_on or tx.today) if may_tell else None,
        "started_on": command.started_on,
    }
    update_row(tx, individual_cares, one.id, command.revision, **values)
    return Result(one.id, _changes(one.participant_id), tuple(values))


def _note(tx: Transaction, command: NoteCare) -> Result:
    one = _still_open(tx, command.care_id)
    if command.kind in FEEDBACK and one.agreement.tells_on is None:
        raise UserFacingError("care_feedback_not_agreed", field="kind")
    on = command.on or tx.today
    checks = Checks()
    checks.recorded_day("on", on, tx.today)
    text = checks.text("text", command.text, NOTE_LIMIT, required=command.kind in FEEDBACK)
    checks.refuse_if_any()
    key = insert_row(tx, care_notes, command.id, care_id=one.id, kind=command.kind, on=on, text=text)
    return Result(key, _changes(one.participant_id), ("kind", "on", "text"))


def _close(tx: Transaction, command: CloseCare) -> Result:
    one = _still_open(tx, command.care_id)
    on = command.on or tx.today
    checks = Checks()
    checks.recorded_day("on", on, tx.today)
    checks.need("on", on >= one.last_day, "care_closed_before", day=format_date(one.last_day))
    note = checks.text("note", command.note, NOTE_LIMIT, required=True)
    checks.refuse_if_any()
    values = {"closed_on": on, "closed_by": tx.actor.id, "outcome": command.outcome, "closing_note": note}
    update_row(tx, individual_cares, one.id, command.revision, **values)
    return Result(one.id, _changes(one.participant_id), tuple(values))


def _still_open(tx: Transaction, care_id: UUID) -> IndividualCare:
    one = queries.care(tx, care_id)
    if one.closing is not None:
        raise UserFacingError("care_is_closed", field="care_id", day=format_date(one.closing.on))
    return one


def _changes(participant_id: UUID) -> tuple[Change, ...]:
    return (Change(Topic.CARE, participant_id),)


def _record(tx: Transaction, query: CareOf) -> CareRecord:
    man = participant_queries.stored(tx, query.participant_id)
    return CareRecord(man.id, man.full_name, queries.cares_of(tx, man.id))


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """Care without goals after a month, and care of which nothing was heard for long; without a name (6.4.5)."""
    if not may_write(tx.actor.role, Section.HEALTH):
        return
    for one in queries.open_cares(tx):
        due = one.due_on
        if due is not None:
            code = "due_care_quiet" if one.agreement.goals else "due_care_goals"
            told: dict[str, object] = {"day": format_date(one.requested_on)}
            yield DueItem(code, Urgency.SOON, "care", one.participant_id, told, due)


COMMANDS = (
    CommandHandler(OpenCare, _open, writes(Section.HEALTH)),
    CommandHandler(AgreeCare, _agree, writes(Section.HEALTH)),
    CommandHandler(NoteCare, _note, writes(Section.HEALTH)),
    CommandHandler(CloseCare, _close, writes(Section.HEALTH)),
)
QUERIES = (
    QueryHandler(
        CareOf,
        _record,
        Section.HEALTH,
        records_view_of=lambda query: query.participant_id,
    ),
)
