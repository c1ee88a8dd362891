"""Short reference lists (kinds of service, professions, conditions of a venue …) and where texts come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Force(StrEnum):
    """How strongly the source asks: its own words, or ours where it does not ask at all."""

    MUST = "debe"
    PREFERRED = "preferencia"
    IF_FEASIBLE = "factible"
    OWN = "propio"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which text this is, of which edition, from where. Records keep `id` and `edition` of what they used."""

    id: str
    edition: str
    title: str
    source: str
    numeral: str
    force: Force
    valid_from: date


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: stable code, words for people, and its own numeral and force."""

    code: str
    text: str
    help: str
    group: str
    numeral: str
    force: Force


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A list with its provenance; items in the order to show."""

    provenance: Provenance
    items: tuple[Item, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Every code of the list."""
        return frozenset(item.code for item in self.items)

    def item(self, code: str) -> Item:
        """The entry of that code; KeyError if the list has none."""
        for item in self.items:
            if item.code == code:
                return item
        raise KeyError(code)

    def text(self, code: str) -> str:
        """The words for a code; the code itself if the list has it no more, so that it does not vanish."""
        return next((item.text for item in self.items if item.code == code), code)
