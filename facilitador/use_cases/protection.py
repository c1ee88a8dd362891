"""Protection first (5.3.4, end of 6.7): a matter is opened with one sentence, then followed step by step until closed.

Nothing hinders opening one: neither consent nor a second person nor complete fields. Where it comes from a refusal at
the door, that refusal is settled by it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from facilitador.db.queries import doors as door_queries
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import people as people_queries
from facilitador.db.queries import protection as queries
from facilitador.db.tables.applications import applications
from facilitador.db.tables.attendance import calls, door_refusals
from facilitador.db.tables.base import insert_row, require_row, update_row
from facilitador.db.tables.participants import participants
from facilitador.db.tables.protection import protection_matters, protection_steps, settle_door_refusal
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.dates import format_date
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.protection import (
    OTHER_STEP,
    REASON_LIMIT,
    SENTENCE_LIMIT,
    TEXT_LIMIT,
    WHO_LIMIT,
    Circumstance,
    Closing,
    MatterText,
    PersonAtRisk,
    ProtectionLine,
    ProtectionMatter,
    ProtectionOrigin,
    StepText,
    may_close,
    nobody_else_closes,
)
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.reference import protection_steps as steps_in_use
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes

DOOR_NOTE: Final = "Se abrió un asunto de protección."
DAYS_AHEAD: Final = 2
"""A next date shows on home that many days before."""

_ORIGINS: Final = {
    ProtectionOrigin.SESSION: sessions,
    ProtectionOrigin.DOOR: door_refusals,
    ProtectionOrigin.ANSWER: applications,
    ProtectionOrigin.CALL: calls,
    ProtectionOrigin.MATTER: protection_matters,
}


class OpenProtection(Command, kw_only=True):
    """Open a protection matter with one sentence, up to 500 letters; nothing else is asked.

    `origin`, `origin_id`: from where (a session, a refusal at the door, an application, a call, an earlier matter);
    a refusal at the door is settled by it. `participant_id`: the man it is about, if it is about one. The sentence is
    sealed; it says who is at risk by what she is to him, and never where she is.
    """

    id: UUID | None = None
    sentence: str
    origin: ProtectionOrigin = ProtectionOrigin.ANYWHERE
    origin_id: UUID | None = None
    participant_id: UUID | None = None


class DescribeProtection(Command, kw_only=True):
    """Write down what is known of an open matter; every part is written over. `known`: up to 2,000 letters."""

    matter_id: UUID
    revision: int | None = None
    sentence: str
    participant_id: UUID | None = None
    at_risk: PersonAtRisk = PersonAtRisk.UNKNOWN
    circumstances: tuple[Circumstance, ...] = ()
    known: str = ""


class StepForm(Command, kw_only=True):
    """One step: `kind` is a code of the steps in use, or `other` with own words in `what`.

    `who`: who did it or was told. `done_on`: when; `answer`: what they answered. `next_on`: when to look at it next. At
    least one of the two days is needed.
    """

    kind: str
    what: str = ""
    who: str = ""
    done_on: date | None = None
    answer: str = ""
    next_on: date | None = None


class RecordProtectionStep(StepForm, kw_only=True):
    """Note a step of an open matter."""

    id: UUID | None = None
    matter_id: UUID


class ChangeProtectionStep(StepForm, kw_only=True):
    """Write a step over: it was done, they answered, it is looked at on another day."""

    step_id: UUID
    revision: int | None = None


class CloseProtection(Command, kw_only=True):
    """Close a matter, with a reason; only somebody other than who opened it, or a supervisor, may.

    `alone`: who opened it declares that nobody else of the book could; refused where somebody could, kept where not.
    Refused while a step still has a next date.
    """

    matter_id: UUID
    revision: int | None = None
    reason: str
    alone: bool = False


class ReopenProtection(Command, kw_only=True):
    """Open a closed matter again, with a reason."""

    matter_id: UUID
    revision: int | None = None
    reason: str


class ProtectionMatters(Query[tuple[ProtectionLine, ...]], kw_only=True):
    """Every matter, without a word of what it says; open ones first, the most pressing before all."""


class ProtectionMatterDetails(Query[ProtectionMatter], kw_only=True):
    """One matter with what is written of it; that it was seen is recorded."""

    matter_id: UUID


def _open(tx: Transaction, command: OpenProtection) -> Result:
    checks = Checks()
    sentence = checks.text("sentence", command.sentence, SENTENCE_LIMIT, required=True)
    checks.refuse_if_any()
    _check_about(tx, command.participant_id)
    origin_table = _ORIGINS.get(command.origin)
    if command.origin_id is not None and origin_table is not None:
        require_row(tx, origin_table, command.origin_id, "origin_id")
    key = command.id or tx.new_id()
    text = MatterText(sentence, command.participant_id or _man_at_door(tx, command))
    insert_row(
        tx,
        protection_matters,
        key,
        opened_on=tx.today,
        origin=command.origin,
        origin_id=command.origin_id,
        closed_on=None,
        closed_by=None,
        sealed=tx.reserved.seal(key, text),
    )
    changes = (Change(Topic.PROTECTION, key), *_settled(tx, command))
    return Result(key, changes, ("sentence",))


def _man_at_door(tx: Transaction, command: OpenProtection) -> UUID | None:
    """Whom a refusal at the door was about."""
    if command.origin is not ProtectionOrigin.DOOR or command.origin_id is None:
        return None
    refusal = door_queries.refusal(tx, command.origin_id)
    return enrolment_queries.stint(tx, refusal.enrolment_id).participant_id


def _settled(tx: Transaction, command: OpenProtection) -> tuple[Change, ...]:
    """What changes where a refusal at the door is settled by the matter."""
    if command.origin is not ProtectionOrigin.DOOR or command.origin_id is None:
        return ()
    refusal = door_queries.refusal(tx, command.origin_id)
    if refusal.attended_at is not None:
        return ()
    settle_door_refusal(tx, refusal.id, DOOR_NOTE)
    return (Change(Topic.PROTECTION, refusal.id), Change(Topic.ATTENDANCE, refusal.session_id))


def _check_about(tx: Transaction, participant_id: UUID | None) -> None:
    if participant_id is not None:
        require_row(tx, participants, participant_id, "participant_id")


def _describe(tx: Transaction, command: DescribeProtection) -> Result:
    _open_line(tx, command.matter_id)
    before = queries.text_of(tx, command.matter_id)
    checks = Checks()
    text = dataclasses.replace(
        before,
        sentence=checks.text("sentence", command.sentence, SENTENCE_LIMIT, required=True),
        participant_id=command.participant_id,
        at_risk=command.at_risk,
        circumstances=tuple(dict.fromkeys(command.circumstances)),
        known=checks.text("known", command.known, TEXT_LIMIT),
    )
    checks.refuse_if_any()
    _check_about(tx, command.participant_id)
    _write(tx, command.matter_id, command.revision, text)
    return _changed(command.matter_id, "sentence", "at_risk", "circumstances", "known")


def _write(tx: Transaction, matter_id: UUID, revision: int | None, text: MatterText, **values: object) -> None:
    sealed = tx.reserved.seal(matter_id, text)
    update_row(tx, protection_matters, matter_id, revision, sealed=sealed, **values)


def _open_line(tx: Transaction, matter_id: UUID) -> ProtectionLine:
    line = queries.line(tx, matter_id)
    if not line.is_open:
        raise UserFacingError("protection_closed", field="matter_id")
    return line


def _checked_step(tx: Transaction, form: StepForm, opened_on: date) -> StepText:
    checks = Checks()
    steps = steps_in_use()
    checks.known("kind", form.kind, {*steps.codes, OTHER_STEP}, required=True)
    text = StepText(
        kind=form.kind,
        edition=steps.provenance.edition,
        what=checks.line("what", form.what, WHO_LIMIT, required=form.kind == OTHER_STEP),
        who=checks.line("who", form.who, WHO_LIMIT),
        answer=checks.text("answer", form.answer, TEXT_LIMIT),
    )
    checks.recorded_day("done_on", form.done_on, tx.today)
    dated = form.done_on is not None or form.next_on is not None
    checks.need("next_on", dated, "protection_step_needs_day")
    since = max(opened_on, form.done_on or opened_on)
    checks.need("next_on", form.next_on is None or form.next_on >= since, "protection_next_before")
    checks.refuse_if_any()
    return text


def _record_step(tx: Transaction, command: RecordProtectionStep) -> Result:
    line = _open_line(tx, command.matter_id)
    text = _checked_step(tx, command, line.opened_on)
    key = command.id or tx.new_id()
    insert_row(
        tx,
        protection_steps,
        key,
        matter_id=line.id,
        done_on=command.done_on,
        next_on=command.next_on,
        sealed=tx.reserved.seal(key, text),
    )
    return Result(key, (Change(Topic.PROTECTION, line.id),), ("kind", "who", "done_on", "answer", "next_on"))


def _change_step(tx: Transaction, command: ChangeProtectionStep) -> Result:
    matter_id, before = queries.step(tx, command.step_id)
    line = _open_line(tx, matter_id)
    text = _checked_step(tx, command, line.opened_on)
    update_row(
        tx,
        protection_steps,
        before.id,
        command.revision,
        done_on=command.done_on,
        next_on=command.next_on,
        sealed=tx.reserved.seal(before.id, text),
    )
    return Result(before.id, (Change(Topic.PROTECTION, line.id),), ("kind", "who", "done_on", "answer", "next_on"))


def _close(tx: Transaction, command: CloseProtection) -> Result:
    line = _open_line(tx, command.matter_id)
    reason = _reason(command.reason)
    alone = not may_close(line, tx.actor.id, tx.actor.role)
    if alone and not (command.alone and nobody_else_closes(people_queries.all_people(tx), tx.actor.id)):
        raise UserFacingError("protection_closed_by_another", field="matter_id")
    if line.next_on is not None:
        raise UserFacingError("protection_step_pending", field="matter_id", day=format_date(line.next_on))
    before = queries.text_of(tx, line.id)
    closing = Closing(tx.today, tx.actor.id, reason, alone=alone)
    text = dataclasses.replace(before, closings=(*before.closings, closing))
    _write(tx, line.id, command.revision, text, closed_on=tx.today, closed_by=tx.actor.id)
    return _changed(line.id, "closed_on", "reason", *(("alone",) if alone else ()))


def _reopen(tx: Transaction, command: ReopenProtection) -> Result:
    line = queries.line(tx, command.matter_id)
    reason = _reason(command.reason)
    if line.is_open:
        raise UserFacingError("protection_open", field="matter_id")
    before = queries.text_of(tx, line.id)
    again = Closing(tx.today, tx.actor.id, reason, reopened=True)
    text = dataclasses.replace(before, closings=(*before.closings, again))
    _write(tx, line.id, command.revision, text, closed_on=None, closed_by=None)
    return _changed(line.id, "closed_on", "reason")


def _reason(typed: str) -> str:
    checks = Checks()
    reason = checks.text("reason", typed, REASON_LIMIT, required=True)
    checks.refuse_if_any()
    return reason


def _changed(matter_id: UUID, *fields: str) -> Result:
    return Result(matter_id, (Change(Topic.PROTECTION, matter_id),), fields)


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """Open matters whose next date is here, past, or not set: before all else, without a name or a word of them.

    Several that stand alike are one line that leads to their list.
    """
    if not may_write(tx.actor.role, Section.RESERVED):
        return
    alike: dict[_Waiting, list[ProtectionLine]] = {}
    for line in queries.open_lines(tx):
        waiting = _waiting(line.next_on, tx.today)
        if waiting is not None:
            alike.setdefault(waiting, []).append(line)
    for waiting, lines in alike.items():
        days = [line.next_on for line in lines if line.next_on is not None]
        day = min(days, default=None)
        told: dict[str, object] = {} if day is None else {"day": format_date(day)}
        if len(lines) == 1:
            told["opened"] = format_date(lines[0].opened_on)
            yield DueItem(waiting.one, waiting.urgency, "protection_matter", lines[0].id, told, day)
        else:
            told["count"] = len(lines)
            yield DueItem(waiting.several, waiting.urgency, "protection", None, told, day)


class _Waiting(NamedTuple):
    """How matters wait: the codes that tell of one and of several, and how soon they want somebody."""

    one: str
    several: str
    urgency: Urgency = Urgency.PROTECTION


_UNDATED: Final = _Waiting("due_protection_without_date", "due_protections_without_date")
_LATE: Final = _Waiting("due_protection_overdue", "due_protections_overdue")
_TODAY: Final = _Waiting("due_protection_today", "due_protections_today")
_AHEAD: Final = _Waiting("due_protection_soon", "due_protections_soon", Urgency.SOON)


def _waiting(next_on: date | None, today: date) -> _Waiting | None:
    if next_on is None:
        return _UNDATED
    left = (next_on - today).days
    if left < 0:
        return _LATE
    if left == 0:
        return _TODAY
    return _AHEAD if left <= DAYS_AHEAD else None


COMMANDS = tuple(
    CommandHandler(command, run, writes(Section.RESERVED), digested=False)
    for command, run in (
        (OpenProtection, _open),
        (DescribeProtection, _describe),
        (RecordProtectionStep, _record_step),
        (ChangeProtectionStep, _change_step),
        (CloseProtection, _close),
        (ReopenProtection, _reopen),
    )
)
QUERIES = (
    QueryHandler(ProtectionMatters, lambda tx, query: queries.lines(tx), Section.RESERVED),
    QueryHandler(
        ProtectionMatterDetails,
        lambda tx, query: queries.matter(tx, query.matter_id),
        Section.RESERVED,
        records_view_of=lambda query: query.matter_id,
    ),
)
