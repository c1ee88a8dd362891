"""Papers hold what they are for and no more; filled ones are numbered and logged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest

from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.participants import ConsentMark
from facilitador.domain.roles import Role
from facilitador.reference import consent_text, registration_form
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.groups import ChangeGroup, FormGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RecordConsent
from facilitador.use_cases.prints import (
    AgreementsPrint,
    AttendanceSheetPrint,
    BlankFichaPrint,
    ConsentPrint,
    FichaPrint,
    GroupFichasPrint,
    RosterPrint,
    blank_ficha,
    consent_sheet,
    recovery_sheet,
    write_pdf,
)
from facilitador.use_cases.requests import Query
from tests.books import TODAY
from tests.use_cases.scenes import Acting, ficha, refused, register, rows

SECRETS = {
    "document_number": "41234567",
    "phone": "987654321",
    "health_conditions": "asma desde niño",
    "occupation": "mototaxista",
    "address": "Jirón de la Unión 100",
}


def text(document: object) -> str:
    """Every text of a paper."""
    return repr(document)


@pytest.fixture
def a_group(book: OpenBook) -> tuple[UUID, UUID]:
    """A group with one man about whom much is known, who pauses, and another who waits."""
    group_id = book.submit([FormGroup(name="Los Molles")]).result().ids[0]
    man, other = register(book, ficha(1, **SECRETS), ficha(2, given_names="Abel"))
    stint, _ = (
        book.submit(
            [
                EnrolParticipant(group_id=group_id, participant_id=man),
                EnrolParticipant(group_id=group_id, participant_id=other, waitlist=True),
            ]
        )
        .result()
        .ids
    )
    pausing = ChangeEnrolmentStatus(
        enrolment_id=stint, status=EnrolmentStatus.PAUSED, reason="internado en el hospital"
    )
    book.submit([pausing]).result()
    return group_id, man


@pytest.mark.directive("6.4.5")
def test_every_filled_print_is_numbered_from_one_and_logged(book: OpenBook, a_group: tuple[UUID, UUID]) -> None:
    group_id, man = a_group
    asked: list[Query[Any]] = [
        FichaPrint(participant_id=man),
        RosterPrint(group_id=group_id),
        AttendanceSheetPrint(group_id=group_id),
        AgreementsPrint(group_id=group_id),
        GroupFichasPrint(group_id=group_id),
        FichaPrint(participant_id=man),
    ]
    for query in asked:
        book.ask(query).result()

    kept = rows(book, "SELECT number, document, subject_id FROM prints ORDER BY number")

    g, m = group_id.bytes, man.bytes
    documents = ["ficha", "roster", "attendance-sheet", "agreements", "ficha", "ficha"]
    assert kept == [(n, d, m if d == "ficha" else g) for n, d in enumerate(documents, start=1)]
    logged = rows(book, "SELECT subject_id, details FROM audit_entries WHERE action = 'Print' ORDER BY number")
    assert logged == [(s, f'{{"document":"{d}","number":{n}}}') for n, d, s in kept]
    assert "000007" in text(book.ask(FichaPrint(participant_id=man)).result())


def test_blank_papers_are_neither_numbered_nor_logged(book: OpenBook) -> None:
    for query in (BlankFichaPrint(), ConsentPrint()):
        book.ask(query).result()

    assert rows(book, "SELECT 1 FROM prints") == []
    assert rows(book, "SELECT 1 FROM audit_entries WHERE action = 'Print'") == []


def test_a_print_that_fails_takes_no_number(book: OpenBook, a_group: tuple[UUID, UUID]) -> None:
    with refused("not_found"):
        book.ask(FichaPrint(participant_id=uuid4())).result()
    with refused("nothing_to_print"):
        book.ask(GroupFichasPrint(group_id=book.submit([FormGroup(name="Vacío")]).result().ids[0])).result()
    with refused("not_found"):
        book.ask(AttendanceSheetPrint(group_id=uuid4())).result()

    assert rows(book, "SELECT 1 FROM prints") == []


@pytest.mark.directive("6.4.5")
def test_the_attendance_sheet_holds_names_and_nothing_else_about_the_men(
    book: OpenBook, a_group: tuple[UUID, UUID]
) -> None:
    group_id, _ = a_group

    sheet = text(book.ask(AttendanceSheetPrint(group_id=group_id)).result())

    assert "Mamani Quispe, José Luis" in sheet
    assert "Abel" not in sheet  # he waits
    for secret in (*SECRETS.values(), "hospital", "1988", "pausa"):
        assert secret not in sheet


@pytest.mark.directive("6.4.5")
def test_the_roster_and_the_agreements_hold_no_document_phone_or_reason(
    book: OpenBook, a_group: tuple[UUID, UUID]
) -> None:
    group_id, _ = a_group
    for query in (RosterPrint(group_id=group_id), AgreementsPrint(group_id=group_id)):
        paper = text(book.ask(query).result())

        assert "Mamani Quispe, José Luis" in paper
        for secret in (*SECRETS.values(), "hospital"):
            assert secret not in paper


@pytest.mark.directive("6.2.4")
def test_the_agreements_are_the_groups_own(book: OpenBook, a_group: tuple[UUID, UUID]) -> None:
    group_id, _ = a_group
    proposed = text(book.ask(AgreementsPrint(group_id=group_id)).result())
    book.submit(
        [ChangeGroup(group_id=group_id, name="Los Molles", agreements=("Nadie graba lo que se dice.",))]
    ).result()

    own = text(book.ask(AgreementsPrint(group_id=group_id)).result())

    assert "Nadie graba lo que se dice." in own
    assert "Nadie graba lo que se dice." not in proposed
    assert len(proposed) > len(own)


@pytest.mark.directive("6.4.2")
def test_a_ficha_on_paper_holds_what_was_answered_and_marks_what_lacks(book: OpenBook) -> None:
    (man,) = register(book, ficha(1, **SECRETS, way_of_entry=None))

    paper = text(book.ask(FichaPrint(participant_id=man)).result())

    for secret in SECRETS.values():
        assert secret.replace("987654321", "987 654 321") in paper
    assert "17/04/1988" in paper
    assert "por completar" in paper.casefold()


@pytest.mark.directive("6.4.5")
def test_staff_prints_identification_and_contact_only(book: OpenBook, a_group: tuple[UUID, UUID]) -> None:
    group_id, man = a_group
    consent = RecordConsent(
        participant_id=man, given_on=TODAY, mark=ConsentMark.FINGERPRINT, read_aloud=True, witness="Tomás Apaza"
    )
    book.submit([consent]).result()
    staff = Acting(book, Role.STAFF)

    for query in (FichaPrint(participant_id=man), GroupFichasPrint(group_id=group_id)):
        theirs, whole = text(staff.ask(query)), text(book.ask(query).result())
        assert "41234567" in theirs
        assert "Tomás Apaza" in whole
        for hidden in ("asma", "mototaxista", "Tomás Apaza"):
            assert hidden in whole
            assert hidden not in theirs


@pytest.mark.directive("6.4.2")
def test_the_blank_ficha_asks_in_the_order_of_the_screen(book: OpenBook) -> None:
    paper = text(book.ask(BlankFichaPrint()).result())
    asked = [field.label for field in registration_form().fields if not field.competent_only]

    places = [paper.find(repr(label)[1:-1]) for label in asked]

    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.directive("6.4.5")
@pytest.mark.parametrize("of", [lambda book: book.ask(ConsentPrint()).result(), lambda book: consent_sheet(None)])
def test_the_consent_promises_nothing_without_the_duty_to_report(
    book: OpenBook, of: Callable[[OpenBook], object]
) -> None:
    paper = text(of(book))

    for whole in (consent_text().promise, consent_text().duty_to_report):
        assert whole.partition("{")[0].strip() in paper


def test_papers_that_need_no_book_are_headed_by_hand() -> None:
    assert blank_ficha(registration_form(), None).letterhead.service == ""


def test_the_recovery_sheet_carries_the_whole_code() -> None:
    groups = ("ABCD-EFGH", "JKMN-PQRS")

    assert all(group in text(recovery_sheet("Centro", "Lima", "Rosa Mamani", groups)) for group in groups)


def test_a_paper_becomes_a_pdf_outside_the_transaction(book: OpenBook, a_group: tuple[UUID, UUID]) -> None:
    group_id, _ = a_group
    out = BytesIO()

    pages = write_pdf(
        book.ask(GroupFichasPrint(group_id=group_id)).result(),
        out,
        printed_at=datetime.fromisoformat("2026-11-20T10:30:00-05:00"),
    )

    assert pages >= 2
    assert out.getvalue().startswith(b"%PDF-")
