"""How one copy of an open book is made: its pages, its checks, its name.

Only the pages need the book's own connection, and with it the database thread. The checks read the copy through a
connection of their own and may run on any thread, while the person goes on working.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from facilitador.db import backup_rotation, checks, durable_files, engine, keys_file, storage_failures
from facilitador.db.backup_rotation import NumberedCopy, Rotation
from facilitador.db.books import Book
from facilitador.db.keys_file import KeysDocument
from facilitador.errors import BookError

_PAGES_PER_STEP = 512  # 2 MiB between two looks at `stop`
_INSTRUCTIONS_PER_LOOK = 20_000
_DONE = 101  # SQLITE_DONE
_NAMING = threading.Lock()  # two copies of one book may become whole at once, on two threads


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy of a book: its number in the rotation and where it lies."""

    number: int
    path: Path


@dataclass(frozen=True, slots=True)
class Unchecked:
    """The pages of a book in a file that is not yet called a copy, and what it must be like."""

    book: Path
    folder: Path
    part: Path
    key: engine.RawKey
    document: KeysDocument
    header: tuple[int, int]
    changed_ns: int
    changes: int


class Stopped(Exception):
    """Carries the wish to stop out of the copying."""


def copy_pages(book: Book, folder: Path, go_on: Callable[[], bool], *, meanwhile: bool = False) -> Unchecked:
    """The book's pages in a new file in `folder`; on the database thread.

    `go_on` is asked every few megabytes, and may let others write to the book: what they commit is in the copy, too.
    `meanwhile` keeps apart the files of a copy made while the person works. Stopped; BookError of `of_sqlite`; OSError.
    """
    book.refuse_damaged()
    name = _passing_name(book.path, folder, meanwhile=meanwhile)
    durable_files.remove_parts(name)
    part = durable_files.new_part(name)
    key = engine.RawKey(book.keys.data_key, book.salt)
    try:
        _copy(book, part, key, go_on)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    source = book.driver_connection
    changed = book.path.stat().st_mtime_ns
    return Unchecked(book.path, folder, part, key, book.key_document, engine.header(source), changed, book.changes)


def make_whole(pages: Unchecked, stop: Callable[[], bool], rotation: Rotation) -> tuple[Backup, tuple[Path, ...]]:
    """The copy under its name, checked and on the disk, and the earlier ones that went for it; on any thread.

    Whatever happens, the passing file is gone. Stopped; BookError `backup_not_whole`; OSError.
    """
    try:
        verify(pages.part, pages.key, pages.header, stop)
        durable_files.sync_file(pages.part)
        os.utime(pages.part, ns=(pages.changed_ns, pages.changed_ns))
        with _NAMING:
            target = _next_target(pages.book, pages.folder)
            keys_file.write(keys_file.keys_path(target.path), pages.document)
            durable_files.publish(pages.part, target.path)
            return target, _rotate(pages, rotation)
    finally:
        pages.part.unlink(missing_ok=True)


def verify(part: Path, key: engine.RawKey, header: tuple[int, int], stop: Callable[[], bool]) -> None:
    """Reads a copy anew from the disk, as who restores it will. Stopped; BookError `backup_not_whole`."""
    try:
        copy = engine.connect(part, key, writable=False)
        try:
            copy.set_progress_handler(lambda: int(stop()), _INSTRUCTIONS_PER_LOOK)
            whole = checks.check(copy).whole and engine.header(copy) == header
        finally:
            copy.close()
    except sqlcipher.DatabaseError as error:
        if stop():
            raise Stopped from error
        raise BookError("backup_not_whole") from error
    if stop():
        raise Stopped
    if not whole:
        raise BookError("backup_not_whole")


def numbered(book: Path, folder: Path) -> list[Backup]:
    """Every file in `folder` that is named as a copy of `book`, oldest first; whose it is, its first bytes tell."""
    name = re.compile(rf"{re.escape(book.stem)}-(\d{{6,}}){re.escape(book.suffix)}")
    try:
        matches = [(match, path) for path in folder.iterdir() if (match := name.fullmatch(path.name))]
    except OSError:  # it is not there, or it is not ours to read
        return []
    return sorted((Backup(int(match[1]), path) for match, path in matches), key=lambda backup: backup.number)


def of_book(book: Path, salt: bytes, folder: Path) -> list[Backup]:
    """Those of `numbered` that begin with the book's salt."""
    return [backup for backup in numbered(book, folder) if salt_of(backup.path) == salt]


def salt_of(path: Path) -> bytes:
    """How a file begins; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(keys_file.SALT_LENGTH)
    except OSError:
        return b""


def of_sqlite(error: Any) -> BookError:
    """What sqlcipher3 refused while the pages were copied."""
    refusal = storage_failures.of_sqlite(error)
    code = "backup_not_made" if refusal is None else refusal.code
    return BookError({"disk_full": "backup_disk_full", "book_damaged": "book_damaged"}.get(code, "backup_not_made"))


def of_system(error: OSError) -> BookError:
    """What the file system refused."""
    code = storage_failures.of_system(error, "backup_not_made").code
    by_code = {"disk_full": "backup_disk_full", "backup_not_made": "backup_not_made"}
    return BookError(by_code.get(code, "backup_folder_unwritable"))


def _passing_name(book: Path, folder: Path, *, meanwhile: bool) -> Path:
    return folder / f"{book.stem}-{'en-curso' if meanwhile else 'copia'}{book.suffix}"


def _copy(book: Book, part: Path, key: engine.RawKey, go_on: Callable[[], bool]) -> None:
    def look(status: int, remaining: int, total: int) -> None:
        # after the last step others wait: what they wrote now would no longer be in the copy
        if status != _DONE and not go_on():
            raise Stopped

    try:
        copy = engine.connect(part, key)
        try:
            # The part is worth nothing before its checks: it needs neither journal nor waiting for the disk.
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            book.driver_connection.backup(copy, pages=_PAGES_PER_STEP, progress=look)
        finally:
            copy.close()
    except sqlcipher.DatabaseError as error:
        raise of_sqlite(error) from error


def _next_target(book: Path, folder: Path) -> Backup:
    number = max((backup.number for backup in numbered(book, folder)), default=0) + 1
    return Backup(number, folder / f"{book.stem}-{number:06}{book.suffix}")


def _rotate(pages: Unchecked, rotation: Rotation) -> tuple[Path, ...]:
    copies = {backup.number: backup.path for backup in of_book(pages.book, pages.document.salt, pages.folder)}
    numbers = [NumberedCopy(number, _day_of(path)) for number, path in copies.items()]
    removed = []
    for number in backup_rotation.to_remove(numbers, rotation):
        # An old copy that cannot be removed is tried again next time; the new one is what matters.
        with contextlib.suppress(OSError):
            copies[number].unlink()
            keys_file.keys_path(copies[number]).unlink(missing_ok=True)
            removed.append(copies[number])
    return tuple(removed)


def _day_of(path: Path) -> date | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    except (OSError, OverflowError, ValueError):
        return None
