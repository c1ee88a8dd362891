"""Runs the revisions that a book lacks, on its own connection, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory

from facilitador.db import schema
from facilitador.db.books import Book
from facilitador.errors import BookError


def run(book: Book, revisions: Path) -> None:
    """Takes every step that the book lacks; all of them or none."""
    lacking = _lacking(revisions, book.version())
    with _foreign_keys_off(book.driver_connection), book.begin() as connection:
        _drop_triggers(connection)
        with Operations.context(MigrationContext.configure(connection)):
            for step in lacking:
                step.module.upgrade()
        for statement in schema.TRIGGERS.values():
            connection.exec_driver_sql(statement)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise BookError("upgrade_not_whole")
        connection.exec_driver_sql(f"PRAGMA user_version = {int(lacking[-1].revision)}")


def _lacking(revisions: Path, version: int) -> list[Script]:
    found = ScriptDirectory(revisions, version_locations=[revisions])
    oldest_first = reversed(list(found.walk_revisions()))
    lacking = [step for step in oldest_first if int(step.revision) > version]
    if not lacking:
        raise RuntimeError(f"no revision leads on from version {version}")
    return lacking


def _drop_triggers(connection: sa.Connection) -> None:
    # A table that is made anew would lose its triggers; those that guard history would refuse to move its rows.
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
    for name in names:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


@contextmanager
def _foreign_keys_off(driver: Any) -> Iterator[None]:
    # Inside a transaction the pragma does nothing; while it is on, dropping a table would empty those that point at it.
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
