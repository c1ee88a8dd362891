"""Which rows are this service's own and which came from another book: one condition for every query that asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.packages import foreign_rows
from facilitador.db.transaction import Transaction
from facilitador.domain.origins import OWN, Origin, OriginKind, of_book


def of_origin(column: sa.Column[Any], origin: Origin) -> sa.ColumnElement[bool]:
    """The condition that the row whose key stands in `column` is of that origin.

    `column` is a table's own key, or one that points at another's (`sessions.c.group_id`: by the session's group).
    An empty column is of this service.
    """
    if origin.kind is OriginKind.ALL:
        return sa.true()
    foreign = sa.select(foreign_rows.c.row_id).where(foreign_rows.c.table_name == table_of(column))
    if origin.kind is OriginKind.BOOK:
        return column.in_(foreign.where(foreign_rows.c.book_id == origin.book_id))
    if column.nullable:
        return sa.or_(column.is_(None), column.not_in(foreign))
    return column.not_in(foreign)


def table_of(column: sa.Column[Any]) -> str:
    """The name of the table whose key the column holds: its own, or the one that it points at."""
    target = next((key.column.table.name for key in column.foreign_keys), column.table.name)
    return str(target)


def is_foreign(tx: Transaction, table: sa.Table, row_id: UUID) -> bool:
    """True if the row belongs to another book."""
    there = (foreign_rows.c.row_id == row_id) & (foreign_rows.c.table_name == table.name)
    return tx.connection.execute(sa.select(sa.true()).where(there)).first() is not None


def book_of(tx: Transaction, table: sa.Table, row_id: UUID) -> UUID | None:
    """The book that the row belongs to, if not this one."""
    there = (foreign_rows.c.row_id == row_id) & (foreign_rows.c.table_name == table.name)
    return tx.connection.execute(sa.select(foreign_rows.c.book_id).where(there)).scalar_one_or_none()


def origin_of(tx: Transaction, table: sa.Table, row_id: UUID) -> Origin:
    """Whose the row is: this service's, or that of one other book."""
    book_id = book_of(tx, table, row_id)
    return OWN if book_id is None else of_book(book_id)


def any_foreign(tx: Transaction) -> bool:
    """True if the book holds rows of another one."""
    return tx.connection.execute(_ANY).first() is not None


_ANY = sa.select(sa.true()).select_from(foreign_rows).limit(1)
