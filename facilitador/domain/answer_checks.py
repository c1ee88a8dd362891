"""How one answer is checked, normalised and shown, by the kind of its field."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final, Protocol

from facilitador.domain.dates import format_date, parse_typed_date
from facilitador.domain.identity_documents import DocumentKind, check_document
from facilitador.domain.phones import check_email, check_phone, display_phone
from facilitador.domain.places import District
from facilitador.domain.registration_forms import Answer, Answers, FieldDefinition, FieldKind
from facilitador.domain.text import clean_line, clean_text
from facilitador.errors import Problem, UserFacingError

DOCUMENT_KIND_ID: Final = "document_kind"
BIRTH_DATE_ID: Final = "birth_date"
_LARGEST: Final = 10**9
_INTEGER: Final = re.compile(r"-?\d{1,10}", re.ASCII)
_UBIGEO: Final = re.compile(r"\d{6}", re.ASCII)
_SEPARATOR: Final = "; "


class DistrictLookup(Protocol):
    """Where districts are found by code: `Places`, or any mapping."""

    def get(self, code: str, /) -> District | None:
        """The district of that code, or None."""
        ...


def checked_answer(
    field: FieldDefinition, raw: object, given: Answers, *, today: date, districts: DistrictLookup | None = None
) -> Answer | Problem | None:
    """The answer as it is kept, a Problem, or None where it is empty.

    `given` holds the answers kept so far: a document number is checked by the kind of document beside it. A field whose
    id is `birth_date` takes no future day.
    """
    if field.kind is FieldKind.NUMBER:
        return _number(field, raw)
    if field.kind is FieldKind.CHOICES:
        return _choices(field, raw)
    if not isinstance(raw, str):
        return Problem(field.id, "answer_wrong_kind", {"label": field.label})
    text = clean_text(raw) if field.kind is FieldKind.LONG_TEXT else clean_line(raw)
    if not text:
        return None
    if field.kind is FieldKind.DOCUMENT_NUMBER:
        return check_document(str(given.get(DOCUMENT_KIND_ID, DocumentKind.OTHER)), text, field=field.id) or None
    if field.kind is FieldKind.DATE:
        return _date(field, text, today)
    if field.kind is FieldKind.UBIGEO:
        known = _UBIGEO.fullmatch(text) and (districts is None or districts.get(text) is not None)
        return text if known else Problem(field.id, "district_unknown", {"label": field.label})
    check = _TEXT_CHECKS.get(field.kind, _capped)
    return check(field, text)


def _capped(field: FieldDefinition, text: str) -> Answer | Problem:
    if len(text) <= field.max_length:
        return text
    parameters = {"label": field.label, "maximum": field.max_length, "count": len(text)}
    return Problem(field.id, "text_too_long", parameters)


def _choice(field: FieldDefinition, text: str) -> Answer | Problem:
    if any(option.code == text for option in field.options):
        return text
    return Problem(field.id, "option_unknown", {"label": field.label, "code": text[:40]})


_TEXT_CHECKS: Final[dict[FieldKind, Callable[[FieldDefinition, str], Answer | Problem]]] = {
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: _choice,
    FieldKind.PHONE: lambda field, text: check_phone(text, field=field.id),
    FieldKind.EMAIL: lambda field, text: check_email(text, field=field.id),
}


def _number(field: FieldDefinition, raw: object) -> Answer | Problem | None:
    if isinstance(raw, str):
        typed = clean_line(raw)
        if not typed:
            return None
        if not _INTEGER.fullmatch(typed):
            return Problem(field.id, "number_not_whole", {"label": field.label})
        raw = int(typed)
    if not isinstance(raw, int) or isinstance(raw, bool):
        return Problem(field.id, "answer_wrong_kind", {"label": field.label})
    lowest = -_LARGEST if field.minimum is None else field.minimum
    highest = _LARGEST if field.maximum is None else field.maximum
    if lowest <= raw <= highest:
        return raw
    return Problem(field.id, "number_out_of_range", {"label": field.label, "minimum": lowest, "maximum": highest})


def _choices(field: FieldDefinition, raw: object) -> Answer | Problem | None:
    if not isinstance(raw, list | tuple) or not all(isinstance(code, str) for code in raw):
        return Problem(field.id, "answer_wrong_kind", {"label": field.label})
    wanted = {clean_line(code) for code in raw}
    ordered = [option.code for option in field.options if option.code in wanted]
    if unknown := sorted(wanted.difference(ordered)):
        return Problem(field.id, "option_unknown", {"label": field.label, "code": unknown[0][:40]})
    return ordered or None


def _date(field: FieldDefinition, text: str, today: date) -> Answer | Problem:
    try:
        return parse_typed_date(text, today, latest=today if field.id == BIRTH_DATE_ID else None).isoformat()
    except UserFacingError as error:
        return Problem(field.id, error.code, {"label": field.label} | error.parameters)


def displayed(field: FieldDefinition, answer: Answer, districts: DistrictLookup | None) -> str:
    """An answer as a person reads it; see `facilitador.domain.answers.display`."""
    if isinstance(answer, list):
        texts = {option.code: option.text for option in field.options}
        return _SEPARATOR.join(texts.get(code, code) for code in answer)
    if isinstance(answer, int):
        return str(answer)
    if field.kind is FieldKind.DATE:
        try:
            return format_date(date.fromisoformat(answer))
        except ValueError:
            return answer
    if field.kind is FieldKind.UBIGEO:
        found = districts.get(answer) if districts is not None else None
        return found.label if found else answer
    if field.kind is FieldKind.PHONE:
        return display_phone(answer)
    if field.options:
        return next((option.text for option in field.options if option.code == answer), answer)
    return answer
