"""The book as one service sees it: for the time of a reading every table shows the rows of one origin only.

A view of the same name, laid over each table that travels, is what every statement then reads. So a question over
whole tables need not say whose rows it counts, and none can forget it. Where nothing came from another book no view is
laid, and nothing costs more than it did.

Which groups, men, sessions and other things that rows hang on are of the origin is looked up once, and noted in tables
of this connection: of a row is then asked only whether its key is noted. The notes stay, for the next that asks, until
anything is written or another origin is asked about; what they are of stands with them, so that they are taken back
together, whatever becomes of the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from facilitador.db.packing.guarding import may_be_foreign
from facilitador.db.packing.scope import SCOPES
from facilitador.db.queries.origins import any_foreign, any_given, of_origin, table_of, unless_empty
from facilitador.db.tables.base import metadata
from facilitador.db.transaction import Transaction
from facilitador.domain.origins import Origin, OriginKind

_BENEATH: Final = {None: "main"}
_DIALECT: Final = sqlite.dialect()  # the text of a view holds whole values, as the file spells them


@contextmanager
def narrowed(tx: Transaction, origin: Origin) -> Iterator[None]:
    """Inside, whatever is read of `tx` is of that origin; nothing of the tables that travel can be written.

    Not within another of its kind: RuntimeError.
    """
    if _shows_everything(tx, origin):
        yield
        return
    if tx.memory.get(__name__):
        raise RuntimeError("what is read is narrowed already")
    tx.memory.clear()
    tx.memory[__name__] = {"origin": origin}
    try:
        _note_keys(tx, origin)
        _carry_out(tx, _laying(origin))
        yield
    finally:
        _carry_out(tx, _lifting())
        tx.memory.clear()


def _shows_everything(tx: Transaction, origin: Origin) -> bool:
    """True if the tables hold no rows but those of the origin."""
    if origin.kind is OriginKind.OWN:
        return not any_foreign(tx)
    return origin.kind is OriginKind.HELD or (origin.kind is OriginKind.ALL and not any_given(tx))


def _carry_out(tx: Transaction, statements: Iterable[str]) -> None:
    for statement in statements:
        tx.connection.exec_driver_sql(statement)


def _note_keys(tx: Transaction, origin: Origin) -> None:
    """Note which rows are of the origin, unless they stand noted as the book is now."""
    of = f"{origin.kind} {origin.book_id} {tx.written_so_far}"
    if _noted_of(tx) != of:
        with tx.noted():
            _carry_out(tx, _forgetting())
            _carry_out(tx, _noting(origin))
            tx.connection.exec_driver_sql("INSERT INTO temp.kept_of VALUES (?)", (of,))


def _noted_of(tx: Transaction) -> str | None:
    """What the keys that are noted are of; None where there are none."""
    if tx.connection.exec_driver_sql("SELECT 1 FROM temp.sqlite_master WHERE name = 'kept_of'").first() is None:
        return None
    return str(tx.connection.exec_driver_sql("SELECT origin FROM temp.kept_of").scalar_one())


@cache
def _noting(origin: Origin) -> tuple[str, ...]:
    """The statements that note the keys."""
    kept = [
        statement
        for name in _hung_on()
        for statement in (
            f"CREATE TEMP TABLE {_kept(name).name} (id BLOB PRIMARY KEY) WITHOUT ROWID",
            f"INSERT INTO {_kept(name).name} {_text(_keys(name, origin))}",
        )
    ]
    return (*kept, "CREATE TEMP TABLE kept_of (origin TEXT NOT NULL)")


@cache
def _forgetting() -> tuple[str, ...]:
    """The statements that take the noted keys away."""
    return tuple(f"DROP TABLE IF EXISTS temp.{name}" for name in ("kept_of", *(_kept(one).name for one in _hung_on())))


@cache
def _laying(origin: Origin) -> tuple[str, ...]:
    """The statements that lay the views."""
    return tuple(f"CREATE TEMP VIEW {name} AS {_text(_shown(name, origin))}" for name in _narrowed_tables())


@cache
def _lifting() -> tuple[str, ...]:
    """The statements that take them away."""
    return tuple(f"DROP VIEW IF EXISTS temp.{name}" for name in _narrowed_tables())


@cache
def _narrowed_tables() -> tuple[str, ...]:
    """The tables of which one can say whose a row is: by its own key, or by what it hangs on.

    The others are the same in every book, or are only read together with one of these.
    """
    return tuple(name for name in SCOPES if all(may_be_foreign(table_of(column)) for column in _told_by(name)))


@cache
def _hung_on() -> tuple[str, ...]:
    """The tables by whose keys one says whose a row is, each after the one that it hangs on itself."""
    wanted = {table_of(column) for name in _narrowed_tables() for column in _told_by(name)}
    return tuple(table.name for table in metadata.sorted_tables if table.name in wanted)


def _told_by(name: str) -> list[sa.Column[Any]]:
    """The columns that say whose a row is."""
    return [metadata.tables[name].c[column] for column in SCOPES[name].hangs_on or ("id",)]


def _kept(name: str) -> sa.TableClause:
    """Where the keys of a table's rows are noted."""
    return sa.table(f"kept_{name}", sa.column("id"), schema="temp")


def _keys(name: str, origin: Origin) -> sa.Select[Any]:
    """The keys of the table's rows that are of the origin."""
    table = metadata.tables[name]
    shown = of_origin(table.c.id, origin) if _is_root(name) else _by_keys(name, origin)
    return sa.select(table.c.id).where(shown)


def _shown(name: str, origin: Origin) -> sa.Select[Any]:
    """The rows of the table that are of the origin, whole."""
    return sa.select(sa.text("*")).select_from(metadata.tables[name]).where(_by_keys(name, origin))


def _is_root(name: str) -> bool:
    return not SCOPES[name].hangs_on


def _by_keys(name: str, origin: Origin) -> sa.ColumnElement[bool]:
    columns = _told_by(name)
    among = [_besides(column).in_(sa.select(_kept(table_of(column)).c.id)) for column in columns]
    if origin.kind is OriginKind.BOOK:
        return sa.or_(*among)
    return sa.and_(*map(unless_empty, columns, among))


def _besides(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """The column, for no index to be looked up by it.

    Statements are planned as over the tables alone: with a second list of keys the file would try every pair.
    """
    return sa.type_coerce(sa.text(f"+{column.name}"), column.type)


def _text(statement: sa.Select[Any]) -> str:
    """The statement as the file understands it, over the tables themselves."""
    return str(
        statement.compile(
            dialect=_DIALECT,
            schema_translate_map=_BENEATH,
            render_schema_translate=True,
            compile_kwargs={"literal_binds": True},
        )
    )
