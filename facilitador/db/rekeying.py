"""New keys for a whole book, so that somebody who left opens nothing that is written from now on.

A verified backup first; then a copy is born under the new keys, page by page, compared with the book, changed and
checked; only then it takes the book's place, by renaming. The one moment that decides is that rename: the new keys lie
beside the book before it (`keys_file.pending_path`) and belong to whichever file begins with their salt.

What somebody could open before stays open to her: earlier backups and whatever she copied have the old keys.
"""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeAlias, TypeVar

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from facilitador.db import (
    backup_places,
    backups,
    checks,
    durable_files,
    engine,
    key_copies,
    keys,
    keys_file,
    resealing,
    storage_failures,
)
from facilitador.db.books import Begin, Book
from facilitador.db.keys import NewPerson, UnlockedKeys
from facilitador.db.keys_file import KeysDocument
from facilitador.db.recovery_code import RecoveryCode
from facilitador.errors import BookError

T = TypeVar("T")

Resealer: TypeAlias = Callable[[sa.Connection, bytes, bytes], None]
"""Opens what one area sealed with the old reserved key (second argument) and seals it with the new one (third)."""

RESEALERS: Final[tuple[Resealer, ...]] = (resealing.reseal,)
"""What seals everything that is sealed with the reserved key again."""


@dataclass(frozen=True, slots=True)
class Rekeyed(Generic[T]):
    """What came of it: the answer of `change`, the new recovery code, and the backup of the book as it was."""

    answer: T
    code: RecoveryCode
    backup: Path | None


def rekey(
    book: Book,
    remaining: Sequence[NewPerson],
    change: Callable[[Begin], T],
    *,
    backup_folder: Path | None = None,
    resealers: Sequence[Resealer] = RESEALERS,
) -> Rekeyed[T]:
    """Gives the book new keys, sealed to `remaining` only, and goes on with it.

    `change` writes into the copy what goes together with it (who has no access any more). Runs on the database thread,
    outside any transaction. Whatever is refused, by `change` or by the disk, leaves book and keys as they were:
    BookError of the backup, `reserved_key_needed`, `disk_full`, `book_damaged`, `copy_not_whole`, `keys_not_renewed`.
    """
    document, unlocked, code = keys.reissue(book.key_document, book.keys, remaining)
    made = backups.make_backup(book, backup_folder, always=True)
    try:
        part = durable_files.new_part(book.path)
        part.chmod(stat.S_IMODE(book.path.stat().st_mode))
        answer = _write_copy(book, part, engine.RawKey(unlocked.data_key, document.salt), change, resealers, unlocked)
        durable_files.sync_file(part)
        keys_file.write(keys_file.pending_path(book.path), document)
        _keep_beforehand(book, document)
        backup_places.carry_over(book.app_data, book.salt, document.salt)
        book.take_over(part, document, unlocked)
    except OSError as error:
        raise storage_failures.of_system(error, "keys_not_renewed") from error
    except (sqlcipher.DatabaseError, sa.exc.DBAPIError) as error:
        refusal = storage_failures.of_sqlite(error.orig if isinstance(error, sa.exc.DBAPIError) else error)
        raise refusal or error from error
    finally:
        _sweep(book)
    return Rekeyed(answer, code, made.path)


def _write_copy(
    book: Book,
    part: Path,
    key: engine.RawKey,
    change: Callable[[Begin], T],
    resealers: Sequence[Resealer],
    unlocked: UnlockedKeys,
) -> T:
    connection = engine.connect(part, key)
    try:
        _copy(book, connection)
        engine.hold(connection, sync=False)  # worth nothing before it is whole: no waiting for the disk
        if _counts(connection) != _counts(book.driver_connection):
            raise BookError("copy_not_whole")
        writing = engine.engine_on(connection)
        if book.keys.reserved_key is not None and unlocked.reserved_key is not None:
            _reseal(writing, resealers, book.keys.reserved_key, unlocked.reserved_key)
        answer = change(writing.begin)
        writing.dispose()
    finally:
        connection.close()
    _verify(book, part, key)
    return answer


def _copy(book: Book, connection: Any) -> None:
    # Pages are read in the clear and written under the new key: the copy never exists under any other.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    book.driver_connection.backup(connection)


def _reseal(writing: sa.Engine, resealers: Sequence[Resealer], old: bytes, new: bytes) -> None:
    with writing.begin() as transaction:
        for reseal in resealers:
            reseal(transaction, old, new)


def _verify(book: Book, part: Path, key: engine.RawKey) -> None:
    """Reads the copy anew from the disk, as the next opening will."""
    try:
        copy = engine.connect(part, key, writable=False)
        try:
            whole = checks.check(copy).whole and engine.header(copy) == engine.header(book.driver_connection)
        finally:
            copy.close()
    except sqlcipher.DatabaseError as error:
        raise BookError("copy_not_whole") from error
    if not whole:
        raise BookError("copy_not_whole")


def _counts(connection: Any) -> dict[str, int]:
    """How many rows each table has."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    counts = {}
    for (name,) in names:
        quoted = '"' + name.replace('"', '""') + '"'
        ((counts[name],),) = connection.execute(f"SELECT count(*) FROM {quoted}").fetchall()  # noqa: S608
    return counts


def _keep_beforehand(book: Book, document: KeysDocument) -> None:
    """A copy of the new keys on this machine before they are needed: the folder of the book may be a USB stick."""
    try:
        key_copies.keep(book.app_data, document)
    except BookError:
        book.warnings.append("keys_copy_not_kept")


def _sweep(book: Book) -> None:
    """Nothing half done stays beside the book."""
    with contextlib.suppress(OSError):  # the next opening sweeps again
        durable_files.remove_parts(book.path)
        keys_file.settle(book.path, book.salt)
