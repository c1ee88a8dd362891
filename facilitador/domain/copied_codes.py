"""Codes that people copy by hand or read over the phone: Crockford base 32, without I, L, O and U."""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP_LENGTH: Final = 4
BITS: Final = 5
"""What one character carries."""

_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_SEPARATORS: Final = " \t\r\n\u00a0-\u2010\u2011\u2012\u2013\u2014\u2212_."


def spelled(number: int, length: int) -> str:
    """The lowest `length` × 5 bits of a number, the highest first, without separators."""
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(BITS * (length - 1), -1, -BITS))


def normalised(text: str) -> str:
    """Typed characters in canonical spelling: no separators, capitals, O as 0, I and L as 1; others are left alone."""
    kept = (character for character in text.upper() if character not in _SEPARATORS)
    return "".join(ALPHABET[_VALUES[character]] if character in _VALUES else character for character in kept)


def in_groups(code: str) -> list[str]:
    """The code as it is printed and shown: groups of four characters."""
    return [code[start : start + GROUP_LENGTH] for start in range(0, len(code), GROUP_LENGTH)]
