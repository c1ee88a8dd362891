"""Which printed sheet is whose, while it was not typed in: for the team alone, never on paper (6.4.5)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from facilitador.db.queries import applications as queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.applications import Purpose
from facilitador.domain.roles import Section
from facilitador.use_cases.instruments import edition_by_key
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


@dataclass(frozen=True, slots=True)
class WaitingSheet:
    """A sheet that was printed and not typed in: its code as it is stored, whose it is, what it asks and for what."""

    code: str
    full_name: str
    name: str
    purpose: Purpose


class WaitingSheets(Query[tuple[WaitingSheet, ...]], kw_only=True):
    """Every sheet of a group that waits to be answered or typed in, by the name of the man."""

    group_id: UUID


def _waiting(tx: Transaction, query: WaitingSheets) -> tuple[WaitingSheet, ...]:
    group_queries.group(tx, query.group_id)
    return tuple(
        WaitingSheet(one.code, one.full_name, edition_by_key(tx, one.edition_id).instrument.name, one.purpose)
        for one in queries.sheets_of_group(tx, query.group_id)
        if not one.recorded
    )


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (QueryHandler(WaitingSheets, _waiting, Section.TESTS),)
