"""What the logs of the sessions show of the way of working (6.2.6, 6.4.4, 6.4.7, 6.4.9, 6.4.10, 6.9.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from facilitador.db.queries import evidence as evidence_queries
from facilitador.db.queries.evidence import HeldLog
from facilitador.db.transaction import Transaction
from facilitador.domain.catalogues import Catalogue
from facilitador.domain.compliance import ComplianceScope, Evidence, Finding, counted
from facilitador.domain.sessions import IncidentKind, LogStatus, LogText
from facilitador.domain.topics import Area
from facilitador.use_cases.compliance import LongEvidence
from facilitador.use_cases.curricula import curriculum_in_use
from facilitador.use_cases.pieces import Pieces

_OF_EXCLUSION: Final = (
    IncidentKind.VIOLENCE_TO_FACILITATOR,
    IncidentKind.VIOLENCE_TO_PARTICIPANT,
    IncidentKind.VIOLENCE_TO_OTHER,
    IncidentKind.NON_COOPERATION,
)
_SAYS: Final[tuple[tuple[str, str, Callable[[HeldLog], object]], ...]] = (
    ("6.4.4", "evidence_discourse", lambda log: log.text.avoided or log.text.nothing_avoided),
    ("6.4.7", "evidence_technique", lambda log: log.text.technique or log.text.own_technique),
    ("6.4.9", "evidence_areas", lambda log: log.areas >= len(Area)),
    ("6.4.10 c", "evidence_avoided", lambda log: _answered(log.text)),
    ("6.9.1", "evidence_logs_closed", lambda log: log.status is LogStatus.CLOSED),
)


_GROUPS_AT_ONCE: Final = 20
"""Whose logs are read in one piece: of a cycle each, they are the longest texts of a book."""


def _reading(scope: ComplianceScope) -> Pieces[Sequence[Evidence]]:
    tx = yield
    keys = evidence_queries.groups_in_scope(tx, scope.group_id)
    logs: list[HeldLog] = []
    for start in range(0, len(keys), _GROUPS_AT_ONCE):
        tx = yield
        logs += evidence_queries.held_logs(tx, keys[start : start + _GROUPS_AT_ONCE])
    tx = yield
    return tuple(_told(tx, scope, logs))


evidence: Final = LongEvidence(_reading)
"""What is asked of every session that was held, and what was done about what happened in some."""


def _told(tx: Transaction, scope: ComplianceScope, logs: Sequence[HeldLog]) -> Iterable[Evidence]:
    for numeral, code, says in _SAYS:
        yield _of_all(scope, logs, numeral, code, says)
    headings = curriculum_in_use(tx).curriculum.log_headings
    for letter in dict.fromkeys(item.group for item in headings.items):
        tells = partial(_tells, letter, headings)
        yield _of_all(scope, logs, f"6.4.10 {letter}", "evidence_heading", tells)
    handed = sum(bool(log.text.materials) for log in logs)
    if handed:
        yield Evidence("6.2.6", Finding.MET, "evidence_materials", {"count": handed}, *scope.page("sessions"))
    answered = evidence_queries.incidents_answered(tx, scope.group_id, _OF_EXCLUSION)
    page = scope.page_of("session", answered.first, "sessions")
    yield counted("6.7.1", "evidence_incidents", answered.done, answered.of, *page, last=answered.last)


def _of_all(
    scope: ComplianceScope, logs: Sequence[HeldLog], numeral: str, code: str, says: Callable[[HeldLog], object]
) -> Evidence:
    """How many of the logs say it; the way is to the oldest session of which none does."""
    silent = [(log.day, log.session_id) for log in logs if not says(log)]
    page = scope.page_of("session", min(silent)[1] if silent else None, "sessions")
    newest = max((log.day for log in logs), default=None)
    return counted(numeral, code, len(logs) - len(silent), len(logs), *page, last=newest)


def _answered(text: LogText) -> bool:
    """True if it says that nothing came up, or what the team answered to everything that did."""
    return text.nothing_avoided or (bool(text.avoided) and all(one.answer for one in text.avoided))


def _tells(letter: str, headings: Catalogue, log: HeldLog) -> bool:
    return any(log.text.headings.get(item.code) for item in headings.items if item.group == letter)
