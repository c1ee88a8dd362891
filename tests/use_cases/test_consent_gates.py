"""What rests on a consent stops once it is taken back: every use that the domain lists, in the book and out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.consent_effects import STOPS, ConsentUse, Revocation, Unsettled, still_holds
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.mark_tables import NAMELESS
from facilitador.domain.participants import ConsentMark
from facilitador.domain.referrals import ReferralReason
from facilitador.domain.rights import RightsKind, RightsOutcome
from facilitador.domain.roles import Role
from facilitador.use_cases.answers_export import AnswersExport
from facilitador.use_cases.applications import FinishApplication, SaveAnswers, VoidApplication
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.books import Environment
from facilitador.use_cases.consent_gates import RevocationOf
from facilitador.use_cases.contacts import RecordContact
from facilitador.use_cases.deliveries import Deliveries, UndoDelivery
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.moving import ManWish, MovingConsentsOf, PackMan, RecordMovingConsent, RevokeMovingConsent
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.package_sending import Pack, PackWish
from facilitador.use_cases.profiles import GroupProfile
from facilitador.use_cases.referral_prints import ReferralLetterPrint
from facilitador.use_cases.referrals import OpenReferral, RevokeReferralConsent
from facilitador.use_cases.reports import MarksPage
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.rights import AnswerRightsRequest, RegisterRightsRequest
from facilitador.use_cases.trusted_keys import OwnKey
from tests.books import TODAY
from tests.use_cases.answering import CALM, REST, answered, load, start
from tests.use_cases.later import On
from tests.use_cases.logs import Planned, planned
from tests.use_cases.packing import Pair, acquainted
from tests.use_cases.protection_samples import CONTACT
from tests.use_cases.reserved import let_in
from tests.use_cases.scenes import consented, ficha, refused, register

AFTER = TODAY + timedelta(days=1)


@dataclass(frozen=True)
class Scene:
    """A man of a group who agreed to everything, beside another who did."""

    pair: Pair
    group: Planned
    referral: UUID
    other_group: UUID
    begun: UUID

    @property
    def book(self) -> OpenBook:
        return self.pair.home

    @property
    def man(self) -> UUID:
        return self.group.people[0]

    @property
    def there(self) -> Any:
        return self.pair.there.ask(OwnKey()).result().identity

    def run(self, *commands: Any) -> Outcome:
        return self.book.submit(list(commands)).result()

    def ask(self, query: Any) -> Any:
        return self.book.ask(query).result()

    def refer(self, institution: str, **given: Any) -> OpenReferral:
        told = {"share": ("identity",), "consented_on": TODAY, **given}
        return OpenReferral(
            participant_id=self.man, institution=institution, reason=ReferralReason.HEALTH, why="Duerme mal.", **told
        )

    def moving(self, **given: Any) -> RecordMovingConsent:
        told = {"given_on": TODAY, "mark": ConsentMark.SIGNATURE, "read_aloud": True, **given}
        return RecordMovingConsent(participant_id=self.man, service_name=self.there.service_name, **told)

    def pack_man(self) -> PackMan:
        wish = ManWish(participant_id=self.man, recipients=(self.there.fingerprint,), purpose="Se mudó")
        return PackMan(wish=wish)

    def pack(self, *, with_names: bool = True) -> Pack:
        wish = PackWish(
            group_ids=(self.group.group_id,),
            recipients=(self.there.fingerprint,),
            purpose="Supervisión",
            with_names=with_names,
        )
        return Pack(wish=wish)

    def revoke(self) -> UUID:
        return self.run(RegisterRightsRequest(participant_id=self.man, kind=RightsKind.REVOCATION)).ids[0]

    def left(self) -> list[Unsettled]:
        told: Revocation = self.ask(RevocationOf(participant_id=self.man))
        return [one.kind for one in told.unsettled]


@pytest.fixture
def scene(open_as: Callable[[Role], OpenBook]) -> Scene:
    pair = acquainted(open_as(Role.FACILITATOR), open_as(Role.SUPERVISOR))
    group = planned(pair.home, men=2, days=(-7,))
    load(pair.home)
    for man in group.people:
        answered(pair.home, man, CALM)
    marks = [
        MarkAttendance(session_id=group.sessions[0], enrolment_id=stint, mark=AttendanceMark.ATTENDED)
        for stint in group.stints
    ]
    pair.home.submit([*marks, *map(consented, group.people)]).result()
    (other_group,) = pair.home.submit([FormGroup(name="Los Pinos")]).result().ids
    whole = Scene(pair, group, UUID(int=0), other_group, UUID(int=0))
    referral, begun, _ = whole.run(whole.refer("Posta médica"), start(whole.man, purpose="exit"), whole.moving()).ids
    return Scene(pair, group, referral, other_group, begun)


def _refusals(scene: Scene) -> Mapping[ConsentUse, list[Callable[[], object]]]:
    """By use, each way into it."""
    revision = None
    return {
        ConsentUse.ENROLMENT: [
            lambda: scene.run(EnrolParticipant(group_id=scene.other_group, participant_id=scene.man)),
            lambda: scene.run(EnrolParticipant(group_id=scene.other_group, participant_id=scene.man, waitlist=True)),
        ],
        ConsentUse.QUESTIONNAIRES: [
            lambda: scene.run(start(scene.man, purpose="follow_up")),
            lambda: scene.run(SaveAnswers(application_id=scene.begun, revision=revision, answers={**CALM})),
            lambda: scene.run(FinishApplication(application_id=scene.begun, revision=revision)),
        ],
        ConsentUse.REFERRAL: [
            lambda: scene.run(scene.refer("Hospital")),
            lambda: scene.ask(ReferralLetterPrint(referral_id=scene.referral)),
        ],
        ConsentUse.MOVING: [lambda: scene.ask(scene.pack_man())],
        ConsentUse.SUPERVISION_COPY: [lambda: scene.ask(scene.pack())],
    }


def test_every_use_that_is_listed_stops(scene: Scene) -> None:
    scene.ask(scene.pack_man())
    scene.ask(scene.pack())
    scene.ask(ReferralLetterPrint(referral_id=scene.referral))
    assert len(scene.ask(AnswersExport(instrument_id=REST)).wide) == 3
    profile = GroupProfile(group_id=scene.group.group_id, instrument_id=REST)
    assert len(scene.ask(profile).men) == 2
    assert NAMELESS not in {one.full_name for one in scene.ask(MarksPage(names=True)).marks}

    scene.revoke()

    gates = _refusals(scene)
    for one in STOPS:
        for attempt in gates.get(one.use, []):
            with refused(one.refusal):
                attempt()
    assert len(scene.ask(AnswersExport(instrument_id=REST)).wide) == 2
    assert len(scene.ask(profile).men) == 1
    assert NAMELESS in {one.full_name for one in scene.ask(MarksPage(names=True)).marks}
    scene.ask(scene.pack(with_names=False))
    left_out = {ConsentUse.ANSWERS, ConsentUse.NAMED_LISTS}
    assert gates.keys() | left_out | {ConsentUse.CONTACT} == set(ConsentUse) == {one.use for one in STOPS}
    assert {one.use for one in STOPS if not one.refusal} == left_out


@pytest.mark.directive("6.4.12")
def test_he_is_told_again_before_a_contact_whoever_has_one(book: OpenBook, environment: Environment) -> None:
    opened, _ = let_in(book, environment)
    with_one, without = register(opened, ficha(1), ficha(2))
    opened.submit([*map(consented, (with_one, without)), RecordContact(participant_id=with_one, **CONTACT)]).result()
    asked = [RegisterRightsRequest(participant_id=man, kind=RightsKind.REVOCATION) for man in (with_one, without)]
    opened.submit(asked).result()

    for man in (with_one, without):
        with refused("consent_revoked_contact", "he_knew_on"):
            opened.submit([RecordContact(participant_id=man, **CONTACT)]).result()
    opened.close()


def test_what_he_agrees_to_later_holds(scene: Scene) -> None:
    scene.revoke()
    later = On(scene.book, AFTER)

    later.run(scene.refer("Hospital", consented_on=AFTER))
    later.run(consented(scene.man))

    assert scene.ask(RevocationOf(participant_id=scene.man)) is None
    scene.ask(ReferralLetterPrint(referral_id=scene.referral))
    scene.ask(scene.pack())
    assert still_holds(AFTER, TODAY)
    assert not still_holds(TODAY, TODAY)


def test_what_the_law_asks_needs_no_consent(scene: Scene) -> None:
    scene.revoke()
    scene.run(scene.refer("Comisaría", consented_on=None, legal_basis="duty_to_report"))


def test_what_is_left_is_listed_until_each_is_settled(scene: Scene) -> None:
    assert scene.ask(RevocationOf(participant_id=scene.man)) is None
    scene.ask(scene.pack_man())
    request = scene.revoke()
    assert scene.left() == [
        *(Unsettled.STINT, Unsettled.APPLICATION, Unsettled.ANSWER),
        *(Unsettled.REFERRAL, Unsettled.DELIVERY, Unsettled.MOVING),
    ]

    (moving,) = scene.ask(MovingConsentsOf(participant_id=scene.man))
    (delivery,) = scene.ask(Deliveries())
    settle = {
        Unsettled.STINT: ChangeEnrolmentStatus(
            enrolment_id=scene.group.stints[0], status=EnrolmentStatus.STOPPED, reason="Lo pidió."
        ),
        Unsettled.APPLICATION: VoidApplication(application_id=scene.begun, reason="Retiró su consentimiento."),
        Unsettled.ANSWER: AnswerRightsRequest(request_id=request, outcome=RightsOutcome.DONE),
        Unsettled.REFERRAL: RevokeReferralConsent(referral_id=scene.referral),
        Unsettled.DELIVERY: UndoDelivery(delivery_id=delivery.id, reason="Retiró su consentimiento."),
        Unsettled.MOVING: RevokeMovingConsent(consent_id=moving.id, on=TODAY),
    }
    for kind, command in settle.items():
        assert kind in scene.left()
        scene.run(command)
        assert kind not in scene.left()
    assert scene.left() == []
