"""A group's progress, in sight: its own at once, the others as ranges when they come."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.group_progress_words import TOO_FEW
from facilitador.ui.screen import Destination
from facilitador.ui.screens.groups.head import VISITS
from facilitador.ui.screens.progress.group import GroupProgressScreen
from facilitador.ui.screens.progress.group_parts import NO_ANSWERS, NOBODY_LEFT
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.chart_view import ChartView
from facilitador.ui.widgets.table_behind import AS_TABLE, TableBehind
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.open_book import OpenBook
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import show
from tests.use_cases.logs import Planned, planned

A, F = AttendanceMark.ATTENDED, AttendanceMark.ABSENT_WITHOUT_NOTICE


@pytest.fixture
def group(book: OpenBook) -> Planned:
    made = planned(book, men=2, days=(-14, -7, 7))
    for session, marks in zip(made.sessions, ((A, F), (A, A)), strict=False):
        for stint, mark in zip(made.stints, marks, strict=True):
            book.submit([MarkAttendance(session_id=session, enrolment_id=stint, mark=mark)]).result()
    return made


def opened(surroundings: Surroundings, group_id: UUID, qtbot: QtBot) -> GroupProgressScreen:
    screen = GroupProgressScreen(surroundings, group_id)
    qtbot.addWidget(screen)
    screen.resize(1100, 700)
    show(screen)
    qtbot.waitUntil(screen.page.page.isVisible)
    qtbot.waitUntil(lambda: not surroundings.session._undelivered)
    return screen


def words(screen: GroupProgressScreen) -> str:
    return "\n".join(one.text() for card in screen.cards for one in card.findChildren(QLabel))


@pytest.mark.directive("6.9.1")
def test_it_is_read_drawn_and_told_in_words_and_the_others_stay_unsaid(
    surroundings: Surroundings, group: Planned, qtbot: QtBot
) -> None:
    screen = opened(surroundings, group.group_id, qtbot)
    assert_accessible(screen)
    assert "Asistencias: 3 de 4 de las registradas. 2 de 3 sesiones realizadas." in words(screen)
    assert screen.ranges.text() == TOO_FEW
    assert NOBODY_LEFT in words(screen)
    assert NO_ANSWERS in words(screen)
    chart = screen.findChild(ChartView)
    assert chart is not None
    assert chart.words.text().split("\n")[0].endswith("1 de 2.")


def test_the_table_behind_the_drawing_comes_when_it_is_wished_for_and_goes(
    surroundings: Surroundings, group: Planned, qtbot: QtBot
) -> None:
    screen = opened(surroundings, group.group_id, qtbot)
    behind = screen.findChild(TableBehind)
    assert behind is not None
    assert behind.table is None
    behind.button.click()
    table = behind.table
    assert table is not None
    assert table.model().rowCount() == 2
    assert_accessible(screen)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    table.opened.emit(table.model().sourceModel().row(1))
    assert wished == [Destination("session", group.sessions[1])]
    behind.button.click()
    assert table.isHidden()


def test_each_part_leads_to_what_it_is_about(surroundings: Surroundings, group: Planned, qtbot: QtBot) -> None:
    screen = opened(surroundings, group.group_id, qtbot)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    for one in screen.cards:
        for made in one.findChildren(QPushButton):
            if made.text().startswith("Ver ") and made.text() != AS_TABLE:
                made.click()
    assert {one.kind for one in wished} == {"coverage", "group_profile", "sessions", "group"}
    assert {one.id for one in wished} == {group.group_id}
    assert "group_progress" in VISITS


def test_a_mark_is_seen_at_once(surroundings: Surroundings, group: Planned, qtbot: QtBot) -> None:
    screen = opened(surroundings, group.group_id, qtbot)
    mark = MarkAttendance(session_id=group.sessions[0], enrolment_id=group.stints[1], mark=A)
    surroundings.session.run([mark], owner=screen, done=lambda outcome: None)
    qtbot.waitUntil(lambda: "Asistencias: 4 de 4" in words(screen))
    qtbot.waitUntil(lambda: not surroundings.session._undelivered)
    assert screen.ranges.text() == TOO_FEW


def test_a_group_that_is_not_there_is_told_calmly(surroundings: Surroundings, qtbot: QtBot) -> None:
    screen = opened(surroundings, UUID(int=7), qtbot)
    assert screen.message.isVisible()
    assert screen.indicators.isHidden()
