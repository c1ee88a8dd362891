"""Which column of somebody's list is what: the row of headings is found, and each heading leads to a field.

A heading leads to a field of the ficha, to one of the service's own, or to one of the `SPECIAL` targets, which the
ficha does not ask in that form. The words are data (`resources/reference/roster_columns.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from facilitador.domain.catalogues import Provenance
from facilitador.domain.registration_forms import FieldDefinition, FormDefinition
from facilitador.domain.sheets import Row, Sheet
from facilitador.domain.text import fold

FULL_NAME: Final = "full_name"
FULL_NAME_GIVEN_FIRST: Final = "full_name_given_first"
SURNAMES: Final = "surnames"
DNI: Final = "dni"
PROVINCE: Final = "province"
DEPARTMENT: Final = "department"
ORDINAL: Final = "ordinal"
SPECIAL: Final = (FULL_NAME, FULL_NAME_GIVEN_FIRST, SURNAMES, DNI, PROVINCE, DEPARTMENT, ORDINAL)
"""Targets that are no field: whole names in one column, both surnames, a number known to be a DNI, the places above a
district, and the number of the row."""
NOT_IMPORTED: Final = ""
"""The target of a column that is left where it is."""

_NAMES: Final = frozenset({FULL_NAME, FULL_NAME_GIVEN_FIRST, SURNAMES, "paternal_surname"})
_EXCLUDED_BY: Final = {  # what one column says already, another does not say again
    FULL_NAME: (FULL_NAME_GIVEN_FIRST, SURNAMES, "paternal_surname", "maternal_surname", "given_names"),
    FULL_NAME_GIVEN_FIRST: (FULL_NAME, SURNAMES, "paternal_surname", "maternal_surname", "given_names"),
    SURNAMES: ("paternal_surname", "maternal_surname"),
    DNI: ("document_number",),
}
_PARENTHESES: Final = re.compile(r"\([^)]*\)|\[[^]]*\]")
_LONGEST_HEADING: Final = 80
_ROWS_WITH_TITLES: Final = 40
_NAME_WEIGHT: Final = 2


@dataclass(frozen=True, slots=True)
class RosterWords:
    """The words of the reference file, folded. `headings`: words to the targets they may mean, likeliest first.

    `answers`: field id (or `yes_no`) to words to code.
    """

    provenance: Provenance
    unimportant: frozenset[str]
    blanks: frozenset[str]
    totals: frozenset[str]
    headings: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, Mapping[str, str]]

    def bare(self, heading: str) -> str:
        """A heading without what does not count: folded, no parentheses, no unimportant words."""
        words = fold(_PARENTHESES.sub(" ", heading)).split()
        return " ".join(word for word in words if word not in self.unimportant)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the list: its place from 0, its heading as written, and where it leads."""

    index: int
    heading: str
    target: str = NOT_IMPORTED


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is laid out: the number of the row of headings and what each column is."""

    heading_row: int
    columns: tuple[Column, ...]

    def with_target(self, index: int, target: str) -> Layout:
        """The same layout with one column leading elsewhere; the column that led there before leads nowhere."""
        return replace(self, columns=tuple(_led(column, index, target) for column in self.columns))

    @property
    def recognised(self) -> bool:
        """True if some column holds names."""
        return any(column.target in _NAMES for column in self.columns)

    @property
    def targets(self) -> tuple[str, ...]:
        """Where each column leads, in order."""
        return tuple(column.target for column in self.columns)


def _led(column: Column, index: int, target: str) -> Column:
    if column.index == index:
        return replace(column, target=target)
    return replace(column, target=NOT_IMPORTED) if target and column.target == target else column


def targets_of(form: FormDefinition, writable: Iterable[FieldDefinition]) -> tuple[str, ...]:
    """Every target that a column may be given: the special ones, and the fields that may be written and are asked."""
    open_fields = {field.id for field in writable if not field.retired}
    return (*SPECIAL, *(field.id for field in form.fields if field.id in open_fields))


def find_layout(
    sheet: Sheet, words: RosterWords, form: FormDefinition, allowed: Iterable[str], heading_row: int | None = None
) -> Layout:
    """The layout of a sheet as far as its words tell it.

    The row of headings is the one among the first forty that leads to most targets, names counting double; the first of
    equals. `heading_row` says which it is where the person knows better. A target is given to one column only.
    """
    labels = {fold(field.label): field for field in form.fields}
    known = frozenset(allowed)
    rows = sheet.rows[:_ROWS_WITH_TITLES]
    if heading_row is not None:
        rows = tuple(row for row in sheet.rows if row.number == heading_row)
    width = sheet.width
    best = Layout(rows[0].number if rows else 1, _untold(rows[0] if rows else None, width))
    best_score = 0
    for row in rows:
        columns = _columns(row, width, words, labels, known)
        found = [column.target for column in columns if column.target]
        score = len(found) + _NAME_WEIGHT * len(_NAMES.intersection(found))
        if score > best_score:
            best, best_score = Layout(row.number, columns), score
    return best


def _untold(row: Row | None, width: int) -> tuple[Column, ...]:
    return tuple(Column(index, row.cell(index).text if row else "") for index in range(width))


def _columns(
    row: Row, width: int, words: RosterWords, labels: Mapping[str, FieldDefinition], allowed: frozenset[str]
) -> tuple[Column, ...]:
    headings = [row.cell(index).text for index in range(width)]
    meanings = [[one for one in _meanings(text, words, labels) if one in allowed] for text in headings]
    given: dict[int, str] = {}
    # whoever can mean one thing only chooses first: beside «Celular», «Teléfono» is the other one
    for index in sorted(range(width), key=lambda place: (len(meanings[place]), place)):
        taken = set(given.values())
        closed = {other for target in taken for other in _EXCLUDED_BY.get(target, ())}
        closed |= {target for target, others in _EXCLUDED_BY.items() if taken.intersection(others)}
        target = next((one for one in meanings[index] if one not in taken | closed), NOT_IMPORTED)
        if target:
            given[index] = target
    return tuple(Column(index, text, given.get(index, NOT_IMPORTED)) for index, text in enumerate(headings))


def _meanings(heading: str, words: RosterWords, labels: Mapping[str, FieldDefinition]) -> list[str]:
    if not heading or len(heading) > _LONGEST_HEADING:
        return []
    whole, bare = fold(heading), words.bare(heading)
    labelled = labels.get(whole)
    found = [*words.headings.get(whole, ()), *words.headings.get(bare, ())]
    if labelled is not None:
        # the service's own words mean its own field; the ficha's are often said more loosely than they are asked
        found.insert(0 if labelled.own else len(found), labelled.id)
    return list(dict.fromkeys(found))
