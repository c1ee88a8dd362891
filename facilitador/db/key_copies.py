"""Copies of the keys file: the last good one on this machine, and those that lie with the backups.

A book without its keys file is lost for everybody, so a verified document is also kept in the program's own folder,
found again by the book's salt, and offered when the file beside the book is missing or damaged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from facilitador.db import keys_file
from facilitador.db.keys_file import KeysDocument
from facilitador.errors import BookError

FOLDER_NAME = "claves"


@dataclass(frozen=True, slots=True)
class KeyCopy:
    """A readable copy of a book's keys: where it lies, when it was written (UTC), and whom it lets in."""

    path: Path
    written: datetime
    revision: int
    names: tuple[str, ...]


def kept_path(app_data: Path, salt: bytes) -> Path:
    """Where this machine keeps its copy of the keys of the book with that salt."""
    return app_data / FOLDER_NAME / f"{salt.hex()}.keys"


def keep(app_data: Path, document: KeysDocument) -> None:
    """Keeps a document whose MAC was verified; an older revision never replaces a newer one.

    BookError `keys_not_saved` if the folder cannot be written.
    """
    path = kept_path(app_data, document.salt)
    try:
        if keys_file.read(path).revision >= document.revision:
            return
    except BookError:
        pass  # none yet, or a damaged one: the document takes its place
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        raise BookError("keys_not_saved") from None
    keys_file.write(path, document)


def find(salt: bytes, app_data: Path, folders: Iterable[Path] = ()) -> list[KeyCopy]:
    """Copies that belong to the book with that salt, the latest revision first; unreadable files are passed over.

    Looks at the copy of this machine and at every `*.keys` of `folders` (the book's folder, those of its backups).
    """
    candidates = [kept_path(app_data, salt)]
    for folder in folders:
        if folder.is_dir():
            candidates += sorted(folder.glob("*.keys"))
    copies = [copy for path in candidates if (copy := _copy_of(path, salt)) is not None]
    return sorted(copies, key=lambda copy: (copy.revision, copy.written), reverse=True)


def restore(copy: KeyCopy, book: Path) -> None:
    """Puts a copy beside the book; a file that is already there is set aside under another name, never overwritten.

    BookError `keys_not_saved` if the folder cannot be written, `keys_missing` or `keys_damaged` if the copy is no more.
    """
    document = keys_file.read(copy.path)
    target = keys_file.keys_path(book)
    if copy.path == target:
        return
    try:
        set_aside(target)
    except OSError:
        raise BookError("keys_not_saved") from None
    keys_file.write(target, document)


def set_aside(keys: Path) -> Path | None:
    """Renames a keys file out of the way, to the first free `….anterior-N`; None if there is none. OSError if not."""
    if not keys.exists():
        return None
    number = 1
    while (aside := keys.with_name(f"{keys.name}.anterior-{number}")).exists():
        number += 1
    return keys.rename(aside)


def _copy_of(path: Path, salt: bytes) -> KeyCopy | None:
    try:
        document = keys_file.read(path)
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (BookError, OSError):
        return None
    if document.salt != salt:
        return None
    return KeyCopy(path, written, document.revision, tuple(slot.name for slot in document.slots))
