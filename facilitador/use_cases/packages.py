"""What the book knows of packages: those that were sent and taken in, and the services of which something is here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from facilitador.db.packing import removing
from facilitador.db.queries import packages as queries
from facilitador.db.transaction import Transaction
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.origins import STALE_DAYS
from facilitador.domain.roles import Section, may_read
from facilitador.domain.taken_packages import KnownPackage, SourceLine
from facilitador.errors import UserFacingError
from facilitador.use_cases.package_receiving import changes_of
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes


class RemoveSource(Command, kw_only=True):
    """Take what came from another service out of the book: one group of it, or all (`group_id` None).

    What was said of it in reviews goes too. Refused with `source_not_here`.
    """

    book_id: UUID
    group_id: UUID | None = None


class Packages(Query[tuple[KnownPackage, ...]], kw_only=True):
    """Every package that was sent or taken in, newest first."""


class Sources(Query[tuple[SourceLine, ...]], kw_only=True):
    """The other services of which groups are here to be supervised, each group with the day of its data."""


def _remove(tx: Transaction, command: RemoveSource) -> Result:
    source = next((one for one in queries.sources(tx) if one.book_id == command.book_id), None)
    here = [group.group_id for group in source.groups] if source is not None else []
    wanted = [group for group in here if command.group_id in (None, group)]
    if not wanted:
        raise UserFacingError("source_not_here", field="book_id")
    removing.remove(tx, command.book_id, wanted)
    return Result(command.group_id or command.book_id, changes_of(command.book_id))


def due_items(tx: Transaction) -> Iterator[DueItem]:
    """What came and is older than thirty days."""
    if may_read(tx.actor.role, Section.REVIEWS):
        for source in queries.sources(tx):
            days = (tx.today - source.oldest.date()).days
            if days > STALE_DAYS:
                told: dict[str, object] = {"service": source.service_name, "days": days}
                yield DueItem("due_source_stale", Urgency.WHENEVER, "packages", None, told)


COMMANDS: Final = (CommandHandler(RemoveSource, _remove, writes(Section.GROUPS), copied_first=True),)
QUERIES: Final = (
    QueryHandler(Packages, lambda tx, query: queries.all_packages(tx), Section.SESSIONS),
    QueryHandler(Sources, lambda tx, query: queries.sources(tx), Section.GROUPS),
)
