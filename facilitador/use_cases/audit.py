"""The trail of what was done in the book, for who may read it."""

from __future__ import annotations

from uuid import UUID

from facilitador.db.queries import records as queries
from facilitador.domain.records import AuditEntry
from facilitador.domain.roles import Section
from facilitador.use_cases.requests import Query, QueryHandler

PAGE_LIMIT = 1000


class AuditTrail(Query[tuple[AuditEntry, ...]], kw_only=True):
    """The newest entries, newest first; of one subject if given."""

    limit: int = 100
    subject_id: UUID | None = None


QUERIES = (
    QueryHandler(
        AuditTrail,
        lambda tx, query: queries.audit_tail(tx, max(0, min(query.limit, PAGE_LIMIT)), query.subject_id),
        Section.AUDIT,
    ),
)
