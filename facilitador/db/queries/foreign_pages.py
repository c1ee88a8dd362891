"""What of another service has a page of its own here, and of when its data are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.queries.deliveries import given_places
from facilitador.db.tables.applications import applications
from facilitador.db.tables.exclusions import exclusion_decisions
from facilitador.db.tables.groups import groups
from facilitador.db.tables.packages import foreign_rows, package_roots, packages
from facilitador.db.tables.participants import participants
from facilitador.db.tables.referrals import referrals
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.origins import ForeignState, Source

# Of each table whose rows have pages: the column that says which group or man is told of together with the row.
_ROOTS: Final[Mapping[str, sa.Column[UUID]]] = {
    "groups": groups.c.id,
    "participants": participants.c.id,
    "sessions": sessions.c.group_id,
    "applications": applications.c.participant_id,
    "referrals": referrals.c.participant_id,
    "exclusion_decisions": exclusion_decisions.c.participant_id,
}


def foreign_pages(tx: Transaction) -> dict[UUID, Source]:
    """By the key of what a page is about: the service it is from, why it is only read, and of when its data are."""
    of_book = _newest_of_books(tx) | _given(tx)
    if not of_book:
        return {}
    of_root = _newest_of_roots(tx)
    made: dict[tuple[UUID, ForeignState, datetime, bool], Source] = {}
    found: dict[UUID, Source] = {}
    for table, root in _ROOTS.items():
        for key, root_id, book_id, state in tx.connection.execute(_foreign(table, root)):
            name, at = of_book[book_id]
            at, named = of_root.get((root_id, book_id), (at, True))
            one = (book_id, ForeignState(state), at, named)
            found[key] = made.setdefault(one, Source(book_id, name, one[1], at, named))
    return found


def _given(tx: Transaction) -> dict[UUID, tuple[str, datetime]]:
    """Of each book to which something was handed over: its service, and the noon of the day on which it was."""
    return {book_id: (name, datetime.combine(on, time(12), UTC)) for book_id, (name, on) in given_places(tx).items()}


def _foreign(name: str, root: sa.Column[UUID]) -> sa.Select[UUID, UUID, UUID, str]:
    key = root.table.c.id
    here = (foreign_rows.c.row_id == key) & (foreign_rows.c.table_name == name)
    return sa.select(key, root, foreign_rows.c.book_id, foreign_rows.c.state).join_from(root.table, foreign_rows, here)


def _newest_of_books(tx: Transaction) -> dict[UUID, tuple[str, datetime]]:
    """Of each other book, as its newest package says: the name of its service, and the moment it was made."""
    statement = (
        sa.select(packages.c.book_id, packages.c.service_name, packages.c.made_at)
        .where(packages.c.undone_at.is_(None))
        .order_by(packages.c.made_at)
    )
    return {book_id: (name, at) for book_id, name, at in tx.connection.execute(statement)}


def _newest_of_roots(tx: Transaction) -> dict[tuple[UUID, UUID], tuple[datetime, bool]]:
    """Of each group and man, by book: when the newest package that tells everything of it was made, and if by name."""
    statement = (
        sa.select(package_roots.c.root_id, packages.c.book_id, packages.c.made_at, packages.c.with_names)
        .join_from(package_roots, packages)
        .where(packages.c.undone_at.is_(None))
        .order_by(packages.c.made_at)
    )
    return {(root_id, book_id): (at, named) for root_id, book_id, at, named in tx.connection.execute(statement)}
