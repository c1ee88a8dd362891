"""The numbers of a group on paper, numbered."""

from __future__ import annotations

from uuid import UUID

from facilitador.db.queries import services as service_queries
from facilitador.db.transaction import Transaction
from facilitador.documents import coverage as paper
from facilitador.documents.blocks import Document
from facilitador.domain.roles import Section
from facilitador.use_cases.coverage import numbers
from facilitador.use_cases.prints import letterhead, numbered
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


class CoveragePrint(Query[Document], kw_only=True):
    """Topics and attendance of a group on A4 across, numbered."""

    group_id: UUID


def _coverage(tx: Transaction, query: CoveragePrint) -> Document:
    found = numbers(tx, query.group_id)
    numbered(tx, "coverage", query.group_id)
    return paper.compose(paper.CoveragePaper(letterhead(service_queries.service(tx)), found, tx.today))


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (QueryHandler(CoveragePrint, _coverage, Section.SESSIONS),)
