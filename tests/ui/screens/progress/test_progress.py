"""A man's progress, in sight: read from the book, followed to what mends it, and read anew."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from facilitador.domain.attendance import AttendanceMark
from facilitador.ui.rooms import furnish
from facilitador.ui.screen import Destination
from facilitador.ui.screens.participants.numbers_part import NumbersPart
from facilitador.ui.screens.progress.screen import NO_CONSTANCIA, ProgressScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.chart_view import ChartView
from facilitador.ui.widgets.table_behind import TableBehind
from facilitador.use_cases.attendance import MarkAttendance, RecordMakeUp
from facilitador.use_cases.open_book import OpenBook
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import show
from tests.use_cases.logs import Planned, planned

A, F = AttendanceMark.ATTENDED, AttendanceMark.ABSENT_WITHOUT_NOTICE
OpenMan = Callable[[UUID], ProgressScreen]


@pytest.fixture
def group(book: OpenBook) -> Planned:
    made = planned(book, men=2, days=(-14, -7, 7))
    marks = ((A, F), (F, F))
    for stint, his in zip(made.stints, marks, strict=True):
        for session, mark in zip(made.sessions, his, strict=False):
            book.submit([MarkAttendance(session_id=session, enrolment_id=stint, mark=mark)]).result()
    return made


@pytest.fixture
def open_man(surroundings: Surroundings, qtbot: QtBot) -> OpenMan:
    def make(man: UUID) -> ProgressScreen:
        screen = ProgressScreen(surroundings, man)
        qtbot.addWidget(screen)
        screen.resize(1100, 700)
        show(screen)
        qtbot.waitUntil(screen.page.page.isVisible)
        return screen

    return make


def words(screen: ProgressScreen) -> str:
    return "\n".join(one.text() for card in screen.cards for one in card.findChildren(QLabel))


@pytest.mark.directive("6.9.1")
def test_what_remains_leads_to_its_place_and_goes_once_it_is_done(
    open_man: OpenMan, group: Planned, book: OpenBook, qtbot: QtBot
) -> None:
    screen = open_man(group.people[0])
    assert_accessible(screen)
    assert "Tiene un tema por recuperar (Los Molles: 2)." in words(screen)
    go = next(
        one
        for one in screen.cards[0].findChildren(QPushButton)
        if one.accessibleDescription().startswith("Tiene un tema")
    )
    with qtbot.waitSignal(screen.destination_requested) as wished:
        go.click()
    assert wished.args == [Destination("coverage", group.group_id)]
    made_up = RecordMakeUp(enrolment_id=group.stints[0], session_id=group.sessions[1])
    screen._session.run([made_up], owner=screen, done=lambda outcome: None)
    qtbot.waitUntil(lambda: "por recuperar (" not in words(screen))


def test_the_strip_is_told_in_words_a_session_a_line(open_man: OpenMan, group: Planned) -> None:
    screen = open_man(group.people[0])
    chart = screen.findChild(ChartView)
    assert chart is not None
    chart.words_button.click()
    lines = chart.words.text().split("\n")
    assert len(lines) == 3
    assert lines[1].endswith("Inasistencia sin aviso.")
    assert lines[2].endswith("Por venir.")


def test_the_strip_is_a_table_too_whose_lines_lead_to_their_session(open_man: OpenMan, group: Planned) -> None:
    screen = open_man(group.people[0])
    behind = screen.findChild(TableBehind)
    assert behind is not None

    behind.button.click()

    assert behind.table is not None
    shown = behind.table.model()
    told = [shown.index(row, 2).data() for row in range(shown.rowCount())]
    assert told[1:] == ["Inasistencia sin aviso.", "Por venir."]
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    behind.table.opened.emit(shown.sourceModel().row(1))
    assert wished == [Destination("session", group.sessions[1])]
    assert_accessible(screen)


@pytest.mark.directive("6.2.8")
def test_the_constancias_are_offered_only_to_who_came(open_man: OpenMan, group: Planned, qtbot: QtBot) -> None:
    came, never = (open_man(man) for man in group.people)
    for made, kind in ((came.constancia, "print_constancia"), (came.plain, "print_constancia_plain")):
        with qtbot.waitSignal(came.destination_requested) as wished:
            made.click()
        assert wished.args == [Destination(kind, group.people[0])]
    assert never.constancia.isHidden()
    assert never.plain.isHidden()
    assert never.help.text() == NO_CONSTANCIA


def test_nobody_of_that_key_is_told_calmly(open_man: OpenMan) -> None:
    screen = open_man(UUID(int=7))
    assert screen.message.isVisible()
    assert screen.print_button.isHidden()


def test_his_record_leads_to_it(surroundings: Surroundings, group: Planned, qtbot: QtBot) -> None:
    part = NumbersPart(surroundings, group.people[0])
    qtbot.addWidget(part)
    qtbot.waitUntil(lambda: not part.isHidden())
    with qtbot.waitSignal(part.progress_wanted):
        part.progress.click()


def test_staff_have_no_way_to_it(staff_around: Surroundings) -> None:
    assert {"progress", "print_progress", "print_constancia"}.isdisjoint(furnish(staff_around).routes)
