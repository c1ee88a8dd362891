"""What the program protects, what it does not promise, what it keeps and who sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from facilitador.domain.catalogues import Provenance
from facilitador.domain.roles import Access, Role, Section, access

ACCESS_WORDS: Final[Mapping[Access, str]] = {Access.NONE: "no ve", Access.READ: "ve", Access.WRITE: "ve y cambia"}
ROLE_HEADINGS: Final[Mapping[Role, str]] = {
    Role.FACILITATOR: "Facilita",
    Role.SUPERVISOR: "Supervisa",
    Role.STAFF: "Personal administrativo",
}


@dataclass(frozen=True, slots=True)
class Protection:
    """Something that may happen, and what the program does against it."""

    against: str
    how: str


@dataclass(frozen=True, slots=True)
class KeptData:
    """A kind of data of the inventory: the sections whose readers see it (none: only its author), and its tables."""

    text: str
    sections: tuple[Section, ...]
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SecurityStatement:
    """One edition of the whole statement. `sections`: each part of the role table in words."""

    provenance: Provenance
    introduction: str
    protections: tuple[Protection, ...]
    not_promised: tuple[str, ...]
    outside: tuple[str, ...]
    review: tuple[str, ...]
    sections: Mapping[Section, str]
    kept: tuple[KeptData, ...]


def access_rows(statement: SecurityStatement) -> tuple[tuple[str, ...], ...]:
    """A row for each section: its words, and what each role may do there, in the order of `ROLE_HEADINGS`."""
    return tuple(
        (words, *(ACCESS_WORDS[access(role, section)] for role in ROLE_HEADINGS))
        for section, words in statement.sections.items()
    )
