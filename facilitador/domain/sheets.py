"""A table as it stands in somebody's file: plain text cells with what must be known about them, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple


class CellNote(StrEnum):
    """What the text of a cell does not say by itself."""

    NUMBER = "number"  # kept as a number: zeros at its beginning are gone
    DATE = "date"  # kept as a day: the text is ISO yyyy-mm-dd, with ` hh:mm` if the cell holds an hour too
    MERGED = "merged"  # stands in a joined cell further up and holds for this row too
    NOT_CALCULATED = "not_calculated"  # a formula whose value the file does not hold
    ERROR = "error"  # a formula that failed; the text is its mark (#N/A)


class Cell(NamedTuple):
    """One cell: its text without spaces around it, empty where it is blank."""

    text: str
    note: CellNote | None = None


EMPTY: Final = Cell("")


class Row(NamedTuple):
    """One row that is not blank: its number as the person sees it in her program (from 1), and its cells."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False

    def cell(self, index: int) -> Cell:
        """The cell of that column (from 0); an empty one beyond the end of the row."""
        return self.cells[index] if index < len(self.cells) else EMPTY


@dataclass(frozen=True, slots=True)
class SheetName:
    """One sheet of a file; `hidden`: the person does not see it in her program."""

    name: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: every row that is not blank, in order.

    `read_until` is the number of the last row looked at where so many blank rows followed that reading stopped; None
    where the sheet was read to its end.
    """

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    read_until: int | None = None

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row.cells) for row in self.rows), default=0)


_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a day of the calendar, not an instant
_BEFORE_FALSE_LEAP_DAY: Final = datetime(1899, 12, 31)  # noqa: DTZ001 - spreadsheets count a 29 February 1900
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_FALSE_LEAP_DAY: Final = 60
_LAST_SERIAL: Final = 2_958_465  # 31/12/9999


def moment_of_serial(serial: float, *, from_1904: bool = False) -> datetime | None:
    """The moment that a spreadsheet's number of days stands for, to the minute; None if it stands for none."""
    if not 0 <= serial <= _LAST_SERIAL:
        return None
    base = _EPOCH if serial > _FALSE_LEAP_DAY else _BEFORE_FALSE_LEAP_DAY
    try:
        return (_EPOCH_1904 if from_1904 else base) + timedelta(days=int(serial), minutes=round(serial % 1 * 24 * 60))
    except OverflowError:
        return None


def day_of_serial(serial: float) -> date | None:
    """The day that a spreadsheet's number of days since 1900 stands for; None if it stands for none."""
    moment = moment_of_serial(serial)
    return moment.date() if moment is not None else None
