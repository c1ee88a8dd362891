"""What shows that a man was informed, given materials, referred and cared for (6.2.5, 6.2.6, 6.2.8, 6.8, 6.11)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from facilitador.db.queries import evidence as evidence_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.compliance import ComplianceScope, Evidence, counted

_HAND_OUT: Final = "hand-out"
"""The sheet with where to find more, as the list of numbered papers names it."""


def evidence(tx: Transaction, scope: ComplianceScope) -> Iterable[Evidence]:
    """Of the men, how many were told and given what, and where they were sent."""
    page_of = scope.page_of
    informed = evidence_queries.informed(tx, scope.group_id, _HAND_OUT)
    given = evidence_queries.given_something(tx, scope.group_id)
    routed = evidence_queries.sanctions_routed(tx, scope.group_id)
    answered = evidence_queries.referrals_answered(tx, scope.group_id)
    agreed = evidence_queries.cares_with_goals(tx, scope.group_id)
    fed_back = evidence_queries.cares_fed_back(tx, scope.group_id)
    yield counted("6.2.5", "evidence_informed", informed.done, informed.of, *page_of("hand_outs", informed.first))
    yield counted("6.2.6", "evidence_given", given.done, given.of, *page_of("hand_outs", given.first))
    for numeral in ("6.2.8", "6.11"):
        yield counted(numeral, "evidence_sanctions", routed.done, routed.of, *page_of("participant", routed.first))
    yield counted("6.8.2", "evidence_care_goals", agreed.done, agreed.of, *page_of("care", agreed.first))
    yield counted("6.8.3", "evidence_referrals", answered.done, answered.of, *page_of("referral", answered.first))
    yield counted("6.8.4", "evidence_feedback", fed_back.done, fed_back.of, *page_of("care", fed_back.first))
