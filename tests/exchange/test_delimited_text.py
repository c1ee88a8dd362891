"""CSV in every dialect that spreadsheet programs write."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.exchange.spreadsheets import parse_spreadsheet

ROWS = [["Apellidos y nombres", "DNI", "Dirección"], ["Ñahui Álvarez, José", "01234567", "Jr. Unión 5; int. 2"]]


def texts(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in parse_spreadsheet(content, "lista.csv").sheet("lista").rows]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_dialect_gives_the_same_rows(delimiter: str, encoding: str, end: str) -> None:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, lineterminator=end).writerows(ROWS)

    assert texts(target.getvalue().encode(encoding)) == ROWS


def test_a_comma_in_every_name_does_not_make_columns() -> None:
    lines = "Nombre;DNI;Celular\n" + "".join(f"Quispe Mamani, José {n};4000000{n};\n" for n in range(9))

    assert texts(lines.encode())[1] == ["Quispe Mamani, José 0", "40000000"]


def test_the_separator_that_a_file_announces_is_believed() -> None:
    assert texts(b"sep=|\r\nA|B;C\r\n1|2;3\r\n") == [["A", "B;C"], ["1", "2;3"]]


def test_line_breaks_in_quotes_stay_in_their_cell() -> None:
    assert texts('Nombre;Dirección\nJosé;"Jr. Unión 5\nint. 2"\n'.encode()) == [
        ["Nombre", "Dirección"],
        ["José", "Jr. Unión 5\nint. 2"],
    ]


def test_a_quote_that_is_never_closed_swallows_no_rows() -> None:
    lines = 'Nombre;Apodo\n"José;Pepe\n' + "Luis;Lucho\n" * 40

    found = texts(lines.encode())

    assert len(found) == 42
    assert found[1] == ['"José', "Pepe"]


def test_blank_rows_are_left_out_and_numbers_stay_those_of_the_file() -> None:
    rows = parse_spreadsheet(b"\n;;\nNombre;DNI\n\nJose;1\n", "lista.csv").sheet("lista").rows

    assert [row.number for row in rows] == [3, 5]


@given(
    rows=st.lists(
        st.lists(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=8), min_size=2, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_with_quotes_is_read_back(rows: list[list[str]]) -> None:
    target = io.StringIO(newline="")
    target.write("sep=;\n")
    csv.writer(target, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    expected = [[cell.strip() for cell in row] for row in rows]
    for row in expected:
        while row and not row[-1]:
            row.pop()

    assert texts(target.getvalue().encode()) == [row for row in expected if row]
