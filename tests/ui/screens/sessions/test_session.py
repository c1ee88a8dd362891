"""The page of a session: which part comes first, what stands above it, tonight, and the way to everything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.doors import DoorCause
from facilitador.domain.session_plans import ChangeReason
from facilitador.ui.screen import Destination
from facilitador.ui.screens.sessions.attendance import AttendancePage
from facilitador.ui.screens.sessions.session import Part, SessionScreen
from facilitador.ui.screens.sessions.tonight import TonightPart
from facilitador.ui.screens.sessions.topic import TopicPart
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.attendance import AnnounceAbsence, MarkAttendance, MarkUnmarked, SessionAttendance
from facilitador.use_cases.doors import RefuseAtDoor
from facilitador.use_cases.newcomers import AddNewcomer
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Outcome, Query
from facilitador.use_cases.session_logs import CloseShort
from facilitador.use_cases.session_plans import CancelSession
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text
from tests.use_cases.logs import TOPICS, Planned, planned

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Three men; a session a week ago, one today, one in a week."""
    return planned(book, men=3, days=(-7, 0, 7))


@pytest.fixture
def opened(surroundings: Surroundings, group: Planned, qtbot: QtBot) -> Callable[[int], SessionScreen]:
    """The page of a session of the group, in sight, its first part made."""

    def open_one(number: int) -> SessionScreen:
        screen = SessionScreen(surroundings, group.sessions[number])
        qtbot.addWidget(screen)
        screen.resize(1150, 900)
        show(screen)
        qtbot.waitUntil(lambda: bool(screen._parts))
        return screen

    return open_one


@pytest.fixture
def wished() -> list[Destination]:
    """Where a screen wished to go."""
    return []


def tonight_of(screen: SessionScreen, qtbot: QtBot) -> TonightPart:
    part = screen.part(Part.TONIGHT)
    assert isinstance(part, TonightPart)
    qtbot.waitUntil(part.scroller.page.isVisible)
    return part


def test_a_session_to_come_opens_with_tonight(opened: Callable[[int], SessionScreen], qtbot: QtBot) -> None:
    screen = opened(1)

    assert screen.tabs.currentIndex() == Part.TONIGHT
    assert screen.title == "Sesión 2 · Los Molles"
    assert "20 de noviembre de 2026, 19:00 a 21:00 · planificada" in screen.when.text()
    assert screen.topics.text() == "Género e identidad masculina"
    tonight_of(screen, qtbot)
    assert_accessible(screen)


def test_what_is_to_be_written_down_comes_first_once_it_was_held(
    opened: Callable[[int], SessionScreen], run: Run, group: Planned
) -> None:
    assert opened(0).tabs.currentIndex() == Part.ATTENDANCE  # its day is past

    past = group.sessions[0]
    run(MarkUnmarked(session_id=past))
    assert opened(0).tabs.currentIndex() == Part.ATTENDANCE
    run(CloseShort(session_id=past, topic_ids=TOPICS[:1], summary="Bien.", alert=False))
    screen = opened(0)
    assert screen.tabs.currentIndex() == Part.LOG
    assert "realizada, bitácora por completar" in screen.when.text()


@pytest.mark.directive("6.7")
def test_who_may_be_in_danger_comes_before_all_else(
    opened: Callable[[int], SessionScreen], run: Run, group: Planned, qtbot: QtBot
) -> None:
    run(RefuseAtDoor(session_id=group.sessions[1], enrolment_id=group.stints[0], cause=DoorCause.ALCOHOL))

    screen = opened(1)

    page = screen.part(Part.ATTENDANCE)
    assert isinstance(page, AttendancePage)
    assert page.currentWidget() is page.door
    qtbot.waitUntil(lambda: bool(page.door.row_buttons))


def test_a_cancelled_session_says_so(opened: Callable[[int], SessionScreen], run: Run, group: Planned) -> None:
    run(CancelSession(session_id=group.sessions[2], reason_code=ChangeReason.FEAST))

    screen = opened(2)

    assert screen.title == "Sesión cancelada · Los Molles"
    assert not screen.project.isVisible()


def test_keys_go_through_the_parts(opened: Callable[[int], SessionScreen]) -> None:
    screen = opened(1)

    for part in (Part.ATTENDANCE, Part.LOG, Part.TOPIC, Part.TONIGHT):
        press(screen, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert screen.tabs.currentIndex() == part
    press(screen, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert screen.tabs.currentIndex() == Part.TOPIC


def test_the_way_to_the_projector_and_to_the_plan(
    opened: Callable[[int], SessionScreen], group: Planned, wished: list[Destination]
) -> None:
    screen = opened(1)
    screen.destination_requested.connect(wished.append)

    click(screen.project)
    click(screen.plan)

    assert wished == [Destination("session_mode", group.sessions[1]), Destination("sessions", group.group_id)]


def test_a_session_that_is_not_there_says_so(surroundings: Surroundings, qtbot: QtBot, group: Planned) -> None:
    screen = SessionScreen(surroundings, group.group_id)
    qtbot.addWidget(screen)
    show(screen)

    qtbot.waitUntil(lambda: bool(screen.message.text))
    assert not screen.tabs.isVisible()


def test_the_head_follows_the_first_mark(opened: Callable[[int], SessionScreen], group: Planned, qtbot: QtBot) -> None:
    screen = opened(1)
    screen.show_part(Part.ATTENDANCE)
    page = screen.part(Part.ATTENDANCE)
    assert isinstance(page, AttendancePage)
    qtbot.waitUntil(lambda: page._men is not None)

    page.table.setFocus()
    type_text(page.table, "1")

    qtbot.waitUntil(lambda: "realizada, sin bitácora" in screen.when.text())


# -- tonight ----------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.8")
def test_tonight_says_who_lacks_what_and_what_is_open(
    opened: Callable[[int], SessionScreen], run: Run, group: Planned, wished: list[Destination], qtbot: QtBot
) -> None:
    man = group.by_name[0]
    run(MarkAttendance(session_id=group.sessions[0], enrolment_id=man, mark=AttendanceMark.ABSENT_WITHOUT_NOTICE))
    newcomer = run(AddNewcomer(session_id=group.sessions[0], paternal_surname="Ñaupa", given_names="José")).ids[0]
    part = tonight_of(opened(1), qtbot)
    part.destination_requested.connect(wished.append)

    first = part.men.shown[0]
    assert part.men.model().index(0, 2).data() == "Sesión 1 (Poder y violencia)"
    assert first.line.enrolment_id == man
    assert part.expected.title.text() == "A quiénes se espera: 4"
    part.matter_buttons[-1].click()
    assert wished == [Destination("participant", newcomer)]


def test_a_notice_is_noted_and_withdrawn(
    opened: Callable[[int], SessionScreen], group: Planned, in_book: InBook, qtbot: QtBot
) -> None:
    part = tonight_of(opened(2), qtbot)

    def announced() -> list[str | None]:
        lines = in_book(SessionAttendance(session_id=group.sessions[2])).lines
        return [line.announced for line in lines]

    click(part.announce)
    form = part.panel.form
    assert form is not None
    type_text(form.rows["note"].control.focusable()[0], "Tiene guardia")
    click(part.panel.verb)
    qtbot.waitUntil(part.withdraw.isVisible)
    assert announced() == ["Tiene guardia", None, None]
    assert "1 avisó que no vendrá" in part.expected.title.text()

    click(part.withdraw)
    qtbot.waitUntil(part.announce.isVisible)
    assert announced() == [None, None, None]


def test_what_is_too_long_is_refused_beside_it_and_stays(
    opened: Callable[[int], SessionScreen], group: Planned, qtbot: QtBot
) -> None:
    part = tonight_of(opened(2), qtbot)
    click(part.announce)
    form = part.panel.form
    assert form is not None
    form.set_values({"note": "x" * 10_000})

    click(part.panel.verb)

    assert form.rows["note"].has_problem
    assert len(str(form.values()["note"])) == 10_000


def test_tonight_leads_on(
    opened: Callable[[int], SessionScreen], run: Run, group: Planned, wished: list[Destination], qtbot: QtBot
) -> None:
    run(AnnounceAbsence(session_id=group.sessions[1], enrolment_id=group.by_name[2]))
    screen = opened(1)
    screen.destination_requested.connect(wished.append)
    part = tonight_of(screen, qtbot)

    click(part.print)
    click(part.sign_in)
    assert wished == [Destination("print_tonight", group.sessions[1]), Destination("print_sign_in", group.sessions[1])]
    click(part.mark)
    assert screen.tabs.currentIndex() == Part.ATTENDANCE


def test_the_topic_is_read_before(
    opened: Callable[[int], SessionScreen], group: Planned, wished: list[Destination], qtbot: QtBot
) -> None:
    screen = opened(1)
    screen.destination_requested.connect(wished.append)
    screen.show_part(Part.TOPIC)
    part = screen.part(Part.TOPIC)
    assert isinstance(part, TopicPart)
    qtbot.waitUntil(lambda: len(part.cards) == 1)

    click(part.print)

    assert wished == [Destination("print_session_plan", group.sessions[1])]
    assert_accessible(screen)
