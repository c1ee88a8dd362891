"""The row of headings is found, and each heading leads to what people mean by it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from facilitador.domain.registration_forms import FieldDefinition, FieldKind
from facilitador.domain.roles import Section
from facilitador.domain.roster_columns import Layout, find_layout, targets_of
from facilitador.domain.sheets import Cell, Row, Sheet
from facilitador.reference import registration_form
from facilitador.reference.roster_column_files import roster_words

OWN = FieldDefinition(id="own_1", label="Oficio", kind=FieldKind.TEXT, access=Section.SOCIAL, own=True)


def sheet_of(*rows: Sequence[str]) -> Sheet:
    return Sheet("Lista", tuple(Row(number, tuple(map(Cell, row))) for number, row in enumerate(rows, start=1) if row))


def layout_of(*rows: Sequence[str], own: tuple[FieldDefinition, ...] = ()) -> Layout:
    form = registration_form(own)
    return find_layout(sheet_of(*rows), roster_words(), form, targets_of(form, form.fields))


@pytest.mark.parametrize(
    ("headings", "targets"),
    [
        (("N°", "Apellidos y Nombres", "DNI", "F. Nac."), ("ordinal", "full_name", "dni", "birth_date")),
        (
            ("Nº", "AP. PATERNO", "Ap. Materno", "Nombres", "N° de DNI"),
            ("ordinal", "paternal_surname", "maternal_surname", "given_names", "dni"),
        ),
        (("Apellidos", "Nombres"), ("surnames", "given_names")),
        (("Nombre", "Apellido"), ("given_names", "surnames")),
        (("Nombre", "DNI"), ("full_name", "dni")),
        (("Nombres y apellidos", "Edad"), ("full_name_given_first", "approximate_age")),
        (("Nombres", "Teléfono"), ("given_names", "phone")),
        (("Nombres", "Teléfono", "Celular"), ("given_names", "other_phone", "phone")),
        (("Nombres", "Fecha de nacimiento (dd/mm/aaaa)"), ("given_names", "birth_date")),
        (("Nombres", "Distrito", "Provincia", "Región"), ("given_names", "ubigeo", "province", "department")),
        (("Nombres", "Tipo doc.", "Documento"), ("given_names", "document_kind", "document_number")),
        (("Nombres", "DNI", "Documento"), ("given_names", "dni", "")),
        (("Nombres", "¿Cómo llegó al grupo?", "Grado de instrucción"), ("given_names", "way_of_entry", "education")),
        (("Nombres", "Firma", "Sexo", ""), ("given_names", "", "", "")),
        (("Nombres", "Nombres"), ("given_names", "")),
    ],
)
def test_headings_lead_where_people_mean(headings: tuple[str, ...], targets: tuple[str, ...]) -> None:
    assert layout_of(headings).targets == targets


def test_every_question_of_the_ficha_is_known_by_its_own_words() -> None:
    form = registration_form()
    shared = [field.label for field in form.fields]
    for field in form.fields:
        if shared.count(field.label) == 1:
            found = layout_of(["Apellido paterno", field.label]).targets
            assert field.id in found or field.id == "document_kind", field.label


def test_titles_above_and_rows_below_are_no_headings() -> None:
    found = layout_of(
        ["LISTA DE PARTICIPANTES"],
        ["Distrito", "Comas"],
        [],
        ["N°", "Apellidos y nombres", "DNI"],
        ["1", "Quispe Mamani, José", "40000001"],
        ["N°", "Apellidos y nombres", "DNI"],
    )

    assert found.heading_row == 4
    assert found.recognised


def test_the_service_s_own_words_mean_its_own_field() -> None:
    assert layout_of(["Nombres", "Oficio"]).targets == ("given_names", "entry_number")
    assert layout_of(["Nombres", "Oficio"], own=(OWN,)).targets == ("given_names", "own_1")


def test_a_list_without_headings_is_told_apart() -> None:
    found = layout_of(["Quispe", "José"], ["Ñahui", "Teófilo"])

    assert not found.recognised
    assert [column.heading for column in found.columns] == ["Quispe", "José"]


def test_the_person_says_which_row_and_which_column() -> None:
    sheet = sheet_of(["Nombres", "DNI"], ["Nombres", "Celular"])
    form = registration_form()
    told = find_layout(sheet, roster_words(), form, targets_of(form, form.fields), heading_row=2)

    assert (told.heading_row, told.targets) == (2, ("given_names", "phone"))
    moved = told.with_target(1, "given_names")
    assert moved.targets == ("", "given_names")
    assert moved.with_target(1, "").targets == ("", "")


def test_what_may_not_be_written_is_no_target() -> None:
    form = registration_form()
    found = find_layout(sheet_of(["Nombres", "Estado civil"]), roster_words(), form, ["given_names"])

    assert found.targets == ("given_names", "")
