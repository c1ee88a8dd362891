"""Cells of XLSX: numbers, days, formulas, joined cells, hidden rows, whatever program wrote them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.sheets import Cell, CellNote, Row, Sheet, day_of_serial
from facilitador.errors import UserFacingError
from facilitador.exchange.spreadsheets import parse_spreadsheet
from tests.exchange.workbooks import package, table, written


def sheet_of(content: bytes) -> Sheet:
    spreadsheet = parse_spreadsheet(content, "lista.xlsx")
    return spreadsheet.sheet(spreadsheet.names[0].name)


def cells_of(content: bytes) -> list[Cell]:
    return list(sheet_of(content).rows[0].cells)


def in_row(xml: str) -> bytes:
    return package(f'<sheetData><row r="1">{xml}</row></sheetData>')


def test_numbers_say_that_they_are_numbers() -> None:
    found = cells_of(table([[1234567, 987654321.0, 3.5, "01234567", " José  ", True]]))

    assert found == [
        Cell("1234567", CellNote.NUMBER),
        Cell("987654321", CellNote.NUMBER),
        Cell("3.5", CellNote.NUMBER),
        Cell("01234567"),
        Cell("José"),
        Cell("Sí"),
    ]


def test_a_format_of_eight_zeros_keeps_the_zeros_that_are_seen() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_number(0, 0, 1234567, book.add_format({"num_format": "00000000"}))

    assert cells_of(written(fill)) == [Cell("01234567")]


@pytest.mark.parametrize("form", ["dd/mm/yyyy", "d-mmm-yy", "[$-280A]d mmmm yyyy;@", "yyyy\\-mm", "mm/dd/yyyy hh:mm"])
def test_days_are_known_by_their_format(form: str) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_datetime(0, 0, datetime(1985, 3, 9), book.add_format({"num_format": form}))  # noqa: DTZ001

    assert cells_of(written(fill)) == [Cell("1985-03-09", CellNote.DATE)]


@pytest.mark.parametrize("form", ["0", "#,##0.00", '"día" 0', "[Red]0", "General", "@"])
def test_other_formats_make_no_day(form: str) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_number(0, 0, 31115, book.add_format({"num_format": form}))

    assert cells_of(written(fill)) == [Cell("31115", CellNote.NUMBER)]


def test_built_in_formats_and_hours() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_number(0, 0, 31115, book.add_format({"num_format": 14}))
        sheet.write_number(0, 1, 31115.75, book.add_format({"num_format": 22}))
        sheet.write_number(0, 2, 0.75, book.add_format({"num_format": 20}))

    assert cells_of(written(fill)) == [
        Cell("1985-03-09", CellNote.DATE),
        Cell("1985-03-09 18:00", CellNote.DATE),
        Cell("18:00"),
    ]


def test_books_that_count_from_1904() -> None:
    workbook = (
        '<workbook xmlns:r="x"><workbookPr date1904="1"/><sheets><sheet name="Lista" r:id="r1"/></sheets></workbook>'
    )
    relations = (
        b'<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        b'<Relationship Id="r2" Type="x/styles" Target="styles.xml"/></Relationships>'
    )
    styles = (
        b'<styleSheet><cellStyleXfs><xf numFmtId="2"/></cellStyleXfs>'
        b'<cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    xml = '<sheetData><row r="1"><c r="A1" s="0"><v>29653</v></c></row></sheetData>'
    extra = {"xl/_rels/workbook.xml.rels": relations, "xl/styles.xml": styles}

    assert cells_of(package(xml, workbook=workbook, extra=extra)) == [Cell("1985-03-09", CellNote.DATE)]


@given(st.dates(date(1900, 3, 1), date(2100, 1, 1)))
def test_serials_are_the_days_that_spreadsheets_show(day: date) -> None:
    assert day_of_serial((day - date(1899, 12, 30)).days) == day


def test_the_first_serials_and_those_of_no_day() -> None:
    assert [day_of_serial(serial) for serial in (1, 59, 61)] == [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1)]
    assert [day_of_serial(serial) for serial in (-1, 2_958_466, float("nan"), float("inf"))] == [None] * 4


def test_formulas_are_never_run_and_say_what_they_lack() -> None:
    found = cells_of(
        in_row(
            '<c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="str"><f>A2</f><v>Ñahui</v></c>'
            '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        )
    )

    assert found == [
        Cell("", CellNote.NOT_CALCULATED),
        Cell("2", CellNote.NUMBER),
        Cell("Ñahui"),
        Cell(""),
        Cell("#DIV/0!", CellNote.ERROR),
    ]


def test_texts_in_pieces_without_their_reading_aid() -> None:
    xml = (
        '<c r="A1" t="inlineStr"><is><r><t>Qui</t></r><r><t>spe</t></r><rPh sb="0" eb="1"><t>KISPE</t></rPh></is></c>'
        '<c t="inlineStr"><is><t>una_x000A_dos</t></is></c><c r="E1" t="d"><v>1985-03-09T00:00:00</v></c>'
    )

    assert cells_of(in_row(xml)) == [
        Cell("Quispe"),
        Cell("una\ndos"),
        Cell(""),
        Cell(""),
        Cell("1985-03-09", CellNote.DATE),
    ]


def test_a_prefix_on_every_element_changes_nothing() -> None:
    xml = '<x:sheetData><x:row r="2"><x:c r="B2"><x:v>5</x:v></x:c></x:row></x:sheetData>'

    assert sheet_of(package(xml, prefix="x")).rows == (Row(2, (Cell(""), Cell("5", CellNote.NUMBER))),)


def test_hidden_rows_are_marked() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_column(0, 0, ["Nombre", "José", "Luis"])
        sheet.set_row(1, options={"hidden": True})

    assert [row.hidden for row in sheet_of(written(fill)).rows] == [False, True, False]


def test_joined_cells_hold_for_the_rows_they_reach_and_not_across() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.merge_range("A1:C1", "LISTA")
        sheet.merge_range("A2:A3", "Comas")
        sheet.write_column(1, 1, ["José", "Luis"])

    rows = sheet_of(written(fill)).rows

    assert [[cell.text for cell in row.cells] for row in rows] == [["LISTA"], ["Comas", "José"], ["Comas", "Luis"]]
    assert rows[2].cells[0].note is CellNote.MERGED


def test_joined_cells_of_any_size_cost_nothing() -> None:
    xml = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )

    assert len(sheet_of(package(xml)).rows) == 1


def test_joined_cells_that_lie_over_each_other_a_thousand_times_are_damage() -> None:
    rows = "".join(f'<row r="{n}"><c r="B{n}"><v>1</v></c></row>' for n in range(1, 2_001))
    merges = '<mergeCell ref="B1:B2000"/>' * 1_000
    xml = f"<sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells>"

    with pytest.raises(UserFacingError) as refused:
        sheet_of(package(xml))

    assert refused.value.code == "sheet_damaged"


def test_rows_formatted_to_the_last_end_the_reading_and_it_is_told() -> None:
    blank = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 3_000))
    xml = f'<sheetData><row r="2"><c r="A2"><v>1</v></c></row>{blank}</sheetData>'

    sheet = sheet_of(package(xml))

    assert [row.number for row in sheet.rows] == [2]
    assert sheet.read_until is not None
