"""The keys file `<book>.keys`: one JSON document with a slot per person and one for the recovery code.

It lies in the open, perhaps in a shared folder: it holds names, roles and sealed keys, no secret as such. This module
knows its shape; `facilitador.db.keys` knows what opens it. Format 1 is what the Structs below say; bytes are base64.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from uuid import UUID

import msgspec

from facilitador.db import durable_files
from facilitador.domain.roles import Role
from facilitador.errors import BookError

FORMAT = 1
SALT_LENGTH = 16

_MAX_SIZE = 4 * 1024 * 1024  # bytes; thousands of people: anything larger is not a keys file

Memory = Annotated[int, msgspec.Meta(ge=8, le=2 * 1024 * 1024)]
Passes = Annotated[int, msgspec.Meta(ge=1, le=64)]
Salt = Annotated[bytes, msgspec.Meta(min_length=SALT_LENGTH, max_length=SALT_LENGTH)]
Key = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


class KdfCost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one argon2id derivation costs: KiB of memory and passes over it."""

    memory_kib: Memory
    passes: Passes


class PersonSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How one person reaches the keys of the book. `must_change`: the clave is temporary, given by someone else."""

    person_id: UUID
    name: str
    role: Role
    must_change: bool
    public_key: Key
    kdf_salt: Salt
    kdf_cost: KdfCost
    wrapped_private_key: bytes
    sealed_data_key: bytes
    sealed_reserved_key: bytes | None


class RecoverySlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the recovery code reaches both keys of the book."""

    salt: Salt
    wrapped_data_key: bytes
    wrapped_reserved_key: bytes


class KeysDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole file. `revision` grows with every change; `mac` covers everything else, under the data key."""

    format: int
    book_salt: str
    revision: int
    slots: tuple[PersonSlot, ...]
    recovery: RecoverySlot
    mac: bytes = b""

    @property
    def salt(self) -> bytes:
        """The 16-byte salt that the book begins with: it says which book these keys belong to."""
        return bytes.fromhex(self.book_salt)

    def slot(self, person_id: UUID) -> PersonSlot:
        """The slot of a person; BookError `person_without_keys` if there is none."""
        for slot in self.slots:
            if slot.person_id == person_id:
                return slot
        raise BookError("person_without_keys")


class _Format(msgspec.Struct):
    format: int


def keys_path(book: Path) -> Path:
    """Where the keys file of a book lies."""
    return book.with_name(f"{book.name}.keys")


def pending_path(book: Path) -> Path:
    """Where the keys of a book that is being given new ones wait for it to take its place.

    They are the book's own keys from the moment in which its file begins with their salt.
    """
    return book.with_name(f"{book.name}.keys.nuevas")


def settle(book: Path, salt: bytes) -> None:
    """Brings the waiting keys to their place if the book took its own, else removes them; only under the book's lock.

    OSError if the folder cannot be written: then they wait on, and are found as before.
    """
    waiting = pending_path(book)
    if not waiting.exists():
        return
    try:
        due = read(waiting).salt == salt
    except BookError:
        due = False
    if due and _salt_at(keys_path(book)) != salt:
        waiting.replace(keys_path(book))
    else:
        waiting.unlink()
    durable_files.sync_folder(book.parent)


def read_for(book: Path, salt: bytes | None) -> KeysDocument:
    """The keys of the book that begins with `salt`: those beside it, or those that a crash left waiting.

    BookError as `read`; the keys of another book are returned as they are where no others wait.
    """
    if salt is not None and _salt_at(keys_path(book)) != salt and _salt_at(pending_path(book)) == salt:
        return read(pending_path(book))
    return read(keys_path(book))


def encode(document: KeysDocument) -> bytes:
    """The document as readable JSON, ended by a line feed."""
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def decode(content: bytes) -> KeysDocument:
    """The document in `content`; BookError `keys_newer` (a later format) or `keys_damaged` (anything else wrong)."""
    try:
        if msgspec.json.decode(content, type=_Format).format > FORMAT:
            raise BookError("keys_newer")
        document = msgspec.json.decode(content, type=KeysDocument)
        well_formed = document.format == FORMAT and len(document.salt) == SALT_LENGTH
    except (msgspec.MsgspecError, ValueError):
        raise BookError("keys_damaged") from None
    if not well_formed:
        raise BookError("keys_damaged")
    return document


def read(path: Path) -> KeysDocument:
    """The keys file at `path`; BookError `keys_missing`, `keys_unreadable`, `keys_damaged` or `keys_newer`."""
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_SIZE + 1)
    except FileNotFoundError:
        raise BookError("keys_missing") from None
    except OSError:
        raise BookError("keys_unreadable") from None
    if len(content) > _MAX_SIZE:
        raise BookError("keys_damaged")
    return decode(content)


def write(path: Path, document: KeysDocument) -> None:
    """Replaces the keys file whole; BookError `keys_not_saved` if it cannot be written (the old one stays)."""
    try:
        durable_files.write(path, encode(document))
    except OSError:
        raise BookError("keys_not_saved") from None


def _salt_at(path: Path) -> bytes | None:
    try:
        return read(path).salt
    except BookError:
        return None
