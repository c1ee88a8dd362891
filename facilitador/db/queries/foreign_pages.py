"""What of another service has a page of its own here, and of when its data are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.queries.deliveries import given_places
from facilitador.db.tables.applications import applications
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.exclusions import exclusion_decisions
from facilitador.db.tables.groups import groups
from facilitador.db.tables.packages import foreign_rows, package_roots, packages
from facilitador.db.tables.participants import participants
from facilitador.db.tables.referrals import referrals
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.origins import ForeignState, Source
from facilitador.domain.taken_packages import PackageWay

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
    return found | {man: _of_several(_told(man, books, of_book, of_root)) for man, books in _shared(tx)}


_NEWEST_TELLING: Final = (
    sa.select(packages.c.with_names)
    .join_from(package_roots, packages)
    .where(
        package_roots.c.root_id == sa.bindparam("root"),
        packages.c.way == PackageWay.TAKEN,
        packages.c.undone_at.is_(None),
    )
    .order_by(packages.c.made_at.desc())
    .limit(1)
)


def came_without_names(tx: Transaction, root_id: UUID) -> bool:
    """True of a group or man of whom was last told without names: what is not here may be there."""
    return tx.connection.execute(_NEWEST_TELLING, {"root": root_id}).scalar_one_or_none() is False


def source_of_any(tx: Transaction, keys: Collection[UUID]) -> Source | None:
    """Whose the first of these things is that is of another service; None where all are of this one."""
    here = foreign_rows.c.row_id.in_(keys) & foreign_rows.c.table_name.in_(_ROOTS)
    if not keys or tx.connection.execute(sa.select(foreign_rows.c.row_id).where(here).limit(1)).first() is None:
        return None
    pages = foreign_pages(tx)
    return next((pages[key] for key in keys if key in pages), None)


def _shared(tx: Transaction) -> list[tuple[UUID, set[UUID]]]:
    """The men who are in groups of several other books, with those books."""
    group, man = foreign_rows.alias(), foreign_rows.alias()
    statement = (
        sa.select(enrolments.c.participant_id, group.c.book_id)
        .join_from(enrolments, group, (group.c.row_id == enrolments.c.group_id) & (group.c.table_name == groups.name))
        .join(man, (man.c.row_id == enrolments.c.participant_id) & (man.c.table_name == participants.name))
        .where(group.c.state == ForeignState.SUPERVISED, man.c.state == ForeignState.SUPERVISED)
        .distinct()
    )
    books: dict[UUID, set[UUID]] = defaultdict(set)
    for participant_id, book_id in tx.connection.execute(statement):
        books[participant_id].add(book_id)
    return [(participant_id, found) for participant_id, found in books.items() if len(found) > 1]


def _told(
    man: UUID,
    books: set[UUID],
    of_book: Mapping[UUID, tuple[str, datetime]],
    of_root: Mapping[tuple[UUID, UUID], tuple[datetime, bool]],
) -> list[Source]:
    """What each of these books told of a man, the newest first: it has the word on his record."""
    told = []
    for book_id in books:
        name, at = of_book[book_id]
        at, named = of_root.get((man, book_id), (at, True))
        told.append(Source(book_id, name, ForeignState.SUPERVISED, at, named))
    return sorted(told, key=lambda one: (one.as_of, one.book_id), reverse=True)


def _of_several(told: list[Source]) -> Source:
    """One source for his page: that of the newest word, with the others beside it."""
    newest, *others = told
    return replace(newest, also=tuple((one.service_name, one.as_of) for one in others))


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
