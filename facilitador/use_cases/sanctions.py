"""Men with a sanction to serve (6.2.8, 6.11): their way to a CAI, or what was done where none is within reach.

Sessions replace no sanction; the ficha's answer opens the way, and home tells while nothing stands on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import referrals as queries
from facilitador.db.tables.base import insert_row, update_row
from facilitador.db.tables.evaluations import STANDING
from facilitador.db.tables.referrals import sanction_alternatives
from facilitador.db.transaction import Transaction
from facilitador.domain.checks import Checks
from facilitador.domain.dates import format_date
from facilitador.domain.due import DueItem, Urgency, urgency_by
from facilitador.domain.referrals import LINE_LIMIT, SERVES, WHY_LIMIT, ReferralReason, SanctionRoute
from facilitador.domain.roles import Section, may_write
from facilitador.use_cases.evaluations import checked_withdrawal
from facilitador.use_cases.referrals import changes_of
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes


class RecordSanctionAlternative(Command, kw_only=True):
    """No CAI is within reach of a man with a sanction to serve: `why`, what was done instead, who was told and when.

    `why` and `done`: up to 2,000 letters. `review_on`: when to look again whether there is one.
    """

    id: UUID | None = None
    participant_id: UUID
    noted_on: date | None = None
    why: str
    done: str
    told_to: str
    told_on: date | None = None
    review_on: date | None = None


class WithdrawSanctionAlternative(Command, kw_only=True):
    """Mark it as written down by mistake, or as no longer so, with a reason; it stays in sight."""

    alternative_id: UUID
    revision: int | None = None
    reason: str


class SanctionRouteOf(Query[SanctionRoute], kw_only=True):
    """Whether a man has a sanction to serve, and what stands on its way."""

    participant_id: UUID


def _record(tx: Transaction, command: RecordSanctionAlternative) -> Result:
    man = participant_queries.stored(tx, command.participant_id)
    noted_on, told_on = command.noted_on or tx.today, command.told_on or tx.today
    checks = Checks()
    checks.recorded_day("noted_on", noted_on, tx.today)
    checks.recorded_day("told_on", told_on, tx.today)
    later = command.review_on is None or command.review_on > noted_on
    checks.need("review_on", later, "sanction_review_before")
    values = {
        "noted_on": noted_on,
        "why": checks.text("why", command.why, WHY_LIMIT, required=True),
        "done": checks.text("done", command.done, WHY_LIMIT, required=True),
        "told_to": checks.line("told_to", command.told_to, LINE_LIMIT, required=True),
        "told_on": told_on,
        "review_on": command.review_on,
    }
    checks.refuse_if_any()
    key = insert_row(tx, sanction_alternatives, command.id, participant_id=man.id, **values, **STANDING)
    return Result(key, changes_of(man.id), tuple(values))


def _withdraw(tx: Transaction, command: WithdrawSanctionAlternative) -> Result:
    before = queries.alternative(tx, command.alternative_id)
    reason = checked_withdrawal(command.reason, before.withdrawal)
    values = {"withdrawn_on": tx.today, "withdrawn_by": tx.actor.id, "withdrawn_reason": reason}
    update_row(tx, sanction_alternatives, before.id, command.revision, **values)
    return Result(before.id, changes_of(before.participant_id), ("reason",))


def route_of(tx: Transaction, participant_id: UUID) -> SanctionRoute:
    """As the query `SanctionRouteOf`; refuses with `not_found`."""
    man = participant_queries.stored(tx, participant_id)
    led = (line.referral for line in queries.lines(tx, man.id))
    return SanctionRoute(
        serves=man.answers.get("sentence_to_serve") == SERVES,
        referrals=tuple(one for one in led if one.reason is ReferralReason.SANCTION),
        alternatives=queries.alternatives_of(tx, man.id),
    )


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """Men with a sanction for whom nothing stands that leads to a CAI, and alternatives to be looked at again."""
    if not may_write(tx.actor.role, Section.JUSTICE):
        return
    for man in queries.men_without_route(tx):
        yield DueItem("due_sanction_route", Urgency.OVERDUE, "referrals", man)
    for one in queries.alternatives_to_review(tx):
        assert one.review_on is not None
        urgency = urgency_by(one.review_on, tx.today)
        told: dict[str, object] = {"day": format_date(one.noted_on)}
        yield DueItem("due_sanction_review", urgency, "referrals", one.participant_id, told, one.review_on)


COMMANDS = (
    CommandHandler(RecordSanctionAlternative, _record, writes(Section.JUSTICE)),
    CommandHandler(WithdrawSanctionAlternative, _withdraw, writes(Section.JUSTICE)),
)
QUERIES = (QueryHandler(SanctionRouteOf, lambda tx, query: route_of(tx, query.participant_id), Section.JUSTICE),)
