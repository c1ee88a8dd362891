"""A package as a file (`.paquete`): sealed to its recipients, signed by its sender, refused before it costs anything.

Magic, version and the length of the header; the header as JSON, which tells of nobody but by keys; the body, compressed
and encrypted; the sender's signature over all of it. What is checked, in this order: that it is a package of a version
we know, its sizes, that it is whole and as it was signed, that it is for us, from whom it is, and only then its inside.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from facilitador.domain.dates import format_date
from facilitador.domain.packages import (
    MOST_FILE_BYTES,
    MOST_PLAIN_BYTES,
    MOST_RATIO,
    MOST_RECIPIENTS,
    Manifest,
    Package,
    PackageRows,
    PublicIdentity,
    TrustedKey,
    fingerprint_of,
    known_by_name,
    trusted,
    well_formed,
    withdrawn,
)
from facilitador.errors import UserFacingError
from facilitador.exchange import package_body, sealing
from facilitador.exchange.sealing import NotWhole, OwnKeys

VERSION: Final = 1

_MAGIC: Final = b"PAQUETE"
_PREFIX: Final = struct.Struct(f">{len(_MAGIC)}sBI")  # magic, version, bytes of the header
_MOST_HEADER_BYTES: Final = 64 * 1024
_SIGNED_FOR: Final = b"paquete-firma"
_MEGABYTE: Final = 1024 * 1024


class _Recipient(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fingerprint: str
    key: bytes


class _Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    package: UUID
    made_on: date
    book_version: int
    sender_box: bytes
    sender_sign: bytes
    sender: bytes  # who she says she is, for the recipients' eyes
    recipients: tuple[_Recipient, ...]
    plain_size: int
    cipher_size: int


class _Parts(NamedTuple):
    head: memoryview
    header: _Header
    cipher: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who opens a package: her keys, her book and its version of the tables, whom the book trusts, and the day."""

    keys: OwnKeys = field(repr=False)
    book_id: UUID
    book_version: int
    trusted_keys: Collection[TrustedKey]
    today: date

    @property
    def fingerprint(self) -> str:
        """By which a package names her."""
        return fingerprint_of(self.keys.box_key, self.keys.sign_key)


def seal(manifest: Manifest, rows: PackageRows, recipients: Sequence[PublicIdentity], keys: OwnKeys) -> bytes:
    """The bytes of the file. `manifest.sender` is who holds `keys`; its counts and hashes are filled in here.

    Refused (`UserFacingError`): `package_recipients_needed`, `package_too_many_recipients` (maximum),
    `package_too_large_to_make` (maximum, in MB).
    """
    if not recipients:
        raise UserFacingError("package_recipients_needed", field="recipients")
    if len(recipients) > MOST_RECIPIENTS:
        raise UserFacingError("package_too_many_recipients", field="recipients", maximum=MOST_RECIPIENTS)
    key = sealing.new_key()
    try:
        compressed, plain_size = package_body.pack(manifest, rows)
    except package_body.TooLarge:
        raise _too_large("package_too_large_to_make") from None
    cipher = sealing.encrypt(key, compressed)
    header = _Header(
        package=manifest.package_id,
        made_on=manifest.made_at.date(),
        book_version=manifest.book_version,
        sender_box=keys.box_key,
        sender_sign=keys.sign_key,
        sender=sealing.lock(key, msgspec.json.encode(manifest.sender)),
        recipients=tuple(_Recipient(one.fingerprint, sealing.seal_to(one.box_key, key)) for one in recipients),
        plain_size=plain_size,
        cipher_size=len(cipher),
    )
    encoded = msgspec.json.encode(header)
    head = _PREFIX.pack(_MAGIC, VERSION, len(encoded)) + encoded
    if len(head) + len(cipher) + sealing.SIGNATURE_BYTES > MOST_FILE_BYTES:
        raise _too_large("package_too_large_to_make")
    return b"".join((head, cipher, keys.sign(_digest(head, cipher))))


def read_file(path: Path) -> bytes:
    """The bytes of a file that may be a package.

    Refused (`UserFacingError`) by its beginning and its size before it is read: `package_unreadable` (name),
    `package_not_one`, `package_newer`, `package_truncated`, `package_tampered`, `package_too_large`.
    """
    try:
        with path.open("rb") as file:
            held = file.read(_PREFIX.size)
            _check_prefix(held)
            if path.stat().st_size > MOST_FILE_BYTES:
                raise _too_large("package_too_large")
            return held + file.read(MOST_FILE_BYTES)
    except OSError:
        raise UserFacingError("package_unreadable", name=path.name) from None


def open_package(sealed: bytes, receiver: Receiver) -> Package:
    """What a package holds, if it may be believed; nothing of it is unfolded before its sender is known.

    Refused (`UserFacingError`): `package_not_one`, `package_newer`, `package_too_large`, `package_truncated`,
    `package_tampered`, `package_from_own_book`, `package_not_for_me`, `package_from_stranger`,
    `package_from_known_name`, `package_from_withdrawn`, `package_damaged_inside`, `package_expired`.
    """
    parts = _parts(sealed)
    header = parts.header
    if not sealing.is_signed(_digest(parts.head, parts.cipher), parts.signature, header.sender_sign):
        raise UserFacingError("package_tampered")
    sender = fingerprint_of(header.sender_box, header.sender_sign)
    if sender == receiver.fingerprint:
        raise UserFacingError("package_from_own_book")
    key = _key(header, receiver)
    believed = _believed(header, key, sender, receiver)
    if header.book_version > receiver.book_version:
        raise UserFacingError("package_newer")
    try:
        compressed = sealing.decrypt(key, parts.cipher)
        manifest, rows = package_body.unpack(compressed, header.plain_size)
    except (NotWhole, package_body.NotABody):
        raise _damaged_inside(believed) from None
    _check_manifest(manifest, header, believed, receiver)
    return Package(replace(manifest, sender=believed), rows, len(sealed))


def _parts(sealed: bytes) -> _Parts:
    """The file taken apart, every size checked against what is there."""
    length = _check_prefix(sealed)
    if len(sealed) > MOST_FILE_BYTES:
        raise _too_large("package_too_large")
    body = _PREFIX.size + length
    if len(sealed) < body:
        raise UserFacingError("package_truncated")
    try:
        header = msgspec.json.decode(sealed[_PREFIX.size : body], type=_Header)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise UserFacingError("package_tampered") from None
    _check_sizes(header)
    end = body + header.cipher_size
    if len(sealed) < end + sealing.SIGNATURE_BYTES:
        raise UserFacingError("package_truncated")
    if len(sealed) > end + sealing.SIGNATURE_BYTES:
        raise UserFacingError("package_tampered")
    return _Parts(memoryview(sealed)[:body], header, sealed[body:end], sealed[end:])


def _check_prefix(sealed: bytes) -> int:
    """The length of the header, if this is the beginning of a package of a version we know."""
    if sealed[: len(_MAGIC)] != _MAGIC:
        raise UserFacingError("package_not_one")
    if len(sealed) < _PREFIX.size:
        raise UserFacingError("package_truncated")
    _magic, version, length = _PREFIX.unpack_from(sealed)
    if version != VERSION:
        raise UserFacingError("package_newer" if version > VERSION else "package_tampered")
    if length > _MOST_HEADER_BYTES:
        raise UserFacingError("package_tampered")
    return int(length)


def _check_sizes(header: _Header) -> None:
    if header.cipher_size < 0 or header.plain_size < 0 or len(header.recipients) > MOST_RECIPIENTS:
        raise UserFacingError("package_tampered")
    if header.cipher_size > MOST_FILE_BYTES or header.plain_size > MOST_PLAIN_BYTES:
        raise _too_large("package_too_large")
    if header.plain_size > MOST_RATIO * header.cipher_size:
        raise _too_large("package_too_large")


def _key(header: _Header, receiver: Receiver) -> bytes:
    mine = [one for one in header.recipients if one.fingerprint == receiver.fingerprint]
    if not mine:
        raise UserFacingError("package_not_for_me")
    key = receiver.keys.open_sealed(mine[0].key)
    if key is None or len(key) != sealing.KEY_BYTES:
        raise UserFacingError("package_tampered")
    return key


def _believed(header: _Header, key: bytes, sender: str, receiver: Receiver) -> PublicIdentity:
    """Who sent it, as she was confirmed here; refuses whoever was not, by the name she gives herself."""
    found = trusted(receiver.trusted_keys, sender)
    if found is not None:
        return found.identity
    past = withdrawn(receiver.trusted_keys, sender)
    if past is not None and past.withdrawn_on is not None:
        day = format_date(past.withdrawn_on)
        raise UserFacingError("package_from_withdrawn", name=past.identity.name, day=day)
    claimed = _claimed(header, key)
    if known_by_name(receiver.trusted_keys, claimed.name):
        raise UserFacingError("package_from_known_name", name=claimed.name)
    shown = "-".join(claimed.fingerprint_groups)
    raise UserFacingError("package_from_stranger", name=claimed.name, service=claimed.service_name, fingerprint=shown)


def _claimed(header: _Header, key: bytes) -> PublicIdentity:
    """Who the sender says she is: proved is only that she holds the keys."""
    try:
        claimed = msgspec.json.decode(sealing.unlock(key, header.sender), type=PublicIdentity)
    except (NotWhole, msgspec.DecodeError, ValueError, RecursionError):
        raise UserFacingError("package_tampered") from None
    if not well_formed(claimed) or (claimed.box_key, claimed.sign_key) != (header.sender_box, header.sender_sign):
        raise UserFacingError("package_tampered")
    return claimed


def _check_manifest(manifest: Manifest, header: _Header, believed: PublicIdentity, receiver: Receiver) -> None:
    if believed.book_id == receiver.book_id:
        raise UserFacingError("package_from_own_book")
    # A person who was confirmed for her book cannot speak for another.
    told, known = manifest.sender, believed
    if (told.book_id, told.person_id, told.fingerprint) != (known.book_id, known.person_id, known.fingerprint):
        raise _damaged_inside(believed)
    if (manifest.package_id, manifest.book_version) != (header.package, header.book_version):
        raise _damaged_inside(believed)
    if manifest.until is not None and manifest.until < receiver.today:
        raise UserFacingError("package_expired", name=believed.name, day=format_date(manifest.until))


def _damaged_inside(sender: PublicIdentity) -> UserFacingError:
    return UserFacingError("package_damaged_inside", name=sender.name)


def _too_large(code: str) -> UserFacingError:
    return UserFacingError(code, maximum=MOST_FILE_BYTES // _MEGABYTE)


def _digest(head: bytes | memoryview, cipher: bytes | memoryview) -> bytes:
    digest = hashlib.blake2b(head, person=_SIGNED_FOR)
    digest.update(cipher)
    return digest.digest()
