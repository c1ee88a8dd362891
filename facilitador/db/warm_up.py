"""A book that is nowhere, to ask of it what a real one will be asked: the first time of everything costs most."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from facilitador.db import engine
from facilitador.db.new_book_files import Begin
from facilitador.db.schema import metadata


@contextmanager
def book_in_memory() -> Iterator[Begin]:
    """The `begin` of an empty book in memory: `schema`'s tables with their columns, and nothing that guards them.

    What was compiled for it when the block ends serves every book opened later: only invented data may enter it.
    """
    connection = engine.in_memory()
    try:
        for table in metadata.tables.values():
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            connection.execute(f'CREATE TABLE "{table.name}" ({columns})')
        asking = engine.engine_on(connection)
        yield asking.begin
        engine.keep_compiled(asking)
        asking.dispose()
    finally:
        connection.close()
