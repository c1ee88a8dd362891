"""The directory on paper: neither numbered nor logged, for nobody's data stand on it."""

from __future__ import annotations

from datetime import date

from facilitador.db.queries import services as service_queries
from facilitador.db.transaction import Transaction
from facilitador.documents.blocks import Document, Letterhead
from facilitador.documents.directories import DirectoryPaper, WallCard, compose_card, compose_directory
from facilitador.domain.emergency_contacts import national_contacts
from facilitador.domain.roles import Section
from facilitador.reference import directory, districts
from facilitador.use_cases.directory import directory_lines, emergency_directory
from facilitador.use_cases.prints import letterhead
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler, own_only


class WallCardPrint(Query[Document], kw_only=True):
    """One page for the wall: the numbers of an emergency, the nearest institutions among them (6.2.7)."""


class DirectoryPrint(Query[Document], kw_only=True):
    """The whole directory, kind by kind."""


def blank_wall_card(today: date) -> Document:
    """The wall card with the national lines, and places to write the near ones by hand."""
    return compose_card(WallCard(Letterhead(""), national_contacts(directory().lines), (), today))


def _wall_card(tx: Transaction, query: WallCardPrint) -> Document:
    head = letterhead(service_queries.service(tx))
    return compose_card(WallCard(head, national_contacts(directory().lines), emergency_directory(tx), tx.today))


def _directory(tx: Transaction, query: DirectoryPrint) -> Document:
    lines = tuple(line for line in directory_lines(tx) if not line.entry.retired)
    head = letterhead(service_queries.service(tx))
    return compose_directory(DirectoryPaper(head, lines, national_contacts(directory().lines), districts(), tx.today))


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(WallCardPrint, _wall_card, Section.DIRECTORY, origin=own_only),
    QueryHandler(DirectoryPrint, _directory, Section.DIRECTORY, origin=own_only),
)
