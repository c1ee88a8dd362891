"""The recovery code: 140 random bits as eight groups of four characters that survive being copied by hand.

Alphabet: Crockford base 32 (no I, L, O, U). The last four characters are a check over the others, so that a slip of the
pen is told from a code that belongs to another book.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from nacl.encoding import RawEncoder
from nacl.hash import blake2b

from facilitador.errors import UserFacingError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP_LENGTH = 4
GROUP_COUNT = 8

_SECRET_LENGTH = 28  # characters of five bits: 140 bits
_CHECK_LENGTH = 4
_LENGTH = _SECRET_LENGTH + _CHECK_LENGTH
_VALUES = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_SEPARATORS = " \t\r\n\u00a0-\u2010\u2011\u2012\u2013\u2014\u2212_."


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """A well-formed code; `text` is its one canonical spelling, without separators. Never shown by repr."""

    text: str = field(repr=False)

    @property
    def secret(self) -> bytes:
        """What keys are derived from: the characters without the check."""
        return self.text[:_SECRET_LENGTH].encode("ascii")


def generate(random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> RecoveryCode:
    """A new code from 18 random bytes (140 bits of them are used)."""
    number = int.from_bytes(random_bytes(18), "big") >> 4
    values = [(number >> shift) & 31 for shift in range(5 * (_SECRET_LENGTH - 1), -1, -5)]
    secret = "".join(ALPHABET[value] for value in values)
    return RecoveryCode(secret + _check(secret))


def groups(code: RecoveryCode) -> list[str]:
    """The code as it is printed and shown: eight groups of four characters."""
    return [code.text[start : start + GROUP_LENGTH] for start in range(0, _LENGTH, GROUP_LENGTH)]


def normalised(text: str) -> str:
    """Typed characters in canonical spelling: no separators, capitals, O as 0, I and L as 1; others are left alone."""
    kept = (character for character in text.upper() if character not in _SEPARATORS)
    return "".join(ALPHABET[_VALUES[character]] if character in _VALUES else character for character in kept)


def parse(text: str) -> RecoveryCode:
    """The code that was typed, whatever its case, spaces and dashes.

    Refused (`UserFacingError`): `recovery_code_character` (character), `recovery_code_length` (count, expected),
    `recovery_code_typo` (the check does not fit).
    """
    code = normalised(text)
    for character in code:
        if character not in ALPHABET:
            raise UserFacingError("recovery_code_character", character=character)
    if len(code) != _LENGTH:
        raise UserFacingError("recovery_code_length", count=len(code), expected=_LENGTH)
    if _check(code[:_SECRET_LENGTH]) != code[_SECRET_LENGTH:]:
        raise UserFacingError("recovery_code_typo")
    return RecoveryCode(code)


def _check(secret: str) -> str:
    digest: bytes = blake2b(secret.encode("ascii"), digest_size=16, person=b"recovery-check", encoder=RawEncoder)
    number = int.from_bytes(digest[:3], "big") >> 4
    return "".join(ALPHABET[(number >> shift) & 31] for shift in (15, 10, 5, 0))
