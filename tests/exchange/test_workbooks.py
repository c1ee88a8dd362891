"""Tables as XLSX: typed cells, no text that becomes a formula, a head that stays, filters; broken off on request."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from facilitador.domain.report_tables import TableSheet
from facilitador.errors import UserFacingError
from facilitador.exchange.answer_files import csv_of_cells
from facilitador.exchange.workbooks import write_workbook

SHEET = TableSheet(
    "Datos",
    ("Texto", "Número", "Parte", "Día", "Vacío"),
    [("=1+1", 7, 0.25, date(2026, 11, 20), None), ("https://ejemplo.pe", 0, None, None, "")],
)


def written(*sheets: TableSheet) -> bytes:
    out = io.BytesIO()
    write_workbook(sheets, out)
    return out.getvalue()


def test_cells_keep_their_kind_and_no_text_is_a_formula() -> None:
    page = openpyxl.load_workbook(io.BytesIO(written(SHEET)))["Datos"]
    assert [cell.value for cell in page[1]] == list(SHEET.headings)
    text, number, part, day, empty = page[2]
    assert (text.value, text.data_type) == ("=1+1", "s")
    assert (number.value, part.value, empty.value) == (7, 0.25, None)
    assert (day.value, day.is_date) == (datetime(2026, 11, 20), True)  # noqa: DTZ001 - a day of a sheet has no zone
    assert page[3][0].hyperlink is None
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(written(SHEET))).read("xl/worksheets/sheet1.xml")


def test_the_head_stays_and_every_column_can_be_filtered() -> None:
    page = openpyxl.load_workbook(io.BytesIO(written(SHEET)))["Datos"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:E3"


def test_rows_are_told_and_it_can_be_broken_off() -> None:
    told: list[int] = []
    many = TableSheet("Muchas", ("N",), ((number,) for number in range(5_000)))
    with pytest.raises(UserFacingError) as refused:
        write_workbook((many,), io.BytesIO(), progress=told.append, cancelled=lambda: len(told) == 3)
    assert refused.value.code == "export_stopped"
    assert told == [1_000, 2_000, 3_000]


def test_a_table_is_csv_too() -> None:
    assert csv_of_cells(SHEET).decode("utf-8-sig").splitlines() == [
        "Texto,Número,Parte,Día,Vacío",
        "'=1+1,7,0.25,2026-11-20,",
        "https://ejemplo.pe,0,,,",
    ]
