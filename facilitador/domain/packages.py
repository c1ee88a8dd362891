"""Packages between books: who sends and receives them, what they say of themselves, and what they hold.

A person's public identity is two keys with her name; the fingerprint over both is what two people compare by voice.
A package is opened only by those it is addressed to, and believed only if its sender was confirmed once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeAlias
from uuid import UUID

from facilitador.domain.copied_codes import BITS, in_groups, normalised, spelled
from facilitador.domain.text import clean_line, fold

KEY_BYTES: Final = 32
FINGERPRINT_LENGTH: Final = 20
"""Characters of five bits: 100 bits, five groups of four."""

NAME_LIMIT: Final = 160
"""Letters of a person's or a service's name in an identity."""

PURPOSE_LIMIT: Final = 500
"""Letters of what a package is for."""

MOST_FILE_BYTES: Final = 256 * 1024 * 1024
MOST_PLAIN_BYTES: Final = 512 * 1024 * 1024
MOST_RATIO: Final = 200
"""How many times larger than its sealed body a package may unfold."""

MOST_RECIPIENTS: Final = 40

_DIGEST_BYTES: Final = 32
_FINGERPRINT_PERSON: Final = b"llave-huella"


def fingerprint_of(box_key: bytes, sign_key: bytes) -> str:
    """Twenty characters of Crockford base 32 over both public keys, without separators."""
    digest = hashlib.blake2b(box_key + sign_key, digest_size=_DIGEST_BYTES, person=_FINGERPRINT_PERSON).digest()
    unused = 8 * _DIGEST_BYTES - BITS * FINGERPRINT_LENGTH
    return spelled(int.from_bytes(digest, "big") >> unused, FINGERPRINT_LENGTH)


@dataclass(frozen=True, slots=True)
class PublicIdentity:
    """Who a person is to other books: her name and service, the id of her book, and her two public keys (32 bytes).

    `box_key` (X25519) is what is sealed to, `sign_key` (Ed25519) what signatures are checked with.
    """

    person_id: UUID
    name: str
    service_name: str
    book_id: UUID
    box_key: bytes
    sign_key: bytes

    @property
    def fingerprint(self) -> str:
        """As `fingerprint_of` its keys."""
        return fingerprint_of(self.box_key, self.sign_key)

    @property
    def fingerprint_groups(self) -> list[str]:
        """The fingerprint as it is read over the phone: five groups of four."""
        return in_groups(self.fingerprint)

    def has_fingerprint(self, typed: str) -> bool:
        """True if what was typed is the whole fingerprint, whatever its case, spaces and dashes."""
        return normalised(typed) == self.fingerprint


class ConfirmedBy(StrEnum):
    """How someone made sure that a key is whose it says."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    VIDEO = "video"


CONFIRMED_WORDS: Final = {
    ConfirmedBy.PHONE: "por teléfono",
    ConfirmedBy.IN_PERSON: "en persona",
    ConfirmedBy.VIDEO: "por videollamada",
}
"""How a key was confirmed, as it stands in a sentence."""


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public identity that someone of this book confirmed; `confirmed_by` is her id.

    `withdrawn_on` is the day from which it is believed no more. A key that was withdrawn is confirmed again as a new
    one.
    """

    id: UUID
    identity: PublicIdentity
    confirmed_on: date
    confirmed_by: UUID
    confirmed_how: ConfirmedBy
    withdrawn_on: date | None
    revision: int


class PackageKind(StrEnum):
    """What a package is for."""

    SUPERVISION = "supervision"
    HANDOVER = "handover"
    MAN = "man"
    REVIEW = "review"


OWNED: Final = frozenset({PackageKind.HANDOVER, PackageKind.MAN})
"""Kinds of package whose rows are of the book that takes them in."""


Value: TypeAlias = int | float | str | bytes | None
"""A value exactly as a table of the file holds it: keys as 16 bytes, dates in ISO, truth as 0 or 1."""


@dataclass(frozen=True, slots=True)
class TableRows:
    """Rows of one table: the names of the columns once, then a value for each in every row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


PackageRows: TypeAlias = Mapping[str, TableRows]
"""What a package holds, by the name of the table; in the order in which rows may be written."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package says of itself, sealed with its rows.

    `subjects`: the ids of the groups, or of the one man. `book_version` is that of the sender's tables; `made_at` is in
    UTC; `until` is the last day on which it is opened. `chain_head`: the newest value in the audit of the book it
    comes from. `counts` and `hashes` (32 bytes, blake2b) by table are of the rows it travels with: `packages.seal` of
    `exchange` fills them in, and they are checked at every opening. `reserved_keys`: by fingerprint, the key of the
    reserved documents sealed to who may open them (hand-over only). `dropped`: what stayed behind, as codes, to be told
    before taking in.
    """

    package_id: UUID
    kind: PackageKind
    sender: PublicIdentity
    book_version: int
    made_at: datetime
    purpose: str
    until: date | None
    with_names: bool
    subjects: tuple[UUID, ...]
    chain_head: bytes = b""
    counts: Mapping[str, int] = field(default_factory=dict)
    hashes: Mapping[str, bytes] = field(default_factory=dict)
    reserved_keys: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was opened: sealed for us, signed by someone we trust, whole and of today. `size`: file bytes."""

    manifest: Manifest
    rows: PackageRows
    size: int


def trusted(keys: Collection[TrustedKey], fingerprint: str) -> TrustedKey | None:
    """The key of that fingerprint that is believed today."""
    return next((one for one in keys if one.withdrawn_on is None and one.identity.fingerprint == fingerprint), None)


def withdrawn(keys: Collection[TrustedKey], fingerprint: str) -> TrustedKey | None:
    """The newest key of that fingerprint that was believed once."""
    past = [one for one in keys if one.withdrawn_on is not None and one.identity.fingerprint == fingerprint]
    return max(past, key=lambda one: one.withdrawn_on or date.min, default=None)


def known_by_name(keys: Collection[TrustedKey], name: str) -> TrustedKey | None:
    """The newest key that was confirmed for somebody of that name, whatever case and accents."""
    alike = [one for one in keys if fold(one.identity.name) == fold(name)]
    return max(alike, key=lambda one: one.confirmed_on, default=None)


def well_formed(identity: PublicIdentity) -> bool:
    """True if the names can be shown in one line as they are, and the keys are of their length."""
    names = (identity.name, identity.service_name)
    keys = (identity.box_key, identity.sign_key)
    return all(0 < len(name) <= NAME_LIMIT and clean_line(name) == name for name in names) and all(
        len(key) == KEY_BYTES for key in keys
    )


def rows_of(rows: PackageRows, table: str) -> Sequence[Mapping[str, Value]]:
    """The rows of a table, each by column; none where the package holds no such table."""
    held = rows.get(table)
    return [] if held is None else [dict(zip(held.columns, row, strict=True)) for row in held.rows]
