"""The letter with its answer, its outside and his own sheet, as they are asked of a book (6.8.1, 6.2.5, 6.2.6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from facilitador.documents.blocks import Document
from facilitador.domain.referrals import ReferralReason
from facilitador.use_cases.hand_outs import (
    BlankHandOutPrint,
    GiveMaterial,
    HandOutPrint,
    SetInformationSources,
    SourceForm,
    WithdrawMaterial,
    WriteRetreatPlan,
)
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.prints import write_pdf
from facilitador.use_cases.referral_prints import (
    NEUTRAL,
    BlankReferralLetterPrint,
    ReferralCoverPrint,
    ReferralHandOutPrint,
    ReferralLetterPrint,
)
from facilitador.use_cases.referrals import OpenReferral, ReferralDetails, RevokeReferralConsent
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.services import DescribeService
from tests.books import NOW, TODAY
from tests.use_cases.scenes import ficha, refused, register, rows

Run = Callable[..., Outcome]
LOUD = "Centro contra la Violencia de Los Molles"


@pytest.fixture
def man(book: OpenBook) -> UUID:
    return register(book, ficha())[0]


@pytest.fixture
def loud_service(run: Run) -> None:
    """A service whose name says what it works on."""
    run(DescribeService(name=LOUD, phone="014567890", email="ayuda@ejemplo.pe", address="Jr. Sol 1"))


def opened(run: Run, man: UUID, **more: Any) -> UUID:
    words: dict[str, Any] = {
        "institution": "Centro frente a la Violencia Familiar",
        "reason": ReferralReason.HEALTH,
        "why": "Duerme mal y pidió ayuda.",
        "share": ("identity", "reason", "follow_up"),
        "consented_on": TODAY,
        "appointment": "Martes 24, 10:00",
        "bring": "DNI y carné del SIS",
    }
    return run(OpenReferral(participant_id=man, **(words | more))).ids[0]


def text_of(document: Document) -> str:
    out = BytesIO()
    write_pdf(document, out, printed_at=NOW)
    return " ".join("\n".join(page.extract_text() for page in PdfReader(out).pages).split())


def pages_of(document: Document) -> int:
    out = BytesIO()
    return write_pdf(document, out, printed_at=NOW)


@pytest.mark.directive("6.8.1")
def test_the_letter_tells_what_he_agreed_to_and_its_answer_bears_no_name(
    book: OpenBook, run: Run, man: UUID, loud_service: None
) -> None:
    key = opened(run, man)
    code = book.ask(ReferralDetails(referral_id=key)).result().line.referral.code

    document = book.ask(ReferralLetterPrint(referral_id=key)).result()
    told = text_of(document)

    letter, _, answer = told.partition("Hoja de respuesta")
    assert "José Luis" in letter
    assert "Duerme mal y pidió ayuda." in letter
    assert f"el {TODAY:%d/%m/%Y}" in letter
    assert code in letter
    assert code in answer
    assert "Jr. Sol 1" in answer
    assert "Mamani" not in answer.split("Página")[0]
    assert "José" not in answer
    assert pages_of(document) == 1
    assert rows(book, "SELECT document FROM prints") == [("referral-letter",)]


def test_by_law_the_letter_tells_the_least_and_names_the_basis(book: OpenBook, run: Run, man: UUID) -> None:
    key = opened(run, man, consented_on=None, legal_basis="duty_to_report", share=("identity",))

    told = text_of(book.ask(ReferralLetterPrint(referral_id=key)).result())

    assert "art. 15" in told
    assert "Duerme mal" not in told


def test_there_is_no_letter_of_what_may_not_be_told(book: OpenBook, run: Run, man: UUID) -> None:
    alone = opened(run, man, consented_on=None, share=())
    with refused("referral_letter_tells_nothing"):
        book.ask(ReferralLetterPrint(referral_id=alone)).result()
    revoked = opened(run, man, institution="Posta")
    run(RevokeReferralConsent(referral_id=revoked))

    with refused("referral_consent_revoked"):
        book.ask(ReferralLetterPrint(referral_id=revoked)).result()

    assert rows(book, "SELECT count(*) FROM prints") == [(0,)]
    assert book.ask(ReferralHandOutPrint(referral_id=alone)).result()


@pytest.mark.directive("6.4.5")
def test_no_outside_and_no_pocket_says_what_the_service_works_on(
    book: OpenBook, run: Run, man: UUID, loud_service: None
) -> None:
    key = opened(run, man)
    run(WriteRetreatPlan(participant_id=man, goes_to="A la cancha"))
    run(GiveMaterial(participant_ids=(man,), title="Cartilla contra la violencia"))
    run(SetInformationSources(sources=(SourceForm(name="Dirección contra la Violencia"),)))

    for query in (
        ReferralCoverPrint(referral_id=key),
        ReferralHandOutPrint(referral_id=key),
        HandOutPrint(participant_id=man),
        BlankHandOutPrint(),
    ):
        document = book.ask(query).result()
        told = text_of(document)
        seen = f"{told} {document.title} {document.file_name} {document.subject}".lower()
        assert "violencia" not in seen
        assert NEUTRAL in told
        assert "josé" not in seen


def test_a_neutral_sender_is_neutral_in_the_letter_too(book: OpenBook, run: Run, man: UUID) -> None:
    key = opened(run, man, neutral_sender=True)

    for query in (ReferralLetterPrint(referral_id=key), ReferralCoverPrint(referral_id=key)):
        told = text_of(book.ask(query).result())
        assert NEUTRAL in told
        assert "Los Molles" not in told


def test_his_sheet_says_where_when_and_what_to_bring(book: OpenBook, run: Run, man: UUID) -> None:
    key = opened(run, man, institution="Posta San Juan", reach="Jr. Luna 4")

    told = text_of(book.ask(ReferralHandOutPrint(referral_id=key)).result())

    for words in ("Posta San Juan", "Jr. Luna 4", "Martes 24, 10:00", "DNI y carné del SIS"):
        assert words in told


@pytest.mark.directive("6.2.5", "6.2.6", "6.4.10")
def test_the_hand_out_holds_whom_to_ask_what_he_was_given_and_his_last_plan(
    book: OpenBook, run: Run, man: UUID, loud_service: None
) -> None:
    run(GiveMaterial(participant_ids=(man,), title="Cartilla del buen trato", given_on=TODAY - timedelta(3)))
    wrong = run(GiveMaterial(participant_ids=(man,), title="Video")).ids[0]
    run(WithdrawMaterial(material_id=wrong, reason="Era de otro."))
    run(WriteRetreatPlan(participant_id=man, goes_to="Al río", made_on=TODAY - timedelta(9)))
    run(WriteRetreatPlan(participant_id=man, signs=("Se me calientan las orejas",), goes_to="A la cancha"))

    told = text_of(book.ask(HandOutPrint(participant_id=man)).result())

    for words in ("Cartilla del buen trato", "Se me calientan las orejas", "A la cancha", "ayuda@ejemplo.pe", "DGCVG"):
        assert words in told
    assert "Video" not in told
    assert "Al río" not in told
    assert rows(book, "SELECT document FROM prints") == [("hand-out",)]


def test_the_blank_letter_fits_on_a_page(book: OpenBook) -> None:
    document = book.ask(BlankReferralLetterPrint()).result()

    assert pages_of(document) == 1
    assert "Hoja de respuesta" in text_of(document)
