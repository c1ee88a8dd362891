"""What lies where a book is expected, found out before anything connects, and without changing a byte.

While a book is connected nobody may open its file otherwise: closing any other handle of this process would drop
SQLite's lock. So the file is looked into only while the book's own lock is free and held for the look.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from facilitador.db import cloud_folders, keys_file
from facilitador.db.book_lock import IN_USE, BookLock
from facilitador.db.keys_file import SALT_LENGTH, KeysDocument, PersonSlot
from facilitador.errors import BookError

PAGE_SIZE = 4096

_SQLITE_MAGIC = b"SQLite format 3\x00"
_KNOWN_MAGICS = (
    b"PK\x03\x04",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_RANDOM_PAGE_VALUES = 200  # different byte values in a page: 256 expected where it is encrypted, far fewer in any text


class Content(StrEnum):
    """What kind of file it is."""

    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    PLAIN_SQLITE = "plain_sqlite"
    FOREIGN = "foreign"
    TRUNCATED = "truncated"
    ENCRYPTED = "encrypted"
    NOT_LOOKED_INTO = "not_looked_into"  # someone has it open


_OPENABLE = frozenset({Content.ENCRYPTED, Content.NOT_LOOKED_INTO})

_CONTENT_REFUSALS = {
    Content.MISSING: "book_missing",
    Content.NOT_A_FILE: "book_missing",
    Content.UNREADABLE: "book_unreadable",
    Content.EMPTY: "book_empty",
    Content.PLAIN_SQLITE: "book_not_encrypted",
    Content.FOREIGN: "book_foreign",
    Content.TRUNCATED: "book_truncated",
}


@dataclass(frozen=True, slots=True)
class BookState:
    """What was found at `path`.

    `salt` is how the file begins (None if it was not looked into); `keys` is the document beside it, its MAC not yet
    verified. `refusals` are all reasons why it cannot be opened, the first to be told first.
    """

    path: Path
    content: Content
    salt: bytes | None
    keys: KeysDocument | None
    refusals: tuple[BookError, ...]

    @property
    def cloud(self) -> str | None:
        """The service that synchronises the folder, which is no refusal; looked for when it is asked for."""
        return cloud_folders.service_of(self.path.parent)

    @property
    def people(self) -> tuple[PersonSlot, ...]:
        """Who may try a clave, in the order they were let in."""
        return self.keys.slots if self.keys is not None else ()

    @property
    def only_readable(self) -> bool:
        """True if the book is sound and lies where nothing can be written, so that it can be opened to read."""
        return bool(self.refusals) and all(error.code in _WRITE_REFUSALS for error in self.refusals)

    @property
    def keys_can_be_restored(self) -> bool:
        """True if the keys are the only trouble, so that a copy of them is worth offering."""
        return bool(self.refusals) and all(error.code in _KEYS_REFUSALS for error in self.refusals)


_WRITE_REFUSALS = frozenset({"book_read_only", "folder_read_only"})
_KEYS_REFUSALS = frozenset({"keys_missing", "keys_unreadable", "keys_damaged", "keys_of_another_book"})


def inspect(path: Path) -> BookState:
    """What lies at `path`; nothing is created, emptied or changed. Takes the book's lock for the moment it looks."""
    path = path.resolve()
    if not path.is_file():
        return examine(path)
    with BookLock(path).probe() as refusal:
        return examine(path, refusal)


def examine(path: Path, lock_refusal: BookError | None = None) -> BookState:
    """What lies at a resolved `path`, for who holds its lock; with `lock_refusal`, what can be said without it."""
    in_use = lock_refusal is not None and lock_refusal.code in IN_USE
    content, salt, size = (Content.NOT_LOOKED_INTO, None, 0) if in_use else _look_into(path)
    keys, keys_refusal = _keys_beside(path, salt)
    if salt is not None:
        ours = keys is not None and keys.salt == salt
        content = _told_by_keys(content, size, ours=ours, unfinished=_has_journal(path))
        if keys is not None and not ours:
            keys_refusal = BookError("keys_of_another_book")
    refusals = [lock_refusal]
    if lock_refusal is None and content in _OPENABLE and not os.access(path, os.W_OK):
        refusals.append(BookError("book_read_only"))
    refusals.append(keys_refusal if content in _OPENABLE else _content_refusal(content, path))
    told = tuple(refusal for refusal in refusals if refusal is not None)
    return BookState(path, content, salt, keys, told)


def _keys_beside(path: Path, salt: bytes | None) -> tuple[KeysDocument | None, BookError | None]:
    try:
        return keys_file.read_for(path, salt), None
    except BookError as refusal:
        return None, refusal


def _content_refusal(content: Content, path: Path) -> BookError:
    return BookError(_CONTENT_REFUSALS[content], name=path.name)


def _look_into(path: Path) -> tuple[Content, bytes | None, int]:
    """The content as far as the file itself tells, its first 16 bytes, and its size in bytes."""
    if not path.is_file():
        return (Content.NOT_A_FILE if path.exists() else Content.MISSING), None, 0
    try:
        with path.open("rb") as file:
            page = file.read(PAGE_SIZE)
            size = os.fstat(file.fileno()).st_size
    except OSError:
        return Content.UNREADABLE, None, 0
    if not page:
        return Content.EMPTY, None, 0
    if page.startswith(_SQLITE_MAGIC):
        return Content.PLAIN_SQLITE, None, size
    encrypted = len(page) == PAGE_SIZE and len(set(page)) >= _RANDOM_PAGE_VALUES and not page.startswith(_KNOWN_MAGICS)
    salt = page[:SALT_LENGTH] if len(page) >= SALT_LENGTH else None
    return (Content.ENCRYPTED if encrypted else Content.FOREIGN), salt, size


def _told_by_keys(content: Content, size: int, *, ours: bool, unfinished: bool) -> Content:
    """A file that begins as its keys say is this book, whatever became of the rest of it.

    A size of no whole number of pages means that its end is lost, unless a save was cut short: the journal mends that.
    """
    whole = (size >= PAGE_SIZE and size % PAGE_SIZE == 0) or unfinished
    if ours:
        return Content.ENCRYPTED if whole else Content.TRUNCATED
    return Content.TRUNCATED if content is Content.ENCRYPTED and not whole else content


def _has_journal(path: Path) -> bool:
    journal = path.with_name(f"{path.name}-journal")
    return journal.exists() and journal.stat().st_size > 0
