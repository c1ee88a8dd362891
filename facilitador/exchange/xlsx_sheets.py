"""The cells of one XLSX sheet, read in one pass over its XML: values as text, what is hidden, what is joined."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final, NamedTuple

from facilitador.domain.sheets import EMPTY, Cell, CellNote, Row, moment_of_serial
from facilitador.exchange.limits import check_columns, check_rows
from facilitador.exchange.xml_events import Stop

MOST_BLANK_ROWS: Final = 2_000
"""After so many blank rows in a row the sheet is taken to have ended: whole columns are often formatted to the last."""

_DIGITS: Final = "0123456789"
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MOST_JOINED: Final = 20_000
_MOST_STEPS: Final = 1_000_000
_MIDNIGHT: Final = (0, 0)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class CellFormat(NamedTuple):
    """How a number is shown: as a day, as an hour, with so many digits (0: as it is)."""

    day: bool = False
    hour: bool = False
    digits: int = 0


_PLAIN: Final = CellFormat()


class SheetReader:
    """Takes the events of a sheet's XML. Ask `rows` when it has ended.

    Raises ValueError, KeyError or IndexError where the XML is no sheet.
    """

    def __init__(self, texts: list[str], formats: list[CellFormat], *, from_1904: bool) -> None:
        self.read_until: int | None = None
        self._texts = texts
        self._formats = formats
        self._from_1904 = from_1904
        self._cells: dict[int, dict[int, Cell]] = {}
        self._hidden: set[int] = set()
        self._joined: list[tuple[int, int, int]] = []
        self._columns: dict[str, int] = {}
        self._row = self._column = self._last_filled = 0
        self._kind = "n"
        self._style = 0
        self._formula = self._listening = self._reading_aid = False
        self._pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row, a cell, its value or formula, or a joined range begins."""
        if name == "c":
            reference = attributes.get("r")
            self._column = self._column_of(reference.rstrip(_DIGITS)) if reference else self._column + 1
            self._kind = attributes.get("t", "n")
            self._style = int(attributes.get("s", 0))
            self._formula = False
            self._pieces.clear()
        elif name in ("v", "t"):
            self._listening = not self._reading_aid
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._reading_aid = True
        elif name == "mergeCell":
            self._join(attributes["ref"])

    def end(self, name: str) -> None:
        """A value or a cell ends."""
        if name in ("v", "t"):
            self._listening = False
        elif name == "c":
            self._end_cell()
        elif name == "rPh":
            self._reading_aid = False

    def text(self, text: str) -> None:
        """A piece of a value."""
        if self._listening:
            self._pieces.append(text)

    def rows(self) -> tuple[Row, ...]:
        """Every row that is not blank, in order; a joined cell holds for each row it reaches down to."""
        self._spread_joined()
        rows = []
        for number in sorted(self._cells):
            cells = self._cells[number]
            width = max(cells)
            rows.append(Row(number, tuple(cells.get(n, EMPTY) for n in range(1, width + 1)), number in self._hidden))
        return tuple(rows)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        if attributes.get("hidden") in ("1", "true"):
            self._hidden.add(self._row)
        if self._row - self._last_filled > MOST_BLANK_ROWS:
            self.read_until = self._row - 1
            raise Stop

    def _column_of(self, letters: str) -> int:
        known = self._columns.get(letters)
        if known is None:
            known = 0
            for letter in letters:
                known = known * 26 + "_ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter)
            self._columns[letters] = known
        return known

    def _end_cell(self) -> None:
        raw = "".join(self._pieces)
        if not raw and not self._formula:
            return
        cell = self._cell(raw)
        if cell is EMPTY:
            return
        check_columns(self._column)
        cells = self._cells.get(self._row)
        if cells is None:
            cells = self._cells[self._row] = {}
            self._last_filled = self._row
            check_rows(len(self._cells))
        cells[self._column] = cell

    def _cell(self, raw: str) -> Cell:
        if not raw:
            # a formula that gives an empty text says so by its kind; one without a kind was never calculated
            return EMPTY if self._kind == "str" else Cell("", CellNote.NOT_CALCULATED)
        kind = self._kind
        if kind == "n":
            return self._number(raw)
        if kind == "e":
            return Cell(raw, CellNote.ERROR)
        if kind == "b":
            return Cell("Sí" if raw in ("1", "true") else "No")
        if kind == "d":
            return Cell(raw[:10], CellNote.DATE)
        text = _unescaped(self._texts[int(raw)] if kind == "s" else raw).strip()
        return Cell(text) if text else EMPTY

    def _number(self, raw: str) -> Cell:
        form = self._formats[self._style] if self._style < len(self._formats) else _PLAIN
        if form.day or form.hour:
            return self._moment(float(raw), form)
        if not raw.isdigit():
            value = float(raw)
            raw = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        if form.digits:
            return Cell(raw.zfill(form.digits))
        return Cell(raw, CellNote.NUMBER)

    def _moment(self, serial: float, form: CellFormat) -> Cell:
        moment = moment_of_serial(serial, from_1904=self._from_1904)
        if moment is None:
            return Cell(repr(serial), CellNote.NUMBER)
        if form.hour and serial < 1:
            return Cell(f"{moment:%H:%M}")
        hour = "" if (moment.hour, moment.minute) == _MIDNIGHT else f" {moment:%H:%M}"
        return Cell(f"{moment.date().isoformat()}{hour}", CellNote.DATE)

    def _join(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
        if start is None or end is None or len(self._joined) >= _MOST_JOINED:
            raise ValueError(reference)
        self._joined.append((int(start[2]), self._column_of(start[1]), int(end[2])))

    def _spread_joined(self) -> None:
        # Downwards only: what is joined across is a title, or a heading over several columns. Rows that hold nothing
        # else stay blank, so a range of any size costs no more than the rows there are.
        numbers = sorted(self._cells)
        steps = 0
        for top, left, bottom in self._joined:
            source = self._cells.get(top, {}).get(left, EMPTY)
            if source is EMPTY or bottom == top:
                continue
            reached = numbers[bisect_right(numbers, top) : bisect_right(numbers, bottom)]
            steps += len(reached)
            if steps > _MOST_STEPS:
                raise ValueError("joined cells lie over each other")
            for number in reached:
                self._cells[number].setdefault(left, Cell(source.text, CellNote.MERGED))


def _unescaped(text: str) -> str:
    """The text with `_x000D_` and its like turned into the characters they stand for."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)
