"""Is the book whole? Checks that only read, for the book itself and for copies of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as sqlcipher

from facilitador.db import storage_failures

if TYPE_CHECKING:
    from facilitador.db.books import Book


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the checks found: damaged pages, faults of structure, rows that point nowhere. Numbers only, no content."""

    damaged_pages: int
    structure_faults: int
    dangling_rows: int

    @property
    def whole(self) -> bool:
        """True if nothing was found."""
        return not (self.damaged_pages or self.structure_faults or self.dangling_rows)


def check(connection: Any, *, full: bool = False) -> CheckReport:
    """Reads the whole file through a keyed sqlcipher3 connection; `full` also compares every index (ten times slower).

    sqlcipher3's DatabaseError where a page cannot be read at all: the connection is of no further use then.
    """
    damaged = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    if damaged:
        return CheckReport(len(damaged), 0, 0)  # reading on would only raise
    rows = connection.execute(f"PRAGMA {'integrity_check' if full else 'quick_check'}").fetchall()
    faults = [row for row in rows if row != ("ok",)]
    dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    return CheckReport(0, len(faults), len(dangling))


def check_book(book: Book, *, full: bool = False) -> CheckReport:
    """`check` on an open book; BookError `book_damaged` where a page cannot be read at all."""
    book.refuse_damaged()
    try:
        return check(book.driver_connection, full=full)
    except sqlcipher.DatabaseError as error:
        raise storage_failures.of_sqlite(error) or error from error
