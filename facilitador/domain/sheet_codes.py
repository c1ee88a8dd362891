"""Codes that stand on printed sheets in place of a name: short, read aloud without doubt, in no order to guess by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from facilitador.domain.applications import Purpose
from facilitador.domain.instruments import Instrument
from facilitador.errors import UserFacingError

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 and O, no 1 and I."""

LENGTH: Final = 6
_HALF: Final = LENGTH // 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed sheet: its code, and whose it is, which stays in the book. `recorded`: it was typed in."""

    code: str
    enrolment_id: UUID
    participant_id: UUID
    full_name: str
    edition_id: UUID
    purpose: Purpose
    recorded: bool


@dataclass(frozen=True)
class SheetList:
    """The sheets of a group that nobody typed in yet, by the name of the man: whom to hand which."""

    group_id: UUID
    group_name: str
    instrument: Instrument
    purpose: Purpose
    sheets: tuple[Sheet, ...]


def code_from(chance: bytes) -> str:
    """A code from at least `LENGTH` bytes of chance."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in chance[:LENGTH])


def clean_code(text: str) -> str:
    """A code as it was typed, in its stored form: capitals, without spaces and hyphens.

    Refuses with `sheet_code_malformed` what cannot be a code.
    """
    code = "".join(character for character in text.upper() if not character.isspace() and character not in "-–—.")
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        raise UserFacingError("sheet_code_malformed", field="code", length=LENGTH)
    return code


def shown_code(code: str) -> str:
    """The code as it is printed and read aloud: `K7M-4PX`."""
    return f"{code[:_HALF]}-{code[_HALF:]}"
