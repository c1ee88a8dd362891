"""The keys by which a person sends and receives packages: derived from her own private key, never stored.

A changed clave keeps them, for it only rewraps that key; a clave given anew because she forgot hers makes others.
"""

from __future__ import annotations

from typing import Final

import nacl.exceptions
from nacl.encoding import RawEncoder
from nacl.hash import blake2b
from nacl.public import PrivateKey, SealedBox
from nacl.signing import SigningKey

from facilitador.errors import UserFacingError

_SEED_BYTES: Final = 32


class PackageKeys:
    """Opens what is sealed to her and signs in her name; the private keys stay inside, and no repr shows them."""

    def __init__(self, private_key: PrivateKey) -> None:
        self._box = PrivateKey(_derived(private_key, b"package-box"))
        self._signing = SigningKey(_derived(private_key, b"package-sign"))

    @property
    def box_key(self) -> bytes:
        """The public key (X25519, 32 bytes) that packages are sealed to."""
        return bytes(self._box.public_key)

    @property
    def sign_key(self) -> bytes:
        """The public key (Ed25519, 32 bytes) that her signature is checked with."""
        return bytes(self._signing.verify_key)

    def open_sealed(self, sealed: bytes) -> bytes | None:
        """What was sealed to her; None if it was not, or is damaged."""
        try:
            return SealedBox(self._box).decrypt(sealed)
        except (nacl.exceptions.CryptoError, ValueError, TypeError):
            return None

    def sign(self, message: bytes) -> bytes:
        """Her signature (64 bytes) over a message."""
        return bytes(self._signing.sign(message).signature)


def needed(keys: PackageKeys | None) -> PackageKeys:
    """The keys, refused with `package_keys_needed` where nobody in particular has the book open."""
    if keys is None:
        raise UserFacingError("package_keys_needed")
    return keys


def _derived(private_key: PrivateKey, purpose: bytes) -> bytes:
    # Separate keys for separate uses: what opens the book never opens or signs anything that a stranger sends.
    seed: bytes = blake2b(b"", digest_size=_SEED_BYTES, key=bytes(private_key), person=purpose, encoder=RawEncoder)
    return seed
