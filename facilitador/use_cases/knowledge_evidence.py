"""What shows that the work is followed, reviewed and learnt from (6.9.1, 6.9.3)."""

from __future__ import annotations

from collections.abc import Iterable

from facilitador.db.queries import evidence as evidence_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.compliance import ComplianceScope, Evidence, counted, stated
from facilitador.domain.goals import GoalKind


def evidence(tx: Transaction, scope: ComplianceScope) -> Iterable[Evidence]:
    """Goals of both kinds, logs that a supervisor approved, practices that were written down."""
    kinds = evidence_queries.kinds_of_goals(tx, scope.group_id)
    reviewed = evidence_queries.logs_approved(tx, scope.group_id)
    goals = ("goals", scope.group_id)
    yield stated("6.9.1", "evidence_goal_number", GoalKind.NUMBER in kinds, *goals)
    yield stated("6.9.1", "evidence_goal_quality", GoalKind.QUALITY in kinds, *goals)
    queue = ("reviews", None) if reviewed.first is None else ("review", reviewed.first)
    yield counted("6.9.1", "evidence_reviewed", reviewed.done, reviewed.of, *queue, last=reviewed.last)
    yield stated("6.9.3", "evidence_practices", evidence_queries.practices_kept(tx), "practices")
