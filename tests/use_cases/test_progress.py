"""How a man goes on, from a real book: what remains, who may see what, and the sheet of paper (6.9.1)."""

from __future__ import annotations

from uuid import UUID

import pytest

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.care import CareProvider, CareRequester
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.evaluations import FactorState, Source
from facilitador.domain.progress import ManProgress, Remaining, RemainingKind, remaining
from facilitador.domain.referrals import ReferralReason
from facilitador.domain.roles import Role
from facilitador.use_cases.attendance import MarkAttendance, RecordMakeUp
from facilitador.use_cases.care import OpenCare
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus
from facilitador.use_cases.evaluations import RecordEvaluation
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ChangeParticipant, ParticipantRecord
from facilitador.use_cases.progress import ManProgressOf, ProgressPrint
from facilitador.use_cases.protection import OpenProtection
from facilitador.use_cases.referrals import OpenReferral
from tests.books import TODAY
from tests.use_cases.logs import Planned, planned
from tests.use_cases.scenes import Acting, consented, refused, rows
from tests.use_cases.test_exclusion_prints import text_of

A, F = AttendanceMark.ATTENDED, AttendanceMark.ABSENT_WITHOUT_NOTICE
K = RemainingKind
SECRET = "Su hermana tiene miedo esta noche."
WHY = "Dice que duerme mal desde la separación."


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Two men; the first came, missed one, and of the third nobody wrote anything down."""
    made = planned(book, men=2, days=(-21, -14, -7, 7))
    for place, marks in enumerate(((A, F, None), (A, A, A))):
        for session, mark in zip(made.sessions, marks, strict=False):
            if mark is not None:
                book.submit([MarkAttendance(session_id=session, enrolment_id=made.stints[place], mark=mark)]).result()
    return made


def seen(book: OpenBook, man: UUID) -> ManProgress:
    return book.ask(ManProgressOf(participant_id=man)).result()


def lines(book: OpenBook, man: UUID) -> dict[RemainingKind, Remaining]:
    return {one.kind: one for one in remaining(seen(book, man))}


@pytest.mark.directive("6.9.1")
def test_what_remains_is_counted_with_the_place_that_settles_it(book: OpenBook, group: Planned) -> None:
    man = group.people[0]
    found = lines(book, man)
    assert (found[K.MARKS].count, found[K.MARKS].place, found[K.MARKS].target_id) == (1, "coverage", group.group_id)
    assert found[K.TOPICS].words == "Tiene un tema por recuperar (Los Molles: 2)."
    assert (found[K.CONSENT].place, found[K.CONSENT].target_id) == ("participant", man)
    assert (found[K.QUESTIONS].place, found[K.QUESTIONS].target_id) == ("applications", group.group_id)
    assert found[K.EVALUATION].place == "evaluation"
    assert {K.FICHA, K.SANCTION, K.REFERRALS, K.CARE, K.COMPLETION}.isdisjoint(found)


@pytest.mark.directive("6.9.1", "6.4.8")
def test_what_is_done_remains_no_more(book: OpenBook, group: Planned) -> None:
    man, (_, missed, unrecorded, _) = group.people[0], group.sessions
    mark = MarkAttendance(session_id=unrecorded, enrolment_id=group.stints[0], mark=A)
    book.submit([consented(man), mark, RecordMakeUp(enrolment_id=group.stints[0], session_id=missed)]).result()
    assert {K.CONSENT, K.MARKS, K.TOPICS}.isdisjoint(lines(book, man))


def test_nothing_of_a_group_that_he_left_remains(book: OpenBook, group: Planned) -> None:
    left = ChangeEnrolmentStatus(
        enrolment_id=group.stints[0], status=EnrolmentStatus.STOPPED, on=TODAY, reason="Se fue a la mina con su cuñado."
    )
    book.submit([left]).result()
    his = seen(book, group.people[0])
    assert {K.MARKS, K.TOPICS, K.QUESTIONS}.isdisjoint(one.kind for one in remaining(his))
    assert [stay.stint.status for stay in his.stays] == [EnrolmentStatus.STOPPED]
    assert his.attended == 1


@pytest.mark.directive("6.2.8", "6.8.1", "6.8.2")
def test_referrals_care_and_a_sanction_without_its_way_are_there(book: OpenBook, group: Planned) -> None:
    man = group.people[0]
    answers = dict(book.ask(ParticipantRecord(participant_id=man)).result().answers) | {"sentence_to_serve": "yes"}
    book.submit(
        [
            ChangeParticipant(participant_id=man, answers=answers),
            OpenReferral(participant_id=man, institution="Posta San Juan", reason=ReferralReason.HEALTH, why=WHY),
            OpenCare(
                participant_id=man,
                requested_by=CareRequester.HIMSELF,
                why=WHY,
                provider_kind=CareProvider.TEAM,
                provider="Julia Ccori",
            ),
        ]
    ).result()
    found = lines(book, man)
    assert (found[K.SANCTION].place, found[K.REFERRALS].count, found[K.CARE].count) == ("referrals", 1, 1)
    assert next(iter(found)) is K.SANCTION


@pytest.mark.directive("6.6")
def test_an_evaluation_tells_how_far_it_is_and_what_was_looked_at_again(book: OpenBook, group: Planned) -> None:
    man = group.people[0]
    find = {"participant_id": man, "factor": "weapons", "source": Source.HIMSELF}
    book.submit([RecordEvaluation(state=FactorState.NONE_KNOWN, **find)]).result()
    first = seen(book, man).evaluation
    assert first is not None
    assert (first.asked, first.looked_again) == (1, ())
    book.submit([RecordEvaluation(state=FactorState.RECORDED, known="Guarda una escopeta.", **find)]).result()
    again = seen(book, man).evaluation
    assert again is not None
    assert again.of == first.of
    assert [day for _, day in again.looked_again] == [TODAY]


def test_staff_may_not_read_it_and_that_it_was_seen_is_recorded_once(book: OpenBook, group: Planned) -> None:
    man = group.people[0]
    with refused("role_may_not_read"):
        Acting(book, Role.STAFF).ask(ManProgressOf(participant_id=man))
    before = len(rows(book, "SELECT 1 FROM audit_entries WHERE action = 'View'"))
    Acting(book, Role.SUPERVISOR).ask(ManProgressOf(participant_id=man))
    Acting(book, Role.SUPERVISOR).ask(ManProgressOf(participant_id=man), again=True)
    assert len(rows(book, "SELECT 1 FROM audit_entries WHERE action = 'View'")) == before + 1


@pytest.mark.directive("6.9.1", "6.4.5")
def test_the_sheet_holds_no_free_words_and_nothing_of_protection(book: OpenBook, group: Planned) -> None:
    man = group.people[0]
    book.submit(
        [
            OpenProtection(sentence=SECRET, participant_id=man),
            OpenReferral(participant_id=man, institution="Posta San Juan", reason=ReferralReason.HEALTH, why=WHY),
            ChangeEnrolmentStatus(
                enrolment_id=group.stints[0], status=EnrolmentStatus.PAUSED, on=TODAY, reason="Su pareja lo pidió."
            ),
        ]
    ).result()
    document = book.ask(ProgressPrint(participant_id=man)).result()
    text = text_of(document)
    assert "Posta San Juan. Salud física o mental. Enviada" in text
    assert "Asistió a 1 de 2 sesiones realizadas; sin registrar 1." in text
    assert "Los Molles: en pausa, conserva su lugar" in text
    for hidden in (SECRET, "hermana", WHY, "lo pidió", "Protección"):
        assert hidden not in text
    assert "Quispe" not in document.title + document.file_name + document.subject
    (print_,) = rows(book, "SELECT number FROM prints WHERE document = 'progress'")
    assert f"N.º {print_[0]:06}" in text
