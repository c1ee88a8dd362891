"""What a package is sealed and signed with: libsodium's primitives; private keys stay behind a protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Protocol

import nacl.exceptions
import nacl.utils
from nacl import bindings
from nacl.public import PublicKey, SealedBox
from nacl.secret import Aead
from nacl.signing import VerifyKey

SIGNATURE_BYTES: Final = bindings.crypto_sign_BYTES
KEY_BYTES: Final = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES

_CHUNK: Final = 64 * 1024
_STREAM_HEADER: Final = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_CHUNK_EXTRA: Final = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_MORE: Final = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_LAST: Final = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL

# PyNaCl tells a wrong length by ValueError or TypeError, and what libsodium refuses by CryptoError or RuntimeError.
_REFUSALS: Final = (nacl.exceptions.CryptoError, ValueError, TypeError, RuntimeError)


class NotWhole(Exception):
    """What was sealed or signed does not open, or not as a whole."""


class OwnKeys(Protocol):
    """The package keys of the person who has the book open; her private keys stay behind it."""

    @property
    def box_key(self) -> bytes: ...
    @property
    def sign_key(self) -> bytes: ...
    def open_sealed(self, sealed: bytes) -> bytes | None: ...
    def sign(self, message: bytes) -> bytes: ...


def new_key() -> bytes:
    """A fresh key for one package."""
    return bytes(nacl.utils.random(KEY_BYTES))


def seal_to(box_key: bytes, secret: bytes) -> bytes:
    """A secret that only the holder of that public key opens; NotWhole if it is no public key."""
    try:
        return bytes(SealedBox(PublicKey(box_key)).encrypt(secret))
    except _REFUSALS as error:
        raise NotWhole from error


def is_signed(message: bytes, signature: bytes, sign_key: bytes) -> bool:
    """True if the holder of that public key signed the message."""
    try:
        VerifyKey(sign_key).verify(message, signature)
    except _REFUSALS:
        return False
    return True


def lock(key: bytes, text: bytes) -> bytes:
    """A short text under a key."""
    return bytes(Aead(key).encrypt(text))


def unlock(key: bytes, locked: bytes) -> bytes:
    """The short text that was locked with that key; NotWhole otherwise."""
    try:
        return bytes(Aead(key).decrypt(locked))
    except _REFUSALS as error:
        raise NotWhole from error


def encrypt(key: bytes, plain: bytes) -> bytes:
    """A stream of chunks of 64 KiB, which opens only in its order and to its end."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    parts = [bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)]
    for chunk, is_last in _chunks(plain, 0, _CHUNK):
        parts.append(_push(state, chunk, _LAST if is_last else _MORE))
    return b"".join(parts)


def decrypt(key: bytes, cipher: bytes) -> bytes:
    """What `encrypt` was given; NotWhole if a chunk is missing, moved, changed or too much."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    parts = []
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, cipher[:_STREAM_HEADER], key)
        for chunk, is_last in _chunks(cipher, _STREAM_HEADER, _CHUNK + _CHUNK_EXTRA):
            plain, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, chunk)
            if (tag == _LAST) != is_last:
                raise NotWhole
            parts.append(plain)
    except _REFUSALS as error:
        raise NotWhole from error
    return b"".join(parts)


def _push(state: Any, chunk: bytes, tag: int) -> bytes:
    sealed: bytes = bindings.crypto_secretstream_xchacha20poly1305_push(state, chunk, tag=tag)
    return sealed


def _chunks(data: bytes, start: int, size: int) -> Iterator[tuple[bytes, bool]]:
    """Each part of that size from `start` on, and whether it is the last; at least one, which may be empty."""
    for begin in range(start, max(len(data), start + 1), size):
        yield data[begin : begin + size], begin + size >= len(data)
