"""The level of risk as police, prosecutor or judge told it, with who and when; the program reckons none."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from facilitador.db.queries import evaluations as queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.tables.base import insert_row, update_row
from facilitador.db.tables.evaluations import STANDING, risk_levels
from facilitador.db.transaction import Transaction
from facilitador.domain.checks import Checks
from facilitador.domain.evaluations import LINE_LIMIT, RiskLevel
from facilitador.domain.roles import Section
from facilitador.use_cases.evaluations import changes_of, checked_withdrawal
from facilitador.use_cases.requests import Command, CommandHandler, QueryHandler, Result, writes


class RecordRiskLevel(Command, kw_only=True):
    """Write down the level of risk that an authority told, who told it (`told_by`) and when; earlier ones stay.

    `reference`: the number of the document or the case, if it is known.
    """

    id: UUID | None = None
    participant_id: UUID
    level: RiskLevel
    told_by: str
    told_on: date
    reference: str = ""


class WithdrawRiskLevel(Command, kw_only=True):
    """Mark a level of risk as written down by mistake, with a reason; it stays in sight."""

    risk_level_id: UUID
    revision: int | None = None
    reason: str


def _record(tx: Transaction, command: RecordRiskLevel) -> Result:
    man = participant_queries.stored(tx, command.participant_id)
    checks = Checks()
    values = {
        "level": command.level,
        "told_by": checks.line("told_by", command.told_by, LINE_LIMIT, required=True),
        "told_on": checks.recorded_day("told_on", command.told_on, tx.today),
        "reference": checks.line("reference", command.reference, LINE_LIMIT),
    }
    checks.refuse_if_any()
    key = insert_row(tx, risk_levels, command.id, participant_id=man.id, **values, **STANDING)
    return Result(key, changes_of(man.id), tuple(values))


def _withdraw(tx: Transaction, command: WithdrawRiskLevel) -> Result:
    before = queries.risk_level(tx, command.risk_level_id)
    reason = checked_withdrawal(command.reason, before.withdrawal)
    values = {"withdrawn_on": tx.today, "withdrawn_by": tx.actor.id, "withdrawn_reason": reason}
    update_row(tx, risk_levels, before.id, command.revision, **values)
    return Result(before.id, changes_of(before.participant_id), ("reason",))


COMMANDS = (
    CommandHandler(RecordRiskLevel, _record, writes(Section.JUSTICE)),
    CommandHandler(WithdrawRiskLevel, _withdraw, writes(Section.JUSTICE)),
)
QUERIES: tuple[QueryHandler, ...] = ()
