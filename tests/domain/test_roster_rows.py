"""Rows of people's own lists as the men they would become."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.roster_columns import find_layout, targets_of
from facilitador.domain.roster_names import Names, split_full_name, split_surnames
from facilitador.domain.roster_places import PlaceNames
from facilitador.domain.roster_rows import RosterForm, RowReading, read_rows
from facilitador.domain.sheets import Cell, CellNote, Row, Sheet
from facilitador.domain.text import clean_name
from facilitador.reference import districts, registration_form
from facilitador.reference.roster_column_files import roster_words

TODAY = date(2026, 11, 20)


def read(row: Mapping[str, str | Cell], *, hidden: bool = False, leave_blank: bool = False) -> RowReading:
    """One row below these headings."""
    cells = tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in row.values())
    sheet = Sheet("Lista", (Row(1, tuple(map(Cell, row))), Row(2, cells, hidden)))
    form, words = registration_form(), roster_words()
    layout = find_layout(sheet, words, form, targets_of(form, form.fields))
    around = RosterForm(form, words, districts(), "150101", TODAY, leave_blank=leave_blank)
    return read_rows(sheet, layout, around)[0]


def field(heading: str, cell: str | Cell) -> RowReading:
    return read({"Apellidos": "Quispe Mamani", "Nombres": "José", heading: cell})


def flags(reading: RowReading) -> list[tuple[str, str]]:
    return [(flag.field, flag.code) for flag in reading.flags]


def problems(reading: RowReading) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in reading.problems]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Quispe Mamani, José Luis", Names("Quispe", "Mamani", "José Luis", sure=True)),
        ("De la Cruz Ñahui, Juan", Names("De la Cruz", "Ñahui", "Juan", sure=True)),
        ("Shapiama,Elías", Names("Shapiama", "", "Elías", sure=True)),
        ("QUISPE MAMANI JOSÉ LUIS", Names("QUISPE", "MAMANI", "JOSÉ LUIS", sure=False)),
        ("Quispe Flores Juan", Names("Quispe", "Flores", "Juan", sure=False)),
        ("Quispe José", Names("Quispe", "", "José", sure=False)),
        ("Rojas de la Torre Ugarte, Luis", Names("Rojas", "de la Torre Ugarte", "Luis", sure=False)),
        ("Quispe,", Names("Quispe", "", "", sure=False)),
    ],
)
def test_whole_names_are_taken_apart(text: str, names: Names) -> None:
    assert split_full_name(text) == names


def test_whole_names_given_first() -> None:
    assert split_full_name("José Luis Quispe de la Cruz", given_first=True) == Names(
        "Quispe", "de la Cruz", "José Luis", sure=False
    )
    assert split_full_name("José Luis, Quispe Mamani", given_first=True) == Names(
        "Quispe", "Mamani", "José Luis", sure=True
    )


@given(st.text(max_size=60))
def test_no_word_of_a_name_is_lost_or_made_up(text: str) -> None:
    for names in (split_full_name(text), split_full_name(text, given_first=True), split_surnames(text)):
        words = " ".join(names[:3]).replace(",", " ").split()
        assert sorted(words) == sorted(clean_name(text).replace(",", " ").split())


@pytest.mark.directive("6.4.2")
@pytest.mark.parametrize("written", ["1234567", "234567"])
def test_zeros_that_a_spreadsheet_ate_are_put_back_and_flagged(written: str) -> None:
    for cell in (Cell(written, CellNote.NUMBER), Cell(written), Cell(f"{written}.0")):
        reading = field("DNI", cell)
        assert reading.answers["document_number"] == written.zfill(8)
        assert flags(reading) == [("document_number", "roster_zero_restored")]


@pytest.mark.parametrize(
    ("heading", "written", "kind", "number", "flagged"),
    [
        ("DNI", "01234567", "dni", "01234567", ""),
        ("DNI", "12.345.678", "dni", "12345678", ""),
        ("DNI", "CE 001234567", "ce", "001234567", ""),
        ("DNI", "Pasaporte: 12345AB", "passport", "12345AB", ""),
        ("Documento", "12345678", "dni", "12345678", ""),
        ("Documento", "1234567", "dni", "01234567", "roster_zero_restored"),
        ("Documento", "001234567", "ce", "001234567", "roster_document_guessed"),
        ("Documento", "AB1234", "other", "AB1234", "roster_document_guessed"),
    ],
)
def test_documents(heading: str, written: str, kind: str, number: str, flagged: str) -> None:
    reading = field(heading, written)

    assert (reading.answers["document_kind"], reading.answers["document_number"]) == (kind, number)
    assert [code for _, code in flags(reading)] == ([flagged] if flagged else [])
    assert not reading.problems


def test_a_kind_of_document_beside_its_number() -> None:
    row = {
        "Apellidos": "Quispe",
        "Nombres": "José",
        "Tipo de documento": "Carné de extranjería",
        "Documento": "1234567",
    }

    assert read(row).answers["document_number"] == "1234567"
    assert not read(row).flags
    assert read(row | {"Documento": "", "Tipo de documento": "No tiene documento"}).answers["document_kind"] == "none"


@pytest.mark.parametrize("written", ["123", "4,5E+07", "4.56789E+7", "12345678901"])
def test_documents_that_cannot_be(written: str) -> None:
    reading = field("DNI", written)

    assert [name for name, _ in problems(reading)] == ["document_number"]
    assert reading.written["document_number"] == written


@pytest.mark.parametrize(
    "cell",
    [
        *("09/03/1985", "9-3-85", "9.3.1985", "9 de marzo de 1985", "1985-03-09", "09/03/1985 00:00", "9031985"),
        Cell("1985-03-09", CellNote.DATE),
        Cell("1985-03-09 10:30", CellNote.DATE),
    ],
)
def test_dates_of_any_usual_form(cell: str | Cell) -> None:
    reading = field("F. Nac.", cell)

    assert reading.answers["birth_date"] == "1985-03-09"
    assert not reading.flags


def test_a_number_in_place_of_a_date_is_flagged() -> None:
    reading = field("F. Nac.", Cell("31115", CellNote.NUMBER))

    assert reading.answers["birth_date"] == "1985-03-09"
    assert flags(reading) == [("birth_date", "roster_date_from_number")]
    assert reading.flags[0].parameters == {"written": "31115", "day": "09/03/1985"}


@pytest.mark.parametrize("written", ["03/25/1985", "1985", "31/02/1980", "20/11/2027"])
def test_dates_that_cannot_be(written: str) -> None:
    assert [name for name, _ in problems(field("F. Nac.", written))] == ["birth_date"]


def test_an_age_is_kept_only_without_a_day_of_birth() -> None:
    row = {"Apellidos": "Quispe", "Nombres": "José", "F. Nac.": "09/03/1985", "Edad": "41"}

    assert "approximate_age" not in read(row).answers
    assert read(row | {"F. Nac.": ""}).answers["approximate_age"] == 41


def test_two_numbers_in_one_cell() -> None:
    reading = field("Celular", "987 654 321 / 912345678")

    assert (reading.answers["phone"], reading.answers["other_phone"]) == ("987654321", "912345678")


@pytest.mark.parametrize(
    ("heading", "written", "name", "code"),
    [
        ("Estado civil", "CONVIVIENTE", "marital_status", "cohabiting"),
        ("Grado de instrucción", "Sec. completa", "education", "6"),
        ("Grado de instrucción", "Secundaria completa", "education", "6"),
        ("Lengua materna", "Quechua", "mother_tongue", "quechua"),
        ("Discapacidad", "X", "disability", "yes"),
        ("¿Con quién vive?", "Pareja; Hijas o hijos", "lives_with", ["partner", "children"]),
    ],
)
def test_answers_of_closed_lists_in_people_s_words(heading: str, written: str, name: str, code: object) -> None:
    reading = field(heading, written)

    assert reading.answers[name] == code
    assert not reading.problems


@pytest.mark.parametrize("blank", ["-", "S/D", "no tiene", "N/A", "Ninguno", "--"])
def test_what_people_write_for_nothing_is_nothing(blank: str) -> None:
    reading = field("Celular", blank)

    assert "phone" not in reading.answers
    assert not reading.problems


def test_districts_by_name() -> None:
    places = PlaceNames(districts(), "150101")

    assert (
        places.find("Comas", "Lima", "Lima") == places.find("Comas, Lima, Lima") == places.find("Lima - Lima - Comas")
    )
    assert places.find("SAN JUAN DE LURIGANCHO").code == "150132"
    assert (places.find("150132").sure, places.find("10101").sure) == (True, False)
    near = places.find("Miraflores")
    assert (near.code, near.sure) == ("150122", False)
    assert PlaceNames(districts(), "").find("Miraflores").several
    assert places.find("Comas", "Arequipa").code == places.find("Macondo").code == places.find("999999").code == ""


def test_districts_in_a_row() -> None:
    assert flags(field("Distrito", "Miraflores")) == [("ubigeo", "roster_district_guessed")]
    assert problems(field("Distrito", "Macondo")) == [("ubigeo", "roster_district_not_found")]


def test_cells_that_hold_no_value_of_their_own() -> None:
    assert problems(field("Celular", Cell("#N/A", CellNote.ERROR))) == [("phone", "roster_cell_failed")]
    assert problems(field("Celular", Cell("", CellNote.NOT_CALCULATED))) == [("phone", "roster_cell_not_calculated")]
    assert flags(field("Celular", Cell("987654321", CellNote.MERGED))) == [("phone", "roster_cell_joined")]


def test_a_name_that_was_not_calculated_is_a_problem_and_nothing_breaks() -> None:
    reading = read({"Apellidos y nombres": Cell("", CellNote.NOT_CALCULATED), "DNI": ""})

    assert ("paternal_surname", "roster_cell_not_calculated") in problems(reading)


def test_a_hidden_row_is_flagged() -> None:
    row = {"Apellidos": "Quispe", "Nombres": "José"}

    assert flags(read(row, hidden=True)) == [("", "roster_hidden_row")]
    assert not flags(read(row))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("N°", "Apellidos y nombres", "DNI"), "roster_headings_again"),
        (("16", "", ""), "roster_row_without_data"),
        (("Total", "15", ""), "roster_totals_row"),
        (("", "TOTAL DE PARTICIPANTES: 15", ""), "roster_totals_row"),
        (("", "Elaborado por: Rosa Mamani", ""), "roster_note_row"),
    ],
)
def test_rows_that_are_nobody_are_left_out_and_shown(row: tuple[str, ...], code: str) -> None:
    reading = read(dict(zip(("N°", "Apellidos y nombres", "DNI"), row, strict=True)))

    assert reading.left_out is not None
    assert reading.left_out.code == code


@pytest.mark.parametrize("row", [("7", "Suma Quispe, Juan", "40000001"), ("", "Quispe Mamani, José", "")])
def test_rows_that_are_somebody_are_kept(row: tuple[str, ...]) -> None:
    assert read(dict(zip(("N°", "Apellidos y nombres", "DNI"), row, strict=True))).left_out is None


def test_a_question_that_hangs_on_another_says_so_or_is_left_blank() -> None:
    row = {"Apellidos": "Quispe", "Nombres": "José", "Derivado por": "CEM Comas"}

    assert problems(read(row)) == [("way_of_entry", "answer_needed_first")]
    lenient = read(row, leave_blank=True)
    assert not lenient.problems
    assert flags(lenient) == [("referring_institution", "roster_left_blank")]
    assert not read(row | {"Forma de ingreso": "CEM"}).problems


def test_a_row_without_a_name_is_never_left_blank() -> None:
    assert problems(read({"Apellidos": "", "Nombres": "José", "DNI": "40000001"}, leave_blank=True)) == [
        ("paternal_surname", "field_required")
    ]


@given(
    st.fixed_dictionaries(
        dict.fromkeys(
            ["Apellidos y nombres", "DNI", "F. Nac.", "Celular", "Distrito", "Estado civil", "Hijos", "Derivado por"],
            st.builds(Cell, st.text(max_size=20), st.sampled_from([None, *CellNote])),
        )
    ),
    st.booleans(),
)
def test_whatever_stands_in_a_row_it_is_read(row: dict[str, Cell], leave_blank: bool) -> None:
    reading = read(row, leave_blank=leave_blank)

    if not reading.problems and reading.left_out is None:
        assert reading.answers["paternal_surname"]
        assert reading.answers["given_names"]
