"""Reads the directory that comes with the program; a place of a Hogar de Refugio is refused here, too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from facilitador.domain.directory import DirectoryKind, DirectoryReference, TypedEntry, problems_of
from facilitador.domain.directory_lists import COLUMNS
from facilitador.domain.emergency_contacts import NationalLine
from facilitador.domain.phones import check_service_phone
from facilitador.domain.places import Places
from facilitador.domain.text import fold
from facilitador.errors import Problem
from facilitador.reference.decoding import BadReferenceFile, Header, check_name, check_unique, decode

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")


class _Kind(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: str
    text: str
    purpose: str = ""
    words: tuple[str, ...] = ()


class _Line(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: str
    name: str
    numbers: tuple[str, ...]
    purpose: str
    source: str
    hours: str = ""
    how: str = ""
    verified_on: date | None = None
    first: bool = False


class _Institution(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    kind: str
    name: str
    phones: tuple[str, ...]
    source: str
    verified_on: date
    address: str = ""
    ubigeo: str = ""
    attends: str = ""


class _Directory(Header, forbid_unknown_fields=True, kw_only=True):
    kinds: tuple[_Kind, ...]
    lines: tuple[_Line, ...]
    institutions: tuple[_Institution, ...] = ()
    columns: dict[str, tuple[str, ...]]


def read_directory(path: Path) -> DirectoryReference:
    """The kinds, national lines and institutions of a file; every line can be reached and tells its source."""
    raw = decode(path, _Directory)
    check_name(path, raw)
    check_unique(path.name, "kinds", (kind.code for kind in raw.kinds))
    check_unique(path.name, "kinds.words", (word for kind in raw.kinds for word in _words(kind)))
    check_unique(path.name, "lines", (line.code for line in raw.lines))
    for kind in raw.kinds:
        if not _CODE.fullmatch(kind.code) or not kind.text.strip():
            raise BadReferenceFile(path.name, f"kinds.{kind.code}", "bad code or empty text")
    for line in raw.lines:
        if wrong := _wrong(line):
            raise BadReferenceFile(path.name, f"lines.{line.code}", wrong)
    _check_columns(path.name, raw.columns)
    return DirectoryReference(
        raw.provenance(),
        tuple(DirectoryKind(kind.code, kind.text, kind.purpose, _words(kind)) for kind in raw.kinds),
        tuple(NationalLine(**msgspec.structs.asdict(line)) for line in raw.lines),
        tuple(_entry(one) for one in raw.institutions),
        raw.columns,
    )


def check_institutions(reference: DirectoryReference, districts: Places) -> None:
    """Refuse institutions that a service could not keep as they stand (BadReferenceFile)."""
    for entry in reference.institutions:
        day = entry.verified_on or date.max
        if problems := problems_of(entry, reference.codes, districts.by_code, day):
            raise BadReferenceFile("directory.toml", f"institutions.{entry.name}", problems[0].code)


def _check_columns(file: str, columns: Mapping[str, tuple[str, ...]]) -> None:
    if set(columns) != set(COLUMNS) or not all(columns.values()):
        raise BadReferenceFile(file, "columns", f"the fields must be {', '.join(COLUMNS)}, each with its words")
    check_unique(file, "columns", (fold(word) for words in columns.values() for word in words))


def _words(kind: _Kind) -> frozenset[str]:
    return frozenset((kind.code, fold(kind.text), *map(fold, kind.words)))


def _wrong(line: _Line) -> str:
    """What is wrong with a line, empty if nothing."""
    if not _CODE.fullmatch(line.code) or not line.name.strip() or not line.source.strip():
        return "bad code, or no name or source"
    if not line.purpose.strip() or not (line.numbers or line.how.strip()):
        return "nobody could tell what it is for, or how to reach it"
    wrong = [number for number in line.numbers if isinstance(check_service_phone(number), Problem)]
    return f"{wrong[0]!r} is no number" if wrong else ""


def _entry(one: _Institution) -> TypedEntry:
    return TypedEntry(
        kind=one.kind,
        name=one.name,
        attends=one.attends,
        phones=one.phones,
        address=one.address,
        ubigeo=one.ubigeo,
        verified_on=one.verified_on,
    )
