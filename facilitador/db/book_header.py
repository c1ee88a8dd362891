"""What the head of a keyed file says: a book of ours, of a version that this program reads."""

from __future__ import annotations

from typing import Any

from facilitador.db import engine, schema
from facilitador.errors import BookError


def check(connection: Any, *, older_too: bool) -> int:
    """The version of the schema; BookError `book_foreign_inside`, `book_newer`, and `book_older` unless `older_too`."""
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise RuntimeError("the SQLite in use is not SQLCipher: it would write a book in the clear")
    application_id, version = engine.header(connection)
    if application_id != schema.APPLICATION_ID:
        raise BookError("book_foreign_inside")
    if version > schema.VERSION:
        raise BookError("book_newer")
    if version < schema.VERSION and not older_too:
        raise BookError("book_older")
    return version
