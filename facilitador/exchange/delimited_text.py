"""CSV as spreadsheet programs write it: comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Final

from facilitador.domain.sheets import EMPTY, Cell, Row, Sheet
from facilitador.errors import UserFacingError
from facilitador.exchange.limits import check_columns, check_rows

_DELIMITERS: Final = (";", ",", "\t", "|")
_SAMPLE_ROWS: Final = 60
_SAMPLE_BYTES: Final = 64 * 1024
_BREAKS_IN_ONE_CELL: Final = 20  # more of them: a quote was never closed and swallowed the rows that follow
_CONTROLS: Final = frozenset(range(32)) - {9, 10, 11, 12, 13, 26}
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def looks_like_text(content: bytes) -> bool:
    """False for pictures, programs and whatever else holds control characters where text has none."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _wide(content):
        return True
    return not _CONTROLS.intersection(content[:_SAMPLE_BYTES])


def read_text(content: bytes, name: str) -> Sheet:
    """The one sheet of a CSV file; `name` is given to it.

    Refuses with sheet_damaged, sheet_too_many_rows or sheet_too_many_columns.
    """
    text = _decoded(content)
    first, _, rest = text.partition("\n")
    announced = first.strip().lower()
    if announced.startswith("sep=") and len(announced) <= 5:
        delimiter, text = (announced[4:] or "\t"), rest
    else:
        delimiter = _delimiter(text)
    try:
        return Sheet(name, _rows(_records(text, delimiter)))
    except csv.Error as error:
        raise UserFacingError("sheet_damaged") from error


def _wide(content: bytes) -> str:
    """The UTF-16 dialect of a text without a mark at its beginning; empty if it is none."""
    sample = content[:2000]
    if len(sample) < 4:
        return ""
    evens, odds = sample[0::2].count(0), sample[1::2].count(0)
    if odds > len(sample) // 3 and not evens:
        return "utf-16-le"
    return "utf-16-be" if evens > len(sample) // 3 and not odds else ""


def _decoded(content: bytes) -> str:
    marked = next((encoding for mark, encoding in _BOMS if content.startswith(mark)), "") or _wide(content)
    try:
        return content.decode(marked or "utf-8").rstrip("\x1a")
    except UnicodeDecodeError as error:
        if marked:
            raise UserFacingError("sheet_damaged") from error
    # Windows-1252 leaves five bytes without a letter: they show as �, and the row says that it cannot be read
    return content.decode("cp1252", errors="replace").rstrip("\x1a")


def _reader(text: str, delimiter: str, *, quotes: bool = True) -> Iterable[list[str]]:
    lines = io.StringIO(text, newline="")
    if quotes:
        return csv.reader(lines, delimiter=delimiter)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _delimiter(text: str) -> str:
    """The character that parts most rows into the same, highest number of columns."""
    return max(_DELIMITERS, key=lambda delimiter: _fit(text[: _SAMPLE_BYTES * 2], delimiter))


def _fit(sample: str, delimiter: str) -> float:
    try:
        widths = Counter(len(record) for record in islice(_reader(sample, delimiter), _SAMPLE_ROWS) if any(record))
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    return max(count * (width - 1) for width, count in widths.items()) / widths.total()


def _records(text: str, delimiter: str) -> list[list[str]]:
    records = list(_reader(text, delimiter))
    if any(cell.count("\n") > _BREAKS_IN_ONE_CELL for record in records for cell in record if "\n" in cell):
        return list(_reader(text, delimiter, quotes=False))
    return records


def _rows(records: list[list[str]]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for number, record in enumerate(records, start=1):
        texts = [cell.strip() for cell in record]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        check_columns(len(texts))
        rows.append(Row(number, tuple(Cell(text) if text else EMPTY for text in texts)))
        check_rows(len(rows))
    return tuple(rows)
