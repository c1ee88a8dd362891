"""The book as one service sees it: for the time of a reading every table shows the rows of one origin only.

A view of the same name, laid over each table that travels, is what every statement then reads. So a question over
whole tables need not say whose rows it counts, and none can forget it. Where nothing came from another book no view is
laid, and nothing costs more than it did.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from facilitador.db.packing.guarding import may_be_foreign
from facilitador.db.packing.scope import SCOPES
from facilitador.db.queries.origins import any_foreign, of_origin, table_of
from facilitador.db.tables.base import metadata
from facilitador.db.transaction import Transaction
from facilitador.domain.origins import ALL, OWN, Origin

_BENEATH: Final = {None: "main"}
_DIALECT: Final = sqlite.dialect()  # the text of a view holds whole values, as the file spells them


@contextmanager
def narrowed(tx: Transaction, origin: Origin) -> Iterator[None]:
    """Inside, whatever is read of `tx` is of that origin; nothing of the tables that travel can be written.

    Not within another of its kind: RuntimeError.
    """
    if origin == ALL or (origin == OWN and not any_foreign(tx)):
        yield
        return
    if tx.memory.get(__name__):
        raise RuntimeError("what is read is narrowed already")
    views = [(table, _view(table, origin)) for table in _narrowed_tables()]
    tx.memory.clear()
    tx.memory[__name__] = {"origin": origin}
    for _, view in views:
        tx.connection.exec_driver_sql(view)
    try:
        yield
    finally:
        for table, _ in views:
            tx.connection.exec_driver_sql(f"DROP VIEW IF EXISTS temp.{table}")
        tx.memory.clear()


@cache
def _narrowed_tables() -> tuple[str, ...]:
    """The tables of which one can say whose a row is: by its own key, or by what it hangs on.

    The others are the same in every book, or are only read together with one of these.
    """
    return tuple(name for name in SCOPES if all(may_be_foreign(table_of(column)) for column in _told_by(name)))


def _told_by(name: str) -> list[sa.Column[Any]]:
    """The columns that say whose a row is."""
    return [metadata.tables[name].c[column] for column in SCOPES[name].hangs_on or ("id",)]


@cache
def _view(name: str, origin: Origin) -> str:
    """The statement that lays the view over a table."""
    conditions = [of_origin(column, origin) for column in _told_by(name)]
    shown = sa.and_(*conditions) if origin == OWN else sa.or_(*conditions)
    text = (
        sa.select(metadata.tables[name])
        .where(shown)
        .compile(
            dialect=_DIALECT,
            schema_translate_map=_BENEATH,
            render_schema_translate=True,
            compile_kwargs={"literal_binds": True},
        )
    )
    return f"CREATE TEMP VIEW {name} AS {text}"
