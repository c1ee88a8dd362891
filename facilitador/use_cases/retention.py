"""How long data are kept, and their removal in two steps: somebody proposes, another person or another day confirms.

Why something cannot go yet is never told apart: the refusal is the same for a group not ended, a referral not closed or
anything else. So it says nothing about what is reserved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from dateutil.relativedelta import relativedelta

from facilitador.db.packing.belonging import as_ours
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import retention as queries
from facilitador.db.tables.base import delete_row, insert_row, update_row
from facilitador.db.tables.erasures import erase
from facilitador.db.tables.rights import purge_proposals, retention_periods
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.dates import format_date
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.mentions import LeftNamed
from facilitador.domain.retention import (
    BASIS_LIMIT,
    MOST_YEARS,
    PurgeGround,
    PurgeLine,
    RetentionKind,
    RetentionPeriod,
    RetentionState,
)
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.use_cases.mentions import record_left, settle_mentions
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes

AT_ONCE: Final = 100
"""So many men are looked at for one list; the next ones show once these went."""


class SetRetention(Command, kw_only=True):
    """How many years (0–30) one kind is kept, and the rule or agreement that says so (300 letters)."""

    kind: RetentionKind
    revision: int | None = None
    years: int
    basis: str


class ProposePurge(Command, kw_only=True):
    """Propose that everything kept about a man goes; refused while anything obliges to keep it."""

    id: UUID | None = None
    participant_id: UUID


class WithdrawPurge(Command, kw_only=True):
    """Take a proposal back; nothing went."""

    proposal_id: UUID


class ConfirmPurge(Command, kw_only=True):
    """Take out everything kept about the man, for good: by another person, or by the same one from the next day on.

    Where texts of others name him (`NameMentions`), who saw all `seen_mentions` of them says in `left_named` why they
    stay; refused with `purge_mentions_undecided` or `purge_mentions_changed` (count).
    """

    proposal_id: UUID
    left_named: LeftNamed | None = None
    seen_mentions: int = 0


class Retention(Query[RetentionState], kw_only=True):
    """The periods of the service and whose data may go now, by name; up to a hundred at a time.

    Of who was handed over a copy stays here: it is kept no longer than the data of who is of this service.
    """


def _set(tx: Transaction, command: SetRetention) -> Result:
    checks = Checks()
    checks.within("years", command.years, 0, MOST_YEARS)
    values = {"years": command.years, "basis": checks.line("basis", command.basis, BASIS_LIMIT, required=True)}
    checks.refuse_if_any()
    key = queries.period_id(tx, command.kind)
    if key is None:
        key = insert_row(tx, retention_periods, None, kind=command.kind, **values)
    else:
        update_row(tx, retention_periods, key, command.revision, **values)
    return Result(key, (Change(Topic.RETENTION, key),), tuple(values))


@dataclass(frozen=True, slots=True)
class _Rules:
    """What decides whether the data of a man may go, read once for all of them."""

    periods: Mapping[RetentionKind, RetentionPeriod]
    protected: Mapping[UUID, tuple[date | None, ...]]

    def due(self, tx: Transaction, participant_id: UUID) -> tuple[PurgeGround, date] | None:
        """Why they may go and the last day something was noted; None while anything obliges to keep them."""
        if not queries.may_be_due(tx, participant_id) or self._protects(participant_id, tx.today):
            return None
        enrolled = queries.was_enrolled(tx, participant_id)
        period = self.periods[RetentionKind.PROCESS if enrolled else RetentionKind.NEVER_ENROLLED]
        last = queries.last_day(tx, participant_id)
        asked = queries.asked_to_go(tx, participant_id)
        if period.ended(last, tx.today) or (asked and period.years is None):
            return (PurgeGround.REQUEST if asked else PurgeGround.TIME), last
        return None

    def _protects(self, participant_id: UUID, today: date) -> bool:
        """True while a matter about him is open, or closed for less than the service keeps it, or nobody said how long.

        Protection first: what nobody decided is kept.
        """
        closings = self.protected.get(participant_id, ())
        period = self.periods[RetentionKind.PROTECTION]
        return any(closed is None or not period.ended(closed, today) for closed in closings)


def _rules(tx: Transaction) -> _Rules:
    return _Rules({one.kind: one for one in queries.periods(tx)}, queries.protection_days(tx))


def _lines(tx: Transaction) -> tuple[PurgeLine, ...]:
    periods = queries.periods(tx)
    set_years = [one.years for one in periods if one.years is not None and one.kind is not RetentionKind.PROTECTION]
    before = tx.today - relativedelta(years=min(set_years)) if set_years else None
    candidates = queries.candidates(tx, before, AT_ONCE)
    if not candidates:
        return ()
    rules, proposed, given = _rules(tx), queries.proposals(tx), queries.given_men(tx)
    lines = []
    for man, name in candidates:
        due = rules.due(tx, man)
        if due is not None:
            one = proposed.get(man)
            may_confirm = one is not None and one.may_confirm(tx.actor.id, tx.today)
            lines.append(PurgeLine(man, name, *due, one, may_confirm, given.get(man, "")))
    return tuple(lines)


def _propose(tx: Transaction, command: ProposePurge) -> Result:
    man = participant_queries.stored(tx, command.participant_id)
    due = _rules(tx).due(tx, man.id)
    if due is None:
        raise UserFacingError("purge_not_yet", field="participant_id")
    if man.id in queries.proposals(tx):
        raise UserFacingError("purge_proposed_already", field="participant_id")
    values = {"ground": due[0], "proposed_on": tx.today}
    with as_ours(tx, man.id):
        key = insert_row(tx, purge_proposals, command.id, participant_id=man.id, **values)
    return Result(key, (Change(Topic.RETENTION, key),), tuple(values))


def _withdraw(tx: Transaction, command: WithdrawPurge) -> Result:
    with as_ours(tx, queries.proposal(tx, command.proposal_id).participant_id):
        delete_row(tx, purge_proposals, command.proposal_id, purge_proposals.c.participant_id)
    return Result(command.proposal_id, (Change(Topic.RETENTION, command.proposal_id),))


def _confirm(tx: Transaction, command: ConfirmPurge) -> Result:
    one = queries.proposal(tx, command.proposal_id)
    if not one.may_confirm(tx.actor.id, tx.today):
        raise UserFacingError("purge_needs_another", field="proposal_id", day=format_date(one.proposed_on))
    if _rules(tx).due(tx, one.participant_id) is None:
        raise UserFacingError("purge_not_yet", field="proposal_id")
    with as_ours(tx, one.participant_id):
        named = settle_mentions(tx, one.participant_id, command.left_named, command.seen_mentions)
        key = erase(tx, None, one)
        record_left(tx, key, command.left_named, named)
    topics = (Topic.RETENTION, Topic.PARTICIPANTS, Topic.ENROLMENTS, Topic.ATTENDANCE, Topic.RIGHTS)
    return Result(key, tuple(Change(topic, one.participant_id) for topic in topics), ("erased_on",))


def _state(tx: Transaction, query: Retention) -> RetentionState:
    return RetentionState(queries.periods(tx), _lines(tx), queries.erased(tx))


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """Data whose time is over, as a count."""
    if not may_write(tx.actor.role, Section.RESERVED):
        return
    count = len(_lines(tx))
    if count:
        yield DueItem("due_retention", Urgency.WHENEVER, "retention", parameters={"count": count})


COMMANDS = (
    CommandHandler(SetRetention, _set, writes(Section.SERVICE)),
    CommandHandler(ProposePurge, _propose, writes(Section.RESERVED)),
    CommandHandler(WithdrawPurge, _withdraw, writes(Section.RESERVED)),
    CommandHandler(ConfirmPurge, _confirm, writes(Section.RESERVED)),
)
QUERIES = (QueryHandler(Retention, _state, Section.RESERVED),)
