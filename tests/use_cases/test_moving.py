"""A man moves to another service on two real books, with his consent: his record and nobody else's (6.4.2, 6.8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from facilitador.db.tables.base import insert_row
from facilitador.db.tables.erasures import erase
from facilitador.db.tables.rights import purge_proposals
from facilitador.db.transaction import Actor, Transactions
from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.deliveries import DeliveryState
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.origins import OWN
from facilitador.domain.package_words import removal_words
from facilitador.domain.participants import ConsentMark
from facilitador.domain.retention import PurgeGround, PurgeProposal
from facilitador.domain.roles import Role
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.deliveries import ConfirmDelivery, Deliveries, HandoverRecordPrint, UndoDelivery
from facilitador.use_cases.enrolments import EnrolParticipant, Roster
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.hand_outs import GiveMaterial
from facilitador.use_cases.home import Home
from facilitador.use_cases.moving import (
    EarlierStaysOf,
    ManWish,
    MovingConsentsOf,
    PackMan,
    ReceivedMen,
    RecordMovingConsent,
    RevokeMovingConsent,
    UniteReceived,
    WeighMan,
)
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ChangeParticipant, ParticipantRecord, Participants, RegisterParticipant
from facilitador.use_cases.protection import OpenProtection
from facilitador.use_cases.subject_access import SubjectAccess
from facilitador.use_cases.trusted_keys import OwnKey
from tests.books import TODAY
from tests.use_cases.logs import LOG, Planned, planned
from tests.use_cases.packing import Pair, acquainted, whole
from tests.use_cases.scenes import Acting, consented, ficha, one_value, refused, rows

pytestmark = pytest.mark.directive("6.8.3")


@pytest.fixture
def pair(open_as: Callable[[Role], OpenBook]) -> Pair:
    return acquainted(open_as(Role.FACILITATOR), open_as(Role.SUPERVISOR))


@pytest.fixture
def group(pair: Pair) -> Planned:
    """Three men who came a week ago, with consents; something is reserved about the first."""
    made = planned(pair.home, men=3, days=(-7, 0))
    marks = [
        MarkAttendance(session_id=made.sessions[0], enrolment_id=stint, mark=AttendanceMark.ATTENDED)
        for stint in made.stints
    ]
    consents = [consented(man) for man in made.people]
    matter = OpenProtection(sentence="Teme por su hermana.", participant_id=made.people[0])
    pair.home.submit([*marks, *consents, matter]).result()
    return made


def service_there(pair: Pair) -> str:
    return pair.there.ask(OwnKey()).result().identity.service_name


def agreed(pair: Pair, group: Planned, man: int = 0, **given: object) -> None:
    consent = {"given_on": TODAY, "mark": ConsentMark.SIGNATURE, "read_aloud": True, **given}
    record = RecordMovingConsent(participant_id=group.people[man], service_name=service_there(pair), **consent)  # type: ignore[arg-type]
    pair.home.submit([record]).result()


def packed(pair: Pair, group: Planned, *, reserved: bool = False, man: int = 0) -> bytes:
    to = (pair.there.ask(OwnKey()).result().identity.fingerprint,)
    wish = ManWish(
        participant_id=group.people[man], recipients=to, reserved_for=to if reserved else (), purpose="Se mudó a Huanta"
    )
    return pair.home.ask(PackMan(wish=wish)).result().content


def confirm(pair: Pair) -> None:
    pair.home.submit([ConfirmDelivery(delivery_id=pair.home.ask(Deliveries()).result()[0].id)]).result()


@pytest.mark.directive("6.4.2")
def test_nobody_moves_without_his_written_consent_to_that_service(pair: Pair, group: Planned) -> None:
    with refused("moving_consent_needed"):
        packed(pair, group)
    agreed(pair, group)
    packed(pair, group)
    (consent,) = pair.home.ask(MovingConsentsOf(participant_id=group.people[0])).result()
    pair.home.submit([RevokeMovingConsent(consent_id=consent.id, on=TODAY)]).result()
    with refused("moving_consent_needed"):
        packed(pair, group)
    with refused("delivery_changed_since"):
        confirm(pair)


def test_a_fingerprint_asks_for_a_witness_and_another_service_for_another_consent(pair: Pair, group: Planned) -> None:
    with refused("field_required", "witness"):
        agreed(pair, group, mark=ConsentMark.FINGERPRINT)
    other = RecordMovingConsent(
        participant_id=group.people[0],
        service_name="Otro centro",
        given_on=TODAY,
        mark=ConsentMark.SIGNATURE,
        read_aloud=True,
    )
    pair.home.submit([other]).result()
    with refused("moving_consent_needed"):
        packed(pair, group)


def test_his_package_holds_nothing_of_another_man(pair: Pair, group: Planned) -> None:
    other = pair.home.ask(ParticipantRecord(participant_id=group.people[1])).result()
    his = pair.home.ask(ParticipantRecord(participant_id=group.people[0])).result()
    surname = other.full_name.split(",")[0].split()[0]
    note = f"Discutió con {surname} a la salida."
    pair.home.submit([GiveMaterial(participant_ids=(group.people[0],), title=note, given_on=TODAY)]).result()
    agreed(pair, group)
    package = pair.opened(packed(pair, group))
    said = repr(package.rows)
    for man, stint in list(zip(group.people, group.stints, strict=True))[1:]:
        assert repr(man.bytes) not in said
        assert repr(stint.bytes) not in said
    for number in (2, 3):
        assert ficha(number)["document_number"] not in said
    assert surname not in his.full_name
    assert surname not in said
    assert "Discutió con [otra persona] a la salida." in said
    assert not {"groups", "enrolments", "sessions", "attendance_marks", "incidents", "reviews"} & set(package.rows)
    assert not {"partner_contacts", "protection_matters"} & set(package.rows)
    assert [row[0] for row in package.rows["participants"].rows] == [group.people[0].bytes]


def test_he_is_found_there_in_no_group_with_where_he_was_and_when_he_came(pair: Pair, group: Planned) -> None:
    agreed(pair, group)
    pair.take(packed(pair, group))
    (received,) = pair.there.ask(ReceivedMen()).result()
    assert received.participant_id == group.people[0]
    assert received.matches == ()
    assert [line.id for line in pair.there.ask(Participants()).result()] == [group.people[0]]
    (stay,) = pair.there.ask(EarlierStaysOf(participant_id=group.people[0])).result()
    assert (stay.service_name, stay.group_name) == (pair.home.opened.service_name, "Los Molles")
    assert [(one.on, one.mark) for one in stay.marks] == [(TODAY - timedelta(days=7), "attended")]
    assert "due_received" in {item.code for item in pair.there.ask(Home()).result()}
    told = repr(pair.there.ask(SubjectAccess(participant_id=group.people[0])).result())
    assert "En otros servicios" in told
    new = pair.there.submit([FormGroup(name="Huanta")]).result().ids[0]
    pair.there.submit([EnrolParticipant(group_id=new, participant_id=group.people[0])]).result()
    assert pair.there.ask(ReceivedMen()).result() == ()


def test_his_stint_here_ends_when_he_is_handed_over_and_who_waits_is_told(pair: Pair, group: Planned) -> None:
    agreed(pair, group)
    packed(pair, group)
    entry = {one.stint.id: one.stint for one in pair.home.ask(Roster(group_id=group.group_id)).result()}
    assert entry[group.stints[0]].status is EnrolmentStatus.ATTENDING
    confirm(pair)
    after = {one.stint.id: one.stint for one in pair.home.ask(Roster(group_id=group.group_id)).result()}
    assert after[group.stints[0]].status is EnrolmentStatus.MOVED
    assert service_there(pair) in after[group.stints[0]].reason
    assert after[group.stints[1]].status is EnrolmentStatus.ATTENDING
    assert one_value(pair.home, "SELECT count(*) FROM attendance_marks") == 3
    assert one_value(pair.home, "SELECT count(*) FROM foreign_rows") == 0
    pair.home.submit(
        [UndoDelivery(delivery_id=pair.home.ask(Deliveries()).result()[0].id, reason="Se quedó.")]
    ).result()
    assert pair.home.ask(Deliveries()).result()[0].state is DeliveryState.UNDONE


def test_what_is_reserved_goes_only_where_it_was_decided_so(pair: Pair, group: Planned) -> None:
    agreed(pair, group)
    pair.take(packed(pair, group))
    assert one_value(pair.there, "SELECT count(*) FROM protection_matters") == 0
    agreed(pair, group, man=1)
    pair.home.submit([OpenProtection(sentence="Teme por su madre.", participant_id=group.people[1])]).result()
    pair.take(packed(pair, group, man=1, reserved=True))
    assert one_value(pair.there, "SELECT count(*) FROM protection_matters") == 1
    confirm(pair)
    assert rows(pair.home, "SELECT count(*) FROM protection_matters WHERE closed_on IS NOT NULL") == [(1,)]


def test_the_same_package_twice_changes_nothing(pair: Pair, group: Planned) -> None:
    agreed(pair, group)
    content = packed(pair, group)
    pair.take(content)
    before = whole(pair.there)
    (notice,) = pair.take(content).notices
    assert notice.code == "package_nothing_newer"
    with refused("package_already_ours"):
        pair.take(packed(pair, group))
    assert whole(pair.there) == before


def test_a_man_who_is_known_there_is_offered_and_united_only_by_a_person(pair: Pair, group: Planned) -> None:
    registering = RegisterParticipant(answers=ficha(1, phone="987654321", mother_tongue=None))
    known = Acting(pair.there, Role.FACILITATOR).run(registering).ids[0]
    agreed(pair, group)
    pair.take(packed(pair, group))
    (received,) = pair.there.ask(ReceivedMen()).result()
    assert [match.id for match in received.matches] == [known]
    with refused("not_received"):
        Acting(pair.there, Role.FACILITATOR).run(UniteReceived(received_id=known, into_id=received.participant_id))
    outcome = Acting(pair.there, Role.FACILITATOR).run(
        UniteReceived(received_id=received.participant_id, into_id=known)
    )
    assert [line.id for line in pair.there.ask(Participants()).result()] == [known]
    man = pair.there.ask(ParticipantRecord(participant_id=known)).result()
    assert man.answers["phone"] == "987654321"
    assert man.answers["mother_tongue"] == "quechua"
    assert len(man.consents) == 1
    assert {notice.code for notice in outcome.notices} == {"merge_kept_answers"}
    assert pair.there.ask(EarlierStaysOf(participant_id=known)).result()


def erased(book: OpenBook, man: UUID) -> None:
    """Everything about a man is taken out of the book."""

    def job(file: Any, _: object) -> None:
        actor = Actor(book.person.id, Role.FACILITATOR)
        with Transactions(file.begin, actor, book.circumstances, lambda: file.keys.reserved_key).open() as tx:
            ground = PurgeGround.TIME
            proposal = insert_row(tx, purge_proposals, None, participant_id=man, ground=ground, proposed_on=TODAY)
            erase(tx, None, PurgeProposal(proposal, man, ground, TODAY, UUID(int=5)))

    book.with_book(job).result()


def test_who_was_taken_out_here_comes_again_with_a_new_consent_and_no_older_package_brings_him(
    pair: Pair, group: Planned
) -> None:
    man = group.people[0]
    agreed(pair, group)
    pair.take(packed(pair, group))
    erased(pair.there, man)
    with refused("package_man_gone"):
        pair.take(pair.again(packed(pair, group), later=-1))  # he had agreed that day, but it was made before
    content = pair.again(packed(pair, group), later=1)
    preview = pair.preview(content)
    assert (preview.removed_on, preview.left_out, preview.nothing_newer) == (TODAY, 0, False)
    assert "se recibe otra vez con su nuevo consentimiento" in " ".join(removal_words(preview))
    pair.take(content)
    assert [line.id for line in pair.there.ask(Participants(origin=OWN)).result()] == [man]
    assert pair.there.ask(EarlierStaysOf(participant_id=man)).result()


def test_a_consent_of_before_he_was_taken_out_brings_him_not_back(pair: Pair, group: Planned) -> None:
    agreed(pair, group, given_on=TODAY - timedelta(days=1))
    pair.take(packed(pair, group))
    erased(pair.there, group.people[0])
    before = whole(pair.there)
    with refused("package_man_gone"):
        pair.take(pair.again(packed(pair, group), later=1))
    assert whole(pair.there) == before


def test_a_package_for_supervision_leaves_out_who_was_taken_out_and_says_so(pair: Pair, group: Planned) -> None:
    man = group.people[0]
    agreed(pair, group)
    pair.take(packed(pair, group))
    erased(pair.there, man)
    preview = pair.preview(pair.sent(group.group_id, later=1))
    assert (preview.left_out, preview.removed_on) == (1, None)
    assert "No se recibe nada de 1 participante" in " ".join(removal_words(preview))
    pair.take(pair.sent(group.group_id, later=2))
    assert {line.id for line in pair.there.ask(Participants()).result()} == set(group.people[1:])
    pair.take(pair.again(packed(pair, group), later=3))
    again = pair.sent(group.group_id, later=4)
    assert pair.preview(again).left_out == 0
    pair.take(again)  # who is ours again stays as we have him
    assert [line.id for line in pair.there.ask(Participants(origin=OWN)).result()] == [man]
    assert {line.id for line in pair.there.ask(Participants()).result()} == set(group.people)


def test_the_group_that_he_left_is_still_supervised_where_he_is_now(pair: Pair, group: Planned) -> None:
    agreed(pair, group)
    pair.take(packed(pair, group))
    confirm(pair)
    ours = pair.there.ask(ParticipantRecord(participant_id=group.people[0])).result()
    pair.take(pair.sent(group.group_id, later=1))
    assert pair.there.ask(ParticipantRecord(participant_id=group.people[0])).result().answers == ours.answers
    assert [line.id for line in pair.there.ask(Participants(origin=OWN)).result()] == [group.people[0]]
    assert len(pair.there.ask(Roster(group_id=group.group_id)).result()) == 3


def test_he_comes_back_with_what_changed_there(pair: Pair, group: Planned) -> None:
    agreed(pair, group)
    pair.take(packed(pair, group))
    confirm(pair)
    man = group.people[0]
    answers = pair.there.ask(ParticipantRecord(participant_id=man)).result().answers
    Acting(pair.there, Role.FACILITATOR).run(
        ChangeParticipant(participant_id=man, answers={**answers, "phone": "955555555"}),
        RecordMovingConsent(
            participant_id=man,
            service_name=pair.home.opened.service_name,
            given_on=TODAY,
            mark=ConsentMark.SIGNATURE,
            read_aloud=True,
        ),
    )
    back = Pair(pair.there, pair.home)
    content = back.again(packed(back, group), later=1)
    assert back.preview(content).conflicts == ()
    back.take(content)
    assert pair.home.ask(ParticipantRecord(participant_id=man)).result().answers["phone"] == "955555555"
    assert one_value(pair.home, "SELECT count(*) FROM enrolments") == 3


def test_the_acta_of_a_man_says_when_he_agreed_and_not_his_name(pair: Pair, group: Planned) -> None:
    agreed(pair, group)
    packed(pair, group)
    key = pair.home.ask(Deliveries()).result()[0].id
    said = repr(pair.home.ask(HandoverRecordPrint(delivery_id=key)).result())
    assert "Acuerdo del participante" in said
    name = pair.home.ask(ParticipantRecord(participant_id=group.people[0])).result().full_name
    assert name not in said
    assert name in repr(pair.home.ask(HandoverRecordPrint(delivery_id=key, with_men=True)).result())


def test_what_it_weighs_is_told_and_leaves_nothing(pair: Pair, group: Planned) -> None:
    agreed(pair, group)
    to = (pair.there.ask(OwnKey()).result().identity.fingerprint,)
    wish = ManWish(participant_id=group.people[0], recipients=to, purpose="Se mudó")
    assert pair.home.ask(WeighMan(wish=wish)).result().counts["participants"] == 1
    assert pair.home.ask(Deliveries()).result() == ()
    assert LOG["summary"] not in repr(pair.opened(packed(pair, group)).rows)
