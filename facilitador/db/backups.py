"""Verified copies of a book, its keys beside it, the newest few kept.

A copy is made page by page through the book's own connection (nothing else may open its file), under a passing name; it
gets its own name only after the checks, so what is called a backup is one. Copies are numbered, because clocks of old
laptops are not to be trusted, and carry the book's own time of change, by which a book that did not change is known.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from facilitador.db import backup_places, checks, durable_files, engine, keys_file, storage_failures
from facilitador.db.backup_places import BackupPlaces
from facilitador.db.books import Book
from facilitador.errors import BookError

FOLDER_NAME = "respaldos"
KEPT = 12

_PAGES_PER_STEP = 512  # 2 MiB between two looks at `stop`
_INSTRUCTIONS_PER_LOOK = 20_000
_TIME_GRAIN_NS = 2_000_000_000  # FAT keeps times to two seconds


class BackupStatus(StrEnum):
    """How a backup ended."""

    MADE = "made"
    UNCHANGED = "unchanged"  # the newest one still says it all
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What came of a backup: the copy (the newest if nothing changed), its size in bytes, what the rotation removed.

    `instead_of`: the chosen folder that could not be used, so that the copy lies beside the book.
    """

    status: BackupStatus
    path: Path | None = None
    number: int | None = None
    size: int = 0
    removed: tuple[Path, ...] = ()
    instead_of: Path | None = None


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy of a book: its number in the rotation and where it lies."""

    number: int
    path: Path


class _Stopped(Exception):
    """Carries the wish to stop out of the copying."""


def default_folder(book: Path) -> Path:
    """Where the backups of a book lie if nobody chose another folder."""
    return book.parent / FOLDER_NAME


def places(book: Book) -> BackupPlaces:
    """Where the backups of this book go from this machine."""
    return backup_places.read(book.app_data, book.salt)


def make_backup(
    book: Book,
    folder: Path | None = None,
    *,
    keep: int = KEPT,
    stop: Callable[[], bool] = lambda: False,
    always: bool = False,
) -> BackupReport:
    """A verified copy of the book and its keys in `folder`, unless the newest one is still good (`always` makes one).

    Without `folder` in the one that was chosen for this book, or beside it where none was, or where the chosen one
    fails: a copy in another place is better than none. Runs on the database thread. `stop` is asked every few
    megabytes; a stopped or broken backup leaves the earlier ones as they were. BookError `backup_folder_unwritable`,
    `backup_disk_full`, `backup_not_whole`, `backup_not_made`, or `book_damaged` where the book itself can no longer be
    read.
    """
    chosen = None if folder is not None else places(book).folder
    if chosen is not None:
        try:
            return _back_up(book, chosen, keep, stop, always=always)
        except BookError as error:
            if error.code == "book_damaged":
                raise
    beside = folder or default_folder(book.path)
    try:
        beside.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _of_system(error) from error
    return replace(_back_up(book, beside, keep, stop, always=always), instead_of=chosen)


def copy_to_second_place(book: Book, stop: Callable[[], bool] = lambda: False) -> BackupReport | None:
    """As `make_backup`, into the second place; None if none was chosen. Runs on the database thread.

    BookError `second_place_absent` where it cannot be reached, or another memory stick lies there: the place is known
    by the copies of this book that it already holds.
    """
    second = places(book).second
    if second is None:
        return None
    if not second_place_in_reach(book):
        raise BookError("second_place_absent")
    return _back_up(book, second, KEPT, stop)


def second_place_in_reach(book: Book) -> bool:
    """True if the second place is there and holds copies of this book, by which it is known."""
    second = places(book).second
    return second is not None and bool(_numbered(book.path, second))


def _back_up(book: Book, folder: Path, keep: int, stop: Callable[[], bool], *, always: bool = False) -> BackupReport:
    """A verified copy in a folder that is there: a stick that is not plugged in must not be made up as a folder."""
    try:
        if not folder.is_dir():
            raise BookError("backup_folder_unwritable")
        newest = _newest(book, folder)
        if newest is not None and not always and _says_it_all(book, newest):
            return BackupReport(BackupStatus.UNCHANGED, newest.path, newest.number, newest.path.stat().st_size)
        target = _next_target(book, folder)
        _make(book, target.path, stop)
        removed = _rotate(book, folder, keep)
        return BackupReport(BackupStatus.MADE, target.path, target.number, target.path.stat().st_size, removed)
    except _Stopped:
        return BackupReport(BackupStatus.STOPPED)
    except OSError as error:
        raise _of_system(error) from error


def backups_of(book: Book, folder: Path | None = None) -> list[Backup]:
    """The book's own copies in `folder`, oldest first; files of other books with the same name are left out."""
    folder = folder or default_folder(book.path)
    return [backup for backup in _numbered(book.path, folder) if _salt_of(backup.path) == book.salt]


def _numbered(book: Path, folder: Path) -> list[Backup]:
    name = re.compile(rf"{re.escape(book.stem)}-(\d{{6,}}){re.escape(book.suffix)}")
    try:
        matches = [(match, path) for path in folder.iterdir() if (match := name.fullmatch(path.name))]
    except OSError:  # it is not there, or it is not ours to read
        return []
    return sorted((Backup(int(match[1]), path) for match, path in matches), key=lambda backup: backup.number)


def _newest(book: Book, folder: Path) -> Backup | None:
    copies = backups_of(book, folder)
    return copies[-1] if copies else None


def _says_it_all(book: Book, newest: Backup) -> bool:
    ours, copied = book.path.stat(), newest.path.stat()
    same_time = abs(ours.st_mtime_ns - copied.st_mtime_ns) <= _TIME_GRAIN_NS
    if ours.st_size != copied.st_size or not same_time or book.changed_since_backup(newest.path.parent):
        return False
    try:
        return keys_file.read(keys_file.keys_path(newest.path)).revision == book.key_document.revision
    except BookError:
        return False


def _next_target(book: Book, folder: Path) -> Backup:
    number = max((backup.number for backup in _numbered(book.path, folder)), default=0) + 1
    return Backup(number, folder / f"{book.path.stem}-{number:06}{book.path.suffix}")


def _make(book: Book, target: Path, stop: Callable[[], bool]) -> None:
    durable_files.remove_parts(target)
    part = durable_files.new_part(target)
    key = engine.RawKey(book.keys.data_key, book.salt)
    try:
        changed = book.path.stat().st_mtime_ns
        _copy(book, part, key, stop)
        _verify(book, part, key, stop)
        durable_files.sync_file(part)
        os.utime(part, ns=(changed, changed))
        keys_file.write(keys_file.keys_path(target), book.key_document)
        durable_files.publish(part, target)
        book.mark_backed_up(target.parent)
    finally:
        durable_files.remove_parts(target)


def _copy(book: Book, part: Path, key: engine.RawKey, stop: Callable[[], bool]) -> None:
    def look(status: int, remaining: int, total: int) -> None:
        if stop():
            raise _Stopped

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
        raise _of_sqlite(error) from error


def _verify(book: Book, part: Path, key: engine.RawKey, stop: Callable[[], bool]) -> None:
    try:
        copy = engine.connect(part, key, writable=False)
        try:
            copy.set_progress_handler(lambda: int(stop()), _INSTRUCTIONS_PER_LOOK)
            whole = checks.check(copy).whole and engine.header(copy) == engine.header(book.driver_connection)
        finally:
            copy.close()
    except sqlcipher.DatabaseError as error:
        if stop():
            raise _Stopped from error
        raise BookError("backup_not_whole") from error
    if stop():
        raise _Stopped
    if not whole:
        raise BookError("backup_not_whole")


def _rotate(book: Book, folder: Path, keep: int) -> tuple[Path, ...]:
    removed = []
    for backup in backups_of(book, folder)[: -max(keep, 1)]:
        # An old copy that cannot be removed is tried again next time; the new one is what matters.
        with contextlib.suppress(OSError):
            backup.path.unlink()
            keys_file.keys_path(backup.path).unlink(missing_ok=True)
            removed.append(backup.path)
    return tuple(removed)


def _salt_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(keys_file.SALT_LENGTH)
    except OSError:
        return b""


def _of_sqlite(error: Any) -> BookError:
    refusal = storage_failures.of_sqlite(error)
    code = "backup_not_made" if refusal is None else refusal.code
    return BookError({"disk_full": "backup_disk_full", "book_damaged": "book_damaged"}.get(code, "backup_not_made"))


def _of_system(error: OSError) -> BookError:
    code = storage_failures.of_system(error, "backup_not_made").code
    by_code = {"disk_full": "backup_disk_full", "backup_not_made": "backup_not_made"}
    return BookError(by_code.get(code, "backup_folder_unwritable"))
