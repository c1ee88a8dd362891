"""Rows as the tables of the file hold them: read and written without conversion, known by their key and a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final, TypeAlias

import msgspec
import sqlalchemy as sa

from facilitador.db.tables.base import metadata
from facilitador.db.transaction import Transaction
from facilitador.domain.packages import Value

Row: TypeAlias = tuple[Value, ...]
Key: TypeAlias = tuple[Value, ...]

DIGEST_BYTES: Final = 16
_CHUNK: Final = 500
_ENCODER: Final = msgspec.msgpack.Encoder()


@cache
def columns_of(table: str) -> tuple[str, ...]:
    """The names of a table's columns, in their order."""
    return tuple(str(column.name) for column in metadata.tables[table].columns)


@cache
def key_places(table: str) -> tuple[int, ...]:
    """Where the key of a row stands in it."""
    names = columns_of(table)
    return tuple(names.index(column.name) for column in metadata.tables[table].primary_key)


@cache
def place(table: str, column: str) -> int:
    """Where a column stands in a row."""
    return columns_of(table).index(column)


@cache
def pointers(table: str) -> tuple[tuple[int, str, bool], ...]:
    """Every column that points at a row of another table: its place, the table, and whether it may be empty."""
    return tuple(
        (place(table, key.parent.name), str(key.column.table.name), bool(key.parent.nullable))
        for key in sorted(metadata.tables[table].foreign_keys, key=lambda one: place(table, one.parent.name))
    )


@cache
def in_order() -> tuple[str, ...]:
    """The tables, each after those that it points at."""
    return tuple(str(table.name) for table in metadata.sorted_tables)


def key_of(table: str, row: Sequence[Value]) -> Key:
    """The key of a row: one value, or several."""
    return tuple(row[spot] for spot in key_places(table))


def stored_key(key: Key) -> bytes:
    """A key as one value: an id as its bytes, several values as one document."""
    first = key[0]
    return first if len(key) == 1 and isinstance(first, bytes) else _ENCODER.encode(key)


def digest_of(row: Sequence[Value]) -> bytes:
    """The digest of a row, by which two books know whether they hold the same."""
    return hashlib.blake2b(_ENCODER.encode(row), digest_size=DIGEST_BYTES).digest()


def read_where(tx: Transaction, table: str, column: str, values: Iterable[Value]) -> Iterator[Row]:
    """The rows in which `column` holds one of these values."""
    wanted = list(values)
    statement = _select(table, column)
    for start in range(0, len(wanted), _CHUNK):
        for row in tx.connection.execute(statement, {"wanted": wanted[start : start + _CHUNK]}):
            yield tuple(row)


@cache
def _plain(table: str) -> sa.TableClause:
    """The table without its types: what is read and written stays as the file holds it."""
    return sa.table(table, *(sa.column(name) for name in columns_of(table)))


@cache
def _select(table: str, column: str) -> sa.Select[Any]:
    plain = _plain(table)
    return sa.select(plain).where(plain.c[column].in_(sa.bindparam("wanted", expanding=True)))


def read_keys(tx: Transaction, table: str, keys: Collection[Key]) -> dict[Key, Row]:
    """The rows of these keys that the book holds."""
    first = columns_of(table)[key_places(table)[0]]
    values = {key[0] for key in keys}
    found = ((key_of(table, row), row) for row in read_where(tx, table, first, values))
    return {key: row for key, row in found if key in keys}


def insert(tx: Transaction, table: str, rows: Sequence[Row]) -> None:
    """Write rows as they are."""
    if rows:
        names = columns_of(table)
        tx.connection.execute(_insert(table), [dict(zip(names, row, strict=True)) for row in rows])


def delete(tx: Transaction, table: str, keys: Sequence[Key]) -> None:
    """Take rows out by their keys."""
    if keys:
        names = [f"key_{number}" for number in range(len(key_places(table)))]
        tx.connection.execute(_delete(table), [dict(zip(names, key, strict=True)) for key in keys])


@cache
def _insert(table: str) -> sa.Insert:
    return _plain(table).insert()


@cache
def _delete(table: str) -> sa.Delete:
    plain = _plain(table)
    names = [columns_of(table)[spot] for spot in key_places(table)]
    return plain.delete().where(*(plain.c[name] == sa.bindparam(f"key_{number}") for number, name in enumerate(names)))


def forget_all(tx: Transaction, tables: Iterable[str]) -> None:
    """Let what was remembered of these tables in the transaction be read again."""
    for table in tables:
        tx.memory.pop(table, None)
