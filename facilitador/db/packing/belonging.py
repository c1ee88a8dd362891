"""To which book rows belong: ours from a hand-over on, another's once they are handed over, and back again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.packing.gathering import Held, Wanted, rooted_rows
from facilitador.db.packing.guarding import may_be_foreign
from facilitador.db.packing.leaving import as_men, in_other_groups, men_of, rows_of_roots
from facilitador.db.packing.own_fields import OWN_FIELDS
from facilitador.db.packing.roots import Root
from facilitador.db.packing.rows import Key, columns_of
from facilitador.db.queries import packages as package_queries
from facilitador.db.queries.deliveries import given, given_to
from facilitador.db.tables import packages as tables
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.packages import foreign_rows
from facilitador.db.transaction import Transaction
from facilitador.domain.origins import ForeignState
from facilitador.domain.packages import PackageKind
from facilitador.domain.taken_packages import KnownPackage, RootKind

_ONLY_READ: Final = frozenset({"people", OWN_FIELDS})
_GIVEN_GROUPS: Final = (
    sa.select(enrolments.c.group_id, foreign_rows.c.book_id)
    .join_from(enrolments, foreign_rows, foreign_rows.c.row_id == enrolments.c.group_id)
    .where(
        enrolments.c.participant_id == sa.bindparam("man"),
        foreign_rows.c.table_name == "groups",
        foreign_rows.c.state == ForeignState.GIVEN,
    )
    .distinct()
    .order_by(enrolments.c.group_id)
)


def is_marked(table: str) -> bool:
    """True if whose rows of the table are is noted row by row, and guarded."""
    return may_be_foreign(table) and columns_of(table)[0] == "id"


def ids_of(keys: Held | dict[str, dict[Key, object]], table: str) -> list[bytes]:
    """The ids among the keys of a table's rows."""
    return [key[0] for key in keys.get(table, {}) if isinstance(key[0], bytes)]


def make_ours(tx: Transaction, listed: Held) -> None:
    """All of these rows are of this book, but for people of the other service and its questions: they are only read."""
    for table in listed:
        if table not in _ONLY_READ and is_marked(table):
            tables.unmark_foreign(tx, table, ids_of(listed, table))


def given_rows(tx: Transaction, groups: tuple[UUID, ...]) -> Held:
    """What goes with these groups: they, and the men who are in no other group here, with all that is theirs."""
    held = rooted_rows(tx, Wanted(PackageKind.HANDOVER, groups))
    men = men_of(held) - in_other_groups(tx, held, men_of(held))
    roots = {Root(RootKind.GROUP, one.bytes) for one in groups} | as_men(men)
    return rows_of_roots(held, roots)


def give(tx: Transaction, groups: tuple[UUID, ...], book_id: UUID) -> None:
    """From now on these groups are only read here."""
    rows = given_rows(tx, groups)
    for table in rows:
        if is_marked(table):
            tables.mark_foreign(tx, table, ids_of(rows, table), book_id, ForeignState.GIVEN)


def supervise(tx: Transaction, listed: Held, book_id: UUID) -> None:
    """What was handed over to that book and is told of anew is supervised from now on: seen, and counted with all."""
    for table in listed:
        if is_marked(table):
            tables.change_state(tx, table, ids_of(listed, table), book_id, ForeignState.SUPERVISED)


def give_again(tx: Transaction, groups: Collection[UUID], book_id: UUID, *, besides: UUID | None = None) -> None:
    """Of these groups, those handed over to that book that no package tells of any more are as they were handed over.

    `besides`: a package that is taken back just now.
    """
    given_there = given(tx, book_id).intersection(groups)
    left = tuple(sorted(given_there - package_queries.supervised(tx, given_there, besides)))
    rows = rooted_rows(tx, Wanted(PackageKind.HANDOVER, left)) if left else {}
    for table in rows:
        if is_marked(table):
            tables.change_state(tx, table, ids_of(rows, table), book_id, ForeignState.GIVEN)


def take_back(tx: Transaction, groups: tuple[UUID, ...]) -> None:
    """These groups are written here again."""
    make_ours(tx, given_rows(tx, groups))


@contextmanager
def as_ours(tx: Transaction, man: UUID) -> Iterator[None]:
    """Inside, the groups of this man that were handed over are written here as before: so what is his can go.

    Afterwards they are only read here again. Without such a group it changes nothing.
    """
    went: dict[UUID, list[UUID]] = defaultdict(list)
    for group_id, book_id in tx.connection.execute(_GIVEN_GROUPS, {"man": man}):
        went[book_id].append(group_id)
    if went:
        make_ours(tx, given_rows(tx, tuple(group for groups in went.values() for group in groups)))
    yield  # whatever is refused takes all of it back
    for book_id, groups in went.items():
        give(tx, tuple(groups), book_id)


def as_before(tx: Transaction, taken: KnownPackage) -> None:
    """What a hand-over found here, now that it was taken back, is as it was: to be supervised, or given to them."""
    if taken.kind is PackageKind.HANDOVER:
        went = given_to(tx, taken.book_id, taken.subjects)
        rows = given_rows(tx, taken.subjects) if went else rooted_rows(tx, Wanted(taken.kind, taken.subjects))
    else:
        rows = rooted_rows(tx, Wanted(taken.kind, (), taken.subjects))
        if given_to(tx, taken.book_id, taken.subjects):
            return  # a man who went from here stays ours to read and write
        went = False
    told_of = package_queries.supervised(tx, taken.subjects, taken.id)
    state = ForeignState.GIVEN if went and not told_of else ForeignState.SUPERVISED
    for table in rows:
        if is_marked(table):
            tables.mark_foreign(tx, table, ids_of(rows, table), taken.book_id, state)
