"""The initial evaluation (6.6): what is found of each factor is written down beside what was known before.

Each factor belongs to a section, and only who may write that section writes it. What a partner or relative told is
reserved and has its own place: no source here names them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from facilitador.db.queries import evaluations as queries
from facilitador.db.queries import evidence as evidence_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries import session_logs as log_queries
from facilitador.db.tables.base import insert_row, require_row, update_row
from facilitador.db.tables.evaluations import STANDING, evaluation_entries
from facilitador.db.tables.people import people
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import REASON_LIMIT, Checks
from facilitador.domain.compliance import ComplianceScope, Evidence, counted, only_noted
from facilitador.domain.evaluations import (
    Evaluation,
    FactorFinding,
    FactorReading,
    FactorState,
    Source,
    Withdrawal,
    checked_finding,
    is_off,
    read_factors,
)
from facilitador.domain.roles import Section, may_read
from facilitador.errors import UserFacingError
from facilitador.reference import evaluation_factors
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result


class RecordEvaluation(Command, kw_only=True):
    """Write down what is found of one factor of a man (6.6); what was known before stays beside it.

    `state`: `recorded` needs `known` (up to 4,000 letters) or a `level` of the factor, and a `source`; `none_known`
    needs a `source`; `no_answer`; `not_applicable` says in `known` why. A `diagnosis` needs `document_institution` and
    `document_date`. Without `assessed_on` it is today, without `assessed_by` who sends it.
    """

    id: UUID | None = None
    participant_id: UUID
    factor: str
    state: FactorState
    known: str = ""
    level: str = ""
    source: Source | None = None
    source_note: str = ""
    diagnosis: str = ""
    document_institution: str = ""
    document_date: date | None = None
    assessed_on: date | None = None
    assessed_by: UUID | None = None


class WithdrawEvaluation(Command, kw_only=True):
    """Mark what was found as written down by mistake, with a reason; it stays in sight."""

    entry_id: UUID
    revision: int | None = None
    reason: str


class EvaluationOf(Query[Evaluation], kw_only=True):
    """What is known of a man, factor by factor, with what changed; only the factors that the asking role may see."""

    participant_id: UUID


def factor_readings(tx: Transaction, participant_id: UUID) -> tuple[FactorReading, ...]:
    """The factors of a man that the acting person may see."""
    competent = service_queries.service(tx).criminal_data_competent
    entries = queries.entries_of(tx, participant_id)
    return read_factors(evaluation_factors(), entries, tx.actor.role, competent=competent)


def _evaluation(tx: Transaction, query: EvaluationOf) -> Evaluation:
    man = participant_queries.stored(tx, query.participant_id)
    justice = may_read(tx.actor.role, Section.JUSTICE)
    return Evaluation(
        participant_id=man.id,
        full_name=man.full_name,
        factors=factor_readings(tx, man.id),
        risk_levels=queries.risk_levels_of(tx, man.id) if justice else (),
        people=log_queries.names_of_team(tx),
    )


def _record(tx: Transaction, command: RecordEvaluation) -> Result:
    man = participant_queries.stored(tx, command.participant_id)
    factors = evaluation_factors()
    factor = factors.find(command.factor)
    if factor is None:
        raise UserFacingError("evaluation_factor_unknown", field="factor")
    if is_off(factor, competent=service_queries.service(tx).criminal_data_competent):
        raise UserFacingError("evaluation_needs_competence", field="factor")
    assessed_on, assessed_by = command.assessed_on or tx.today, command.assessed_by or tx.actor.id
    given = FactorFinding(**{name: getattr(command, name) for name in FactorFinding.__slots__})
    found = checked_finding(factor, given, assessed_on, tx.today)
    require_row(tx, people, assessed_by, "assessed_by")
    values = {name: getattr(found, name) for name in FactorFinding.__slots__}
    key = insert_row(
        tx,
        evaluation_entries,
        command.id,
        participant_id=man.id,
        factor=factor.code,
        edition=factors.provenance.edition,
        assessed_on=assessed_on,
        assessed_by=assessed_by,
        **values,
        **STANDING,
    )
    return Result(key, changes_of(man.id), ("factor", *values))


def _withdraw(tx: Transaction, command: WithdrawEvaluation) -> Result:
    before = queries.entry(tx, command.entry_id)
    reason = checked_withdrawal(command.reason, before.withdrawal)
    values = {"withdrawn_on": tx.today, "withdrawn_by": tx.actor.id, "withdrawn_reason": reason}
    update_row(tx, evaluation_entries, before.id, command.revision, **values)
    return Result(before.id, changes_of(before.participant_id), ("reason",))


def checked_withdrawal(typed: str, before: Withdrawal | None) -> str:
    """The reason to keep; refuses without one, or with `evaluation_withdrawn` where it was withdrawn already."""
    checks = Checks()
    reason = checks.text("reason", typed, REASON_LIMIT, required=True)
    checks.refuse_if_any()
    if before is not None:
        raise UserFacingError("evaluation_withdrawn")
    return reason


def changes_of(participant_id: UUID) -> tuple[Change, ...]:
    """What changes where something was found of a man: his evaluation, and the check that reads it."""
    return (Change(Topic.EVALUATIONS, participant_id), Change(Topic.EXCLUSIONS, participant_id))


def _section(code: str) -> frozenset[Section]:
    factor = evaluation_factors().find(code)
    return frozenset({factor.section if factor is not None else Section.SOCIAL})


def evidence(tx: Transaction, scope: ComplianceScope) -> Iterable[Evidence]:
    """The factors of which something is written down (6.6); what the law keeps from this service is only named."""
    competent = service_queries.service(tx).criminal_data_competent
    factors = evaluation_factors().factors
    asked = [one.code for one in factors if not is_off(one, competent=competent)]
    found = evidence_queries.factors_found(tx, scope.group_id, asked)
    yield counted("6.6", "evidence_factors", found.done, found.of, *scope.page_of("evaluation", found.first))
    if len(asked) < len(factors):
        yield only_noted("6.6", "evidence_factor_by_law", "service")


COMMANDS = (
    CommandHandler(RecordEvaluation, _record, lambda tx, command: _section(command.factor)),
    CommandHandler(
        WithdrawEvaluation, _withdraw, lambda tx, command: _section(queries.factor_of(tx, command.entry_id))
    ),
)
QUERIES = (QueryHandler(EvaluationOf, _evaluation, Section.SOCIAL, records_view_of=lambda query: query.participant_id),)
