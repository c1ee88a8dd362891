"""Makes the file of an open book anew, without the pages that hold nothing any more."""

from __future__ import annotations

import sqlcipher3.dbapi2

from facilitador.db import storage_failures
from facilitador.db.books import Book


def tidy(book: Book) -> None:
    """Write the file anew, page after page; BookError `disk_full` and the like leave it as it was."""
    try:
        book.driver_connection.execute("VACUUM")
    except sqlcipher3.dbapi2.Error as error:
        raise storage_failures.of_sqlite(error) or error from error
