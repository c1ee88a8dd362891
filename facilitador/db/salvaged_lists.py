"""The list of tables of a torn book, made whole from what this version writes into every new one.

Each new book begins with the same list on the same pages, and a page is sealed only with the book's key and its own
number. So a fresh list under that key fits where a torn one lay: if all that can still be read of it says the same.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from facilitador.db import durable_files, engine, schema
from facilitador.db.book_file import PAGE_SIZE
from facilitador.db.tables.records import drafts

LIST: Final = "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master ORDER BY rowid"
_TORN = re.compile(r"page (\d+)")


def connect(path: Path, key: engine.RawKey) -> Any:
    """A connection that reads a book although its file is shorter than its head says; sqlcipher3 errors."""
    connection = engine.connect(path, key)
    connection.execute("PRAGMA writable_schema = ON")
    return connection


def mend(path: Path, key: engine.RawKey) -> bool:
    """True once the list of tables in a passing copy can be read, and is the one of a new book of this version.

    False leaves the copy as it was: an older book brought to this version has its tables on other pages. sqlcipher3
    errors and OSError where the disk refuses.
    """
    fresh = durable_files.new_part(path)
    try:
        pages, listed = _fresh(fresh, key, room=path.stat().st_size)
        before, whole = path.read_bytes(), fresh.read_bytes()
        lost = {page for page in pages if page * PAGE_SIZE > len(before)} | (_torn(path, key) & pages)
        if lost == pages:
            return False  # nothing of the old list is left to say that it was this one
        content = bytearray(before.ljust(max(lost, default=0) * PAGE_SIZE, b"\0"))
        for page in lost:
            place = slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
            content[place] = whole[place]
        path.write_bytes(content)
        if _listed(path, key) == listed:
            return True
        path.write_bytes(before)
        return False
    finally:
        fresh.unlink(missing_ok=True)


def _fresh(path: Path, key: engine.RawKey, *, room: int) -> tuple[set[int], list[Any]]:
    """Writes a new book's tables, and fills it beyond `room` bytes; the pages that hold its list, and the list."""
    connection = engine.connect(path, key)
    try:
        with engine.engine_on(connection).begin() as writing:
            schema.create(writing)
        listed = connection.execute(LIST).fetchall()
        ((count,),) = connection.execute("PRAGMA page_count").fetchall()
        # Every table is empty yet, on the one page that the list names: all other pages are the list's own.
        pages = set(range(1, count + 1)) - {row[3] for row in listed}
        connection.execute("PRAGMA ignore_check_constraints = ON")
        filling = sa.insert(drafts).compile(dialect=sa.dialects.sqlite.dialect())
        connection.execute(str(filling), [bytes(room)] + [b""] * (len(drafts.columns) - 1))
        return pages, listed
    finally:
        connection.close()


def _torn(path: Path, key: engine.RawKey) -> set[int]:
    connection = engine.connect(path, key)
    try:
        told = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    finally:
        connection.close()
    return {int(found[1]) for (line,) in told if (found := _TORN.search(line))}


def _listed(path: Path, key: engine.RawKey) -> list[Any] | None:
    connection = connect(path, key)
    try:
        found: list[Any] = connection.execute(LIST).fetchall()
        return found
    except sqlcipher.DatabaseError:
        return None
    finally:
        connection.close()
