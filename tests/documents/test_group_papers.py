"""Roster, attendance sheet, agreements, consent, recovery sheet: what they hold and what they must not."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from facilitador.documents import agreements, attendance_sheets, consents, recovery_sheets, rosters
from facilitador.documents.blocks import Letterhead
from facilitador.domain.enrolments import STATUS_RULES, EnrolmentStatus
from tests.documents.samples import CONSENT_TEXT, GROUP, LETTERHEAD, NAMES, pages, papers


def _text(name: str) -> str:
    return "\n".join(pages(papers()[name]))


@pytest.mark.parametrize("name", sorted(papers()))
def test_titles_heads_and_file_names_keep_the_subject_of_the_group_to_themselves(name: str) -> None:
    document = papers()[name]
    outside = f"{document.title} {document.subject} {document.file_name} {document.foot}".casefold()
    assert not [word for word in ("violencia", "agresor", "víctima", "maltrat") if word in outside]


@pytest.mark.directive("6.4.5")
def test_the_attendance_sheet_cannot_hold_a_document_a_phone_or_a_reason() -> None:
    assert {field.name for field in fields(attendance_sheets.AttendanceSheet)} == {
        "letterhead",
        "group_name",
        "names",
        "session",
        "day",
        "starts_at",
        "spare_rows",
    }


@pytest.mark.directive("6.4.5")
def test_the_attendance_sheet_shows_names_numbers_and_room_to_sign_only() -> None:
    sheet = attendance_sheets.AttendanceSheet(LETTERHEAD, GROUP.name, NAMES, session=4, spare_rows=0)
    (text,) = pages(attendance_sheets.compose(sheet))
    table = text.split("Firma o huella\n")[1].split("Firma de quien facilita")[0]
    assert [line.strip() for line in table.splitlines() if line.strip()] == [
        part for number, name in enumerate(NAMES, start=1) for part in (str(number), name)
    ]
    assert "Sesión N.º\n4" in text


def test_a_full_group_with_spare_rows_signs_on_one_page() -> None:
    names = tuple(f"Apellidos Bastante Largos, Nombre {number}" for number in range(1, 16))
    assert len(pages(attendance_sheets.compose(attendance_sheets.AttendanceSheet(LETTERHEAD, "Qantu", names)))) == 1


def test_the_roster_parts_those_who_count_those_who_wait_and_those_who_left() -> None:
    text = _text("roster")
    counting, rest = text.split("Lista de espera, en orden")
    waiting, left = rest.split("Ya no están en el grupo")
    assert "Participan: 1 de 15 lugares" in counting
    assert NAMES[0] in counting
    assert NAMES[1] in waiting
    assert NAMES[2] in left
    assert STATUS_RULES[EnrolmentStatus.STOPPED].label in left


def test_every_status_has_its_place_on_the_roster() -> None:
    lines = tuple(rosters.RosterLine(f"Persona {status}", None, status, date(2026, 3, 9)) for status in EnrolmentStatus)
    text = "\n".join(pages(rosters.compose(rosters.Roster(LETTERHEAD, GROUP, lines))))
    assert all(text.count(f"Persona {status}\n") == 1 for status in EnrolmentStatus)


def test_an_empty_roster_says_so() -> None:
    (text,) = pages(rosters.compose(rosters.Roster(LETTERHEAD, GROUP, ())))
    assert "Todavía no hay participantes." in text
    assert "Lista de espera" not in text


@pytest.mark.directive("6.2.4")
def test_the_agreements_are_printed_in_order_with_a_place_to_sign_for_each_man() -> None:
    text = _text("agreements")
    first, second = text.index("Llegar a la hora."), text.index("Hablar de uno mismo")
    commitment = text.index("Nos comprometemos")
    assert first < second < commitment < min(text.index(name) for name in NAMES)
    assert "Firma o huella" in text


@pytest.mark.directive("6.4.5")
@pytest.mark.parametrize("name", ["agreements", "blank_form", "consent"])
def test_the_duty_to_report_stands_beside_the_promise(name: str) -> None:
    assert f"{CONSENT_TEXT.promise}\n{CONSENT_TEXT.duty_to_report}" in _text(name)


@pytest.mark.directive("6.4.5")
@pytest.mark.parametrize("before", range(0, 60, 3))
def test_no_page_break_comes_between_promise_and_duty(before: int) -> None:
    items = tuple(f"Acuerdo {number}" for number in range(before))
    sheet = agreements.Agreements(LETTERHEAD, GROUP, items, NAMES, CONSENT_TEXT)
    (page,) = [page for page in pages(agreements.compose(sheet)) if CONSENT_TEXT.promise in page]
    assert CONSENT_TEXT.duty_to_report in page


@pytest.mark.directive("6.4.2", "6.2.8")
def test_the_consent_prints_every_clause_and_that_no_sanction_is_replaced() -> None:
    text = _text("consent")
    for clause in CONSENT_TEXT.clauses:
        assert f"{clause.heading}\n{clause.text}" in text
    assert "Edición 2026-1" in text


def test_a_consent_of_any_length_keeps_each_declaration_with_its_signature() -> None:
    for repeats in (1, 40, 60, 80):
        clauses = (replace(CONSENT_TEXT.clauses[0], text="Una frase que se repite. " * repeats),) * 3
        shown = pages(consents.compose(replace(CONSENT_TEXT, clauses=clauses), LETTERHEAD))
        for declared, signed in (
            (CONSENT_TEXT.declaration, "Firma del participante"),
            (CONSENT_TEXT.guardian_declaration, "Firma de quien responde por él"),
        ):
            assert [declared in page for page in shown] == [signed in page for page in shown]


def test_the_recovery_sheet_holds_the_code_the_service_the_person_and_nothing_else_of_anyone() -> None:
    groups = ("K7QD", "M2XP", "9VTA", "HR4W", "C3NE")
    sheet = recovery_sheets.RecoverySheet(Letterhead("Servicio Los Molles"), "Rosa Huamán Quispe", groups)
    (text,) = pages(recovery_sheets.compose(sheet))
    places = [text.index(group) for group in groups]
    assert places == sorted(places)
    assert "Rosa Huamán Quispe" in text
    assert "sobre cerrado" in text
    assert {field.name for field in fields(recovery_sheets.RecoverySheet)} == {"letterhead", "person", "code_groups"}
