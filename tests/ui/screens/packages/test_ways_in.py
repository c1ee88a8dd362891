"""From the page of a group or a man to the page that prepares its package, with what it is about already chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.origins import ForeignState, Source
from facilitador.domain.packages import PackageKind
from facilitador.domain.participants import ConsentMark
from facilitador.ui.screen import Destination
from facilitador.ui.screens.groups.group import GroupScreen
from facilitador.ui.screens.packages.prepare import PrepareScreen
from facilitador.ui.screens.participants.moving_part import TAKE_BACK
from facilitador.ui.screens.participants.record import ParticipantScreen
from facilitador.ui.screens.people.screen import PeopleScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.moving import EarlierStaysOf, ManWish, MovingConsentsOf, PackMan, RecordMovingConsent
from facilitador.use_cases.package_receiving import TakeIn
from facilitador.use_cases.requests import Command
from facilitador.use_cases.trusted_keys import OwnKey
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import show
from tests.ui.screens.packages.conftest import Desk, words
from tests.use_cases.logs import Planned, planned

HOME = "Centro de salud Los Molles"


@pytest.fixture
def group(facilitator: Desk, supervisor: Desk) -> Planned:
    """A group of two men who came a week ago, beside another group; both trust each other's keys."""
    facilitator.trust(supervisor)
    supervisor.trust(facilitator)
    facilitator.run(FormGroup(name="Aliso"))
    made = planned(facilitator.book, men=2, days=(-7, 0))
    marks = zip((AttendanceMark.ATTENDED, AttendanceMark.LATE), made.stints, strict=True)
    facilitator.run(*(MarkAttendance(session_id=made.sessions[0], enrolment_id=one, mark=mark) for mark, one in marks))
    return made


@pytest.fixture
def group_id(one: Callable[[Command], UUID]) -> UUID:
    """A group in the book that somebody of the administrative staff reads."""
    return one(FormGroup(name="Grupo Ceibo"))


def opened_group(desk: Desk, group: UUID) -> GroupScreen:
    screen = desk.open(GroupScreen, group)
    desk.until(screen.page.page.isVisible)
    return screen


def opened_man(desk: Desk, man: UUID) -> ParticipantScreen:
    screen = desk.open(ParticipantScreen, man)
    desk.until(lambda: screen.page is not None and screen.keeper.is_settled)
    return screen


def asked(desk: Desk, destination: Destination) -> dict[str, object]:
    """What the page that prepares has chosen when it is come to that way."""
    assert destination.kind == "prepare_package"
    screen = desk.open(PrepareScreen, destination.id, detail=destination.detail)
    desk.until(lambda: screen.form is not None)
    assert screen.form is not None
    assert not screen.form.is_changed  # nothing was typed: leaving asks nothing
    return dict(screen.form.values())


@pytest.mark.parametrize("use", [PackageKind.SUPERVISION, PackageKind.HANDOVER])
def test_from_a_group_its_package_is_prepared_with_it_chosen(
    facilitator: Desk, group: Planned, use: PackageKind
) -> None:
    screen = opened_group(facilitator, group.group_id)
    menu = screen.head.send.menu()
    assert isinstance(menu, QMenu)
    action = next(one for one in menu.actions() if one.text() == screen.head.sends[use])
    action.trigger()

    answers = asked(facilitator, facilitator.wished[-1])
    assert (answers["use"], answers["groups"]) == (use.value, [str(group.group_id)])


def test_from_a_man_his_package_is_prepared_with_him_chosen(facilitator: Desk, group: Planned) -> None:
    screen = opened_man(facilitator, group.people[1])
    facilitator.until(screen.moving.isVisible)
    assert screen.moving.move_button is not None
    screen.moving.move_button.click()

    answers = asked(facilitator, facilitator.wished[-1])
    assert (answers["use"], answers["man"]) == (PackageKind.MAN.value, str(group.people[1]))


def test_what_is_of_another_service_is_not_sent_on(facilitator: Desk, group: Planned) -> None:
    theirs = Source(UUID(int=7), "Otro centro", ForeignState.SUPERVISED, facilitator.surroundings.now())
    foreign = replace(facilitator, surroundings=replace(facilitator.surroundings, source=theirs))
    assert not opened_group(foreign, group.group_id).head.sends
    screen = opened_man(foreign, group.people[0])
    foreign.ask(MovingConsentsOf(participant_id=group.people[0]))
    assert not screen.moving.isVisible()


def test_who_may_not_send_is_offered_nothing(group_id: UUID, staff_around: Surroundings, qtbot: QtBot) -> None:
    team, group = PeopleScreen(staff_around), GroupScreen(staff_around, group_id)
    for one in (team, group):
        qtbot.addWidget(one)
        show(one)
    qtbot.waitUntil(group.page.page.isVisible)
    assert not group.head.sends
    assert not team.team.keys_button.isVisible()


def test_the_keys_are_one_click_from_the_team(facilitator: Desk) -> None:
    screen = facilitator.open(PeopleScreen)
    screen.team.keys_button.click()
    assert facilitator.wished == [Destination("keys")]


def agreed(group: Planned, service: str) -> RecordMovingConsent:
    return RecordMovingConsent(
        participant_id=group.people[1],
        service_name=service,
        given_on=TODAY,
        mark=ConsentMark.FINGERPRINT,
        read_aloud=True,
        witness="Marta Poma",
    )


def test_what_he_agreed_to_is_told_on_his_page_and_can_be_taken_back(facilitator: Desk, group: Planned) -> None:
    facilitator.run(agreed(group, "Red de salud Retama"))
    screen = opened_man(facilitator, group.people[1])
    facilitator.until(lambda: bool(screen.moving.buttons))
    said = words(screen.moving)
    assert "Acuerdo para pasar a Red de salud Retama" in said
    assert "con su huella digital. Se le leyó en voz alta. Testigo: Marta Poma." in said
    assert_accessible(screen)
    facilitator.dialogs.answers = ["Anotarlo"]
    next(iter(screen.moving.buttons.values())).click()
    facilitator.until(lambda: "Ya no está de acuerdo desde el 20/11/2026" in words(screen.moving))

    assert not screen.moving.buttons
    (consent,) = facilitator.ask(MovingConsentsOf(participant_id=group.people[1]))
    assert consent.revoked_on == TODAY


def test_where_he_was_before_is_told_with_his_days_and_attendance(
    facilitator: Desk, supervisor: Desk, group: Planned
) -> None:
    to = supervisor.ask(OwnKey()).identity
    facilitator.run(agreed(group, to.service_name))
    wish = ManWish(participant_id=group.people[1], recipients=(to.fingerprint,), purpose="Se mudó")
    supervisor.run(TakeIn(content=facilitator.ask(PackMan(wish=wish)).content))
    screen = opened_man(supervisor, group.people[1])
    supervisor.until(screen.moving.isVisible)

    said = words(screen.moving)
    assert f"{HOME} · Los Molles" in said
    (stay,) = supervisor.ask(EarlierStaysOf(participant_id=group.people[1]))
    assert f"Desde el {stay.since:%d/%m/%Y}. Participa" in said
    assert "Asistencia en una sesión: Tardanza 1" in said
    assert TAKE_BACK not in said
