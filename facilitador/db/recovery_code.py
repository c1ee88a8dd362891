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

from facilitador.domain.copied_codes import ALPHABET, in_groups, normalised, spelled
from facilitador.errors import UserFacingError

_SECRET_LENGTH = 28  # characters of five bits: 140 bits
_CHECK_LENGTH = 4
_LENGTH = _SECRET_LENGTH + _CHECK_LENGTH


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
    secret = spelled(number, _SECRET_LENGTH)
    return RecoveryCode(secret + _check(secret))


def groups(code: RecoveryCode) -> list[str]:
    """The code as it is printed and shown: eight groups of four characters."""
    return in_groups(code.text)


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
    return spelled(int.from_bytes(digest[:3], "big") >> 4, _CHECK_LENGTH)
