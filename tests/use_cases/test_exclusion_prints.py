"""The letter and the blank evaluation, as they are asked of a book (6.6, 6.7.3)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from facilitador.documents.blocks import Document
from facilitador.domain.exclusions import Outcome as Decided
from facilitador.domain.roles import Role
from facilitador.use_cases.directory import AddDirectoryEntry
from facilitador.use_cases.exclusion_prints import BlankEvaluationPrint, DecisionLetterPrint
from facilitador.use_cases.exclusion_tellings import TellExclusionDecision
from facilitador.use_cases.exclusions import OwnFact, RecordExclusionDecision, WithdrawExclusionDecision
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.prints import write_pdf
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.services import DescribeService, ServiceDetails
from tests.books import NOW, TODAY
from tests.use_cases.scenes import Acting, ficha, refused, register, rows

Run = Callable[..., Outcome]
PUSHED = "Empujó a un compañero al salir."


@pytest.fixture
def man(book: OpenBook) -> UUID:
    return register(book, ficha())[0]


def decided(book: OpenBook, run: Run, man: UUID, outcome: Decided = Decided.NOT_CONTINUING, **more: Any) -> UUID:
    own = OwnFact(cause="violence_to_participant", on=TODAY, what=PUSHED)
    command = RecordExclusionDecision(
        participant_id=man,
        outcome=outcome,
        deciders=(book.person.id,),
        causes=("violence_to_participant",),
        facts=(own,),
        **more,
    )
    return run(command).ids[0]


def text_of(document: Document) -> str:
    out = BytesIO()
    write_pdf(document, out, printed_at=NOW)
    return " ".join("\n".join(page.extract_text() for page in PdfReader(out).pages).split())


@pytest.mark.directive("6.7.3")
def test_the_letter_names_the_places_that_were_offered_and_no_cause(book: OpenBook, run: Run, man: UUID) -> None:
    decision = decided(book, run, man, why="No reconoce lo que pasó.")
    place = run(AddDirectoryEntry(kind="health", name="Posta San Juan", phones=("981000111",), hours="de 8 a 14")).ids[
        0
    ]
    run(
        TellExclusionDecision(
            decision_id=decision,
            explained="A solas, con su hermano afuera.",
            protection_note="Su expareja fue avisada.",
            institutions="Parroquia del barrio\n\nDefensoría",
            directory_ids=(place,),
        )
    )

    text = text_of(book.ask(DecisionLetterPrint(decision_id=decision)).result())

    assert "Posta San Juan. 981 000 111. de 8 a 14" in text
    assert "Parroquia del barrio" in text
    assert "Defensoría" in text
    for kept_back in (PUSHED, "violencia", "6.7", "No reconoce", "expareja", "hermano", "exclu", book.person.full_name):
        assert kept_back not in text
    assert rows(book, "SELECT document, subject_id FROM prints") == [("decision-letter", man.bytes)]


def test_before_it_is_told_the_letter_leaves_lines_to_write_on(book: OpenBook, run: Run, man: UUID) -> None:
    text = text_of(book.ask(DecisionLetterPrint(decision_id=decided(book, run, man))).result())
    assert "Institución, dirección y teléfono" in text


def test_there_is_no_letter_where_nothing_is_to_be_told(book: OpenBook, run: Run, man: UUID) -> None:
    nothing = decided(book, run, man, Decided.NOTHING_YET)
    with refused("exclusion_nothing_to_tell", "decision_id"):
        book.ask(DecisionLetterPrint(decision_id=nothing)).result()
    run(WithdrawExclusionDecision(decision_id=nothing, reason="Era de otro."))
    withdrawn = decided(book, run, man)
    run(WithdrawExclusionDecision(decision_id=withdrawn, reason="Era de otro."))
    with refused("exclusion_decision_withdrawn", "decision_id"):
        book.ask(DecisionLetterPrint(decision_id=withdrawn)).result()
    with refused("not_found"):
        book.ask(DecisionLetterPrint(decision_id=UUID(int=9))).result()
    with refused("role_may_not_read"):
        Acting(book, Role.STAFF).ask(DecisionLetterPrint(decision_id=withdrawn))
    assert rows(book, "SELECT * FROM prints") == []


@pytest.mark.directive("6.6")
def test_the_blank_evaluation_asks_what_the_service_may_record(book: OpenBook, run: Run) -> None:
    assert "Historial criminal" not in text_of(book.ask(BlankEvaluationPrint()).result())
    service = book.ask(ServiceDetails()).result()
    run(DescribeService(name=service.name, criminal_data_competent=True, competence_basis="Ley del servicio"))
    assert "Historial criminal" in text_of(book.ask(BlankEvaluationPrint()).result())
