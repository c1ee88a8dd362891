"""Verified copies of a book, its keys beside it; which of them stay, `backup_rotation` says.

A copy is made page by page through the book's own connection (nothing else may open its file), under a passing name; it
gets its own name only after the checks, so what is called a backup is one. Copies are numbered, because clocks of old
laptops are not to be trusted, and carry the book's own time of change, by which a book that did not change is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from facilitador.db import backup_copying, backup_places, keys_file
from facilitador.db.backup_copying import Backup, Stopped, Unchecked
from facilitador.db.backup_places import BackupPlaces
from facilitador.db.backup_rotation import ROTATION, Rotation
from facilitador.db.books import Book
from facilitador.errors import BookError

FOLDER_NAME = "respaldos"

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
    rotation: Rotation = ROTATION,
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
            return _back_up(book, chosen, rotation, stop, always=always)
        except BookError as error:
            if error.code == "book_damaged":
                raise
    beside = folder or default_folder(book.path)
    try:
        beside.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise backup_copying.of_system(error) from error
    return replace(_back_up(book, beside, rotation, stop, always=always), instead_of=chosen)


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
    return _back_up(book, second, ROTATION, stop)


def second_place_in_reach(book: Book) -> bool:
    """True if the second place is there and holds copies of this book, by which it is known."""
    second = places(book).second
    return second is not None and bool(backup_copying.numbered(book.path, second))


def begin_meanwhile(book: Book, go_on: Callable[[], bool]) -> Unchecked | None:
    """The pages of the book where its copies go, while the person works; None if nothing changed since the newest.

    On the database thread; `go_on` is asked every few megabytes. Then `finish_meanwhile`, on another thread. Stopped is
    told as None, too. BookError as `make_backup`.
    """
    folder = places(book).folder or default_folder(book.path)
    try:
        if not places(book).folder:
            folder.mkdir(parents=True, exist_ok=True)
        if not folder.is_dir():
            raise BookError("backup_folder_unwritable")
        newest = _newest(book, folder)
        if newest is not None and _says_it_all(book, newest):
            return None
        return backup_copying.copy_pages(book, folder, go_on, meanwhile=True)
    except Stopped:
        return None
    except OSError as error:
        raise backup_copying.of_system(error) from error


def finish_meanwhile(book: Book, pages: Unchecked, stop: Callable[[], bool] = lambda: False) -> BackupReport:
    """Makes a copy of what `begin_meanwhile` gave; off the database thread, even while the book is being closed."""
    return _finish(book, pages, ROTATION, stop)


def _back_up(
    book: Book, folder: Path, rotation: Rotation, stop: Callable[[], bool], *, always: bool = False
) -> BackupReport:
    """A verified copy in a folder that is there: a stick that is not plugged in must not be made up as a folder."""
    try:
        if not folder.is_dir():
            raise BookError("backup_folder_unwritable")
        newest = _newest(book, folder)
        if newest is not None and not always and _says_it_all(book, newest):
            return BackupReport(BackupStatus.UNCHANGED, newest.path, newest.number, newest.path.stat().st_size)
        return _finish(book, backup_copying.copy_pages(book, folder, lambda: not stop()), rotation, stop)
    except Stopped:
        return BackupReport(BackupStatus.STOPPED)
    except OSError as error:
        raise backup_copying.of_system(error) from error


def _finish(book: Book, pages: Unchecked, rotation: Rotation, stop: Callable[[], bool]) -> BackupReport:
    try:
        made, removed = backup_copying.make_whole(pages, stop, rotation)
        book.mark_backed_up(pages.folder, pages.changes)
        return BackupReport(BackupStatus.MADE, made.path, made.number, made.path.stat().st_size, removed)
    except Stopped:
        return BackupReport(BackupStatus.STOPPED)
    except OSError as error:
        raise backup_copying.of_system(error) from error


def backups_of(book: Book, folder: Path | None = None) -> list[Backup]:
    """The book's own copies in `folder`, oldest first; files of other books with the same name are left out."""
    return backup_copying.of_book(book.path, book.salt, folder or default_folder(book.path))


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
