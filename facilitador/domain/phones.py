"""Telephone numbers and mail addresses: checked kindly, kept in one form, shown in groups.

Kept form: Peruvian mobiles as nine digits (`987654321`), Peruvian landlines as dialled with their area
(`014567890`, `084233456`), numbers of other countries with their prefix (`+584121234567`).
"""

from __future__ import annotations

import re
from typing import Final

from facilitador.domain.text import clean_line
from facilitador.errors import Problem

PHONE_FIELD: Final = "phone"
EMAIL_FIELD: Final = "email"
_COUNTRY: Final = "PE"
_COUNTRY_PREFIX: Final = 51
_MOBILE: Final = re.compile(r"9\d{8}", re.ASCII)
_SHORT: Final = re.compile(r"\d{3,6}", re.ASCII)
_ALLOWED: Final = re.compile(r"[\d\s()+./\-–—]+", re.ASCII)
_EXTENSION: Final = re.compile(r"(?:anexo|anex|anx|ext)\.?\s*(\d{1,6})\s*$", re.IGNORECASE | re.ASCII)
_LANDLINE_LIMA: Final = re.compile(r"01\d{7}", re.ASCII)
_LANDLINE: Final = re.compile(r"0\d{8}", re.ASCII)
_LOCAL_LENGTHS: Final = (6, 7)
_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+\-ñÑ]+@(?:[A-Za-z0-9ñÑ](?:[A-Za-z0-9ñÑ\-]*[A-Za-z0-9ñÑ])?\.)+[A-Za-z]{2,}")
EMAIL_LENGTH: Final = 254


def check_phone(text: str, *, field: str = PHONE_FIELD) -> str | Problem:
    """The number of a person in its kept form, or what is wrong with it.

    Emergency and other short numbers are nobody's own and are refused here; see `check_service_phone`.
    """
    typed = clean_line(text)
    digits = re.sub(r"\D", "", typed, flags=re.ASCII)
    if not digits:
        return Problem(field, "phone_empty")
    if not _ALLOWED.fullmatch(typed):
        return Problem(field, "phone_odd_characters")
    if _MOBILE.fullmatch(digits) and not typed.startswith("+"):
        return digits
    if len(digits) in _LOCAL_LENGTHS and not digits.startswith("9"):
        return Problem(field, "phone_area_missing")
    if digits.startswith("9") and not typed.startswith("+"):
        return Problem(field, "phone_mobile_length", {"count": len(digits)})
    return _through_library(typed, field)


def _through_library(typed: str, field: str) -> str | Problem:
    import phonenumbers  # 50 ms to load: only a landline or a foreign number needs it

    try:
        number = phonenumbers.parse(typed, _COUNTRY)
    except phonenumbers.NumberParseException:
        return Problem(field, "phone_unknown")
    if not phonenumbers.is_valid_number(number):
        return Problem(field, "phone_unknown")
    if number.country_code != _COUNTRY_PREFIX:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    national = phonenumbers.national_significant_number(number)
    return national if _MOBILE.fullmatch(national) else f"0{national}"


def check_service_phone(text: str, *, field: str = PHONE_FIELD) -> str | Problem:
    """The number of a service: as `check_phone`, with short numbers (105, 1810) and extensions (`anexo 12`) allowed."""
    typed = clean_line(text)
    if _SHORT.fullmatch(typed):
        return typed
    extension = _EXTENSION.search(typed)
    main = check_phone(typed[: extension.start()] if extension else typed, field=field)
    if isinstance(main, Problem) or extension is None:
        return main
    return f"{main} anexo {extension[1]}"


def display_phone(kept: str) -> str:
    """A kept number as people read it: `987 654 321`, `(01) 456 7890`, `(084) 233456`, `+58 412-1234567`.

    What is no kept number comes back as it is.
    """
    main, mark, extension = kept.partition(" anexo ")
    return f"{_grouped(main)}{mark}{extension}"


def _grouped(kept: str) -> str:
    if _MOBILE.fullmatch(kept):
        return f"{kept[:3]} {kept[3:6]} {kept[6:]}"
    if _LANDLINE_LIMA.fullmatch(kept):
        return f"(01) {kept[2:5]} {kept[5:]}"
    if _LANDLINE.fullmatch(kept):
        return f"({kept[:3]}) {kept[3:]}"
    if not kept.startswith("+"):
        return kept
    import phonenumbers  # as above

    try:
        number = phonenumbers.parse(kept, None)
    except phonenumbers.NumberParseException:
        return kept
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def check_email(text: str, *, field: str = EMAIL_FIELD) -> str | Problem:
    """The mail address with its domain in small letters, or what is wrong with it. Nothing is looked up."""
    typed = clean_line(text)
    if not typed:
        return Problem(field, "email_empty")
    if len(typed) > EMAIL_LENGTH or not _EMAIL.fullmatch(typed) or ".." in typed:
        return Problem(field, "email_odd")
    name, _, domain = typed.rpartition("@")
    return f"{name}@{domain.lower()}"
