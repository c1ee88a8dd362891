"""What shows that nobody was left in danger (5.3.4, 6.7): the door, protection, decisions that were told.

Whose a protection matter is lies sealed, so of one group nothing is said about them, and of none what they hold.
"""

from __future__ import annotations

from collections.abc import Iterable

from facilitador.db.queries import evidence as evidence_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.compliance import KEPT_AT_HOME, ComplianceScope, Evidence, counted, only_noted


def evidence(tx: Transaction, scope: ComplianceScope) -> Iterable[Evidence]:
    """What was done after refusals at the door, in protection matters, and with who does not continue."""
    attended = evidence_queries.refusals_attended(tx, scope.group_id)
    described = evidence_queries.refusals_described(tx, scope.group_id)
    told = evidence_queries.decisions_told(tx, scope.group_id)
    for numeral in ("5.3.4", "6.7"):
        page = scope.page_of("session", attended.first, "sessions")
        yield counted(numeral, "evidence_attended", attended.done, attended.of, *page, last=attended.last)
        if scope.elsewhere:
            yield only_noted(numeral, KEPT_AT_HOME)
        elif scope.group_id is None:
            steps = evidence_queries.matters_with_steps(tx)
            yield counted(numeral, "evidence_protection", steps.done, steps.of, "protection", last=steps.last)
        else:
            yield only_noted(numeral, "evidence_protection_sealed", "protection")
    page = scope.page_of("session", described.first, "sessions")
    yield counted("6.7.2", "evidence_door", described.done, described.of, *page, last=described.last)
    yield counted(
        "6.7.3", "evidence_decisions", told.done, told.of, *scope.page_of("exclusion", told.first), last=told.last
    )
