"""Constancias, numbered: what a man may show of his attendance, and the plain one for his work (6.2.8)."""

from __future__ import annotations

from uuid import UUID

from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.transaction import Transaction
from facilitador.documents import constancias as paper
from facilitador.documents.blocks import Document
from facilitador.domain.answers import display
from facilitador.domain.constancias import attended, spoken_name
from facilitador.domain.participants import StoredParticipant
from facilitador.domain.roles import Section
from facilitador.use_cases.coverage import numbers_of_man
from facilitador.use_cases.prints import letterhead, numbered
from facilitador.use_cases.referral_prints import outside_head
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler
from facilitador.use_cases.services import form_in_use


class ConstanciaPrint(Query[Document], kw_only=True):
    """A man's attendance and nothing else, numbered, with what it does not prove; refused where he came to nothing.

    `plain`: for his work, with days and hours only; it says nothing of what the service or its groups are about.
    """

    participant_id: UUID
    plain: bool = False


def _constancia(tx: Transaction, query: ConstanciaPrint) -> Document:
    man = participant_queries.stored(tx, query.participant_id)
    certified = attended(numbers_of_man(tx, man.id))
    service = service_queries.service(tx)
    # each under its own name, so that the list of prints tells which was given
    number = numbered(tx, "constancia_plain", man.id) if query.plain else numbered(tx, "constancia", man.id)
    return paper.compose(
        paper.Constancia(
            letterhead=outside_head(service) if query.plain else letterhead(service),
            number=number,
            name=spoken_name(man.answers),
            document=_document(tx, man),
            attended=certified,
            on=tx.today,
            plain=query.plain,
        )
    )


def _document(tx: Transaction, man: StoredParticipant) -> str:
    """`DNI 40000001`; empty where he showed none."""
    number, kind = man.answers.get("document_number"), man.answers.get("document_kind")
    if not number:
        return ""
    field = form_in_use(tx).field("document_kind")
    return f"{display(field, kind)} {number}" if kind else str(number)


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (QueryHandler(ConstanciaPrint, _constancia, Section.SESSIONS),)
