"""What a file may be: each refusal its own, nothing believed of its name, nothing unpacked beyond measure."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador import messages
from facilitador.domain.sheets import Sheet
from facilitador.errors import UserFacingError
from facilitador.exchange import spreadsheets, xlsx_packages
from facilitador.exchange.limits import MOST_ROWS
from facilitador.exchange.spreadsheets import parse_spreadsheet, read_spreadsheet
from tests.exchange.workbooks import package, table, written, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ODS = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}
DOCX = {
    "_rels/.rels": b'<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/>'
    b"</Relationships>",
    "word/document.xml": b"<document/>",
}
ENTITIES = (
    '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY a{n} "&a;&a;">' for n in range(9)) + "]>"
)


def first_sheet(content: bytes) -> Sheet:
    spreadsheet = parse_spreadsheet(content, "lista.xlsx")
    return spreadsheet.sheet(spreadsheet.names[0].name)


def code_of(content: bytes) -> str:
    with pytest.raises(UserFacingError) as refused:
        first_sheet(content)
    return refused.value.code


def refusal_of(content: bytes) -> str:
    """The code of the refusal, empty where the file is read; anything else that is raised is a defect."""
    try:
        first_sheet(content)
    except UserFacingError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "sheet_encrypted"),
        (OLE + "Workbook".encode("utf-16-le") + bytes(4), "sheet_old_format"),
        (OLE + "WordDocument".encode("utf-16-le"), "sheet_not_spreadsheet"),
        (b"%PDF-1.7\n...", "sheet_not_spreadsheet"),
        (b"\x89PNG\r\n\x1a\n", "sheet_not_spreadsheet"),
        (b"\x7fELF\x02\x01\x01" + bytes(64), "sheet_not_spreadsheet"),
        (b"<html><table><tr><td>Nombre</td></tr></table></html>", "sheet_not_spreadsheet"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "sheet_not_spreadsheet"),
        (b"", "sheet_empty"),
        (b" \r\n\n", "sheet_empty"),
        (b"PK\x03\x04 no more than a beginning", "sheet_damaged"),
        (zipped({}), "sheet_not_spreadsheet"),
        (zipped({"a.txt": b"hola"}), "sheet_not_spreadsheet"),
        (zipped(ODS), "sheet_open_document"),
        (zipped(DOCX), "sheet_not_spreadsheet"),
        (zipped({"xl/workbook.bin": b"\x00", "_rels/.rels": b"<x/>"}), "sheet_old_format"),
        (package("<sheetData><row><c><v>1</v></c>"), "sheet_damaged"),
        (package('<sheetData><row r="x"/></sheetData>'), "sheet_damaged"),
        (package('<sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData>'), "sheet_damaged"),
    ],
)
def test_each_file_that_is_no_list_has_its_own_refusal(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_a_name_is_not_believed() -> None:
    assert parse_spreadsheet(b"Nombre;DNI\nJos\xe9;1\n", "lista.xlsx").sheet("lista").rows[1].cells[0].text == "José"
    assert parse_spreadsheet(table([["Nombre"]]), "lista.csv").names[0].name == "Lista"


def test_an_encrypted_archive_is_told_apart_from_a_damaged_one() -> None:
    content = bytearray(table([["Nombre"]]))
    for at in (found for found in range(len(content)) if content[found : found + 4] == b"PK\x01\x02"):
        content[at + 8] |= 1

    assert code_of(bytes(content)) == "sheet_encrypted"


def test_entities_are_never_unfolded() -> None:
    sheet = b'<?xml version="1.0"?>' + ENTITIES.encode() + b"<worksheet><sheetData/></worksheet>"

    assert code_of(package("", extra={"xl/worksheets/sheet1.xml": sheet})) == "sheet_damaged"


def test_what_would_unpack_beyond_measure_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = package("", extra={"xl/media/image1.png": bytes(9 * 1024 * 1024)})
    assert code_of(bomb) == "sheet_bomb"

    monkeypatch.setattr(xlsx_packages, "LARGEST_UNPACKED", 500)
    assert code_of(table([["Nombre"]])) == "sheet_bomb"


def test_thousands_of_parts_are_refused() -> None:
    parts = {f"xl/{number}.xml": b"<x/>" for number in range(xlsx_packages.MOST_PARTS)}

    assert code_of(package("", extra=parts)) == "sheet_bomb"


def test_a_package_of_a_version_that_never_was_is_damaged() -> None:
    at = WHOLE.rindex(b"PK\x01\x02") + 6  # the version needed to unpack the last part

    assert refusal_of(WHOLE[:at] + b"\xff" + WHOLE[at + 1 :]) == "sheet_damaged"


def test_a_part_that_lies_about_its_size_is_damaged() -> None:
    content = table([["Nombre"] * 50] * 50)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = content.replace(size.to_bytes(4, "little"), (size // 2).to_bytes(4, "little"))

    assert code_of(lying) == "sheet_damaged"


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    with path.open("wb") as file:
        file.truncate(spreadsheets.LARGEST_FILE + 1)

    with pytest.raises(UserFacingError) as refused:
        read_spreadsheet(path)

    assert refused.value.code == "sheet_file_too_big"
    assert refused.value.parameters == {"maximum": 50}


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "nada.csv", tmp_path):
        with pytest.raises(UserFacingError) as refused:
            read_spreadsheet(path)
        assert refused.value.code == "sheet_unreadable"


def test_too_many_rows_and_columns() -> None:
    assert code_of(b"x\n" * (MOST_ROWS + 1)) == "sheet_too_many_rows"
    assert len(parse_spreadsheet(b"x\n" * MOST_ROWS, "a.csv").sheet("a").rows) == MOST_ROWS
    assert code_of(b"x;" * 200 + b"x") == "sheet_too_many_columns"
    assert code_of(table([["x"] * 201])) == "sheet_too_many_columns"
    assert code_of(table([["x"]] * (MOST_ROWS + 1))) == "sheet_too_many_rows"


def test_sheets_are_told_by_name_and_whether_they_are_seen() -> None:
    def fill(book: object, first: object) -> None:
        first.write(0, 0, "Lista")  # type: ignore[attr-defined]
        hidden = book.add_worksheet("Datos")  # type: ignore[attr-defined]
        hidden.write(0, 0, "Oculto")
        hidden.hide()
        book.add_chartsheet("Gráfico")  # type: ignore[attr-defined]

    spreadsheet = parse_spreadsheet(written(fill), "lista.xlsx")

    assert [(one.name, one.hidden) for one in spreadsheet.names] == [("Lista", False), ("Datos", True)]
    assert spreadsheet.sheet("Datos").hidden
    with pytest.raises(UserFacingError) as unknown:
        spreadsheet.sheet("Otra")
    assert unknown.value.code == "sheet_name_unknown"


@given(content=st.binary(max_size=400) | st.binary(max_size=200).map(lambda rest: b"PK\x03\x04" + rest))
def test_whatever_the_bytes_they_are_read_or_refused(content: bytes) -> None:
    assert refusal_of(content) in messages.codes() | {""}


WHOLE = table([["Apellidos", "DNI"], ["Quispe", 40000001]])


@given(at=st.integers(0, len(WHOLE) - 1), value=st.integers(0, 255))
def test_a_workbook_with_one_wrong_byte_is_read_or_refused(at: int, value: int) -> None:
    assert refusal_of(WHOLE[:at] + bytes([value]) + WHOLE[at + 1 :]) in messages.codes() | {""}
