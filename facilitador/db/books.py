"""A book, from creation or opening to closing: its lock, its keys and its one connection, held together.

Everything here runs on the database thread. Opening refuses before it changes anything; creating shows the book under
its name only when it is whole.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from facilitador.db import (
    book_file,
    book_header,
    durable_files,
    engine,
    key_copies,
    keys,
    keys_file,
    new_book_files,
    schema,
    storage_failures,
)
from facilitador.db.book_lock import BookLock
from facilitador.db.keys import NewPerson, UnlockedKeys
from facilitador.db.keys_file import KdfCost, KeysDocument, PersonSlot
from facilitador.db.new_book_files import Begin
from facilitador.db.recovery_code import RecoveryCode
from facilitador.errors import BookError

__all__ = ["Begin", "Book", "Host", "create_book", "open_book"]


@dataclass(frozen=True, slots=True)
class Host:
    """What a book takes from outside: the program's own folder, the clock (UTC), and whether the disk is waited for.

    `sync=False` is for tests whose subject is not durability.
    """

    app_data: Path
    clock: Callable[[], datetime]
    sync: bool = True


class Book:
    """An open book. `keys` are those of the person who opened it; `warnings` are message codes worth telling her."""

    def __init__(
        self, path: Path, unlocked: UnlockedKeys, document: KeysDocument, lock: BookLock, connection: Any, host: Host
    ) -> None:
        self.path = path
        self.keys = unlocked
        self.warnings: list[str] = []
        self.read_only = not lock.held
        self._document = document
        self._lock = lock
        self._attach(connection)
        self._host = host
        self._owner: int | None = None
        self._closed = False
        self._damaged = False  # once a page could not be read, nothing more is read or written: it stays as it is
        self._keep_copy()

    @property
    def salt(self) -> bytes:
        """The 16 bytes that the file begins with, by which copies of keys and backups are known as this book's."""
        return self._document.salt

    @property
    def people(self) -> tuple[PersonSlot, ...]:
        """Who has keys."""
        return self._document.slots

    @property
    def key_document(self) -> KeysDocument:
        """The keys file as verified and last written."""
        return self._document

    @property
    def app_data(self) -> Path:
        """The program's own folder on this machine."""
        return self._host.app_data

    def changed_since_backup(self, folder: Path) -> bool:
        """True if rows were written since the book was opened, or since its last backup into that folder."""
        return self.changes != self._changes_backed_up.get(folder, self._changes_before)

    def refuse_damaged(self) -> None:
        """BookError `book_damaged` once a page could not be read: the connection is of no further use."""
        if self._damaged or not self._answers():
            raise BookError("book_damaged")

    @property
    def changes(self) -> int:
        """How many rows were written through this connection."""
        return int(self._connection.total_changes)

    def mark_backed_up(self, folder: Path, changes: int) -> None:
        """Says that a verified copy in that folder holds everything written up to so many `changes`; on any thread."""
        self._changes_backed_up[folder] = changes

    @property
    def is_open(self) -> bool:
        """False once it was closed, or could not be opened again under its new keys."""
        return not self._closed

    @property
    def driver_connection(self) -> Any:
        """The sqlcipher3 connection, for what needs no transaction: checks, copies, migrations. Only in `db`."""
        return self._connection

    def version(self) -> int:
        """The version of the schema that the file holds."""
        return engine.header(self._connection)[1]

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """One transaction: committed once at the end, rolled back on any error. Nesting raises RuntimeError.

        BookError where the file fails: `disk_full`, `book_damaged` (from then on always), `book_unreachable`,
        `book_read_only`, `book_locked`.
        """
        if self._closed:
            raise RuntimeError("the book is closed")
        if self._owner == threading.get_ident():
            raise RuntimeError("a transaction is open already on this thread")
        if self._damaged:
            raise BookError("book_damaged")
        try:
            with self._engine.begin() as connection:
                self._owner = threading.get_ident()
                try:
                    yield connection
                finally:
                    self._owner = None
        except sa.exc.DBAPIError as error:
            refusal = storage_failures.of_sqlite(error.orig)
            if refusal is None:
                raise
            self._damaged = refusal.code == "book_damaged"
            raise refusal from error
        except MemoryError as error:
            # What SQLCipher answers on a connection that met a page it cannot read.
            if self._answers():
                raise
            self._damaged = True
            raise BookError("book_damaged") from error

    def change_keys(self, change: Callable[[KeysDocument], KeysDocument]) -> None:
        """Writes what `change` makes of the keys document (functions of `keys`), beside the book and in our own folder.

        Whatever `change` refuses; BookError `keys_not_saved` if it cannot be written: the old keys stay valid.
        """
        changed = change(self._document)
        keys.verify(changed, self.keys.data_key)
        keys_file.write(keys_file.keys_path(self.path), changed)
        self._document = changed
        self._keep_copy()

    @contextmanager
    def keys_undone_on_failure(self) -> Iterator[None]:
        """Whatever the block changes in the keys is put back if it fails: rows and keys hold together or not at all.

        A keys file that cannot be written a second time stays as the block left it; opening bears that.
        """
        before = self._document
        try:
            yield
        except BaseException:
            if self._document is not before:
                with contextlib.suppress(BookError):
                    self.change_keys(lambda document: keys.put_back(document, self.keys, before))
            raise

    def change_passphrase(self, person_id: UUID, old: str, new: str, cost: KdfCost) -> None:
        """Rewraps a person's key under a new clave, and the book is hers from then on. Refusals of `keys` and above."""
        changed, unlocked = keys.change_passphrase(self._document, person_id, old, new, cost)
        self.change_keys(lambda document: changed)
        self.keys = unlocked

    def renew_recovery_code(self) -> RecoveryCode:
        """A new recovery code, to be written down now; the old one opens nothing any more."""
        changed, code = keys.renew_recovery_code(self._document, self.keys)
        self.change_keys(lambda document: changed)
        return code

    def sign_in(self, person_id: UUID, passphrase: str) -> None:
        """Makes a person the one who has the book open: after the recovery code opened it and her clave was set."""
        self.keys = keys.unlock(self._document, person_id, passphrase)

    def take_over(self, part: Path, document: KeysDocument, unlocked: UnlockedKeys) -> None:
        """Goes on with a finished copy of the book under new keys, put in the place of the file by renaming.

        `part` is whole and on the disk, its keys already wait beside the book. Killed at any moment, the old file with
        the old keys or the new file with the new ones is there. OSError or BookError `keys_not_renewed` where the file
        cannot be replaced: the old one is open again. A book that can no longer be opened is closed.
        """
        if self._owner is not None:
            raise RuntimeError("a transaction is still open")
        self._engine.dispose()
        self._connection.close()
        try:
            _replace(self.path, part)
        except BaseException:
            self._reconnect()
            raise
        self._document, self.keys = document, unlocked
        with contextlib.suppress(OSError):  # they wait on, and the next opening finds them
            keys_file.settle(self.path, document.salt)
        self._reconnect()
        self._keep_copy()

    def close(self) -> None:
        """Closes the connection and gives the lock back; harmless if closed already, RuntimeError in a transaction."""
        if self._closed:
            return
        if self._owner is not None:
            raise RuntimeError("a transaction is still open")
        self._closed = True
        try:
            self._engine.dispose()
            self._connection.close()
        finally:
            self._lock.release()

    def _answers(self) -> bool:
        try:
            self._connection.execute("PRAGMA schema_version").fetchall()
        except (MemoryError, sqlcipher.DatabaseError):
            return False
        return True

    def _reconnect(self) -> None:
        try:
            self._attach(_connect(self.path, self.keys, self._document, self._host))
        except BaseException:
            self._closed = True
            self._lock.release()
            raise

    def _attach(self, connection: Any) -> None:
        self._connection = connection
        self._engine = engine.engine_on(connection)
        self._changes_before = int(connection.total_changes)
        self._changes_backed_up: dict[Path, int] = {}

    def _keep_copy(self) -> None:
        try:
            key_copies.keep(self._host.app_data, self._document)
        except BookError:
            self.warnings.append("keys_copy_not_kept")


def create_book(
    path: Path,
    first: NewPerson,
    passphrase: str,
    *,
    host: Host,
    cost: KdfCost,
    fill: Callable[[Begin], None] | None = None,
) -> tuple[Book, RecoveryCode]:
    """A new book at `path`, open, with its first person, and the recovery code to be written down.

    `fill` is given `begin` and writes the first rows before the book is seen under its name. A crash at any moment
    leaves nothing that stands in the way of trying again. BookError `book_exists` (nothing is ever overwritten),
    `folder_missing`, `folder_read_only`, `disk_full`, `book_not_created`, and what the lock refuses.
    """
    path = path.resolve()
    _check_place(path)
    document, unlocked, code = keys.create(first, passphrase, cost)
    lock = BookLock(path)
    lock.acquire(first.name, host.clock)
    try:
        _check_place(path)
        durable_files.remove_parts(path)
        durable_files.remove_parts(keys_file.keys_path(path))
        new_book_files.write(path, document, unlocked, fill, sync=host.sync)
        connection = _connect(path, unlocked, document, host)
        return Book(path, unlocked, document, lock, connection, host), code
    except OSError as error:
        lock.release()
        raise storage_failures.of_system(error, "book_not_created") from error
    except BaseException:
        lock.release()
        raise


def open_book(path: Path, unlocked: UnlockedKeys, *, host: Host, upgrade: Callable[[Book], None] | None = None) -> Book:
    """The book at `path`, opened with keys that `keys.unlock` gave; a refusal leaves every file as it was.

    `upgrade` brings an older book to `schema.VERSION`, its backup included; without it an older book is refused.
    BookError: every refusal of `book_file.inspect` and of the lock, `keys_altered`, `book_damaged`, `book_newer`,
    `book_foreign_inside`, `book_older`, `book_locked`, `book_unreachable`, `upgrade_disk_full`.
    """
    path = path.resolve()
    if not path.is_file():
        raise book_file.examine(path).refusals[0]
    lock = BookLock(path)
    lock.acquire(unlocked.name, host.clock)
    try:
        state = book_file.examine(path)
        if state.refusals:
            raise state.refusals[0]
        assert state.keys is not None
        keys.verify(state.keys, unlocked.data_key)
        connection = _connect(path, unlocked, state.keys, host, older_too=upgrade is not None)
    except BaseException:
        lock.release()
        raise
    book = Book(path, unlocked, state.keys, lock, connection, host)
    _tidy(path, state.keys.salt)
    if upgrade is not None and book.version() < schema.VERSION:
        _upgrade(book, upgrade)
    return book


def _upgrade(book: Book, upgrade: Callable[[Book], None]) -> None:
    try:
        with storage_failures.full_disk_told_as("upgrade_disk_full"):
            upgrade(book)
        if book.version() != schema.VERSION:
            raise RuntimeError("the upgrade did not reach the current version")
    except BaseException:
        book.close()
        raise


def _tidy(path: Path, salt: bytes) -> None:
    """Ends what a killed process left half done, or takes it away."""
    for whole in (path, keys_file.keys_path(path), keys_file.pending_path(path)):
        durable_files.remove_parts(whole)
    with contextlib.suppress(OSError):  # keys that wait are read where they are
        keys_file.settle(path, salt)


def _replace(path: Path, part: Path) -> None:
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists() and journal.stat().st_size:
        raise BookError("keys_not_renewed")  # it would be rolled back into the new file
    part.replace(path)
    durable_files.sync_folder(path.parent)


def _check_place(path: Path) -> None:
    if not path.parent.is_dir():
        raise BookError("folder_missing")
    if path.exists():
        raise BookError("book_exists", name=path.name)


def _connect(path: Path, unlocked: UnlockedKeys, document: KeysDocument, host: Host, *, older_too: bool = False) -> Any:
    """A connection that proved to be to a book of ours that this version can read, and holds it exclusively."""
    try:
        connection = engine.connect(path, engine.RawKey(unlocked.data_key, document.salt))
        try:
            book_header.check(connection, older_too=older_too)
            engine.hold(connection, sync=host.sync)
        except BaseException:
            connection.close()
            raise
    except sqlcipher.DatabaseError as error:
        raise storage_failures.of_sqlite(error) or error from error
    return connection
