"""What a file of a book holds, told through a connection of its own: enough to know one copy from another, no name.

The file may be of an earlier version of the schema: what its tables cannot tell stays untold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher

from facilitador.db import book_header, checks, engine, storage_failures
from facilitador.errors import BookError

_INSTRUCTIONS_PER_LOOK = 20_000
_GROUPS: Final = "SELECT count(*) FROM groups"
_MEN: Final = "SELECT count(DISTINCT participant_id) FROM enrolments WHERE seat IS NOT NULL"
_LAST_SESSION: Final = "SELECT max(day) FROM sessions WHERE state = 'held'"


@dataclass(frozen=True, slots=True)
class CopyContents:
    """The version of the schema, groups, men who count in them, the day of the last session held; None: untold."""

    version: int
    groups: int | None
    men: int | None
    last_session: date | None


def read(
    path: Path, key: engine.RawKey, stop: Callable[[], bool] = lambda: False, *, full: bool = False
) -> CopyContents:
    """Checks a file that nobody has open and tells what it holds; nothing is written.

    `full` compares the indices, too. BookError `book_damaged`, `book_foreign_inside`, `book_newer`, `copy_stopped`.
    """
    try:
        connection = engine.connect(path, key, writable=False)
        try:
            connection.set_progress_handler(lambda: int(stop()), _INSTRUCTIONS_PER_LOOK)
            version = book_header.check(connection, older_too=True)
            if not checks.check(connection, full=full).whole:
                raise BookError("book_damaged")
            if stop():
                raise BookError("copy_stopped")
            return _told(connection, version)
        finally:
            connection.close()
    except sqlcipher.DatabaseError as error:
        if stop():
            raise BookError("copy_stopped") from error
        raise storage_failures.of_sqlite(error) or error from error


def _told(connection: Any, version: int) -> CopyContents:
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def tell(table: str, statement: str) -> Any:
        return connection.execute(statement).fetchone()[0] if table in names else None

    last = tell("sessions", _LAST_SESSION)
    return CopyContents(
        version, tell("groups", _GROUPS), tell("enrolments", _MEN), date.fromisoformat(last) if last else None
    )
