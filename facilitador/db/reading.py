"""A book that lies where nothing can be written: a stick with its switch on, a folder of others."""

from __future__ import annotations

from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from facilitador.db import book_file, book_header, engine, keys, storage_failures
from facilitador.db.book_lock import BookLock
from facilitador.db.books import Book, Host
from facilitador.db.keys import UnlockedKeys


def open_to_read(path: Path, unlocked: UnlockedKeys, *, host: Host) -> Book:
    """The book, to be read only: every change is refused with `book_read_only`, and nobody else is kept out.

    Refusals as `books.open_book`; `book_older`, too, for it cannot be upgraded there.
    """
    path = path.resolve()
    state = book_file.inspect(path)
    if not state.only_readable or state.keys is None:
        raise state.refusals[0] if state.refusals else RuntimeError("a book that can be written is opened to write")
    keys.verify(state.keys, unlocked.data_key)
    try:
        connection = engine.connect(path, engine.RawKey(unlocked.data_key, state.keys.salt), writable=False)
        try:
            book_header.check(connection, older_too=False)
            engine.hold_to_read(connection)
        except BaseException:
            connection.close()
            raise
    except sqlcipher.DatabaseError as error:
        raise storage_failures.of_sqlite(error) or error from error
    return Book(path, unlocked, state.keys, BookLock(path), connection, host)
