"""Lists of institutions as somebody has them: found by their headings, read row by row, laid beside the directory."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.directory import REFUGE, DirectoryEntry, TypedEntry, checked_entry
from facilitador.domain.directory_lists import ListedEntry, RowState, as_rows, compared, read_list
from facilitador.domain.sheets import Cell, Row, Sheet
from facilitador.errors import UserFacingError
from facilitador.reference import directory, districts

TODAY = date(2026, 11, 20)
HEAD = ("Tipo", "Nombre", "Teléfonos", "Distrito")


def sheet(*rows: tuple[str, ...]) -> Sheet:
    return Sheet("lista", tuple(Row(number, tuple(map(Cell, row))) for number, row in enumerate(rows, start=1) if row))


def read(*rows: tuple[str, ...], here: str = "050101") -> list[ListedEntry]:
    return list(read_list(sheet(*rows), directory(), districts(), here, TODAY)[0])


def refusal(*rows: tuple[str, ...]) -> str:
    with pytest.raises(UserFacingError) as refused:
        read(*rows)
    return refused.value.code


def test_headings_are_found_below_a_title_and_what_leads_nowhere_is_told() -> None:
    rows, ignored = read_list(
        sheet(("DIRECTORIO 2026",), ("N.º", "NOMBRE", "celular", "color"), ("1", "Posta", "987654321", "azul")),
        directory(),
        districts(),
        "",
        TODAY,
    )
    (row,) = rows
    assert (row.number, row.entry.name, row.entry.phones) == (3, "Posta", ("987654321",))
    assert ignored == ("N.º", "color")


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        ("Comisaría", "Los Molles", "police"),
        ("COMISARIA DE FAMILIA", "Los Molles", "police"),
        ("Centro Emergencia Mujer y Familia (CEM)", "Los Molles", "cem"),
        ("", "CEM Los Molles", "cem"),
        ("", "Centro de salud mental Amancay", "mental_health"),
        ("", "Centro de salud Amancay", "health"),
        ("Teatro", "Los Molles", "other"),
        ("", "Cementerio", "other"),
    ],
)
def test_the_kind_is_known_by_its_words_or_by_how_the_name_begins(kind: str, name: str, code: str) -> None:
    (row,) = read(HEAD, (kind, name, "105"))
    assert row.entry.kind == code


def test_a_cell_holds_several_numbers() -> None:
    (row,) = read(HEAD, ("", "Posta", "'+51 987654321; (01) 456-7890 / 105"))
    assert row.entry.phones == ("987654321", "014567890", "105")
    assert row.state is RowState.READY


@pytest.mark.parametrize(
    ("written", "here", "code", "problem"),
    [
        ("Saylla", "", "080107", ""),
        ("80107", "", "080107", ""),
        ("Nuncajamás", "", "", "roster_district_not_found"),
        ("San Juan", "", "", "roster_district_several"),
        ("", "", "", ""),
    ],
)
def test_districts_are_found_by_name_or_code(written: str, here: str, code: str, problem: str) -> None:
    (row,) = read(HEAD, ("", "Posta", "105", written), here=here)
    assert row.entry.ubigeo == code
    assert [one.code for one in row.problems] == ([problem] if problem else [])


def test_a_row_with_something_wrong_is_never_added() -> None:
    rows = read((*HEAD, "Comprobado el"), ("", "", "105"), ("", "Posta", "x"), ("", "CEM", "105", "", "31/02/2026"))
    assert [row.state for row in rows] == [RowState.WRONG] * 3
    assert [row.problems[0].code for row in rows] == ["field_required", "phone_empty", "date_no_such_day"]


@pytest.mark.directive("6.2.7")
def test_the_address_of_a_refuge_does_not_come_in_by_a_list() -> None:
    (row,) = read(("Tipo", "Nombre", "Teléfono", "Dirección"), ("HRT", "Qantu", "987654321", "Jr. Los Molles 3"))
    assert row.state is RowState.WRONG
    assert row.problems[0].code == "directory_refuge_place"


def test_junk_is_refused() -> None:
    assert refusal(("a", "b"), ("c", "d")) == "directory_list_unknown"
    assert refusal(("Nombre",), ("Posta",)) == "directory_list_unknown"
    assert refusal(()) == "directory_list_unknown"
    assert refusal(HEAD) == "directory_list_empty"


def test_a_row_is_compared_with_the_directory_and_with_the_rows_above() -> None:
    known = TypedEntry(kind="health", name="Posta Los Molles", phones=("987654321",))
    fields = {name: getattr(known, name) for name in TypedEntry.__slots__}
    there = DirectoryEntry(id=UUID(int=1), verified_by=None, retired=False, revision=1, **fields)
    rows = read(HEAD, ("", "Otra", "987654321"), ("", "CEM", "912345678"), ("", "Cem", "912345679"))
    laid = compared(rows, [there])
    assert [row.alike for row in laid] == [("Posta Los Molles",), (), ("CEM",)]
    assert [row.state for row in laid] == [RowState.ALIKE, RowState.READY, RowState.ALIKE]


LINES = st.text(st.sampled_from("abcñÁ ,.;\"'"), max_size=12).map(lambda text: " ".join(text.split()))
ENTRIES = st.builds(
    TypedEntry,
    kind=st.sampled_from(sorted(directory().codes - {REFUGE})),
    name=LINES.map(lambda text: f"Ñahui {text}".strip()),
    attends=LINES.filter(lambda text: not text.startswith("'")),
    phones=st.lists(st.sampled_from(["987654321", "014567890", "105", "084233456 anexo 12"]), unique=True).map(tuple),
    ubigeo=st.sampled_from(["", "050101", "080107", "150133"]),
    emergency=st.booleans(),
    notice=st.just("Tocar la campana"),
    verified_on=st.sampled_from([None, date(2026, 1, 2), TODAY]),
)


@given(st.lists(ENTRIES, min_size=1, max_size=4))
def test_what_is_written_as_a_list_is_read_again(entries: list[TypedEntry]) -> None:
    table = as_rows(entries, directory(), districts())
    rows = read(*(tuple(row) for row in table))
    assert [checked_entry(row.entry, directory().codes, districts().by_code, TODAY) for row in rows] == entries
