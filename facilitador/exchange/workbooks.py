"""Writes tables as an XLSX file, row by row, in as little memory as one row takes. No text ever becomes a formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, BinaryIO, Final

from facilitador.domain.report_tables import CellValue, TableSheet
from facilitador.errors import UserFacingError
from facilitador.exchange.scratch import new_scratch

_DAY_FORMAT: Final = "dd/mm/yyyy"
_TELL_EVERY: Final = 1_000  # rows
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": _DAY_FORMAT,
}
_DEFAULT_WIDTH: Final = 16


def write_workbook(
    sheets: Sequence[TableSheet],
    out: BinaryIO,
    *,
    progress: Callable[[int], None] = lambda rows: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Write the tables, each with filters and a head that stays in sight; the number of rows.

    `progress` is told the rows written so far. Refuses with `export_stopped` where it is broken off; what stands in
    `out` is then no file.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # only who exports pays for it

    with new_scratch() as scratch:  # rows wait there; nothing of them stays, whatever happens
        book = xlsxwriter.Workbook(out, {**_OPTIONS, "tmpdir": scratch})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        count = 0
        try:
            for sheet in sheets:
                count = _write_sheet(book, sheet, head, count, progress, cancelled)
        except BaseException:
            for page in book.worksheets():
                page.row_data_fh.close()
            raise
        book.close()
    return count


def _write_sheet(
    book: Any,
    sheet: TableSheet,
    head: Any,
    count: int,
    progress: Callable[[int], None],
    cancelled: Callable[[], bool],
) -> int:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 0)
    for column, heading in enumerate(sheet.headings):
        page.set_column(column, column, sheet.widths[column] if sheet.widths else _DEFAULT_WIDTH)
        page.write_string(0, column, heading, head)
    at = 0
    for at, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(page, at, column, value)
        count += 1
        if not count % _TELL_EVERY:
            progress(count)
            if cancelled():
                raise UserFacingError("export_stopped")
    page.autofilter(0, 0, max(at, 1), len(sheet.headings) - 1)
    return count


def _write_cell(page: Any, row: int, column: int, value: CellValue) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        page.write_string(row, column, value)
    elif isinstance(value, date):
        page.write_datetime(row, column, value)
    else:
        page.write_number(row, column, value)
