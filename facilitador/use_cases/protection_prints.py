"""The sheet on which a protection matter is written by hand where there is no computer."""

from __future__ import annotations

from facilitador.db.queries import services as service_queries
from facilitador.documents import protection_forms
from facilitador.documents.blocks import Document
from facilitador.domain.roles import Section
from facilitador.domain.services import Service
from facilitador.reference import protection_steps
from facilitador.use_cases.prints import letterhead
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


class BlankProtectionPrint(Query[Document], kw_only=True):
    """The sheet for a protection matter, in blank."""


def blank_protection(service: Service | None) -> Document:
    """The sheet; without a service its head is left to be written by hand."""
    return protection_forms.compose_blank(protection_forms.BlankProtection(letterhead(service), protection_steps()))


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(
        BlankProtectionPrint, lambda tx, query: blank_protection(service_queries.service(tx)), Section.SERVICE
    ),
)
