"""Districts of Peru (ubigeo of INEI: six digits, department-province-district) and how a person finds hers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from facilitador.domain.text import fold, sort_key


class District(NamedTuple):
    """One district; `code` is its INEI ubigeo (not RENIEC's, which differs)."""

    code: str
    department: str
    province: str
    district: str

    @property
    def label(self) -> str:
        """`Distrito, Provincia, Departamento`."""
        return f"{self.district}, {self.province}, {self.department}"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A district with its folded words, each preceded by a space so that a word's beginning is found with `in`."""

    district: District
    name: str
    label: str


class Places:
    """The districts, found by code or by the beginnings of their words; immutable, folded once at the first search."""

    def __init__(self, districts: Iterable[District]) -> None:
        self._by_code = {district.code: district for district in districts}
        self._entries: tuple[_Entry, ...] | None = None

    def __len__(self) -> int:
        return len(self._by_code)

    def __iter__(self) -> Iterator[District]:
        return iter(self._by_code.values())

    @property
    def by_code(self) -> Mapping[str, District]:
        """Every district by its code, read only."""
        return MappingProxyType(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def get(self, code: str, /) -> District | None:
        """The district of that code; None if there is none."""
        return self._by_code.get(code)

    def search(self, typed: str, limit: int = 10) -> tuple[District, ...]:
        """The districts with words that begin with every typed word, best first, at most `limit`.

        Accents and case do not count. First come those whose own name matches, the whole name before its beginning,
        then those found through province and department; nothing typed finds nothing.
        """
        wanted = fold(typed)
        starts = tuple(f" {word}" for word in wanted.split())
        if not starts or limit <= 0:
            return ()
        found = [entry for entry in self._indexed() if all(start in entry.label for start in starts)]
        found.sort(key=lambda entry: _rank(entry, f" {wanted}", starts))  # stable: the index is in alphabetical order
        return tuple(entry.district for entry in found[:limit])

    def _indexed(self) -> tuple[_Entry, ...]:
        if self._entries is None:
            ordered = sorted(self._by_code.values(), key=lambda one: (sort_key(one.district), one.code))
            self._entries = tuple(_Entry(one, f" {fold(one.district)}", f" {fold(one.label)}") for one in ordered)
        return self._entries


def _rank(entry: _Entry, wanted: str, starts: tuple[str, ...]) -> tuple[bool, bool, int]:
    in_name = sum(start in entry.name for start in starts)
    return entry.name != wanted, not entry.name.startswith(starts[0]), -in_name
