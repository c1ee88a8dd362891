"""A group goes to another service for good, and a man moves with his consent: by clicks, between two real books."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from facilitador.domain.deliveries import DeliveryState
from facilitador.domain.origins import OWN
from facilitador.domain.package_merging import Side
from facilitador.domain.packages import PackageKind
from facilitador.domain.participants import ConsentMark
from facilitador.domain.roles import Role
from facilitador.ui.papers import WITH_MEN
from facilitador.ui.screen import Destination
from facilitador.ui.screens.packages.delivery_parts import CONFIRM, DONE, RECEIPT, TAKE_BACK
from facilitador.ui.screens.packages.prepare import STILL_HERE
from facilitador.ui.screens.packages.receive import RECEIPT_NEXT, TAKEN, TO_DECIDE, ReceiveScreen
from facilitador.ui.screens.packages.screen import UNITE, PackagesScreen
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.widgets.wrapped_choices import WrappedChoices
from facilitador.use_cases.deliveries import Deliveries
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.moving import ManWish, MovingConsentsOf, PackMan, RecordMovingConsent
from facilitador.use_cases.participants import ChangeParticipant, ParticipantRecord, Participants
from facilitador.use_cases.trusted_keys import OwnKey
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.screens.packages.conftest import Desk, answer, prepared, saved, take, words
from tests.use_cases.packing import Pair
from tests.use_cases.scenes import Acting, ficha, group_of, refused, register
from tests.use_cases.test_package_meetings import moved

GROUP = "Grupo Retama"


@pytest.fixture
def group(facilitator: Desk, stranger: Desk) -> UUID:
    """A group of two men; each of both facilitators believes the other's key."""
    facilitator.trust(stranger)
    stranger.trust(facilitator)
    return group_of(facilitator.book, 2, GROUP)[0]


def sent_back(pair: Pair, man: UUID) -> bytes:
    """He goes back to the book that he came from, a minute after he came."""
    to = pair.there.ask(OwnKey()).result().identity
    agreed = RecordMovingConsent(
        participant_id=man,
        service_name=to.service_name,
        given_on=TODAY,
        mark=ConsentMark.SIGNATURE,
        read_aloud=True,
    )
    Acting(pair.home, Role.FACILITATOR).run(agreed)
    wish = ManWish(participant_id=man, recipients=(to.fingerprint,), purpose="Regresó")
    return pair.again(Acting(pair.home, Role.FACILITATOR).ask(PackMan(wish=wish)).content, later=1)


def listed(desk: Desk, button: str) -> PackagesScreen:
    screen = desk.open(PackagesScreen)
    desk.until(lambda: any(button in card.buttons for card in screen.cards.values()))
    return screen


def step(desk: Desk, which: str, refusal: str = "", **answers: str) -> PackagesScreen:
    """Take a step, done or refused with these words."""
    screen = listed(desk, which)
    next(card.buttons[which] for card in screen.cards.values() if which in card.buttons).click()
    assert_accessible(screen)
    answer(screen.panel, **answers)
    screen.panel.verb.click()
    desk.until(lambda: refusal in words(screen.panel) if refusal else DONE[which] in screen.message.text)
    return screen


def test_a_group_is_handed_over_received_and_its_receipt_closes_the_matter(
    facilitator: Desk, stranger: Desk, group: UUID
) -> None:
    preparing = prepared(facilitator, use=PackageKind.HANDOVER.value)
    path = saved(facilitator, preparing)
    assert STILL_HERE in preparing.message.text
    assert len(facilitator.ask(Groups(origin=OWN))) == 1  # nothing is handed over yet
    step(facilitator, CONFIRM)
    assert facilitator.ask(Groups(origin=OWN)) == ()
    (third,) = register(facilitator.book, ficha(7))
    with refused("row_of_other_service"):
        facilitator.run(EnrolParticipant(group_id=group, participant_id=third))
    told = take(stranger, path)
    assert [line.group.name for line in stranger.ask(Groups(origin=OWN))] == [GROUP]

    assert RECEIPT_NEXT in told
    (received,) = stranger.ask(Deliveries())
    shown = listed(stranger, "record")
    assert " ".join(received.receipt_groups) in words(shown)
    step(facilitator, RECEIPT, "no es el de", code="0000 0000 0000")
    step(facilitator, RECEIPT, code=" ".join(received.receipt_groups).lower())
    (delivery,) = facilitator.ask(Deliveries())
    assert delivery.state is DeliveryState.RECEIVED


def test_what_was_handed_over_comes_back_with_a_reason_while_nobody_received_it(facilitator: Desk, group: UUID) -> None:
    saved(facilitator, prepared(facilitator, use=PackageKind.HANDOVER.value))
    step(facilitator, CONFIRM)
    screen = step(facilitator, TAKE_BACK, reason="El equipo nuevo no empezó")

    facilitator.until(lambda: "Motivo: El equipo nuevo no empezó" in words(screen))
    assert [line.group.id for line in facilitator.ask(Groups(origin=OWN))] == [group]


def test_a_man_moves_only_with_his_consent_which_is_asked_where_his_package_is_made(
    facilitator: Desk, stranger: Desk, group: UUID
) -> None:
    man, other = facilitator.ask(Participants())
    known = group_of(stranger.book, 2, "Grupo Molle")[1]  # the same men by their documents: he is known there
    screen = prepared(facilitator, use=PackageKind.MAN.value, man=str(man.id))
    facilitator.until(screen.consent.isVisible)
    assert not screen.save_button.isVisible()
    answer(screen.consent.panel, mark="signature", read_aloud="yes")
    screen.consent.panel.verb.click()
    path = saved(facilitator, screen)
    step(facilitator, CONFIRM)
    take(stranger, path)

    screen_there = stranger.open(PackagesScreen)
    stranger.until(lambda: bool(screen_there.received.unite_buttons) and screen_there.page.page.isVisible())
    assert_accessible(screen_there)
    (into, unite), *_ = screen_there.received.unite_buttons.items()
    assert into in known
    stranger.dialogs.answers = [UNITE]
    unite.click()
    stranger.until(lambda: not screen_there.received.isVisible())
    assert [one.full_name for one in stranger.ask(Participants())].count(man.full_name) == 1
    assert other.full_name != man.full_name
    assert facilitator.ask(MovingConsentsOf(participant_id=man.id))[0].service_name == "Centro de salud Los Molles"


def test_what_changed_in_both_books_is_decided_side_by_side_and_then_gone_from_the_page(
    facilitator: Desk, stranger: Desk, group: UUID
) -> None:
    pair, man = Pair(facilitator.book, stranger.book), facilitator.ask(Participants())[0].id
    moved(pair, man)
    for desk, phone in ((facilitator, "911111111"), (stranger, "922222222")):
        answers = {**desk.ask(ParticipantRecord(participant_id=man)).answers, "phone": phone}
        Acting(desk.book, Role.FACILITATOR).run(ChangeParticipant(participant_id=man, answers=answers))
    path = facilitator.folder / "vuelve.paquete"
    path.write_bytes(sent_back(Pair(stranger.book, facilitator.book), man))

    screen = facilitator.open(ReceiveScreen, folder=lambda: facilitator.folder)
    facilitator.dialogs.answers = [path]
    screen.choose_button.click()
    facilitator.until(lambda: {"911 111 111", "922 222 222"} <= set(words(screen).split("\n")))
    assert_accessible(screen)
    assert f"Ficha: {facilitator.ask(ParticipantRecord(participant_id=man)).full_name}" in words(screen)
    assert not screen.take_button.isEnabled()
    for one in screen.conflicts:
        one.choice.set_value(Side.THEIRS.value)
        one.choice.changed.emit()
    screen.take_button.click()
    facilitator.until(lambda: TAKEN in screen.message.text)
    assert TO_DECIDE not in words(screen)
    assert facilitator.ask(ParticipantRecord(participant_id=man)).answers["phone"] == "922222222"


def test_what_is_reserved_is_offered_only_for_those_who_receive_the_package(
    facilitator: Desk, supervisor: Desk, stranger: Desk, group: UUID
) -> None:
    facilitator.trust(supervisor)
    theirs, hers = (desk.ask(OwnKey()).identity.fingerprint for desk in (stranger, supervisor))
    screen = prepared(facilitator, use=PackageKind.HANDOVER.value, recipients=[theirs])
    assert screen.form is not None
    offered = screen.form.rows["reserved_for"].control
    assert isinstance(offered, WrappedChoices)
    assert [code for code, box in offered.boxes.items() if box.isVisible()] == [theirs]
    offered.boxes[theirs].click()

    recipients = screen.form.rows["recipients"].control
    recipients.set_value([hers])
    recipients.changed.emit()
    assert [code for code, box in offered.boxes.items() if box.isVisible()] == [hers]
    assert "reserved_for" not in screen.form.values()


def test_the_acta_of_a_delivery_is_one_click_away_and_names_nobody_unless_asked(facilitator: Desk, group: UUID) -> None:
    names = [man.full_name for man in facilitator.ask(Participants())]
    saved(facilitator, prepared(facilitator, use=PackageKind.HANDOVER.value))
    screen = listed(facilitator, "record")
    next(iter(screen.cards.values())).buttons["record"].click()
    (delivery,) = facilitator.ask(Deliveries())
    assert facilitator.wished == [Destination("print_delivery", delivery.id)]

    next(iter(screen.cards.values())).buttons["record_names"].click()
    assert facilitator.wished[1] == Destination("print_delivery", delivery.id, (WITH_MEN,))
    for place in facilitator.wished:
        paper = facilitator.open(
            lambda around, key, detail=place.detail: PrintScreen(around, "print_delivery", key, detail=detail),
            delivery.id,
        )
        facilitator.until(paper.print_button.isEnabled)
        said = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper._pdf)).pages)
        assert [name in " ".join(said.split()) for name in names] == [bool(place.detail)] * len(names)
