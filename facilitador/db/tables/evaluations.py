"""What was found of each factor of a man, and the levels of risk that authorities told: only ever added to (6.6)."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, one_of, stamped_table
from facilitador.db.types import Guid
from facilitador.domain.evaluations import FactorState, RiskLevel, Source


def withdrawable() -> tuple[sa.schema.SchemaItem, ...]:
    """The columns of a row that may be marked as written by mistake, with who, when and why."""
    return (
        sa.Column("withdrawn_on", sa.Date),
        sa.Column("withdrawn_by", Guid),
        sa.Column("withdrawn_reason", sa.String(500), nullable=False),
        sa.CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"),
        sa.CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_reason = '')", name="withdrawn_says_why"),
    )


STANDING: Final[dict[str, Any]] = {"withdrawn_on": None, "withdrawn_by": None, "withdrawn_reason": ""}
"""The values of a new row, which nobody withdrew."""

evaluation_entries = stamped_table(
    "evaluation_entries",
    foreign("participant_id", "participants"),
    sa.Column("factor", sa.String(40), nullable=False),
    sa.Column("edition", sa.String(20), nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("known", sa.String(4000), nullable=False),
    sa.Column("level", sa.String(40), nullable=False),
    sa.Column("source", sa.String(20)),
    sa.Column("source_note", sa.String(160), nullable=False),
    sa.Column("diagnosis", sa.String(160), nullable=False),
    sa.Column("document_institution", sa.String(160), nullable=False),
    sa.Column("document_date", sa.Date),
    sa.Column("assessed_on", sa.Date, nullable=False),
    foreign("assessed_by", "people"),
    *withdrawable(),
    one_of("state", tuple(state for state in FactorState if state is not FactorState.NOT_EVALUATED)),
    one_of("source", tuple(Source)),
    sa.CheckConstraint(
        "diagnosis = '' OR (document_institution <> '' AND document_date IS NOT NULL)", name="diagnosis_has_document"
    ),
    sa.Index(None, "participant_id"),
)

risk_levels = stamped_table(
    "risk_levels",
    foreign("participant_id", "participants"),
    sa.Column("level", sa.String(20), nullable=False),
    sa.Column("told_by", sa.String(160), nullable=False),
    sa.Column("told_on", sa.Date, nullable=False),
    sa.Column("reference", sa.String(160), nullable=False),
    *withdrawable(),
    one_of("level", tuple(RiskLevel)),
    sa.CheckConstraint("told_by <> ''", name="told_by_an_authority"),
    sa.Index(None, "participant_id"),
)

_WITHDRAWAL: Final = ("withdrawn_on", "withdrawn_by", "withdrawn_reason")
_FINDING: Final = (
    *("factor", "edition", "state", "known", "level", "source", "source_note", "diagnosis"),
    *("document_institution", "document_date", "assessed_on", "assessed_by"),
)


def kept(table: str, fixed: tuple[str, ...]) -> dict[str, str]:
    """Triggers: rows stay, `fixed` columns never change, and what was withdrawn stays so.

    The man is not among the fixed ones, for two records of one man may become one.
    """

    def guard(name: str, event: str, when: str, why: str) -> dict[str, str]:
        body = f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{why}'); END"
        return {f"{table}_{name}": body}

    withdrawn = "WHEN OLD.withdrawn_on IS NOT NULL "
    return {
        **guard("stay", "DELETE", "", "it stays"),
        **guard("fixed", f"UPDATE OF {', '.join(fixed)}", "", "it is only added to"),
        **guard("stay_withdrawn", f"UPDATE OF {', '.join(_WITHDRAWAL)}", withdrawn, "it was withdrawn"),
    }


LOCKS: Final[dict[str, str]] = {
    **kept("evaluation_entries", _FINDING),
    **kept("risk_levels", ("level", "told_by", "told_on", "reference")),
}
"""Triggers: what was found is never overwritten, what was learnt later stands beside it."""
