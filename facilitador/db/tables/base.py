"""What every table shares: the metadata, the stamps of a row, and the two statements that write one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cache
from typing import Any, TypeVar, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert  # ON CONFLICT: PostgreSQL's dialect spells it the same way

from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, UtcDateTime
from facilitador.errors import UserFacingError

T = TypeVar("T")

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def stamped_table(name: str, *items: sa.schema.SchemaItem) -> sa.Table:
    """A table whose rows carry a UUIDv7 key, who made and changed them and when (UTC), and a revision from 1 up."""
    return sa.Table(
        name,
        metadata,
        sa.Column("id", Guid, primary_key=True),
        *items,
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("created_by", Guid, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("changed_by", Guid, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )


def foreign(name: str, target: str, *, nullable: bool = False) -> sa.Column[UUID]:
    """A column that points at the key of `target`."""
    return sa.Column(name, Guid, sa.ForeignKey(f"{target}.id"), nullable=nullable)


def one_of(column: str, codes: tuple[str, ...]) -> sa.CheckConstraint:
    """The column holds one of these codes and nothing else."""
    listed = ", ".join(f"'{code}'" for code in codes)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def insert_row(tx: Transaction, table: sa.Table, row_id: UUID | None, **values: Any) -> UUID:
    """Write a new row, stamped; its id (a fresh one if none is given).

    Raises `already_there` if a row of that id exists.
    """
    key = row_id or tx.new_id()
    insert_rows(tx, table, [{"id": key, **values}])
    return key


def insert_rows(tx: Transaction, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Write new rows, stamped, in one statement; each has its `id` and the same columns. As `insert_row`."""
    stamps = {"created_at": tx.now, "created_by": tx.actor.id, "changed_at": tx.now, "changed_by": tx.actor.id}
    _write_new(tx, table, [{**row, "revision": 1, **stamps} for row in rows])


def append_row(tx: Transaction, table: sa.Table, row_id: UUID | None, **values: Any) -> UUID:
    """Write a row of a history that only grows: who and when (`by`, `at`), and no revision. As `insert_row`."""
    key = row_id or tx.new_id()
    _write_new(tx, table, [{"id": key, "at": tx.now, "by": tx.actor.id, **values}])
    return key


def _write_new(tx: Transaction, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    forget(tx, table)
    try:
        tx.connection.execute(_insert(table), rows)
    except sa.exc.IntegrityError as error:
        if _key_taken(table, str(error.orig)):
            raise UserFacingError("already_there", field="id") from error
        raise


def _key_taken(table: sa.Table, refusal: str) -> bool:
    """True if the database refused a row because of its key; SQLite names the column, PostgreSQL the constraint."""
    return f"{table.name}.id" in refusal or f"pk_{table.name}" in refusal


def remembered(tx: Transaction, table: sa.Table, key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, read once in this transaction, and again after a row of `table` was written.

    For what a list of commands asks again and again: the service, its fields, the group.
    """
    known = tx.memory.setdefault(table.name, {})
    if key not in known:
        known[key] = read()
    return cast(T, known[key])


def remembered_of(tx: Transaction, tables: Sequence[sa.Table], key: Hashable, read: Callable[[], T]) -> T:
    """As `remembered`, for what is read from several tables: again after a row of any of them was written."""
    state = [tx.memory.setdefault(table.name, {}) for table in tables]
    known = state[0].get(key)
    if known is None or any(then is not now for then, now in zip(known[0], state, strict=True)):
        known = state[0][key] = (state, read())
    return cast(T, known[1])


def forget(tx: Transaction, table: sa.Table) -> None:
    """Let what was remembered of a table be read again; every statement here that writes a row does."""
    tx.memory.pop(table.name, None)


def update_row(tx: Transaction, table: sa.Table, row_id: UUID, revision: int | None, **values: Any) -> None:
    """Change a row and raise its revision.

    `revision` is what the sender last saw, or None to write over whatever stands there. Raises `not_found`, or
    `changed_meanwhile` if the row has moved on.
    """
    forget(tx, table)
    which = {"of_id": row_id} if revision is None else {"of_id": row_id, "of_revision": revision}
    stamp = {"changed_at": tx.now, "changed_by": tx.actor.id}
    statement = _update(table, over_anything=revision is None)
    if tx.connection.execute(statement, {**values, **stamp, **which}).rowcount:
        return
    raise UserFacingError("changed_meanwhile" if _exists(tx, table, row_id) else "not_found")


def upsert(table: sa.Table, key: tuple[str, ...], values: tuple[str, ...]) -> Any:
    """A statement that writes whole stamped rows and, where a row of that key stands, puts `values` in its place."""
    statement = insert(table)
    put = {name: statement.excluded[name] for name in (*values, "changed_at", "changed_by")}
    return statement.on_conflict_do_update(index_elements=key, set_={**put, "revision": table.c.revision + 1})


def delete_row(tx: Transaction, table: sa.Table, row_id: UUID, owner: sa.Column[UUID]) -> UUID:
    """Take a row back; the key of the row it belonged to. Raises `not_found`."""
    forget(tx, table)
    owner_id = tx.connection.execute(table.delete().where(table.c.id == row_id).returning(owner)).scalar_one_or_none()
    if owner_id is None:
        raise UserFacingError("not_found")
    return owner_id


def require_row(tx: Transaction, table: sa.Table, row_id: UUID, field: str) -> None:
    """Refuse with `not_found` (naming the command's field) if no row of that id stands in the table."""
    if not _exists(tx, table, row_id):
        raise UserFacingError("not_found", field=field)


def _exists(tx: Transaction, table: sa.Table, row_id: UUID) -> bool:
    return tx.connection.execute(_by_id(table), {"key": row_id}).first() is not None


@cache
def _insert(table: sa.Table) -> sa.Insert:
    return table.insert()


@cache
def _update(table: sa.Table, *, over_anything: bool) -> sa.Update:
    """Raises the revision of the row `of_id`, where that is `of_revision` still; what else it sets is given with it."""
    statement = table.update().where(table.c.id == sa.bindparam("of_id")).values(revision=table.c.revision + 1)
    return statement if over_anything else statement.where(table.c.revision == sa.bindparam("of_revision"))


@cache
def _by_id(table: sa.Table) -> sa.Select[tuple[UUID]]:
    return sa.select(table.c.id).where(table.c.id == sa.bindparam("key"))
