"""Tables as CSV that statistics programs and spreadsheets take: UTF-8 with its mark, comma, point for decimals."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from facilitador.domain.report_tables import CellValue, TableSheet

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_of(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as the bytes of a CSV file.

    A text that a spreadsheet would take for a formula gets an apostrophe before it: an instrument is a file that comes
    from outside.
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def csv_of_cells(sheet: TableSheet) -> bytes:
    """A table with typed cells as a CSV file: days as 2026-11-20, nothing for an empty cell."""
    return csv_of((sheet.headings, *([_text(cell) for cell in row] for row in sheet.rows)))


def _text(cell: CellValue) -> str:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
