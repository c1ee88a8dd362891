"""Back to a copy: found, checked, put in the place of the book, which is kept beside it under another name.

Killed at any moment, either what was there is there still, or the copy is, whole and with its keys; or, where the book
was lost or torn before, no book yet. The copy itself is only read.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from facilitador.db import (
    backup_copying,
    backup_places,
    backups,
    copy_contents,
    durable_files,
    engine,
    key_copies,
    keys,
    keys_file,
    storage_failures,
)
from facilitador.db.book_lock import BookLock
from facilitador.db.books import Host
from facilitador.db.copy_contents import CopyContents
from facilitador.db.keys import UnlockedKeys
from facilitador.db.keys_file import KeysDocument
from facilitador.errors import BookError

KEPT: Final = "anterior"
KEPT_DAMAGED: Final = "dañado"
_STRETCH = 2 * 1024 * 1024  # bytes between two looks at `stop`
_ANY_COPY = re.compile(r".+-\d{6,}(\.[^.]+)?")


@dataclass(frozen=True, slots=True)
class FoundCopy:
    """A copy as it lies on a disk: what it holds was last changed at `until` (UTC, as its clock said); size in bytes.

    `document`: the keys beside it, their MAC not yet verified.
    """

    path: Path
    until: datetime
    size: int
    document: KeysDocument


@dataclass(frozen=True, slots=True)
class Restored:
    """Where what was there before lies now (None where there was nothing), and what the copy holds."""

    kept: Path | None
    contents: CopyContents


def find(book: Path, app_data: Path, more: Iterable[Path] = ()) -> list[FoundCopy]:
    """Copies of the book that have their keys, the latest first: beside it, in the places chosen on this machine.

    The book may be gone: then every place that was chosen for any book is looked at. In the folders of `more`, which
    somebody pointed at, copies of any name are found.
    """
    folders = [backups.default_folder(book), *_chosen_places(book, app_data)]
    paths = [copy.path for folder in dict.fromkeys(folders) for copy in backup_copying.numbered(book, folder)]
    for folder in more:
        with contextlib.suppress(OSError):
            paths += sorted(path for path in folder.iterdir() if _ANY_COPY.fullmatch(path.name))
    found = [copy for path in dict.fromkeys(paths) if (copy := found_at(path)) is not None]
    return sorted(found, key=lambda copy: (copy.until, copy.path.name), reverse=True)


def found_at(path: Path) -> FoundCopy | None:
    """The copy at `path`; None if there is none, or no keys beside it that are its own."""
    try:
        document = keys_file.read(keys_file.keys_path(path))
        about = path.stat()
        until = datetime.fromtimestamp(about.st_mtime, UTC)
    except (BookError, OSError, OverflowError, ValueError):
        return None
    if not stat.S_ISREG(about.st_mode) or backup_copying.salt_of(path) != document.salt:
        return None
    return FoundCopy(path, until, about.st_size, document)


def put_back(
    book: Path,
    copy: FoundCopy,
    unlocked: UnlockedKeys,
    *,
    host: Host,
    today: date,
    damaged: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> Restored:
    """Puts a copy, checked in full, in the place of the book, with the keys of then; it is not opened.

    `unlocked` are the copy's keys. What was there is kept as `….anterior-AAAAMMDD`, or `….dañado-AAAAMMDD`, with its
    own keys: no backup, and so never taken for one. `stop` is asked until the moment of the exchange. BookError of the
    lock and of `copy_contents.read`, `keys_altered`, `copy_stopped`, `disk_full`, `folder_missing`, `folder_read_only`,
    `book_not_restored`.
    """
    book = book.resolve()
    keys.verify(copy.document, unlocked.data_key)
    if not book.parent.is_dir():
        raise BookError("folder_missing")
    lock = BookLock(book)
    lock.acquire(unlocked.name, host.clock)
    part = None
    try:
        durable_files.remove_parts(book)
        part = durable_files.new_part(book)
        _copy_bytes(copy.path, part, stop)
        durable_files.sync_file(part)
        key = engine.RawKey(unlocked.data_key, copy.document.salt)
        contents = copy_contents.read(part, key, stop, full=True)
        return Restored(_exchange(book, part, copy.document, host, _aside(book, today, damaged=damaged)), contents)
    except OSError as error:
        raise storage_failures.of_system(error, "book_not_restored") from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
        lock.release()


def _exchange(book: Path, part: Path, document: KeysDocument, host: Host, aside: Path) -> Path | None:
    """Keeps what is there, then gives the copy its place; the keys belong to whichever file begins with their salt."""
    former = backup_copying.salt_of(book)
    kept = _keep(book, aside)
    keys_file.write(keys_file.pending_path(book), document)
    with contextlib.suppress(BookError):  # the keys lie beside the book, and beside the copy
        key_copies.keep(host.app_data, document)
    part.replace(book)
    durable_files.sync_folder(book.parent)
    keys_file.write(keys_file.keys_path(book), document)
    keys_file.settle(book, document.salt)
    if former and former != document.salt and not backup_places.read(host.app_data, document.salt).chosen:
        backup_places.carry_over(host.app_data, former, document.salt)
    return kept


def _keep(book: Path, aside: Path) -> Path | None:
    """A second name for what is there, with its keys and with what a save cut short left to be undone."""
    beside, journal = keys_file.keys_path(book), _journal(book)
    unfinished = journal.exists() and journal.stat().st_size > 0
    if beside.exists():
        durable_files.write(keys_file.keys_path(aside), beside.read_bytes())
    if not book.exists():
        if unfinished:
            journal.replace(_journal(aside))
        return aside if beside.exists() else None
    _second_name(book, aside)
    if unfinished:
        # Left beside the copy it would be undone in there; taken from the book it would leave that torn. So for this
        # moment there is no book: whoever is cut off here finds everything under its other name.
        durable_files.write(_journal(aside), journal.read_bytes())
        book.unlink()
        journal.unlink()
    durable_files.sync_folder(book.parent)
    return aside


def _second_name(book: Path, aside: Path) -> None:
    try:
        aside.hardlink_to(book)
    except FileExistsError:
        raise
    except OSError:  # FAT and some network folders know no hard links
        shutil.copyfile(book, aside)
        durable_files.sync_file(aside)


def _aside(book: Path, today: date, *, damaged: bool) -> Path:
    name = f"{book.name}.{KEPT_DAMAGED if damaged else KEPT}-{today:%Y%m%d}"
    aside, number = book.with_name(name), 1
    while aside.exists() or keys_file.keys_path(aside).exists() or _journal(aside).exists():
        number += 1
        aside = book.with_name(f"{name}-{number}")
    return aside


def _journal(book: Path) -> Path:
    return book.with_name(f"{book.name}-journal")


def _copy_bytes(source: Path, target: Path, stop: Callable[[], bool]) -> None:
    with source.open("rb") as reading, target.open("wb") as writing:
        while stretch := reading.read(_STRETCH):
            if stop():
                raise BookError("copy_stopped")
            writing.write(stretch)


def _chosen_places(book: Path, app_data: Path) -> list[Path]:
    try:
        salts = [keys_file.read(keys_file.keys_path(book)).salt]
    except BookError:
        salt = backup_copying.salt_of(book)
        salts = [salt] if salt else []
    chosen = [place for salt in salts for place in backup_places.read(app_data, salt).chosen]
    return chosen or list(backup_places.everywhere(app_data))
