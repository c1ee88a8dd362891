"""Back to a copy of the book, or what can be saved of a damaged one: for who knows a clave or the recovery code.

No book is open here: every function does its work on the thread that calls it, asks `stop` as it goes, and leaves
everything as it was where it refuses.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from facilitador.db import copy_contents, engine, keys, keys_file, recovery_code, restoring, salvaging, storage_failures
from facilitador.db.copy_contents import CopyContents
from facilitador.db.keys import UnlockedKeys
from facilitador.db.keys_file import KeysDocument
from facilitador.db.restoring import FoundCopy, Restored
from facilitador.db.salvaging import SalvagedTable
from facilitador.domain.roles import Section, may_write
from facilitador.errors import BookError, UserFacingError
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment, PersonOfTheBook
from facilitador.use_cases.open_book import OpenBook

__all__ = [
    "CopyContents",
    "FoundCopy",
    "Identity",
    "ReadCopy",
    "Restored",
    "Salvage",
    "find",
    "found_at",
    "open_restored",
    "people_of",
    "put_back",
    "read",
    "salvage",
]

RESTORED: Final = "RestoreBook"

DAMAGED: Final = frozenset({"book_damaged", "book_truncated", "book_empty", "book_foreign", "keys_of_another_book"})
"""Refusals of a book that is not what it was: it is kept as a damaged one."""

_OPENED_WITH: Final = frozenset({"books", "services", "people"})
"""What no book opens without."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks, and how she proves it: her clave; or, with nobody named, the recovery code. Never shown by repr."""

    person_id: UUID | None
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReadCopy:
    """A copy after its check: what it holds, or why it is of no use.

    `own_clave`: false where the clave that opens it is not the one that was given.
    """

    copy: FoundCopy
    contents: CopyContents | None
    refusal: UserFacingError | None = None
    own_clave: bool = True


@dataclass(frozen=True, slots=True)
class Salvage:
    """What came of a salvage: the new book, and what of each table came over, in the order of the schema."""

    path: Path
    tables: tuple[SalvagedTable, ...]

    @property
    def rows(self) -> int:
        """Rows that came over."""
        return sum(table.rows for table in self.tables)

    @property
    def incomplete(self) -> tuple[SalvagedTable, ...]:
        """The tables of which something is missing."""
        return tuple(table for table in self.tables if not table.whole)


def find(book: Path, environment: Environment, more: Iterable[Path] = ()) -> tuple[FoundCopy, ...]:
    """Copies of a book wherever they are kept, and in the folders of `more`; the latest first."""
    return tuple(restoring.find(book, environment.host.app_data, more))


def found_at(path: Path) -> FoundCopy:
    """The copy in a file; refuses with `not_a_copy`."""
    copy = restoring.found_at(path)
    if copy is None:
        raise UserFacingError("not_a_copy", name=path.name)
    return copy


def people_of(copies: Sequence[FoundCopy], book: Path | None = None) -> tuple[PersonOfTheBook, ...]:
    """Who has a clave in any of the copies, as the latest names her; with `book`, in the keys beside that, too."""
    documents = [copy.document for copy in reversed(copies)]
    if book is not None:
        with contextlib.suppress(BookError):  # no keys, or torn ones: then the copies alone tell
            documents.insert(0, keys_file.read_for(book, None))
    people = {
        slot.person_id: PersonOfTheBook(slot.person_id, slot.name, slot.role)
        for document in documents
        for slot in document.slots
    }
    return tuple(sorted(people.values(), key=lambda person: person.name))


def read(
    copies: Sequence[FoundCopy],
    identity: Identity,
    told: Callable[[ReadCopy], None],
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Checks one copy after the other and tells what each holds, in the order given, until `stop`.

    `wrong_passphrase`, `wrong_recovery_code` or `role_may_not_write` where not one of them opens; then none is told.
    """
    ring = _Ring(identity)
    refusals = [ring.refusal(copy.document) for copy in copies]
    if refusals and all(refusals):
        raise next(refusal for refusal in refusals if refusal is not None)
    for copy, refusal in zip(copies, refusals, strict=True):
        if stop():
            return
        told(_read_one(copy, ring, refusal, stop))


def put_back(
    book: Path,
    copy: FoundCopy,
    identity: Identity,
    environment: Environment,
    *,
    damaged: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> Restored:
    """Puts a copy in the place of a book that nobody has open; what was there is kept under another name.

    Refusals of `restoring.put_back`, of the keys, `restore_disk_full`, and `role_may_not_write`.
    """
    unlocked = _unlock(copy.document, identity)
    today = environment.circumstances.today()
    with storage_failures.full_disk_told_as("restore_disk_full"):
        return restoring.put_back(book, copy, unlocked, host=environment.host, today=today, damaged=damaged, stop=stop)


def open_restored(book: Path, identity: Identity, environment: Environment) -> Future[OpenBook]:
    """Opens a book that was put back, for who did it with her clave; its audit says so."""
    if identity.person_id is None:
        raise RuntimeError("a recovery code opens a book for nobody in particular")
    return books.open_with_passphrase(book, identity.person_id, identity.secret, environment, action=RESTORED)


def salvage(
    book: Path,
    target: Path,
    identity: Identity,
    environment: Environment,
    stop: Callable[[], bool] = lambda: False,
) -> Salvage:
    """Makes a new book at `target` of what can still be read of a damaged one, which stays as it is.

    Refusals of `salvaging.salvage`, of the keys, `salvage_disk_full`, and `role_may_not_write`.
    """
    document = keys_file.read_for(book, _salt_of(book))
    unlocked = _unlock(document, identity)
    with storage_failures.full_disk_told_as("salvage_disk_full"):
        told = salvaging.salvage(
            book, target, document, unlocked, host=environment.host, stop=stop, needed=_OPENED_WITH
        )
        return Salvage(target, told)


def _salt_of(book: Path) -> bytes | None:
    copy = restoring.found_at(book)
    return None if copy is None else copy.document.salt


def _read_one(copy: FoundCopy, ring: _Ring, refusal: UserFacingError | None, stop: Callable[[], bool]) -> ReadCopy:
    key = ring.key(copy.document)
    if key is None:
        return ReadCopy(copy, None, refusal, own_clave=False)
    try:
        contents = copy_contents.read(copy.path, key, stop)
    except BookError as error:
        return ReadCopy(copy, None, error, own_clave=refusal is None)
    return ReadCopy(copy, contents, own_clave=refusal is None)


class _Ring:
    """The data keys that an identity opens; each derivation costs about a second, so none is made twice."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._tried: dict[object, UnlockedKeys | UserFacingError] = {}
        self._data_keys: dict[bytes, bytes] = {}

    def refusal(self, document: KeysDocument) -> UserFacingError | None:
        """Why this identity does not open this copy, with the keys beside it; None if it does."""
        locks = [slot for slot in document.slots if slot.person_id == self._identity.person_id]
        lock = (document.salt, locks[0] if locks else document.recovery)
        if lock not in self._tried:
            try:
                self._tried[lock] = _unlock(document, self._identity)
            except UserFacingError as error:
                self._tried[lock] = error
        found = self._tried[lock]
        if isinstance(found, UserFacingError):
            return found
        self._data_keys[document.salt] = found.data_key
        return None

    def key(self, document: KeysDocument) -> engine.RawKey | None:
        """What opens the file, if any copy of the same keys was opened."""
        data_key = self._data_keys.get(document.salt)
        return None if data_key is None else engine.RawKey(data_key, document.salt)


def _unlock(document: KeysDocument, identity: Identity) -> UnlockedKeys:
    if identity.person_id is None:
        return keys.unlock_with_recovery(document, recovery_code.parse(identity.secret))
    unlocked = keys.unlock(document, identity.person_id, identity.secret)
    if unlocked.role is None or not may_write(unlocked.role, Section.SERVICE):
        raise UserFacingError("role_may_not_write")
    return unlocked
