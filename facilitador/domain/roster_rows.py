"""Rows of somebody's list as the men they would become: answers, what is wrong with them, what must be confirmed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from facilitador.domain.answers import check_answers
from facilitador.domain.identity_documents import DocumentKind
from facilitador.domain.places import Places
from facilitador.domain.registration_forms import Answer, FieldDefinition, FieldKind, FormDefinition
from facilitador.domain.roster_cells import code_in, codes_in, day_in, document_in, phones_in, plain_text
from facilitador.domain.roster_columns import (
    DEPARTMENT,
    DNI,
    FULL_NAME,
    FULL_NAME_GIVEN_FIRST,
    ORDINAL,
    PROVINCE,
    SURNAMES,
    Layout,
    RosterWords,
)
from facilitador.domain.roster_names import split_full_name, split_surnames
from facilitador.domain.roster_places import PlaceNames
from facilitador.domain.sheets import Cell, CellNote, Row, Sheet
from facilitador.domain.text import fold
from facilitador.errors import Problem

_NAME_FIELDS: Final = ("paternal_surname", "given_names")
_NAME_TARGETS: Final = frozenset({FULL_NAME, FULL_NAME_GIVEN_FIRST, SURNAMES, *_NAME_FIELDS, "maternal_surname"})
_IDENTIFYING: Final = frozenset({DNI, "document_number", "birth_date", "phone"})
_TOLD: Final = frozenset({CellNote.ERROR, CellNote.NOT_CALCULATED, CellNote.MERGED})
_FIELD_OF: Final = dict.fromkeys((FULL_NAME, FULL_NAME_GIVEN_FIRST, SURNAMES), "paternal_surname") | {
    DNI: "document_number",
    PROVINCE: "ubigeo",
    DEPARTMENT: "ubigeo",
    ORDINAL: "",
}
_ALWAYS_NEEDED: Final = frozenset(
    {"paternal_surname", "maternal_surname", "given_names", "document_kind", "document_number", "birth_date"}
    | {"approximate_age", "phone", "other_phone"}
)
_MOST_ROUNDS: Final = 4
_LONGEST_BLANK: Final = 24


@dataclass(frozen=True, slots=True)
class RowReading:
    """One row as it would enter.

    `answers` are checked and fit to keep; `problems` keep the row out; `flags` are what the person must confirm, each
    with the field it is about (empty: the whole row). Where there are any, `written` gives the cells as they stand in
    the file, by field.
    `left_out` says why the row is nobody's (a total, a note, headings again); it is shown all the same.
    """

    number: int
    answers: Mapping[str, Answer]
    problems: tuple[Problem, ...] = ()
    flags: tuple[Problem, ...] = ()
    written: Mapping[str, str] = dataclasses.field(default_factory=dict)
    left_out: Problem | None = None


@dataclass(frozen=True)
class RosterForm:
    """What rows are read against: the ficha, the words, the districts, the service's own district, the day.

    `leave_blank`: a cell that cannot be read is left out of the ficha (and flagged) instead of keeping the row out;
    names never are.
    """

    form: FormDefinition
    words: RosterWords
    districts: Places
    home: str
    today: date
    competent: bool = False
    leave_blank: bool = False


def read_rows(sheet: Sheet, layout: Layout, around: RosterForm) -> tuple[RowReading, ...]:
    """Every row below the headings, in order; the service's places and the fields are looked up once."""
    reader = _Reader(layout, around)
    return tuple(reader.read(row) for row in sheet.rows if row.number > layout.heading_row)


class _Reader:
    def __init__(self, layout: Layout, around: RosterForm) -> None:
        self._around = around
        self._form = _narrowed(around.form, (column.target for column in layout.columns))
        self._words = around.words
        self._places = PlaceNames(around.districts, around.home)
        self._fields = {field.id: field for field in around.form.fields}
        self._targets = {column.index: column.target for column in layout.columns if column.target}
        self._headings = {column.index: column.heading for column in layout.columns if column.target}
        self._blank: dict[str, bool] = {}
        self._blank_starts = {word[:1] for word in self._words.blanks}

    def read(self, row: Row) -> RowReading:
        """One row."""
        width, cells = len(row.cells), dict[str, Cell]()
        for index, target in self._targets.items():
            if index < width and (row.cells[index].note is not None or not self._is_blank(row.cells[index].text)):
                cells[target] = row.cells[index]
        if nobody := self._nobody(row, cells):
            return RowReading(row.number, {}, left_out=nobody, written=self._written(cells))
        typed = _Typed(self._fields, self._words, self._places)
        for target, cell in cells.items():
            if cell.note in _TOLD:
                typed.note(_FIELD_OF.get(target, target), cell)
        typed.take({target: cell for target, cell in cells.items() if cell.text and cell.note is not CellNote.ERROR})
        if row.hidden:
            typed.flags.insert(0, Problem("", "roster_hidden_row"))
        return self._checked(row, typed, cells)

    def _is_blank(self, text: str) -> bool:
        if not text or len(text) > _LONGEST_BLANK or (text[0].isalnum() and text[0].lower() not in self._blank_starts):
            return not text
        if text not in self._blank:
            self._blank[text] = fold(text) in self._words.blanks
        return self._blank[text]

    def _written(self, cells: Mapping[str, Cell]) -> dict[str, str]:
        written: dict[str, str] = {}
        for target, cell in cells.items():
            field = _FIELD_OF.get(target, target)
            if field and cell.text:
                written[field] = f"{written[field]} {plain_text(cell)}" if field in written else plain_text(cell)
        return written

    def _nobody(self, row: Row, cells: Mapping[str, Cell]) -> Problem | None:
        """Why a row stands for no man, or None."""
        if all(row.cell(index).text == heading for index, heading in self._headings.items()):
            return Problem("", "roster_headings_again")
        if not _IDENTIFYING.isdisjoint(cells):
            return None
        filled = [cell.text for cell in row.cells if cell.text]
        people = [target for target in cells if target != ORDINAL]
        if not people and len(filled) <= len(cells):
            return Problem("", "roster_row_without_data")
        if any((fold(text).split() or [""])[0] in self._words.totals for text in filled[:2]):
            return Problem("", "roster_totals_row", {"written": filled[0][:60]})
        named = not _NAME_TARGETS.isdisjoint(cells)
        if (not named or (len(people) == 1 and ":" in " ".join(filled))) and len(filled) <= 2:
            return Problem("", "roster_note_row", {"written": " ".join(filled)[:60]})
        return None

    def _checked(self, row: Row, typed: _Typed, cells: Mapping[str, Cell]) -> RowReading:
        around, problems, answers = self._around, list(typed.problems), dict[str, Answer]()
        for _ in range(_MOST_ROUNDS):
            known = dict(typed.answers)
            if "birth_date" in known:
                known.pop("approximate_age", None)  # asked only of who does not know the day
            checked = check_answers(
                self._form, known, today=around.today, competent=around.competent, districts=around.districts
            )
            problems, answers = [*typed.problems, *checked.problems], checked.answers
            if not problems or not around.leave_blank or not typed.drop(problems, self._written(cells)):
                break
        named = {problem.field for problem in problems}
        problems += [
            Problem(field, "field_required") for field in _NAME_FIELDS if not answers.get(field) and field not in named
        ]
        written = self._written(cells) if problems or typed.flags else {}
        return RowReading(row.number, answers, tuple(problems), tuple(typed.flags), written)


def _narrowed(form: FormDefinition, targets: Iterable[str]) -> FormDefinition:
    """The form with the questions that these columns may answer and those they hang on; rows are checked faster."""
    needed = {*targets, *_ALWAYS_NEEDED}
    for field in reversed(form.fields):
        if field.id in needed and field.asked_if is not None:
            needed.add(field.asked_if.field)
    sections = (
        replace(section, fields=tuple(field for field in section.fields if field.id in needed))
        for section in form.sections
    )
    return replace(form, sections=tuple(section for section in sections if section.fields))


class _Typed:
    """The answers of one row while it is read, as a person would have typed them."""

    def __init__(self, fields: Mapping[str, FieldDefinition], words: RosterWords, places: PlaceNames) -> None:
        self.answers: dict[str, object] = {}
        self.problems: list[Problem] = []
        self.flags: list[Problem] = []
        self._fields = fields
        self._words = words
        self._places = places

    def note(self, field: str, cell: Cell) -> None:
        """Say what the person must know of a cell before anything of it is kept."""
        if not field:
            return
        if cell.note is CellNote.ERROR:
            self.problems.append(Problem(field, "roster_cell_failed", {"written": cell.text}))
        elif cell.note is CellNote.NOT_CALCULATED:
            self.problems.append(Problem(field, "roster_cell_not_calculated"))
        elif cell.note is CellNote.MERGED:
            self.flags.append(Problem(field, "roster_cell_joined", {"written": cell.text[:60]}))

    def take(self, cells: Mapping[str, Cell]) -> None:
        """Take every cell that holds something."""
        self._take_names(cells)
        self._take_document(cells)
        self._take_place(cells)
        for target, cell in cells.items():
            if target not in self.answers and target in self._fields:
                self._take_field(self._fields[target], cell)

    def drop(self, problems: Iterable[Problem], written: Mapping[str, str]) -> bool:
        """Leave blank what has a problem, names apart; False where there was nothing to leave blank."""
        dropped = False
        for field in {problem.field: None for problem in problems}:
            if field in _NAME_FIELDS or field not in self._fields:
                continue
            hanging = [name for name in self.answers if self._hangs_on(name, field)]
            if field not in self.answers and not hanging and not self._has_problem(field):
                continue
            for name in [field, *hanging]:
                self.answers.pop(name, None)
                if name == "document_number":
                    self.answers.pop("document_kind", None)
                if written.get(name):
                    self.flags.append(Problem(name, "roster_left_blank", {"written": written[name][:60]}))
            self.problems = [problem for problem in self.problems if problem.field != field]
            self.flags = [flag for flag in self.flags if flag.field != field or flag.code == "roster_left_blank"]
            dropped = True
        return dropped

    def _has_problem(self, field: str) -> bool:
        return any(problem.field == field for problem in self.problems)

    def _hangs_on(self, name: str, field: str) -> bool:
        condition = self._fields[name].asked_if
        return condition is not None and condition.field == field and field not in self.answers

    def _take_names(self, cells: Mapping[str, Cell]) -> None:
        for target in (FULL_NAME, FULL_NAME_GIVEN_FIRST, SURNAMES):
            if target not in cells:
                continue
            text = cells[target].text
            if target == SURNAMES:
                names = split_surnames(text)
            else:
                names = split_full_name(text, given_first=target == FULL_NAME_GIVEN_FIRST)
            self.answers.update(names.answers())
            if not names.sure:
                self.flags.append(Problem("paternal_surname", "roster_name_split", {"written": text[:120]}))

    def _take_document(self, cells: Mapping[str, Cell]) -> None:
        field = self._fields["document_number"]
        kind_cell, dni = cells.get("document_kind"), cells.get(DNI)
        kind = code_in(kind_cell.text, self._fields["document_kind"], self._words) if kind_cell else ""
        cell = dni or cells.get(field.id)
        if cell is None:
            return
        found = document_in(cell, kind or (DocumentKind.DNI if dni else ""), field, self._words)
        if found.kind:
            self.answers["document_kind"] = str(found.kind)
        if found.number:
            self.answers[field.id] = found.number
        if found.flag:
            self.flags.append(found.flag)
        if found.problem:
            self.problems.append(found.problem)

    def _take_place(self, cells: Mapping[str, Cell]) -> None:
        if "ubigeo" not in cells:
            return
        within = [cells[target].text if target in cells else "" for target in (PROVINCE, DEPARTMENT)]
        text = cells["ubigeo"].text
        found = self._places.find(text, *within)
        if found.several:
            self.problems.append(Problem("ubigeo", "roster_district_several", {"written": text[:60]}))
        elif not found.code:
            self.problems.append(Problem("ubigeo", "roster_district_not_found", {"written": text[:60]}))
        else:
            self.answers["ubigeo"] = found.code
            if not found.sure:
                self.flags.append(Problem("ubigeo", "roster_district_guessed", {"written": text[:60]}))

    def _take_field(self, field: FieldDefinition, cell: Cell) -> None:
        if field.kind is FieldKind.DATE:
            self.answers[field.id], flag = day_in(cell, field)
            if flag:
                self.flags.append(flag)
        elif field.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
            self.answers[field.id] = code_in(cell.text, field, self._words)
        elif field.kind is FieldKind.CHOICES:
            self.answers[field.id] = codes_in(cell.text, field, self._words)
        elif field.kind is FieldKind.PHONE:
            first, second = phones_in(plain_text(cell))
            self.answers[field.id] = first
            if second and field.id == "phone":
                self.answers.setdefault("other_phone", second)
        elif field.kind is not FieldKind.UBIGEO and field.id != "document_number":
            self.answers[field.id] = plain_text(cell)
