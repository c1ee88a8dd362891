"""What was found of a man, factor by factor, and the levels of risk that authorities told."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.evaluations import evaluation_entries, risk_levels
from facilitador.db.transaction import Transaction
from facilitador.domain.evaluations import (
    EvaluationEntry,
    FactorFinding,
    FactorState,
    RiskLevel,
    RiskLevelEntry,
    Source,
    Withdrawal,
)
from facilitador.errors import UserFacingError

_ENTRY, _RISK = evaluation_entries.c, risk_levels.c
_OF_MAN = (
    sa.select(evaluation_entries)
    .where(_ENTRY.participant_id == sa.bindparam("man"))
    .order_by(_ENTRY.assessed_on.desc(), _ENTRY.created_at.desc(), _ENTRY.id.desc())
)
_ONE = sa.select(evaluation_entries).where(_ENTRY.id == sa.bindparam("key"))
_FACTOR = sa.select(_ENTRY.factor).where(_ENTRY.id == sa.bindparam("key"))
_RISKS = (
    sa.select(risk_levels)
    .where(_RISK.participant_id == sa.bindparam("man"))
    .order_by(_RISK.told_on.desc(), _RISK.created_at.desc(), _RISK.id.desc())
)
_ONE_RISK = sa.select(risk_levels).where(_RISK.id == sa.bindparam("key"))


def entries_of(tx: Transaction, participant_id: UUID) -> tuple[EvaluationEntry, ...]:
    """Everything found of a man, withdrawn entries too, the newest first."""
    return tuple(_entry(row) for row in tx.connection.execute(_OF_MAN, {"man": participant_id}).mappings())


def entry(tx: Transaction, entry_id: UUID) -> EvaluationEntry:
    """One entry; refuses with `not_found`."""
    row = tx.connection.execute(_ONE, {"key": entry_id}).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="entry_id")
    return _entry(row)


def factor_of(tx: Transaction, entry_id: UUID) -> str:
    """The factor of an entry, or nothing where there is no such entry."""
    factor: str | None = tx.connection.execute(_FACTOR, {"key": entry_id}).scalar_one_or_none()
    return factor or ""


def risk_levels_of(tx: Transaction, participant_id: UUID) -> tuple[RiskLevelEntry, ...]:
    """The levels of risk told of a man, withdrawn ones too, the one told last first."""
    return tuple(_risk(row) for row in tx.connection.execute(_RISKS, {"man": participant_id}).mappings())


def risk_level(tx: Transaction, risk_level_id: UUID) -> RiskLevelEntry:
    """One level of risk; refuses with `not_found`."""
    row = tx.connection.execute(_ONE_RISK, {"key": risk_level_id}).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="risk_level_id")
    return _risk(row)


def to_withdrawal(row: sa.RowMapping) -> Withdrawal | None:
    """Who withdrew a row, when and why; None where it stands."""
    if row["withdrawn_on"] is None:
        return None
    return Withdrawal(row["withdrawn_on"], row["withdrawn_by"], row["withdrawn_reason"])


def _entry(row: sa.RowMapping) -> EvaluationEntry:
    finding = FactorFinding(
        state=FactorState(row["state"]),
        known=row["known"],
        level=row["level"],
        source=Source(row["source"]) if row["source"] is not None else None,
        source_note=row["source_note"],
        diagnosis=row["diagnosis"],
        document_institution=row["document_institution"],
        document_date=row["document_date"],
    )
    return EvaluationEntry(
        id=row["id"],
        participant_id=row["participant_id"],
        factor=row["factor"],
        edition=row["edition"],
        finding=finding,
        assessed_on=row["assessed_on"],
        assessed_by=row["assessed_by"],
        withdrawal=to_withdrawal(row),
        revision=row["revision"],
    )


def _risk(row: sa.RowMapping) -> RiskLevelEntry:
    return RiskLevelEntry(
        id=row["id"],
        participant_id=row["participant_id"],
        level=RiskLevel(row["level"]),
        told_by=row["told_by"],
        told_on=row["told_on"],
        reference=row["reference"],
        recorded_by=row["created_by"],
        withdrawal=to_withdrawal(row),
        revision=row["revision"],
    )
