"""The answer to a man who asks what is kept about him: whole, without others, and the same whatever is reserved."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitador.db.tables.erasures import held_of_a_man
from facilitador.domain.protection import Circumstance, PersonAtRisk
from facilitador.domain.rights import RightsKind
from facilitador.domain.subject_access import NOTHING, OTHERS, without_names
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.prints import write_pdf
from facilitador.use_cases.protection import DescribeProtection, OpenProtection
from facilitador.use_cases.rights import RegisterRightsRequest
from facilitador.use_cases.subject_access import SubjectAccess, SubjectAccessPrint
from facilitador.use_cases.subject_access_parts import NOT_TOLD, TOLD
from tests.books import TODAY
from tests.use_cases.later import On
from tests.use_cases.scenes import consented, group_of

STAMPS = {"id", "created_at", "created_by", "changed_at", "changed_by", "revision", "at", "by"}
POINTERS = {
    *("participant_id", "enrolment_id", "group_id", "application_id", "care_id", "referral_id", "decision_id"),
    *("edition_id", "directory_id", "person_id", "applier_id", "assessed_by", "decided_by", "told_by"),
}


def test_every_column_that_holds_something_of_a_man_is_told_or_left_out_with_a_reason() -> None:
    held = {table.name: table for table in held_of_a_man()}

    assert set(TOLD) | set(NOT_TOLD) == set(held)
    assert not set(TOLD) & set(NOT_TOLD)
    assert all(NOT_TOLD.values())
    for name, told in TOLD.items():
        said, left = set(told.columns), set(told.left_out)
        columns = {column.name for column in held[name].columns}
        assert not said & left, name
        assert said | left <= columns, name
        assert columns - STAMPS - POINTERS - said - left <= {"session_id"}, name
        assert set(told.words) <= said, name
        assert all(told.left_out.values()), name


def answer(book: OpenBook, man: UUID) -> bytes:
    return json.dumps(On(book, TODAY).ask(SubjectAccess(participant_id=man)).document(), sort_keys=True).encode()


def paper(book: OpenBook, man: UUID) -> bytes:
    out = io.BytesIO()
    document = On(book, TODAY).ask(SubjectAccessPrint(participant_id=man))
    write_pdf(document, out, printed_at=datetime(2026, 11, 20, 10, tzinfo=UTC))
    return out.getvalue()


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    matters=st.lists(
        st.tuples(
            st.sampled_from(PersonAtRisk), st.sampled_from(Circumstance), st.text("abñ ", min_size=1, max_size=9)
        ),
        max_size=3,
    )
)
def test_what_is_reserved_changes_no_byte_of_it(
    matters: list[tuple[PersonAtRisk, Circumstance, str]], book: OpenBook
) -> None:
    if not getattr(book, "_scene", None):
        _, men, _ = group_of(book, 2)
        book._scene = men[0]  # type: ignore[attr-defined]
    man: UUID = book._scene  # type: ignore[attr-defined]
    answer(book, man)  # that he was answered is part of the next answer
    before = answer(book, man)

    for at_risk, circumstance, known in matters:
        opened = OpenProtection(sentence=f"Teme. {known}", participant_id=man)
        key = book.submit([opened]).result().ids[0]
        described = DescribeProtection(
            matter_id=key,
            sentence="Teme.",
            participant_id=man,
            at_risk=at_risk,
            circumstances=(circumstance,),
            known=known,
        )
        book.submit([described]).result()

    assert answer(book, man) == before


def test_it_has_the_same_parts_for_everybody_and_says_what_it_does_not_hold(book: OpenBook) -> None:
    _, men, _ = group_of(book, 2)
    book.submit([consented(men[0]), RegisterRightsRequest(participant_id=men[0], kind=RightsKind.ACCESS)]).result()

    told = [book.ask(SubjectAccess(participant_id=man)).result() for man in men]

    assert [part.title for part in told[0].parts] == [part.title for part in told[1].parts]
    assert told[0].document()["not_included"] == told[1].document()["not_included"]
    kept = {part.title: part.kept for part in told[0].parts}
    assert ("Cómo", "Firma") in kept["Consentimientos"][0].lines
    assert ("Qué pidió", "Ver todo lo que se guarda de él") in kept["Pedidos sobre sus datos"][0].lines
    assert kept["Derivaciones"] == ()


def test_the_paper_is_written_and_says_where_nothing_is_noted(book: OpenBook) -> None:
    from pypdf import PdfReader

    _, (man,), _ = group_of(book, 1)

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper(book, man))).pages)

    assert "Lo que se guarda de usted" in text
    assert NOTHING in text
    assert "Quispe" in text or "Mamani" in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Contó que Pedro Flores lo llamó.", f"Contó que {OTHERS} lo llamó."),
        ("Habló con Rosa.", f"Habló con {OTHERS}."),
        ("Vio una rosa en flor.", "Vio una rosa en flor."),
        ("Quispe llegó tarde.", "Quispe llegó tarde."),
    ],
)
def test_names_of_others_are_taken_out(text: str, told: str) -> None:
    assert without_names(text, "Quispe Mamani, José", ("Flores Salas, Pedro", "Rosa Mamani Quispe")) == told
