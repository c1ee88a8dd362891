"""Lists of institutions as somebody has them in a spreadsheet, laid beside the directory of the service."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from facilitador.domain.dates import format_date, parse_typed_date
from facilitador.domain.directory import (
    DirectoryEntry,
    DirectoryReference,
    TypedEntry,
    alike,
    checked_entry,
    look_alike,
)
from facilitador.domain.phones import display_phone
from facilitador.domain.places import Places
from facilitador.domain.roster_places import PlaceNames
from facilitador.domain.sheets import Row, Sheet
from facilitador.domain.text import fold
from facilitador.errors import InvalidInput, Problem, UserFacingError

COLUMNS: Final = (
    "kind",
    "name",
    "attends",
    "requirements",
    "phones",
    "address",
    "ubigeo",
    "province",
    "department",
    "hours",
    "contact_person",
    "agreement",
    "emergency",
    "notice",
    "verified_on",
)
"""What a column may hold; those of an entry, and the places above a district."""

OTHER: Final = "other"
_HEADING_ROWS: Final = 20
_YES: Final = frozenset({"si", "s", "x", "1", "verdadero", "true"})
_BETWEEN_PHONES: Final = re.compile(r"[;/|\n,]| y | o ")


class RowState(StrEnum):
    """What becomes of a row."""

    READY = "ready"
    ALIKE = "alike"  # it may be there already
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One row: its number as the person sees it, what it says, what is wrong, whom it looks like."""

    number: int
    entry: TypedEntry
    problems: tuple[Problem, ...] = ()
    alike: tuple[str, ...] = ()

    @property
    def state(self) -> RowState:
        """What becomes of it unless a person decides otherwise."""
        if self.problems:
            return RowState.WRONG
        return RowState.ALIKE if self.alike else RowState.READY


@dataclass(frozen=True, slots=True)
class DirectoryPreview:
    """A list beside the directory; `ignored` are headings that lead to no field."""

    rows: tuple[ListedEntry, ...]
    ignored: tuple[str, ...] = ()

    def entering(self, *, also_alike: bool = False) -> tuple[TypedEntry, ...]:
        """The rows that would be added."""
        wanted = (RowState.READY, RowState.ALIKE) if also_alike else (RowState.READY,)
        return tuple(row.entry for row in self.rows if row.state in wanted)

    def count(self, state: RowState) -> int:
        """How many rows are so."""
        return sum(row.state is state for row in self.rows)


def read_list(
    sheet: Sheet, reference: DirectoryReference, places: Places, here: str, today: date
) -> tuple[tuple[ListedEntry, ...], tuple[str, ...]]:
    """Every row of a sheet as an entry, and the headings that lead nowhere.

    The row of headings is the first of twenty that names the institution's name and one thing more. Refuses with
    `directory_list_unknown` where there is none and `directory_list_empty` where nothing follows it.
    """
    at, columns, ignored = _headings(sheet, reference.columns)
    finder = PlaceNames(places, here)
    rows = [_Reader(row, columns, reference, finder, today).entry() for row in sheet.rows[at + 1 :]]
    if not rows:
        raise UserFacingError("directory_list_empty", field="sheet")
    return tuple(_judged(row, reference, places, today) for row in rows), ignored


def _judged(row: ListedEntry, reference: DirectoryReference, places: Places, today: date) -> ListedEntry:
    """The row with its entry as it would be kept, or with what is wrong with it."""
    try:
        kept = checked_entry(row.entry, reference.codes, places.by_code, today)
    except InvalidInput as error:
        return replace(row, problems=(*row.problems, *error.problems))
    return replace(row, entry=kept)


def has_headings(sheet: Sheet, reference: DirectoryReference) -> bool:
    """True if the sheet begins as a list of institutions does."""
    try:
        _headings(sheet, reference.columns)
    except UserFacingError:
        return False
    return True


def compared(rows: Iterable[ListedEntry], entries: Sequence[DirectoryEntry]) -> tuple[ListedEntry, ...]:
    """The same rows, each with those of the directory, or further up in the list, that it looks like."""
    seen: list[TypedEntry] = []
    done: list[ListedEntry] = []
    for row in rows:
        names = [entry.name for entry in alike(row.entry, entries)]
        names += [other.name for other in seen if look_alike(row.entry, other)]
        done.append(replace(row, alike=tuple(dict.fromkeys(names))))
        seen.append(row.entry)
    return tuple(done)


def as_rows(entries: Iterable[TypedEntry], reference: DirectoryReference, places: Places) -> list[list[str]]:
    """The entries as a table that `read_list` reads again, its headings first."""
    table = [[reference.columns[column][0] for column in COLUMNS]]
    return table + [_cells(entry, reference, places) for entry in entries]


def _cells(entry: TypedEntry, reference: DirectoryReference, places: Places) -> list[str]:
    district = places.get(entry.ubigeo)
    told = {
        "kind": reference.kind_text(entry.kind),
        "phones": "; ".join(map(display_phone, entry.phones)),
        "ubigeo": district.district if district else "",
        "province": district.province if district else "",
        "department": district.department if district else "",
        "emergency": "sí" if entry.emergency else "no",
        "verified_on": format_date(entry.verified_on) if entry.verified_on else "",
    }
    return [told[column] if column in told else str(getattr(entry, column)) for column in COLUMNS]


def _headings(sheet: Sheet, words: Mapping[str, Sequence[str]]) -> tuple[int, Mapping[str, int], tuple[str, ...]]:
    """Where the row of headings stands, which column each field has, and what is left over."""
    meaning = {fold(word): column for column, named in words.items() for word in named}
    for at, row in enumerate(sheet.rows[:_HEADING_ROWS]):
        found: dict[str, int] = {}
        for index, cell in enumerate(row.cells):
            column = meaning.get(fold(cell.text))
            if column is not None:
                found.setdefault(column, index)
        if "name" in found and len(found) > 1:
            taken = set(found.values())
            ignored = tuple(cell.text for index, cell in enumerate(row.cells) if cell.text and index not in taken)
            return at, found, ignored
    raise UserFacingError("directory_list_unknown", field="sheet", heading=words["name"][0], other=words["phones"][0])


class _Reader:
    """Reads one row."""

    def __init__(
        self,
        row: Row,
        columns: Mapping[str, int],
        reference: DirectoryReference,
        places: PlaceNames,
        today: date,
    ) -> None:
        self._row, self._columns, self._reference = row, columns, reference
        self._places, self._today = places, today
        self._problems: list[Problem] = []

    def entry(self) -> ListedEntry:
        typed = TypedEntry(
            kind=self._kind(),
            name=self._text("name"),
            attends=self._text("attends"),
            requirements=self._text("requirements"),
            phones=tuple(part.strip() for part in _BETWEEN_PHONES.split(self._text("phones")) if part.strip()),
            address=self._text("address"),
            ubigeo=self._ubigeo(),
            hours=self._text("hours"),
            contact_person=self._text("contact_person"),
            agreement=self._text("agreement"),
            emergency=fold(self._text("emergency")) in _YES,
            notice=self._text("notice"),
            verified_on=self._day(),
        )
        return ListedEntry(self._row.number, typed, tuple(self._problems))

    def _text(self, column: str) -> str:
        index = self._columns.get(column)
        # an apostrophe keeps a spreadsheet from taking +51 for a formula
        return self._row.cell(index).text.removeprefix("'") if index is not None else ""

    def _kind(self) -> str:
        """The kind that is written, or that the name begins with; what nobody knows is another institution."""
        written = fold(self._text("kind"))
        for text in (written, fold(self._text("name"))):
            known = [
                (len(word), kind.code)
                for kind in self._reference.kinds
                for word in kind.words
                if f"{text} ".startswith(f"{word} ")
            ]
            if known:
                return max(known)[1]
        return OTHER

    def _ubigeo(self) -> str:
        written = self._text("ubigeo")
        if not written:
            return ""
        found = self._places.find(written, self._text("province"), self._text("department"))
        if not found.code:
            code = "roster_district_several" if found.several else "roster_district_not_found"
            self._problems.append(Problem("ubigeo", code, {"written": written}))
        return found.code

    def _day(self) -> date | None:
        written = self._text("verified_on")
        if not written:
            return None
        try:
            return parse_typed_date(written, self._today)
        except UserFacingError as error:
            self._problems.append(Problem("verified_on", error.code, dict(error.parameters)))
            return None
