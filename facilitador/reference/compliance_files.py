"""Reads the numerals of the directive that the compliance view goes through."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import msgspec

from facilitador.domain.catalogues import Force
from facilitador.domain.compliance import Requirement, Requirements, Span
from facilitador.reference.decoding import BadReferenceFile, Header, check_name, check_unique, decode

_NUMERAL: Final = re.compile(r"\d+(\.\d+)+( [a-d])?|VIII")


class _Chapter(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    text: str


class _Requirement(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    numeral: str
    chapter: str
    text: str
    force: Force
    span: Span
    shows: str
    place: str = ""
    declaration: str = ""
    paper: str = ""


class _Requirements(Header, forbid_unknown_fields=True, kw_only=True):
    chapters: list[_Chapter]
    requirements: list[_Requirement]


def read_requirements(path: Path) -> Requirements:
    """The numerals of a file, each in a chapter of it, with words, and with what shows it."""
    raw = decode(path, _Requirements)
    check_name(path, raw)
    check_unique(path.name, "chapters", (one.code for one in raw.chapters))
    check_unique(path.name, "requirements", (one.numeral for one in raw.requirements))
    chapters = {one.code: one.text for one in raw.chapters}
    for one in raw.requirements:
        if wrong := _wrong(one, chapters):
            raise BadReferenceFile(path.name, f"requirements.{one.numeral}", wrong)
    return Requirements(raw.provenance(), chapters, tuple(map(_requirement, raw.requirements)))


def _wrong(one: _Requirement, chapters: dict[str, str]) -> str:
    """What is wrong with a numeral, empty if nothing."""
    if not _NUMERAL.fullmatch(one.numeral):
        return "bad numeral"
    if one.chapter not in chapters:
        return "unknown chapter"
    if not (one.text.strip() and one.shows.strip()):
        return "no words"
    return "on paper without a declaration" if one.paper and not one.declaration else ""


def _requirement(one: _Requirement) -> Requirement:
    return Requirement(
        numeral=one.numeral,
        chapter=one.chapter,
        text=one.text,
        force=one.force,
        span=one.span,
        shows=one.shows,
        place=one.place,
        declaration=one.declaration,
        paper=one.paper,
    )
