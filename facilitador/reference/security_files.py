"""Reads the statement of what is protected, what is not, and what is kept."""

from __future__ import annotations

from pathlib import Path

import msgspec

from facilitador.domain.roles import Section
from facilitador.domain.security import KeptData, Protection, SecurityStatement
from facilitador.reference.decoding import BadReferenceFile, Header, check_name, check_unique, decode


class _Protection(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    against: str
    how: str


class _Kept(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    text: str
    sections: list[Section]
    tables: list[str]


class _Statement(Header, forbid_unknown_fields=True, kw_only=True):
    introduction: str
    protections: list[_Protection]
    not_promised: list[str]
    outside: list[str]
    review: list[str]
    sections: dict[Section, str]
    kept: list[_Kept]


def read_security(path: Path) -> SecurityStatement:
    """The statement of a file; every section of the role table has its words, every table one place."""
    raw = decode(path, _Statement)
    check_name(path, raw)
    check_unique(path.name, "kept", (table for one in raw.kept for table in one.tables))
    if missing := sorted(set(Section) - set(raw.sections)):
        raise BadReferenceFile(path.name, "sections", f"{missing[0]!r} has no words")
    return SecurityStatement(
        provenance=raw.provenance(),
        introduction=raw.introduction,
        protections=tuple(Protection(one.against, one.how) for one in raw.protections),
        not_promised=tuple(raw.not_promised),
        outside=tuple(raw.outside),
        review=tuple(raw.review),
        sections=raw.sections,
        kept=tuple(KeptData(one.text, tuple(one.sections), tuple(one.tables)) for one in raw.kept),
    )
