"""Reads the short lists, the consent and the districts."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Final

import msgspec

from facilitador.domain.catalogues import Catalogue, Force, Item
from facilitador.domain.consent_texts import PLACEHOLDERS, Clause, ConsentText, placeholders
from facilitador.domain.places import District, Places
from facilitador.reference.decoding import BadReferenceFile, Header, check_name, check_unique, decode

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
_UBIGEO: Final = re.compile(r"\d{6}", re.ASCII)
_COLUMNS: Final = ["code", "department", "province", "district"]


class _Item(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: str
    text: str
    help: str = ""
    group: str = ""
    numeral: str = ""
    force: Force | None = None


class _Catalogue(Header, forbid_unknown_fields=True, kw_only=True):
    items: list[_Item]


class _Clause(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str
    heading: str
    text: str
    text_public_body: str = ""
    numeral: str = ""


class _Consent(Header, forbid_unknown_fields=True, kw_only=True):
    promise: str
    duty_to_report: str
    declaration: str
    declaration_public_body: str
    guardian_declaration: str
    clauses: list[_Clause]


def read_catalogue(path: Path) -> Catalogue:
    """The list that a file holds; an item without numeral or force of its own has those of the list."""
    raw = decode(path, _Catalogue)
    check_name(path, raw)
    check_unique(path.name, "items", (item.code for item in raw.items))
    check_unique(path.name, "items", (item.text for item in raw.items))
    for item in raw.items:
        if not _CODE.fullmatch(item.code) or not item.text.strip():
            raise BadReferenceFile(path.name, f"items.{item.code}", "bad code or empty text")
    items = tuple(
        Item(item.code, item.text, item.help, item.group, item.numeral or raw.numeral, item.force or raw.force)
        for item in raw.items
    )
    return Catalogue(raw.provenance(), items)


def read_consent(path: Path) -> ConsentText:
    """The consent that a file holds: promise and duty to report both there, no placeholder that nobody fills."""
    raw = decode(path, _Consent)
    check_name(path, raw)
    check_unique(path.name, "clauses", (clause.id for clause in raw.clauses))
    needed = {
        "promise": raw.promise,
        "duty_to_report": raw.duty_to_report,
        "declaration": raw.declaration,
        "declaration_public_body": raw.declaration_public_body,
        "guardian_declaration": raw.guardian_declaration,
    }
    needed |= {f"clauses.{clause.id}": clause.text for clause in raw.clauses}
    for place, text in needed.items():
        if not text.strip():
            raise BadReferenceFile(path.name, place, "is empty")
        _check_placeholders(path.name, place, text)
    for clause in raw.clauses:
        _check_placeholders(path.name, f"clauses.{clause.id}.text_public_body", clause.text_public_body)
    return ConsentText(
        provenance=raw.provenance(),
        clauses=tuple(
            Clause(one.id, one.heading, one.text, one.text_public_body, one.numeral or raw.numeral)
            for one in raw.clauses
        ),
        promise=raw.promise,
        duty_to_report=raw.duty_to_report,
        declaration=raw.declaration,
        declaration_public_body=raw.declaration_public_body,
        guardian_declaration=raw.guardian_declaration,
    )


def _check_placeholders(file: str, place: str, text: str) -> None:
    try:
        unknown = sorted(placeholders(text) - PLACEHOLDERS)
    except ValueError as error:
        raise BadReferenceFile(file, place, str(error)) from error
    if unknown:
        raise BadReferenceFile(file, place, f"nobody fills {{{unknown[0]}}}")


def read_districts(path: Path) -> Places:
    """The districts of a CSV file with the columns code, department, province, district (UTF-8)."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadReferenceFile(path.name, "", str(error)) from error
    if not rows or rows[0] != _COLUMNS:
        raise BadReferenceFile(path.name, "line 1", f"the columns must be {', '.join(_COLUMNS)}")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(_COLUMNS) or not all(row) or not _UBIGEO.fullmatch(row[0]):
            raise BadReferenceFile(path.name, f"line {number}", "is no district")
    check_unique(path.name, "code", (row[0] for row in rows[1:]))
    return Places(District(*row) for row in rows[1:])
