"""A man is referred, goes or does not, until it is closed; what is told; the way of a sanction (6.8, 6.2.8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.exclusions import Outcome as Decided
from facilitador.domain.referrals import ReferralReason, ReferralState, ReferralUrgency
from facilitador.domain.roles import Role
from facilitador.use_cases.directory import AddDirectoryEntry
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.exclusion_tellings import TellExclusionDecision
from facilitador.use_cases.exclusions import OwnFact, RecordExclusionDecision
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.referral_grounds import ReferralGroundOf
from facilitador.use_cases.referrals import (
    DescribeReferralVisit,
    OpenReferral,
    RecordReferralStep,
    ReferralDetails,
    Referrals,
    RevokeReferralConsent,
    WithdrawReferral,
)
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.sanctions import RecordSanctionAlternative, SanctionRouteOf, WithdrawSanctionAlternative
from facilitador.use_cases.services import DescribeService
from tests.books import SERVICE, TODAY
from tests.use_cases.scenes import Acting, ficha, group_of, refused, register, rows

Run = Callable[..., Outcome]


@pytest.fixture
def man(book: OpenBook) -> UUID:
    return register(book, ficha())[0]


def opening(man: UUID, **more: Any) -> OpenReferral:
    words: dict[str, Any] = {
        "participant_id": man,
        "institution": "Posta San Juan",
        "reason": ReferralReason.HEALTH,
        "why": "Duerme mal desde hace meses y pidió ayuda.",
        "share": ("identity", "reason"),
        "consented_on": TODAY,
    }
    return OpenReferral(**(words | more))


def stepped(key: UUID, state: ReferralState, **more: Any) -> RecordReferralStep:
    return RecordReferralStep(referral_id=key, state=state, **more)


def due(book: OpenBook, start: str = "due_referral") -> list[DueItem]:
    return [item for item in book.ask(Home()).result() if item.code.startswith(start)]


@pytest.mark.directive("6.8.1")
def test_a_referral_goes_on_step_by_step_until_it_is_closed(book: OpenBook, run: Run, man: UUID) -> None:
    key = run(opening(man, sent_on=TODAY - timedelta(9))).ids[0]
    run(stepped(key, ReferralState.NO_ANSWER, on=TODAY - timedelta(2), note="Nadie contesta."))
    run(stepped(key, ReferralState.ACCEPTED, next_on=TODAY + timedelta(3)))
    run(stepped(key, ReferralState.ATTENDED))
    run(stepped(key, ReferralState.CLOSED, note="Sigue en la posta cada mes."))

    one = book.ask(ReferralDetails(referral_id=key)).result().line.referral

    assert [step.state for step in one.events] == ["sent", "no_answer", "accepted", "attended", "closed"]
    assert [step.number for step in one.events] == [1, 2, 3, 4, 5]
    assert one.events[1].note == "Nadie contesta."
    assert not one.is_open
    assert one.due_on is None
    with refused("referral_is_closed", "state"):
        run(stepped(key, ReferralState.ATTENDED))


def test_a_step_that_cannot_follow_is_refused_and_leaves_nothing(book: OpenBook, run: Run, man: UUID) -> None:
    key = run(opening(man)).ids[0]

    with refused("field_required", "note"):
        run(stepped(key, ReferralState.DECLINED))
    with refused("referral_step_before", "on"):
        run(stepped(key, ReferralState.ACCEPTED, on=TODAY - timedelta(1)))
    with refused("day_in_future", "on"):
        run(stepped(key, ReferralState.ACCEPTED, on=TODAY + timedelta(1)))
    with refused("referral_next_before", "next_on"):
        run(stepped(key, ReferralState.ACCEPTED, next_on=TODAY - timedelta(1)))
    run(stepped(key, ReferralState.DECLINED, note="No hay cupo."))
    with refused("referral_step_impossible", "state"):
        run(stepped(key, ReferralState.ATTENDED))

    assert rows(book, "SELECT count(*) FROM referral_events") == [(2,)]


def test_the_database_holds_the_history(book: OpenBook, run: Run, man: UUID) -> None:
    key = run(opening(man)).ids[0]
    run(stepped(key, ReferralState.CLOSED, note="Ya no hace falta."))
    copied = (
        "INSERT INTO referral_events SELECT randomblob(16), referral_id, 3, 'accepted', \"on\", '', NULL, at, \"by\" "
        "FROM referral_events WHERE number = 1"
    )
    for statement in (
        copied,
        "UPDATE referral_events SET note = 'otra'",
        "DELETE FROM referral_events",
        "UPDATE referrals SET share = '[]'",
        "DELETE FROM referrals",
    ):
        with pytest.raises(IntegrityError):
            rows(book, statement)


@pytest.mark.directive("6.8.1")
def test_without_his_agreement_nothing_is_told_unless_the_law_asks_for_it(book: OpenBook, run: Run, man: UUID) -> None:
    with refused("referral_needs_consent", "consented_on"):
        run(opening(man, consented_on=None))
    with refused("referral_share_beyond_law", "share"):
        run(opening(man, consented_on=None, legal_basis="duty_to_report", share=("identity", "health")))
    with refused("referral_basis_beside_consent", "legal_basis"):
        run(opening(man, legal_basis="duty_to_report"))
    with refused("referral_basis_needs_competence", "legal_basis"):
        run(opening(man, consented_on=None, legal_basis="public_competence"))
    with refused("option_unknown", "share"):
        run(opening(man, share=("identity", "todo")))

    by_law = run(opening(man, consented_on=None, legal_basis="duty_to_report"))
    by_himself = run(opening(man, institution="Otra posta", consented_on=None, share=()))

    assert not by_law.notices
    assert [notice.code for notice in by_himself.notices] == ["referral_tells_nothing"]


def test_matters_of_justice_are_told_only_by_a_service_that_the_law_lets(book: OpenBook, run: Run, man: UUID) -> None:
    telling = opening(man, share=("identity", "justice"))
    with refused("referral_share_needs_competence", "share"):
        run(telling)

    competent = {"criminal_data_competent": True, "competence_basis": "Resolución 12"}
    run(DescribeService(name=SERVICE.name, **competent))

    assert run(telling).ids
    assert run(opening(man, institution="CAI", consented_on=None, legal_basis="public_competence")).ids


def test_of_a_minor_his_guardian_agrees(book: OpenBook, run: Run) -> None:
    (boy,) = register(book, ficha(birth_date=f"{TODAY.year - 15}-01-10"))

    with refused("field_required", "guardian_name"):
        run(opening(boy))

    assert run(opening(boy, guardian_name="Su madre, Julia Quispe")).ids


def test_an_agreement_taken_back_stays_so(book: OpenBook, run: Run, man: UUID) -> None:
    key = run(opening(man)).ids[0]
    run(RevokeReferralConsent(referral_id=key))

    with refused("referral_nothing_to_revoke"):
        run(RevokeReferralConsent(referral_id=key))

    assert book.ask(ReferralDetails(referral_id=key)).result().line.referral.sharing.revoked_on == TODAY
    with pytest.raises(IntegrityError):
        rows(book, "UPDATE referrals SET revoked_on = NULL")


def test_nobody_is_sent_to_a_refuge_nor_twice_to_one_place(book: OpenBook, run: Run, man: UUID) -> None:
    refuge = run(AddDirectoryEntry(kind="refuge", name="Hogar", phones=("100",))).ids[0]
    with refused("referral_not_to_refuge", "directory_id"):
        run(opening(man, directory_id=refuge))
    run(opening(man))

    with refused("referral_open_already", "institution"):
        run(opening(man, institution="posta san juán"))

    assert run(opening(man, reason=ReferralReason.LEGAL)).ids  # for something else


def test_an_institution_of_the_directory_is_kept_as_it_was(book: OpenBook, run: Run, man: UUID) -> None:
    entry = AddDirectoryEntry(
        kind="health", name="Posta Alta", phones=("981000111",), address="Jr. Sol 1", hours="8 a 14"
    )
    place = run(entry).ids[0]
    key = run(opening(man, directory_id=place, institution="")).ids[0]
    run(DescribeReferralVisit(referral_id=key, appointment="Martes 24, 10:00", bring="DNI", neutral_sender=True))

    view = book.ask(ReferralDetails(referral_id=key)).result()

    one = view.line.referral
    assert (one.institution, one.reach) == ("Posta Alta", "Jr. Sol 1. 981 000 111. 8 a 14")
    assert (one.appointment, one.bring, one.neutral_sender) == ("Martes 24, 10:00", "DNI", True)
    assert view.entry is not None


def test_a_decision_offers_its_institutions(book: OpenBook, run: Run, man: UUID) -> None:
    fact = OwnFact(cause="violence_to_participant", on=TODAY, what="Empujó a un compañero.")
    decision = run(
        RecordExclusionDecision(
            participant_id=man,
            outcome=Decided.NOT_CONTINUING,
            deciders=(book.person.id,),
            causes=(fact.cause,),
            facts=(fact,),
        )
    ).ids[0]
    place = run(AddDirectoryEntry(kind="health", name="Posta Alta", phones=("981000111",))).ids[0]
    run(
        TellExclusionDecision(
            decision_id=decision,
            explained="A solas.",
            protection_note="Nadie en riesgo.",
            institutions="Centro juvenil\n",
            directory_ids=(place,),
        )
    )

    ground = book.ask(ReferralGroundOf(participant_id=man)).result()

    assert [(one.directory_id, one.name) for one in ground.offered] == [(place, "Posta Alta"), (None, "Centro juvenil")]
    assert run(opening(man, directory_id=place, decision_id=decision)).ids
    (other,) = register(book, ficha(2))
    with refused("referral_other_man", "decision_id"):
        run(opening(other, decision_id=decision))


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (None, "due_referral_answer"),
        (ReferralState.ACCEPTED, "due_referral_visit"),
        (ReferralState.NOT_ATTENDED, "due_referral_missed"),
        (ReferralState.ATTENDED, "due_referral_close"),
        (ReferralState.DECLINED, "due_referral_declined"),
    ],
)
def test_home_asks_for_what_a_referral_waits_for_without_a_name(
    book: OpenBook, run: Run, man: UUID, state: ReferralState | None, code: str
) -> None:
    key = run(opening(man, urgency=ReferralUrgency.TODAY, sent_on=TODAY - timedelta(2))).ids[0]
    if state is not None:
        run(stepped(key, state, note="Así fue."))

    (item,) = due(book)

    assert (item.code, item.place, item.target_id) == (code, "referral", key)
    assert item.urgency is (Urgency.OVERDUE if state is None else Urgency.SOON)
    assert "Quispe" not in str(item.parameters)
    run(WithdrawReferral(referral_id=key, reason="Era de otro."))
    assert not due(book)


@pytest.mark.directive("6.2.8", "6.11")
def test_a_man_with_a_sanction_is_due_until_something_leads_to_a_cai(book: OpenBook, run: Run) -> None:
    _, men, _ = group_of(book, 1)
    assert not due(book, "due_sanction")
    (man,) = register(book, ficha(7, sentence_to_serve="yes"))
    assert not due(book, "due_sanction")  # he is in no group
    run_in_group(book, run, man)
    (item,) = due(book, "due_sanction_route")
    assert (item.place, item.target_id) == ("referrals", man)
    key = run(opening(man, reason=ReferralReason.SANCTION, institution="CAI")).ids[0]
    assert not due(book, "due_sanction_route")

    run(stepped(key, ReferralState.DECLINED, note="No hay cupo."))

    assert due(book, "due_sanction_route")
    assert book.ask(SanctionRouteOf(participant_id=man)).result().is_missing
    assert not book.ask(SanctionRouteOf(participant_id=men[0])).result().is_missing


@pytest.mark.directive("6.2.8", "6.11")
def test_where_no_cai_is_within_reach_it_stands_what_was_done_and_who_was_told(book: OpenBook, run: Run) -> None:
    (man,) = register(book, ficha(7, sentence_to_serve="yes"))
    run_in_group(book, run, man)
    told = RecordSanctionAlternative(
        participant_id=man,
        why="El más cercano está a dos días de viaje.",
        done="Se informó por escrito y se pidió que lo reciban a distancia.",
        told_to="Juzgado de paz letrado",
        noted_on=TODAY - timedelta(40),
        told_on=TODAY - timedelta(38),
        review_on=TODAY - timedelta(1),
    )
    key = run(told).ids[0]

    route = book.ask(SanctionRouteOf(participant_id=man)).result()
    assert route.is_set
    assert route.alternatives[0].told_to == "Juzgado de paz letrado"
    assert [item.code for item in due(book, "due_sanction")] == ["due_sanction_review"]
    run(WithdrawSanctionAlternative(alternative_id=key, reason="Ya hay uno."))
    assert [item.code for item in due(book, "due_sanction")] == ["due_sanction_route"]
    with refused("field_required", "told_to"):
        run(RecordSanctionAlternative(participant_id=man, why="Lejos.", done="Se avisó.", told_to=" "))
    with refused("sanction_review_before", "review_on"):
        run(RecordSanctionAlternative(participant_id=man, why="a", done="b", told_to="c", review_on=TODAY))


def run_in_group(book: OpenBook, run: Run, man: UUID) -> None:
    group = run(FormGroup(name="Otro")).ids[0]
    run(EnrolParticipant(group_id=group, participant_id=man))


def test_a_sanction_sent_elsewhere_is_told_to_be_no_cai(book: OpenBook, run: Run, man: UUID) -> None:
    posta = run(AddDirectoryEntry(kind="health", name="Posta", phones=("981000111",))).ids[0]
    cai = run(AddDirectoryEntry(kind="cai", name="CAI", phones=("981000112",))).ids[0]

    elsewhere = run(opening(man, directory_id=posta, reason=ReferralReason.SANCTION))
    there = run(opening(man, directory_id=cai, reason=ReferralReason.SANCTION))

    assert [notice.code for notice in elsewhere.notices] == ["referral_sanction_not_cai"]
    assert not there.notices


def test_referrals_are_found_by_man_institution_and_code_the_most_pressing_first(
    book: OpenBook, run: Run, man: UUID
) -> None:
    (other,) = register(book, ficha(2))
    calm = run(opening(man, urgency=ReferralUrgency.MONTH)).ids[0]
    pressing = run(opening(other, urgency=ReferralUrgency.TODAY)).ids[0]
    ended = run(opening(man, institution="Defensa pública", reason=ReferralReason.LEGAL)).ids[0]
    run(stepped(ended, ReferralState.CLOSED, note="Listo."))

    def found(**asked: Any) -> list[UUID]:
        return [line.referral.id for line in book.ask(Referrals(**asked)).result()]

    assert found() == [pressing, calm, ended]
    assert found(with_closed=False) == [pressing, calm]
    assert found(participant_id=man) == [calm, ended]
    assert found(text="defensa") == [ended]
    code = book.ask(ReferralDetails(referral_id=calm)).result().line.referral.code
    assert found(text=code) == found(text=code.replace("-", "").lower()) == [calm]


def test_who_supervises_reads_and_staff_learns_nothing(book: OpenBook, run: Run, man: UUID) -> None:
    key = run(opening(man)).ids[0]

    assert Acting(book, Role.SUPERVISOR).ask(ReferralDetails(referral_id=key)).line.referral.id == key
    with refused("role_may_not_read"):
        Acting(book, Role.STAFF).ask(Referrals())
    assert not [item for item in Acting(book, Role.STAFF).ask(Home()) if "referral" in item.code]
