"""The audit of one day on paper, numbered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from facilitador.db.queries import services as service_queries
from facilitador.db.transaction import Transaction
from facilitador.documents import audit_days
from facilitador.documents.blocks import Document
from facilitador.domain.roles import Section
from facilitador.domain.trail import Sought
from facilitador.use_cases.audit import lines
from facilitador.use_cases.prints import letterhead, numbered
from facilitador.use_cases.requests import Query, QueryHandler

DAY_LIMIT = 3_000
"""Lines on one paper (some 100 pages)."""


class AuditDayPrint(Query[Document], kw_only=True):
    """What was done from `since` to `until` (not included): a day in the zone that `since` carries."""

    since: datetime
    until: datetime


def _day(tx: Transaction, query: AuditDayPrint) -> Document:
    found = lines(tx, Sought(query.since, query.until), None, DAY_LIMIT + 1)
    return audit_days.compose(
        audit_days.AuditDay(
            letterhead=letterhead(service_queries.service(tx)),
            number=numbered(tx, "audit-day", _nobody(tx)),
            day=query.since.date(),
            zone=query.since.tzinfo,
            lines=tuple(reversed(found[:DAY_LIMIT])),
            left_out=len(found) > DAY_LIMIT,
        )
    )


def _nobody(tx: Transaction) -> UUID:
    """The paper is about the use that the service makes of the book."""
    return service_queries.service(tx).id


QUERIES = (QueryHandler(AuditDayPrint, _day, Section.AUDIT),)
