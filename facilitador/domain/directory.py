"""Institutions that help, near and far: the emergency directory (6.2.7) and the directory of services (6.8.3).

A Hogar de Refugio has no place at all: neither address nor district, and no text that would tell one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.domain.catalogues import Provenance
from facilitador.domain.checks import Checks
from facilitador.domain.duplicates import name_words
from facilitador.domain.emergency_contacts import EmergencyContact, NationalLine, Nearness, nearness_of
from facilitador.domain.phones import check_service_phone, display_phone
from facilitador.domain.places import Places
from facilitador.domain.text import clean_line, fold, sort_key
from facilitador.errors import InvalidInput, Problem

REFUGE: Final = "refuge"
"""The kind whose place is never written down."""

MOST_PHONES: Final = 5
_SHORT_NUMBER: Final = 6  # figures; 105 and 1810 are many institutions' number
# What tells where a house is: a kind of street, a lot, or a number of one.
_TELLS_A_PLACE: Final = re.compile(
    r"\b(jr|jir[oó]n|av|avenida|calle|psje|pasaje|mz|manzana|lote|urb|urbanizaci[oó]n|carretera|km|dpto)\b"
    r"|\bn[.°º]+\s*\d|#\s*\d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DirectoryKind:
    """What an institution may be: `purpose` is what it is for where its own entry does not say; `words` are folded."""

    code: str
    text: str
    purpose: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class TypedEntry:
    """An institution as somebody writes it down, in a form or in a list."""

    kind: str
    name: str
    attends: str = ""
    requirements: str = ""
    phones: tuple[str, ...] = ()
    address: str = ""
    ubigeo: str = ""
    hours: str = ""
    contact_person: str = ""
    agreement: str = ""
    emergency: bool = False
    notice: str = ""
    verified_on: date | None = None


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """An institution of the service's directory.

    `notice`: how to give notice without signal. `emergency`: it stands in the emergency directory. `verified_on`: the
    day on which `verified_by` (None: whoever wrote the list it came from) last made sure that it is so.
    """

    id: UUID
    kind: str
    name: str
    attends: str
    requirements: str
    phones: tuple[str, ...]
    address: str
    ubigeo: str
    hours: str
    contact_person: str
    agreement: str
    emergency: bool
    notice: str
    verified_on: date | None
    verified_by: UUID | None
    retired: bool
    revision: int


@dataclass(frozen=True, slots=True)
class DirectoryLine:
    """An entry with the words of its kind, how near it is, and the name of who checked it last."""

    entry: DirectoryEntry
    kind_text: str
    nearness: Nearness
    verifier: str

    @property
    def named(self) -> str:
        """Its name, with what it is where the name does not say so."""
        known = self.kind_text.casefold() in self.entry.name.casefold()
        return self.entry.name if known else f"{self.entry.name} ({self.kind_text})"


@dataclass(frozen=True, slots=True)
class DirectoryReference:
    """What comes with the program: kinds and national lines in the order to show, institutions to offer.

    `columns`: what each field is called in a list, first as this program calls it.
    """

    provenance: Provenance
    kinds: tuple[DirectoryKind, ...]
    lines: tuple[NationalLine, ...]
    institutions: tuple[TypedEntry, ...]
    columns: Mapping[str, tuple[str, ...]]

    def kind(self, code: str) -> DirectoryKind | None:
        """The kind of that code; None if there is none (any more)."""
        return next((kind for kind in self.kinds if kind.code == code), None)

    def kind_text(self, code: str) -> str:
        """The words for a code; the code itself if the list has it no more, so that it does not vanish."""
        kind = self.kind(code)
        return kind.text if kind is not None else code

    @property
    def codes(self) -> frozenset[str]:
        """Every kind's code."""
        return frozenset(kind.code for kind in self.kinds)


def checked_entry(typed: TypedEntry, kinds: Collection[str], districts: Collection[str], today: date) -> TypedEntry:
    """The entry as it is kept; `InvalidInput` names every field that does not do.

    Without a phone another way to reach it must be there: an address, or how to give notice without signal.
    """
    checks = Checks()
    kept = TypedEntry(
        kind=checks.known("kind", typed.kind, kinds, required=True),
        name=checks.line("name", typed.name, 160, required=True),
        attends=checks.text("attends", typed.attends, 500),
        requirements=checks.text("requirements", typed.requirements, 500),
        phones=_phones(checks, typed.phones),
        address=checks.line("address", typed.address, 200),
        ubigeo=checks.known("ubigeo", typed.ubigeo, districts),
        hours=checks.line("hours", typed.hours, 160),
        contact_person=checks.line("contact_person", typed.contact_person, 120),
        agreement=checks.line("agreement", typed.agreement, 200),
        emergency=typed.emergency,
        notice=checks.text("notice", typed.notice, 300),
        verified_on=checks.recorded_day("verified_on", typed.verified_on, today),
    )
    if kept.kind == REFUGE:
        _check_refuge(checks, kept)
    reached = bool(kept.phones or kept.notice or (kept.address and kept.kind != REFUGE))
    checks.need("phones", reached, "directory_unreachable")
    checks.refuse_if_any()
    return kept


def problems_of(
    typed: TypedEntry, kinds: Collection[str], districts: Collection[str], today: date
) -> tuple[Problem, ...]:
    """What is wrong with an entry; nothing if it can be kept."""
    try:
        checked_entry(typed, kinds, districts, today)
    except InvalidInput as error:
        return error.problems
    return ()


def _phones(checks: Checks, typed: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for number in filter(None, map(clean_line, typed)):
        checked = check_service_phone(number, field="phones")
        if isinstance(checked, Problem):
            checks.add(checked)
        elif checked not in kept:
            kept.append(checked)
    checks.need("phones", len(kept) <= MOST_PHONES, "directory_phones_many", maximum=MOST_PHONES)
    return tuple(kept)


def _check_refuge(checks: Checks, kept: TypedEntry) -> None:
    for field in ("address", "ubigeo"):
        checks.need(field, not getattr(kept, field), "directory_refuge_place")
    for field in ("name", "attends", "requirements", "hours", "agreement", "notice"):
        checks.need(field, not _TELLS_A_PLACE.search(getattr(kept, field)), "directory_refuge_told")


def look_alike(one: TypedEntry | DirectoryEntry, other: TypedEntry | DirectoryEntry) -> bool:
    """True if both may be the same institution: one number in common, or the same words for a name in one district."""
    if any(phone in other.phones for phone in one.phones if len(phone) > _SHORT_NUMBER):
        return True
    placed_apart = bool(one.ubigeo and other.ubigeo and one.ubigeo != other.ubigeo)
    return not placed_apart and sorted(name_words(one.name)) == sorted(name_words(other.name))


def alike(typed: TypedEntry, entries: Iterable[DirectoryEntry]) -> tuple[DirectoryEntry, ...]:
    """The entries in use that may be the same institution."""
    return tuple(entry for entry in entries if not entry.retired and look_alike(typed, entry))


def as_typed(entry: DirectoryEntry) -> TypedEntry:
    """The entry as it would be written down again."""
    return TypedEntry(**{name: getattr(entry, name) for name in TypedEntry.__slots__})


def matches(line: DirectoryLine, typed: str, place: str) -> bool:
    """True if the beginnings of all typed words are found in name, kind, what it attends, place or phones."""
    entry = line.entry
    text = " ".join((entry.name, line.kind_text, entry.attends, place, entry.address, *entry.phones))
    there = f" {fold(text)}"
    return all(f" {word}" in there for word in fold(typed).split())


def in_order(lines: Iterable[DirectoryLine], kinds: Sequence[DirectoryKind]) -> tuple[DirectoryLine, ...]:
    """Those in use first, the nearest first, then by kind and name."""
    ranks = _ranks(kinds)
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                line.entry.retired,
                line.nearness,
                ranks.get(line.entry.kind, len(ranks)),
                sort_key(line.entry.name),
                line.entry.id,
            ),
        )
    )


def _ranks(kinds: Sequence[DirectoryKind]) -> Mapping[str, int]:
    return {kind.code: rank for rank, kind in enumerate(kinds)}


def emergency_contacts(
    entries: Iterable[DirectoryEntry], reference: DirectoryReference, here: str, places: Places
) -> tuple[EmergencyContact, ...]:
    """The service's own institutions of the emergency directory, the nearest first; no person's name is in them."""
    lines = (
        DirectoryLine(entry, reference.kind_text(entry.kind), nearness_of(entry.ubigeo, here), "")
        for entry in entries
        if entry.emergency and not entry.retired
    )
    return tuple(_contact(line, reference, places) for line in in_order(lines, reference.kinds))


def _contact(line: DirectoryLine, reference: DirectoryReference, places: Places) -> EmergencyContact:
    entry = line.entry
    kind = reference.kind(entry.kind)
    district = places.get(entry.ubigeo)
    return EmergencyContact(
        name=entry.name,
        purpose=entry.attends or (kind.purpose if kind is not None else ""),
        numbers=tuple(map(display_phone, entry.phones)),
        hours=entry.hours,
        place=f"{district.district}, {district.province}" if district is not None else "",
        address=entry.address,
        notice=entry.notice,
        verified_on=entry.verified_on,
        nearness=line.nearness,
    )
