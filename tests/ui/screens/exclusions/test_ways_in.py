"""The ways to the evaluation and the exclusion check, and what another group's team sees: since when, never why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.doors import DoorCause
from facilitador.domain.exclusions import Outcome as Decided
from facilitador.domain.sessions import IncidentKind
from facilitador.ui.rooms import furnish
from facilitador.ui.screen import Destination
from facilitador.ui.screens.groups.group import GroupScreen
from facilitador.ui.screens.home.screen import HomeScreen
from facilitador.ui.screens.participants.exclusion_part import ExclusionPart
from facilitador.ui.screens.participants.record import ParticipantScreen
from facilitador.ui.screens.protection.matter import ProtectionMatterScreen
from facilitador.ui.screens.sessions.attendance import AttendancePage
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.doors import RefuseAtDoor
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.exclusion_tellings import TellExclusionDecision
from facilitador.use_cases.exclusions import RecordExclusionDecision
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.incidents import RecordIncident
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.protection import OpenProtection
from facilitador.use_cases.requests import Outcome
from tests.ui.gestures import show
from tests.use_cases.logs import Planned, planned

Run = Callable[..., Outcome]
PUSHED = "Empujó a un compañero al salir."


@pytest.fixture
def group(book: OpenBook) -> Planned:
    return planned(book, men=1, days=(-7, 0))


@pytest.fixture
def decided(group: Planned, run: Run) -> UUID:
    kind = IncidentKind.VIOLENCE_TO_PARTICIPANT
    decide = RecordExclusionDecision(
        participant_id=group.people[0],
        outcome=Decided.NOT_CONTINUING,
        causes=("violence_to_participant",),
        deciders=group.team,
    )
    about = RecordIncident(session_id=group.sessions[0], kind=kind, what=PUSHED, enrolment_id=group.stints[0])
    return run(about, decide).ids[1]


@pytest.fixture
def elsewhere(group: Planned, decided: UUID, run: Run) -> UUID:
    """Another group that he came to, after he was told that he does not continue in the first."""
    told = TellExclusionDecision(decision_id=decided, explained="A solas.", protection_note="Nadie.")
    other = run(told, FormGroup(name="Los Ceibos")).ids[1]
    run(EnrolParticipant(group_id=other, participant_id=group.people[0]))
    return other


def wishes(screen: Any) -> list[Destination]:
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    return wished


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def test_his_record_leads_to_both(surroundings: Surroundings, qtbot: QtBot, group: Planned) -> None:
    screen = ParticipantScreen(surroundings, group.people[0])
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(lambda: screen.page is not None)
    (part,) = screen.findChildren(ExclusionPart)
    wished = wishes(screen)
    part.evaluation.click()
    part.check.click()

    assert wished == [Destination("evaluation", group.people[0]), Destination("exclusion", group.people[0])]
    assert part.banner.text == ""


@pytest.mark.directive("6.7")
def test_his_record_and_the_other_group_tell_since_when_and_never_why(
    surroundings: Surroundings, qtbot: QtBot, group: Planned, elsewhere: UUID
) -> None:
    record = ParticipantScreen(surroundings, group.people[0])
    page = GroupScreen(surroundings, elsewhere)
    for screen in (record, page):
        qtbot.addWidget(screen)
        show(screen)
    qtbot.waitUntil(lambda: bool(record.findChildren(ExclusionPart)))
    (part,) = record.findChildren(ExclusionPart)

    qtbot.waitUntil(lambda: "desde el 20/11/2026." in part.banner.text)
    qtbot.waitUntil(lambda: "No continúa en «" in page.elsewhere.text)
    assert PUSHED not in words(page)
    assert "violencia" not in words(page)


def test_the_group_itself_and_others_without_him_are_told_nothing(
    surroundings: Surroundings, run: Run, qtbot: QtBot, group: Planned, elsewhere: UUID
) -> None:
    for key in (group.group_id, run(FormGroup(name="Los Sauces")).ids[0]):
        page = GroupScreen(surroundings, key)
        qtbot.addWidget(page)
        show(page)
        qtbot.waitUntil(page.page.page.isVisible)
        qtbot.waitUntil(lambda: not surroundings.session._undelivered)
        assert page.elsewhere.text == ""


def test_one_who_was_not_let_in_leads_to_his_check(
    surroundings: Surroundings, run: Run, qtbot: QtBot, group: Planned
) -> None:
    run(RefuseAtDoor(session_id=group.sessions[1], enrolment_id=group.stints[0], cause=DoorCause.ALCOHOL))
    part = AttendancePage(surroundings, group.sessions[1])
    qtbot.addWidget(part)
    show(part)
    qtbot.waitUntil(lambda: part.door.refused == 1)
    part.show_door()
    wished = wishes(part)
    (go,) = [one for one in part.door.row_buttons if one.text() == "Criterios de exclusión"]
    go.click()

    assert wished == [Destination("exclusion", group.people[0])]


def test_a_protection_matter_about_him_leads_to_his_check(
    surroundings: Surroundings, run: Run, qtbot: QtBot, group: Planned
) -> None:
    about, nobody = run(
        OpenProtection(sentence="La amenazó.", participant_id=group.people[0]), OpenProtection(sentence="Llamó.")
    ).ids
    screen = ProtectionMatterScreen(surroundings, about)
    other = ProtectionMatterScreen(surroundings, nobody)
    for one in (screen, other):
        qtbot.addWidget(one)
        show(one)
    qtbot.waitUntil(screen.check_button.isVisible)
    qtbot.waitUntil(other.page.page.isVisible)
    wished = wishes(screen)
    screen.check_button.click()

    assert wished == [Destination("exclusion", group.people[0])]
    assert not other.check_button.isVisible()


@pytest.mark.directive("6.7.3")
def test_home_leads_to_what_waits_to_be_told_without_a_name(
    surroundings: Surroundings, qtbot: QtBot, group: Planned, decided: UUID
) -> None:
    screen = HomeScreen(surroundings)
    qtbot.addWidget(screen)
    show(screen)
    screen.shown_again()
    wished = wishes(screen)
    said = "Una decisión del 20/11/2026 espera ser comunicada."
    found: list[QPushButton] = []

    def waits() -> bool:
        found[:] = [one for one in screen.due.buttons if one.accessibleDescription() == said]
        return bool(found)

    qtbot.waitUntil(waits)
    found[0].click()
    assert wished == [Destination("exclusion", group.people[0])]
    assert {"evaluation", "exclusion", "print_decision_letter"} <= set(furnish(surroundings).routes)
