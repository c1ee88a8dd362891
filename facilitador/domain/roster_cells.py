"""One cell of somebody's list as the answer it means, by the kind of its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from facilitador.domain.dates import format_date
from facilitador.domain.identity_documents import DocumentKind
from facilitador.domain.registration_forms import FieldDefinition, FieldKind
from facilitador.domain.roster_columns import RosterWords
from facilitador.domain.sheets import Cell, CellNote, day_of_serial
from facilitador.domain.text import fold
from facilitador.errors import Problem

_HOUR: Final = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?( ?[ap]\.? ?m\.?)?$", re.IGNORECASE)
_SERIAL: Final = re.compile(r"[1-6]?\d{4}(\.\d+)?", re.ASCII)
_TOGETHER: Final = re.compile(r"\d{7,8}", re.ASCII)
_TRAILING_ZERO: Final = re.compile(r"(\d+)[.,]0+", re.ASCII)
_ROUNDED: Final = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE | re.ASCII)
_SEVERAL: Final = re.compile(r"\s*(?:[;/\n|]| y |,)\s*")
_PHONES: Final = re.compile(r"\s*[;/\n|,]\s*")
_KIND_BEFORE: Final = re.compile(r"\s*([^\d]+?)[\s:.\-°º#]*(\d.*)")
_DNI_WITH_VERIFIER: Final = re.compile(r"\d{8}\s*[-–]\s*[0-9A-Za-z]", re.ASCII)
_DNI_LENGTH: Final = 8
_SHORTEST_DNI: Final = 6  # two zeros eaten; fewer digits are a slip, not a zero
_CE_LENGTH: Final = 9


class Document(NamedTuple):
    """A document as a cell has it: kind, number, and what the person must confirm or mend."""

    kind: str
    number: str
    flag: Problem | None = None
    problem: Problem | None = None


def day_in(cell: Cell, field: FieldDefinition) -> tuple[str, Problem | None]:
    """The day of a cell as text that a date field reads, and a flag where it had to be worked out from a number."""
    if cell.note is CellNote.DATE:
        return cell.text[:10], None
    text = _HOUR.sub("", cell.text)
    if _SERIAL.fullmatch(text) and len(text.partition(".")[0]) == 5:
        day = day_of_serial(float(text))
        if day is not None:
            return day.isoformat(), Problem(
                field.id, "roster_date_from_number", {"written": cell.text, "day": format_date(day)}
            )
    if _TOGETHER.fullmatch(text):
        return text.zfill(_DNI_LENGTH), None  # 9031985 is 09/03/1985 without its zero
    return text, None


def plain_text(cell: Cell) -> str:
    """The text of a cell as a person would type it: days as dd/mm/aaaa, whole numbers without decimals."""
    if cell.note is CellNote.DATE:
        day, _, hour = cell.text.partition(" ")
        try:
            return f"{format_date(date.fromisoformat(day))} {hour}".strip()
        except ValueError:
            return cell.text
    found = _TRAILING_ZERO.fullmatch(cell.text) if cell.text.endswith("0") else None
    return found[1] if found else cell.text


def code_in(text: str, field: FieldDefinition, words: RosterWords) -> str:
    """The code of the answer that a text means; the text itself where the list does not know it."""
    folded = fold(text)
    known: Mapping[str, str] = words.answers.get("yes_no" if field.kind is FieldKind.YES_NO else field.id, {})
    if folded in known:
        return known[folded]
    return next((option.code for option in field.options if fold(option.text) == folded), text)


def codes_in(text: str, field: FieldDefinition, words: RosterWords) -> list[str]:
    """The codes of the answers that a text lists."""
    return [code_in(part, field, words) for part in _SEVERAL.split(text) if part.strip()]


def phones_in(text: str) -> tuple[str, str]:
    """The first number of a cell, and the second where it holds two: `987654321 / 912345678`."""
    if text.isdigit():
        return text, ""
    parts = [part for part in _PHONES.split(text) if any(letter.isdigit() for letter in part)]
    return (parts[0], parts[1] if len(parts) > 1 else "") if parts else (text, "")


def document_in(cell: Cell, kind: str, field: FieldDefinition, words: RosterWords) -> Document:
    """The document of a cell; `kind` is what its column or the one beside it says, empty where nobody does.

    Zeros that a spreadsheet ate from a DNI are put back and flagged; so is a kind that had to be guessed.
    """
    text, kinds = plain_text(cell), words.answers.get("document_kind", {})
    if not text[:1].isdigit():
        if kinds.get(fold(text)) == DocumentKind.NONE:
            return Document(DocumentKind.NONE, "")
        before = _KIND_BEFORE.fullmatch(text)
        if before and fold(before[1]) in kinds:
            kind, text = kinds[fold(before[1])], before[2]
    if _ROUNDED.fullmatch(text):
        return Document(kind, "", problem=Problem(field.id, "roster_number_rounded", {"written": text}))
    compact = re.sub(r"[\s.\-–—]+", "", text)
    if kind and kind != DocumentKind.DNI:
        return Document(kind, text)
    digits = compact.isascii() and compact.isdigit()
    if digits and _SHORTEST_DNI <= len(compact) < _DNI_LENGTH:
        number = compact.zfill(_DNI_LENGTH)
        flag = Problem(field.id, "roster_zero_restored", {"written": text, "number": number})
        return Document(DocumentKind.DNI, number, flag)
    if kind or (digits and len(compact) == _DNI_LENGTH) or _DNI_WITH_VERIFIER.fullmatch(text):
        return Document(DocumentKind.DNI, text)
    guessed = DocumentKind.CE if digits and len(compact) == _CE_LENGTH else DocumentKind.OTHER
    return Document(guessed, text, Problem(field.id, "roster_document_guessed", {"written": text}))
