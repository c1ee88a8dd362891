"""Requests about one's own data: counted, answered once, confirmed in the same words for everybody, and heeded."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader

from facilitador.domain.due import Urgency
from facilitador.domain.rights import RightsKind, RightsOutcome
from facilitador.domain.roles import Role
from facilitador.use_cases.answers_export import AnswersExport
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ParticipantRecord
from facilitador.use_cases.prints import write_pdf
from facilitador.use_cases.protection import OpenProtection
from facilitador.use_cases.rights import (
    AnswerRightsRequest,
    RegisterRightsRequest,
    RightsLetterPrint,
    RightsOf,
    WaitingRequests,
)
from tests.books import TODAY
from tests.use_cases.answering import CALM, REST, answered, load, started
from tests.use_cases.later import On
from tests.use_cases.scenes import Acting, consented, ficha, group_of, refused, register


@pytest.fixture
def man(book: OpenBook) -> UUID:
    return register(book, ficha(1))[0]


def asked(book: OpenBook, man: UUID, kind: RightsKind) -> UUID:
    return book.submit([RegisterRightsRequest(participant_id=man, kind=kind)]).result().ids[0]


def letter(book: OpenBook, request: UUID) -> str:
    out = io.BytesIO()
    document = book.ask(RightsLetterPrint(request_id=request)).result()
    write_pdf(document, out, printed_at=datetime(2026, 11, 20, 10, tzinfo=UTC))
    return "\n".join(page.extract_text() for page in PdfReader(out).pages)


@pytest.mark.parametrize(
    ("day", "code", "urgency"),
    [
        (date(2026, 11, 20), "due_rights_answer", Urgency.WHENEVER),
        (date(2026, 11, 27), "due_rights_answer", Urgency.SOON),
        (date(2026, 12, 4), "due_rights_answer", Urgency.SOON),
        (date(2026, 12, 5), "due_rights_late", Urgency.OVERDUE),
    ],
)
def test_a_request_waits_on_home_without_a_name_until_it_is_answered(
    book: OpenBook, man: UUID, day: date, code: str, urgency: Urgency
) -> None:
    request = asked(book, man, RightsKind.RECTIFICATION)
    later = On(book, day)

    (item,) = [one for one in later.ask(Home()) if "rights" in one.code]

    assert (item.code, item.urgency, item.place, item.target_id) == (code, urgency, "rights", man)
    assert item.parameters == {"day": "04/12/2026"}
    later.run(AnswerRightsRequest(request_id=request, outcome=RightsOutcome.DONE))
    assert not [one for one in later.ask(Home()) if "rights" in one.code]


def test_those_that_wait_are_listed_by_the_day_they_are_due(book: OpenBook, man: UUID) -> None:
    asked(book, man, RightsKind.ACCESS)
    asked(book, man, RightsKind.INFORMATION)

    waiting = book.ask(WaitingRequests()).result()

    assert [one.request.kind for one in waiting] == [RightsKind.INFORMATION, RightsKind.ACCESS]
    assert waiting[0].full_name == "Mamani Quispe, José Luis"


def test_an_answer_stays(book: OpenBook, man: UUID) -> None:
    request = asked(book, man, RightsKind.ACCESS)
    with refused("rights_letter_needs_answer"):
        letter(book, request)
    with refused("rights_answered_before", "on"):
        early = AnswerRightsRequest(request_id=request, outcome=RightsOutcome.DONE, on=TODAY - timedelta(days=1))
        book.submit([early]).result()
    with refused("option_unknown", "outcome"):  # what he asked to see is shown, or he desists
        book.submit([AnswerRightsRequest(request_id=request, outcome=RightsOutcome.WITHIN_LIMITS)]).result()
    done = AnswerRightsRequest(request_id=request, outcome=RightsOutcome.DONE, note="Vino con su hijo.")
    book.submit([done]).result()

    with refused("rights_answered", "request_id"):
        book.submit([done]).result()
    (one,) = book.ask(RightsOf(participant_id=man)).result().requests
    assert one.answer is not None
    assert "Vino con su hijo" not in letter(book, request)


def test_the_letter_to_who_asks_to_be_taken_out_says_the_same_whatever_is_open(book: OpenBook) -> None:
    men = register(book, ficha(1), ficha(2))
    book.submit([OpenProtection(sentence="Teme por ella.", participant_id=men[0])]).result()
    letters = []
    for man in men:
        request = asked(book, man, RightsKind.CANCELLATION)
        outcome = RightsOutcome.WITHIN_LIMITS if man == men[0] else RightsOutcome.DONE
        book.submit([AnswerRightsRequest(request_id=request, outcome=outcome)]).result()
        letters.append(letter(book, request).splitlines())

    different = [(one, other) for one, other in zip(*letters, strict=True) if one != other]

    assert all("N.º" in one or "José Luis" in one or "·" in one for one, _ in different), different
    assert len(different) <= 3


def test_who_takes_his_consent_back_is_asked_nothing_more_and_his_answers_stay_in(book: OpenBook) -> None:
    load(book)
    _, men, _ = group_of(book, 2)
    book.submit([consented(man) for man in men]).result()
    for man in men:
        answered(book, man, CALM)

    asked(book, men[0], RightsKind.REVOCATION)

    acting = Acting(book, Role.FACILITATOR)
    (consent,) = acting.ask(ParticipantRecord(participant_id=men[0])).consents
    assert consent.revoked_on == TODAY
    with refused("consent_revoked_stops", "participant_id"):
        started(book, men[0])
    assert len(book.ask(AnswersExport(instrument_id=REST)).result().wide) == 2  # a heading and the other man
    book.submit([consented(men[0])]).result()
    assert len(book.ask(AnswersExport(instrument_id=REST)).result().wide) == 3
