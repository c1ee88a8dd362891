"""What a person asks about his own data: written down, answered within the law's days, confirmed by letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import rights as queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.base import insert_row, update_row
from facilitador.db.tables.participants import consents
from facilitador.db.tables.rights import rights_requests
from facilitador.db.transaction import Transaction
from facilitador.documents import rights_letters
from facilitador.documents.blocks import Document
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.dates import format_date
from facilitador.domain.due import DAYS_IN_SIGHT, DueItem, Urgency
from facilitador.domain.rights import (
    TEXT_LIMIT,
    RightsKind,
    RightsOutcome,
    RightsRecord,
    RightsRequest,
    answer_due,
    answers_to,
    letter_words,
)
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.use_cases.plan_writing import calendar_of
from facilitador.use_cases.prints import letterhead, numbered
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, own_only, writes


class RegisterRightsRequest(Command, kw_only=True):
    """A man asks something about his data, in his words (2,000 letters); the days to answer are counted from here.

    `revocation` takes back, as of that day, every consent in force.
    """

    id: UUID | None = None
    participant_id: UUID
    kind: RightsKind
    received_on: date | None = None
    what: str = ""


class AnswerRightsRequest(Command, kw_only=True):
    """How it was answered; `note` stays in the book and is not part of the letter. An answer stays."""

    request_id: UUID
    revision: int | None = None
    outcome: RightsOutcome
    on: date | None = None
    note: str = ""


class RightsOf(Query[RightsRecord], kw_only=True):
    """What a man asked and how it was answered, newest first; that it was seen is recorded."""

    participant_id: UUID


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """A request that waits for an answer, with the name of the man."""

    full_name: str
    request: RightsRequest


class WaitingRequests(Query[tuple[WaitingRequest, ...]], kw_only=True):
    """Every request that waits, the most pressing first."""


class RightsLetterPrint(Query[Document], kw_only=True):
    """The letter that answers a request, numbered; refused before it was answered."""

    request_id: UUID


def _register(tx: Transaction, command: RegisterRightsRequest) -> Result:
    man = participant_queries.stored(tx, command.participant_id)
    received = command.received_on or tx.today
    checks = Checks()
    checks.recorded_day("received_on", received, tx.today)
    what = checks.text("what", command.what, TEXT_LIMIT)
    checks.refuse_if_any()
    changes = [Change(Topic.RIGHTS, man.id)]
    if command.kind is RightsKind.REVOCATION:
        _revoke(tx, man.id, received)
        changes.append(Change(Topic.PARTICIPANTS, man.id))
    values = {
        "kind": command.kind,
        "received_on": received,
        "what": what,
        "due_on": answer_due(command.kind, received, calendar_of(tx)),
    }
    unanswered = {"answered_on": None, "answered_by": None, "outcome": None, "note": ""}
    key = insert_row(tx, rights_requests, command.id, participant_id=man.id, **values, **unanswered)
    return Result(key, tuple(changes), tuple(values))


def _revoke(tx: Transaction, participant_id: UUID, on: date) -> None:
    """He no longer consents: nothing stays in force that he gave before."""
    for one in participant_queries.consents_of(tx, participant_id):
        if one.revoked_on is None:
            update_row(tx, consents, one.id, None, revoked_on=max(on, one.given_on))


def _answer(tx: Transaction, command: AnswerRightsRequest) -> Result:
    one = queries.request(tx, command.request_id)
    if one.answer is not None:
        raise UserFacingError("rights_answered", field="request_id", day=format_date(one.answer.on))
    on = command.on or tx.today
    checks = Checks()
    checks.recorded_day("on", on, tx.today)
    checks.need("on", on >= one.received_on, "rights_answered_before", day=format_date(one.received_on))
    checks.known("outcome", command.outcome, answers_to(one.kind), required=True)
    note = checks.text("note", command.note, TEXT_LIMIT)
    checks.refuse_if_any()
    values = {"answered_on": on, "answered_by": tx.actor.id, "outcome": command.outcome, "note": note}
    update_row(tx, rights_requests, one.id, command.revision, **values)
    return Result(one.id, (Change(Topic.RIGHTS, one.participant_id),), tuple(values))


def _record(tx: Transaction, query: RightsOf) -> RightsRecord:
    man = participant_queries.stored(tx, query.participant_id)
    return RightsRecord(man.id, man.full_name, queries.requests_of(tx, man.id))


def _waiting(tx: Transaction, query: WaitingRequests) -> tuple[WaitingRequest, ...]:
    return tuple(WaitingRequest(name, one) for name, one in queries.named_open_requests(tx))


def _letter(tx: Transaction, query: RightsLetterPrint) -> Document:
    one = queries.request(tx, query.request_id)
    words = letter_words(one.kind, one.answer.outcome) if one.answer is not None else ()
    if one.answer is None or not words:
        raise UserFacingError("rights_letter_needs_answer", field="request_id")
    man = participant_queries.stored(tx, one.participant_id)
    return rights_letters.compose(
        rights_letters.RightsLetter(
            letterhead=letterhead(service_queries.service(tx)),
            number=numbered(tx, "rights-letter", man.id),
            full_name=man.full_name,
            received_on=one.received_on,
            answered_on=one.answer.on,
            words=words,
        )
    )


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """Requests that wait for an answer; without a name (6.4.5)."""
    if not may_write(tx.actor.role, Section.ENROLMENTS):
        return
    for one in queries.open_requests(tx):
        left = one.days_left(tx.today)
        told: dict[str, object] = {"day": format_date(one.due_on)}
        if left < 0:
            yield DueItem("due_rights_late", Urgency.OVERDUE, "rights", one.participant_id, told, one.due_on)
        else:
            urgency = Urgency.SOON if left <= DAYS_IN_SIGHT else Urgency.WHENEVER
            yield DueItem("due_rights_answer", urgency, "rights", one.participant_id, told)


COMMANDS = (
    CommandHandler(RegisterRightsRequest, _register, writes(Section.ENROLMENTS)),
    CommandHandler(AnswerRightsRequest, _answer, writes(Section.ENROLMENTS)),
)
QUERIES = (
    QueryHandler(RightsOf, _record, Section.ENROLMENTS, records_view_of=lambda query: query.participant_id),
    QueryHandler(WaitingRequests, _waiting, Section.ENROLMENTS, origin=own_only),
    QueryHandler(RightsLetterPrint, _letter, Section.ENROLMENTS),
)
