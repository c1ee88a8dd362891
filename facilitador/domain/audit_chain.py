"""The chain of the audit: each entry carries a keyed value over itself and over the value before it.

The format of a chain never changes: books hold chains that were written years ago. Whoever holds a clave can read the
key and could forge a whole chain anew; what was printed on paper is out of her reach.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from facilitador.errors import UserFacingError

KEY_BYTES: Final = 32
BEGINNING: Final = b""
"""What stands before the first entry."""

_DIGEST: Final = "sha256"
_CODE_BYTES: Final = 10  # 80 bits: sixteen characters
_GROUP: Final = 4
_ALIKE: Final = str.maketrans("018", "OIB")  # base 32 has none of these figures
_CODE: Final = re.compile(r"(?<!\d)(\d{1,12})[^0-9A-Za-z]+((?:[0-9A-Za-z][\s\-\u2010-\u2015]*){16})\.?\s*$")

Stored: TypeAlias = int | str | bytes | float | None
"""A value as the file holds it, whatever kind it was given there."""


class ChainRow(NamedTuple):
    """An entry as the file holds it, with its value in the chain."""

    number: int
    at: Stored
    person: Stored
    action: Stored
    subject: Stored
    details: Stored
    chain: Stored


class FaultKind(StrEnum):
    """What is wrong with some entries that stand one after the other."""

    UNFITTING = "unfitting"  # changed, inserted, moved, or written by another program
    MISSING = "missing"  # taken out between others, or the first ones
    CUT = "cut"  # the newest ones are gone


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Entries from `first` to `last` (both included) that are not as they were written."""

    kind: FaultKind
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What reading the whole chain found; `last` is the newest entry, 0 where there is none."""

    entries: int
    last: int
    faults: tuple[ChainFault, ...]

    @property
    def whole(self) -> bool:
        """True if every entry is as it was written."""
        return not self.faults


class CodeState(StrEnum):
    """What a printed code says of the book that is open."""

    SAME = "same"
    DIFFERENT = "different"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ChainCode:
    """The code of an entry as it stands on paper: its number and sixteen characters."""

    number: int
    code: str

    @property
    def text(self) -> str:
        """`Registro n.º 1523 · K7QF-2MXA-…`."""
        groups = (self.code[start : start + _GROUP] for start in range(0, len(self.code), _GROUP))
        return f"Registro n.º {self.number} · {'-'.join(groups)}"


def link(key: bytes, before: bytes, row: ChainRow) -> bytes:
    """The value of an entry after that of the entry before it (32 bytes); its own `chain` does not enter."""
    message = b"".join((_part(before), *map(_part, row[:-1])))
    return hmac.digest(key, message, _DIGEST)


def code_of(number: int, chain: bytes) -> ChainCode:
    """The code under which an entry is printed."""
    return ChainCode(number, base64.b32encode(chain[:_CODE_BYTES]).decode("ascii"))


def parse_code(typed: str) -> ChainCode:
    """The code that was typed from a paper, whatever case and separators; refuses with `trail_code_form`."""
    found = _CODE.search(typed.strip())
    if found is None:
        raise UserFacingError("trail_code_form", field="code")
    characters = re.sub(r"[^0-9A-Za-z]", "", found[2]).upper().translate(_ALIKE)
    if re.search(r"[^A-Z2-7]", characters):
        raise UserFacingError("trail_code_form", field="code")
    return ChainCode(int(found[1]), characters)


class ChainWalk:
    """Reads a chain from its beginning, in the order of the numbers, page by page, and keeps what does not fit.

    After an entry that does not fit it goes on with the value that stands there, so that one that was changed does not
    condemn all that follow.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._before: bytes = BEGINNING
        self._faults: list[ChainFault] = []
        self._count = 0
        self.last = 0

    def take(self, rows: Iterable[ChainRow]) -> None:
        """Go on with these entries, whose numbers rise."""
        for row in rows:
            self._count += 1
            if row.number < 1:
                self._found(FaultKind.UNFITTING, row.number, row.number)
                continue
            if row.number > self.last + 1:  # what the next one was tied to is gone: it cannot be checked itself
                self._found(FaultKind.MISSING, self.last + 1, row.number - 1)
            elif link(self._key, self._before, row) != row.chain:
                self._found(FaultKind.UNFITTING, row.number, row.number)
            self._before = row.chain if isinstance(row.chain, bytes) else BEGINNING
            self.last = row.number

    def end(self, given: int) -> ChainReport:
        """What was found; `given`: the highest number that the book ever gave to an entry, 0 where it cannot tell."""
        if given > self.last:
            self._found(FaultKind.CUT, self.last + 1, given)
        return self.report()

    def report(self) -> ChainReport:
        """What was found so far."""
        return ChainReport(self._count, self.last, tuple(self._faults))

    def _found(self, kind: FaultKind, first: int, last: int) -> None:
        former = self._faults[-1] if self._faults else None
        if former is not None and former.kind is kind and former.last + 1 == first:
            self._faults[-1] = replace(former, last=last)
        else:
            self._faults.append(ChainFault(kind, first, last))


def _part(value: Stored) -> bytes:
    """A value with its kind and its length, so that no two rows are written alike."""
    if value is None:
        return b"n"
    if isinstance(value, bytes):
        kind, content = b"b", value
    elif isinstance(value, str):
        kind, content = b"t", value.encode("utf-8", "surrogatepass")
    else:
        kind, content = b"i", repr(value).encode("ascii")
    return b"%s%d:%s" % (kind, len(content), content)
