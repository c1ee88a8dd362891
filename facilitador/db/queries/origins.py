"""Which rows are this service's own and which came from another book: one condition for every query that asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.packages import foreign_rows
from facilitador.db.transaction import Transaction
from facilitador.domain.origins import HELD, OWN, ForeignState, Origin, OriginKind, of_book


def of_origin(column: sa.Column[Any], origin: Origin) -> sa.ColumnElement[bool]:
    """The condition that the row whose key stands in `column` is of that origin.

    `column` is a table's own key, or one that points at another's (`sessions.c.group_id`: by the session's group).
    An empty column is of this service.
    """
    if origin.kind is OriginKind.HELD:
        return sa.true()
    foreign = sa.select(foreign_rows.c.row_id).where(foreign_rows.c.table_name == table_of(column))
    if origin.kind is OriginKind.BOOK:
        supervised = foreign_rows.c.state == ForeignState.SUPERVISED
        return column.in_(foreign.where(foreign_rows.c.book_id == origin.book_id, supervised))
    if origin.kind is OriginKind.ALL:
        foreign = foreign.where(foreign_rows.c.state == ForeignState.GIVEN)
    return unless_empty(column, column.not_in(foreign))


def unless_empty(column: sa.Column[Any], condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """The condition, or that nothing stands in the column."""
    return sa.or_(column.is_(None), condition) if column.nullable else condition


def table_of(column: sa.Column[Any]) -> str:
    """The name of the table whose key the column holds: its own, or the one that it points at."""
    target = next((key.column.table.name for key in column.foreign_keys), column.table.name)
    return str(target)


def is_foreign(tx: Transaction, table: sa.Table, row_id: UUID) -> bool:
    """True if the row belongs to another book."""
    return _foreign(tx, table, row_id) is not None


def book_of(tx: Transaction, table: sa.Table, row_id: UUID) -> UUID | None:
    """The book that the row belongs to, if not this one."""
    found = _foreign(tx, table, row_id)
    return None if found is None else found[0]


def origin_of(tx: Transaction, table: sa.Table, row_id: UUID) -> Origin:
    """With what the row is compared: this service's, that of its book, or all where it was handed over."""
    found = _foreign(tx, table, row_id)
    if found is None:
        return OWN
    return of_book(found[0]) if found[1] == ForeignState.SUPERVISED else HELD


def _foreign(tx: Transaction, table: sa.Table, row_id: UUID) -> tuple[UUID, str] | None:
    there = (foreign_rows.c.row_id == row_id) & (foreign_rows.c.table_name == table.name)
    found = tx.connection.execute(sa.select(foreign_rows.c.book_id, foreign_rows.c.state).where(there)).first()
    return None if found is None else (found[0], found[1])


def any_foreign(tx: Transaction) -> bool:
    """True if the book holds rows of another one."""
    return tx.connection.execute(_ANY).first() is not None


def any_given(tx: Transaction) -> bool:
    """True if a group was handed over from here; nothing is without its group."""
    return tx.connection.execute(_GIVEN).first() is not None


_ANY = sa.select(sa.true()).select_from(foreign_rows).limit(1)
_GIVEN = _ANY.where(foreign_rows.c.table_name == "groups", foreign_rows.c.state == ForeignState.GIVEN)
