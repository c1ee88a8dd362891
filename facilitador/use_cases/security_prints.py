"""How the data are protected, on paper: of the program and its role table, with the service that answers for them."""

from __future__ import annotations

from facilitador.db.queries import services as service_queries
from facilitador.documents import security_statements
from facilitador.documents.blocks import Document
from facilitador.domain.roles import Section
from facilitador.domain.services import Service
from facilitador.reference import security_statement
from facilitador.use_cases.prints import letterhead
from facilitador.use_cases.requests import Query, QueryHandler


class SecurityPrint(Query[Document], kw_only=True):
    """What is protected against what, what is not promised, what is kept and who sees it."""


def security_paper(service: Service | None) -> Document:
    """The paper; without a service its head is left to be written by hand."""
    return security_statements.compose(security_statement(), letterhead(service))


QUERIES = (QueryHandler(SecurityPrint, lambda tx, query: security_paper(service_queries.service(tx)), Section.SERVICE),)
