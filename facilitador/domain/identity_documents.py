"""Identity documents of Peru and how their numbers are written. Only the DNI has a rule to hold a person to."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from facilitador.domain.text import clean_line
from facilitador.errors import Problem

DOCUMENT_NUMBER_FIELD: Final = "document_number"


class DocumentKind(StrEnum):
    """The kinds of document of the ficha; the codes are those of its list."""

    DNI = "dni"
    CE = "ce"  # carné de extranjería
    PASSPORT = "passport"
    PTP = "ptp"  # permiso temporal de permanencia
    CPP = "cpp"  # carné de permiso temporal de permanencia
    OTHER = "other"
    NONE = "none"


_DNI: Final = re.compile(r"\d{8}")
_DNI_WITH_VERIFIER: Final = re.compile(r"\d{8}[0-9A-Z]")
_DNI_SHORT: Final = re.compile(r"\d{6,7}")
_LOOSE: Final = re.compile(r"[0-9A-Z]{4,15}")
_LOOSEST: Final = re.compile(r"[0-9A-ZÑ/]{3,25}")


def check_document(kind: str, number: str, *, field: str = DOCUMENT_NUMBER_FIELD) -> str | Problem:
    """The number as it is kept, or what is wrong with it.

    DNI: eight digits with their leading zeros; a verifier after them is checked and left out. Other kinds: letters and
    digits in capitals, without spaces or hyphens, checked loosely because their forms change. `none` takes no number.
    """
    compact = re.sub(r"[\s.\-–—_]+", "", clean_line(number)).upper()
    if kind == DocumentKind.NONE:
        return Problem(field, "document_not_expected") if compact else ""
    if not compact:
        return Problem(field, "document_number_empty")
    if kind == DocumentKind.DNI:
        return _checked_dni(compact, field)
    if (_LOOSEST if kind == DocumentKind.OTHER else _LOOSE).fullmatch(compact):
        return compact
    return Problem(field, "document_number_odd")


def _checked_dni(compact: str, field: str) -> str | Problem:
    if not compact.isascii():
        return Problem(field, "dni_not_eight_digits")
    if _DNI.fullmatch(compact):
        return compact
    if _DNI_SHORT.fullmatch(compact):
        return Problem(field, "dni_zero_missing", {"suggestion": compact.zfill(8)})
    if not _DNI_WITH_VERIFIER.fullmatch(compact):
        return Problem(field, "dni_not_eight_digits")
    from stdnum.pe import cui  # loaded with the first verifier: start-up does not wait for it

    return compact[:8] if cui.is_valid(compact) else Problem(field, "dni_verifier_wrong")
