"""The public identity of a person as a small file (`.llave`) or as the text of a code on paper: the same JSON line.

It is signed with its own key, which proves that whoever wrote it holds that key, and no more: that it is hers, a person
confirms by comparing the fingerprint.
"""

from __future__ import annotations

import json
from typing import Final
from uuid import UUID

import msgspec

from facilitador.domain.packages import PublicIdentity, well_formed
from facilitador.errors import UserFacingError
from facilitador.exchange.sealing import NotWhole, OwnKeys, is_signed, seal_to

MOST_BYTES: Final = 4096
"""Far above what two names and two keys take."""

_FORMAT: Final = 1
_SIGNED_FOR: Final = b"facilitador-llave\x00"


class _Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    llave: int
    person: UUID
    name: str
    service: str
    book: UUID
    box: bytes
    sign: bytes
    signature: bytes = b""


class _Version(msgspec.Struct, frozen=True):
    llave: int


def write(identity: PublicIdentity, keys: OwnKeys) -> str:
    """The identity as one line of JSON, signed with its own keys; in ASCII, which no camera or mail misreads."""
    card = _Card(
        llave=_FORMAT,
        person=identity.person_id,
        name=identity.name,
        service=identity.service_name,
        book=identity.book_id,
        box=identity.box_key,
        sign=identity.sign_key,
    )
    signed = msgspec.structs.replace(card, signature=keys.sign(_message(card)))
    return json.dumps(msgspec.to_builtins(signed), separators=(",", ":"))


def read(text: str | bytes) -> PublicIdentity:
    """The identity that was written.

    Refused (`UserFacingError`): `key_file_not_a_key`, `key_file_newer`, `key_file_altered` where the signature, a name
    or a key is not as it was written.
    """
    if len(text) > MOST_BYTES:
        raise UserFacingError("key_file_not_a_key")
    try:
        if msgspec.json.decode(text, type=_Version).llave > _FORMAT:
            raise UserFacingError("key_file_newer")
        card = msgspec.json.decode(text, type=_Card)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise UserFacingError("key_file_not_a_key") from None
    identity = PublicIdentity(card.person, card.name, card.service, card.book, card.box, card.sign)
    if not _whole(card, identity):
        raise UserFacingError("key_file_altered")
    return identity


def _whole(card: _Card, identity: PublicIdentity) -> bool:
    if not well_formed(identity) or not is_signed(_message(card), card.signature, card.sign):
        return False
    try:
        seal_to(card.box, b"")  # some points are no keys: nothing could ever be sealed to them
    except NotWhole:
        return False
    return True


def _message(card: _Card) -> bytes:
    return _SIGNED_FOR + msgspec.json.encode(msgspec.structs.replace(card, signature=b""))
