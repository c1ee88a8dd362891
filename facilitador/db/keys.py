"""Who may open the book, and with what: made of libsodium's primitives only.

A random data key opens the file; a random reserved key opens partner and protection notes and is sealed to facilitators
and supervisors only. Each person has an X25519 key pair: her NFC-normalised clave goes through argon2id to a secret box
around the private key, and both keys of the book are sealed to the public one, so that someone else can let her in
without knowing her clave. The recovery code is random enough (140 bits) to need no slow derivation.

Every change starts from a document whose MAC was verified under the data key: a stranger who can write the folder can
neither add herself nor alter a name, a role or a key without being found out.
"""

from __future__ import annotations

import dataclasses
import secrets
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
import nacl.exceptions
import nacl.utils
from nacl.bindings import sodium_memcmp
from nacl.encoding import RawEncoder
from nacl.hash import blake2b
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from facilitador.db.keys_file import FORMAT, SALT_LENGTH, KdfCost, KeysDocument, PersonSlot, RecoverySlot
from facilitador.db.package_keys import PackageKeys
from facilitador.db.recovery_code import RecoveryCode, generate
from facilitador.domain.roles import Role, Section, may_read
from facilitador.errors import BookError, UserFacingError

KEY_LENGTH = 32

STANDARD_COST = KdfCost(memory_kib=64 * 1024, passes=3)
"""What every machine can bear, and the least a real book ever uses."""

_MAX_CALIBRATED_MEMORY = 256 * 1024  # KiB: the book travels, and the next laptop may have 2 GB
_MAX_CALIBRATED_PASSES = 12
_TARGET_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class UnlockedKeys:
    """The keys of an opened book and who holds them: after the recovery code nobody in particular, who has no
    `package_keys`.
    """

    person_id: UUID | None
    name: str
    role: Role | None
    must_change: bool
    data_key: bytes = field(repr=False)
    reserved_key: bytes | None = field(repr=False)
    package_keys: PackageKeys | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Someone about to be given keys; `name` is shown before the book is open, and lies in the open."""

    id: UUID
    name: str
    role: Role


def derive(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    """The 32-byte key of a clave: NFC, UTF-8, argon2id. The same clave gives the same key on every keyboard."""
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    key: bytes = argon2id.kdf(KEY_LENGTH, typed, salt, opslimit=cost.passes, memlimit=cost.memory_kib * 1024)
    return key


def calibrate(clock: Callable[[], float], attempt: Callable[[KdfCost], object] | None = None) -> KdfCost:
    """The cost that takes this machine 0.5 to 1 second, never less than `STANDARD_COST`.

    `clock` gives seconds (`time.perf_counter`); `attempt` carries out one derivation. Memory grows first, to 256 MiB,
    then passes: memory is what costs an attacker most.
    """
    attempt = attempt or (lambda cost: derive("calibración", bytes(SALT_LENGTH), cost))

    def seconds(cost: KdfCost) -> float:
        start = clock()
        attempt(cost)
        return clock() - start

    cost = STANDARD_COST
    taken = seconds(cost)
    while taken < _TARGET_SECONDS and cost.memory_kib < _MAX_CALIBRATED_MEMORY:
        cost = KdfCost(cost.memory_kib * 2, cost.passes)
        taken = seconds(cost)
    while taken < _TARGET_SECONDS and cost.passes < _MAX_CALIBRATED_PASSES:
        cost = KdfCost(cost.memory_kib, cost.passes + 1)
        taken = seconds(cost)
    return cost


def create(first: NewPerson, passphrase: str, cost: KdfCost) -> tuple[KeysDocument, UnlockedKeys, RecoveryCode]:
    """Keys for a new book: a document with its first person, the keys themselves, and the recovery code to write down.

    The first person may be of any role; the reserved key is hers only if the role table lets her read that section.
    """
    data_key, reserved_key = nacl.utils.random(KEY_LENGTH), nacl.utils.random(KEY_LENGTH)
    code = generate()
    private_key = PrivateKey.generate()
    holder = UnlockedKeys(None, "", None, False, data_key, reserved_key)
    document = KeysDocument(
        format=FORMAT,
        book_salt=nacl.utils.random(SALT_LENGTH).hex(),
        revision=1,
        slots=(_new_slot(holder, first, passphrase, cost, must_change=False, private_key=private_key),),
        recovery=_recovery_slot(code, data_key, reserved_key),
    )
    reserved = reserved_key if _may_hold_reserved(first.role) else None
    mine = PackageKeys(private_key)
    unlocked = UnlockedKeys(first.id, first.name, first.role, False, data_key, reserved, mine)
    return _signed(document, data_key), unlocked, code


def unlock(document: KeysDocument, person_id: UUID, passphrase: str) -> UnlockedKeys:
    """The keys that a person's clave opens; BookError `wrong_passphrase` or `keys_altered`."""
    slot = document.slot(person_id)
    wrapping_key = derive(passphrase, slot.kdf_salt, slot.kdf_cost)
    try:
        private_key = PrivateKey(SecretBox(wrapping_key).decrypt(slot.wrapped_private_key))
    except (nacl.exceptions.CryptoError, ValueError, TypeError):
        raise BookError("wrong_passphrase", field="passphrase") from None
    try:
        box = SealedBox(private_key)
        data_key = box.decrypt(slot.sealed_data_key)
        reserved_key = None if slot.sealed_reserved_key is None else box.decrypt(slot.sealed_reserved_key)
    except (nacl.exceptions.CryptoError, ValueError, TypeError):
        raise BookError("keys_altered") from None
    if len(data_key) != KEY_LENGTH:  # anyone can seal something to a public key
        raise BookError("keys_altered")
    verify(document, data_key)
    mine = PackageKeys(private_key)
    return UnlockedKeys(slot.person_id, slot.name, slot.role, slot.must_change, data_key, reserved_key, mine)


def unlock_with_recovery(document: KeysDocument, code: RecoveryCode) -> UnlockedKeys:
    """The keys that the recovery code opens; BookError `wrong_recovery_code` or `keys_altered`."""
    try:
        box = _recovery_box(code, document.recovery.salt)
        data_key = box.decrypt(document.recovery.wrapped_data_key)
        reserved_key = box.decrypt(document.recovery.wrapped_reserved_key)
    except (nacl.exceptions.CryptoError, ValueError, TypeError):
        raise BookError("wrong_recovery_code", field="recovery_code") from None
    verify(document, data_key)
    return UnlockedKeys(None, "", None, False, data_key, reserved_key)


def verify(document: KeysDocument, data_key: bytes) -> None:
    """BookError `keys_altered` unless every slot is as a holder of the data key wrote it."""
    if not sodium_memcmp(_mac(document, data_key), document.mac):
        raise BookError("keys_altered")


def change_passphrase(
    document: KeysDocument, person_id: UUID, old: str, new: str, cost: KdfCost
) -> tuple[KeysDocument, UnlockedKeys]:
    """The same key pair under a new clave, no longer temporary.

    BookError as `unlock`; UserFacingError `passphrase_same` if the new one is the old one.
    """
    unlocked = unlock(document, person_id, old)
    if unicodedata.normalize("NFC", old) == unicodedata.normalize("NFC", new):
        raise UserFacingError("passphrase_same", field="new_passphrase")
    slot = document.slot(person_id)
    private_key = SecretBox(derive(old, slot.kdf_salt, slot.kdf_cost)).decrypt(slot.wrapped_private_key)
    salt, wrapped = _wrap(private_key, new, cost)
    rewrapped = msgspec.structs.replace(
        slot, kdf_salt=salt, kdf_cost=cost, wrapped_private_key=wrapped, must_change=False
    )
    changed = _with_slot(document, unlocked, rewrapped)
    return changed, dataclasses.replace(unlocked, must_change=False)


def set_passphrase(
    document: KeysDocument,
    holder: UnlockedKeys,
    person_id: UUID,
    new: str,
    cost: KdfCost,
    *,
    must_change: bool = False,
) -> KeysDocument:
    """A new key pair under a new clave, for a person who forgot hers; `must_change` where someone else chose it.

    What was sealed to her alone (her self-checks) stays shut for good: nobody else could ever open it. BookError
    `reserved_key_needed` if the holder cannot hand on a key that the person's role calls for.
    """
    slot = document.slot(person_id)
    person = NewPerson(slot.person_id, slot.name, slot.role)
    return _with_slot(document, holder, _new_slot(holder, person, new, cost, must_change=must_change))


def add_person(
    document: KeysDocument, holder: UnlockedKeys, person: NewPerson, temporary: str, cost: KdfCost
) -> KeysDocument:
    """Lets a person in with a temporary clave, which she changes on first opening.

    UserFacingError `person_has_keys`, or BookError `reserved_key_needed` as for `set_passphrase`.
    """
    verify(document, holder.data_key)
    if any(slot.person_id == person.id for slot in document.slots):
        raise UserFacingError("person_has_keys", name=person.name)
    slot = _new_slot(holder, person, temporary, cost, must_change=True)
    return _signed(_next(document, slots=(*document.slots, slot)), holder.data_key)


def update_person(document: KeysDocument, holder: UnlockedKeys, person: NewPerson) -> KeysDocument:
    """The person's name and role as they now are in the book; the reserved key is sealed or taken out to match."""
    slot = document.slot(person.id)
    reserved = _sealed_reserved_key(holder, person.role, SealedBox(PublicKey(slot.public_key)))
    renamed = msgspec.structs.replace(slot, name=person.name, role=person.role, sealed_reserved_key=reserved)
    return _with_slot(document, holder, renamed)


def rename(document: KeysDocument, holder: UnlockedKeys, names: Mapping[UUID, str]) -> KeysDocument:
    """The names of people as they now are in the book; whoever is not in `names` keeps hers."""
    verify(document, holder.data_key)
    slots = tuple(msgspec.structs.replace(slot, name=names.get(slot.person_id, slot.name)) for slot in document.slots)
    return _signed(_next(document, slots=slots), holder.data_key)


def put_back(document: KeysDocument, holder: UnlockedKeys, former: KeysDocument) -> KeysDocument:
    """The slots of a former document, as the newest revision: what was written since did not hold."""
    verify(former, holder.data_key)
    return _signed(_next(document, slots=former.slots, recovery=former.recovery), holder.data_key)


def renew_recovery_code(document: KeysDocument, holder: UnlockedKeys) -> tuple[KeysDocument, RecoveryCode]:
    """A new recovery code; the old one opens nothing from now on. BookError `reserved_key_needed` for staff."""
    if holder.reserved_key is None:
        raise BookError("reserved_key_needed")
    verify(document, holder.data_key)
    code = generate()
    slot = _recovery_slot(code, holder.data_key, holder.reserved_key)
    return _signed(_next(document, recovery=slot), holder.data_key), code


def reissue(
    document: KeysDocument, holder: UnlockedKeys, remaining: Sequence[NewPerson]
) -> tuple[KeysDocument, UnlockedKeys, RecoveryCode]:
    """New keys of the book for those who remain, with names and roles as the book has them: claves stay as they are.

    A new salt, data key, reserved key and recovery code; whoever is not named gets nothing of them. The old document is
    not touched: it opens the old file as before. BookError `reserved_key_needed` for staff, `person_without_keys` for
    somebody who has no slot.
    """
    verify(document, holder.data_key)
    if holder.reserved_key is None:
        raise BookError("reserved_key_needed")
    data_key, reserved_key = nacl.utils.random(KEY_LENGTH), nacl.utils.random(KEY_LENGTH)
    role = next((person.role for person in remaining if person.id == holder.person_id), holder.role)
    reserved = reserved_key if role is not None and _may_hold_reserved(role) else None
    unlocked = dataclasses.replace(holder, role=role, data_key=data_key, reserved_key=reserved)
    sealing = UnlockedKeys(None, "", None, False, data_key, reserved_key)
    code = generate()
    changed = _next(
        document,
        book_salt=nacl.utils.random(SALT_LENGTH).hex(),
        slots=tuple(_resealed(document.slot(person.id), sealing, person) for person in remaining),
        recovery=_recovery_slot(code, data_key, reserved_key),
    )
    return _signed(changed, data_key), unlocked, code


def _may_hold_reserved(role: Role) -> bool:
    return may_read(role, Section.RESERVED)


def _new_slot(
    holder: UnlockedKeys,
    person: NewPerson,
    passphrase: str,
    cost: KdfCost,
    *,
    must_change: bool,
    private_key: PrivateKey | None = None,
) -> PersonSlot:
    private_key = private_key or PrivateKey.generate()
    box = SealedBox(private_key.public_key)
    salt, wrapped = _wrap(bytes(private_key), passphrase, cost)
    return PersonSlot(
        person_id=person.id,
        name=person.name,
        role=person.role,
        must_change=must_change,
        public_key=bytes(private_key.public_key),
        kdf_salt=salt,
        kdf_cost=cost,
        wrapped_private_key=wrapped,
        sealed_data_key=box.encrypt(holder.data_key),
        sealed_reserved_key=_sealed_reserved_key(holder, person.role, box),
    )


def _resealed(slot: PersonSlot, holder: UnlockedKeys, person: NewPerson) -> PersonSlot:
    """The same key pair with the holder's keys of the book sealed to it."""
    box = SealedBox(PublicKey(slot.public_key))
    return msgspec.structs.replace(
        slot,
        name=person.name,
        role=person.role,
        sealed_data_key=box.encrypt(holder.data_key),
        sealed_reserved_key=_sealed_reserved_key(holder, person.role, box),
    )


def _sealed_reserved_key(holder: UnlockedKeys, role: Role, box: SealedBox[Any]) -> bytes | None:
    if not _may_hold_reserved(role):
        return None
    if holder.reserved_key is None:
        raise BookError("reserved_key_needed")
    return box.encrypt(holder.reserved_key)


def _wrap(private_key: bytes, passphrase: str, cost: KdfCost) -> tuple[bytes, bytes]:
    if not passphrase:
        raise UserFacingError("passphrase_empty", field="passphrase")
    salt = nacl.utils.random(SALT_LENGTH)
    return salt, bytes(SecretBox(derive(passphrase, salt, cost)).encrypt(private_key))


def _recovery_slot(code: RecoveryCode, data_key: bytes, reserved_key: bytes) -> RecoverySlot:
    salt = secrets.token_bytes(SALT_LENGTH)
    box = _recovery_box(code, salt)
    return RecoverySlot(
        salt=salt,
        wrapped_data_key=bytes(box.encrypt(data_key)),
        wrapped_reserved_key=bytes(box.encrypt(reserved_key)),
    )


def _recovery_box(code: RecoveryCode, salt: bytes) -> SecretBox:
    key: bytes = blake2b(salt, digest_size=KEY_LENGTH, key=code.secret, person=b"recovery-wrap", encoder=RawEncoder)
    return SecretBox(key)


def _with_slot(document: KeysDocument, holder: UnlockedKeys, changed: PersonSlot) -> KeysDocument:
    verify(document, holder.data_key)
    slots = tuple(changed if slot.person_id == changed.person_id else slot for slot in document.slots)
    return _signed(_next(document, slots=slots), holder.data_key)


def _next(document: KeysDocument, **changes: object) -> KeysDocument:
    return msgspec.structs.replace(document, revision=document.revision + 1, **changes)


def _signed(document: KeysDocument, data_key: bytes) -> KeysDocument:
    return msgspec.structs.replace(document, mac=_mac(document, data_key))


def _mac(document: KeysDocument, data_key: bytes) -> bytes:
    # The signing key is derived, so that the key which opens the file never authenticates anything else.
    signing_key: bytes = blake2b(b"", digest_size=KEY_LENGTH, key=data_key, person=b"keys-file-mac", encoder=RawEncoder)
    body = msgspec.json.encode(msgspec.structs.replace(document, mac=b""))
    mac: bytes = blake2b(body, digest_size=KEY_LENGTH, key=signing_key, encoder=RawEncoder)
    return mac
