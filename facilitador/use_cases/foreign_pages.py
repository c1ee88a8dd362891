"""Which pages are about what another service wrote: asked once, so that every page can say whose it is."""

from __future__ import annotations

from uuid import UUID

from facilitador.db.queries import foreign_pages as queries
from facilitador.db.transaction import Transaction
from facilitador.domain.origins import Source
from facilitador.use_cases.requests import Query, QueryHandler


class ForeignPages(Query[dict[UUID, Source]]):
    """By the key of a group, a man, a session or another thing with a page of its own: whose it is, if not ours."""


def _found(tx: Transaction, query: ForeignPages) -> dict[UUID, Source]:
    return queries.foreign_pages(tx)


QUERIES = (QueryHandler(ForeignPages, _found, None),)
