"""The list of men: found by any part of a name without accents, a page at a time, opened with Enter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitador.domain.participants import ParticipantLine
from facilitador.ui.screen import Destination
from facilitador.ui.screens.participants.models import PAGE, ParticipantsModel
from facilitador.ui.screens.participants.screen import ParticipantsScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.participants import RegisterParticipant
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text


def man(surname: str, given: str, **others: str) -> RegisterParticipant:
    return RegisterParticipant(answers={"paternal_surname": surname, "given_names": given, **others})


@pytest.fixture
def open_list(surroundings: Surroundings, qtbot: QtBot) -> Callable[..., ParticipantsScreen]:
    def make(around: Surroundings = surroundings) -> ParticipantsScreen:
        screen = ParticipantsScreen(around)
        qtbot.addWidget(screen)
        screen.resize(1100, 640)
        show(screen)
        qtbot.waitUntil(lambda: screen.empty.isVisible() or screen.model.rowCount() > 0)
        screen.shown_again()
        return screen

    return make


def names(screen: ParticipantsScreen) -> list[str]:
    return [line.full_name for line in screen.table.shown]


def test_an_empty_book_says_how_to_begin(open_list, qtbot: QtBot) -> None:
    screen = open_list()
    with qtbot.waitSignal(screen.destination_requested) as wished:
        click(screen.empty.action)
    assert wished.args == [Destination("intake")]


def test_men_are_found_without_accents_and_opened_with_enter(open_list, run, qtbot: QtBot) -> None:
    run(man("Quispe", "Luis"), man("Ñahui", "José", birth_date="1980-03-09"), man("De la Cruz", "Abel"))
    screen = open_list()
    assert names(screen) == ["De la Cruz, Abel", "Ñahui, José", "Quispe, Luis"]
    type_text(screen.search, "nahui jose")
    qtbot.waitUntil(lambda: names(screen) == ["Ñahui, José"])
    with qtbot.waitSignal(screen.destination_requested) as wished:
        press(screen.search, Qt.Key.Key_Return)
    assert wished.args == [Destination("participant", screen.table.shown[0].id)]


def test_the_arrow_goes_from_the_search_into_the_list(open_list, run, qtbot: QtBot) -> None:
    run(man("Quispe", "Luis"), man("Ñahui", "José"))
    screen = open_list()
    press(screen.search, Qt.Key.Key_Down)
    assert screen.table.hasFocus()
    with qtbot.waitSignal(screen.destination_requested) as wished:
        press(screen.table, Qt.Key.Key_Return)
    assert wished.args == [Destination("participant", screen.table.shown[0].id)]


def test_nobody_found_is_said(open_list, run, qtbot: QtBot) -> None:
    run(man("Quispe", "Luis"))
    screen = open_list()
    type_text(screen.search, "zapata")
    qtbot.waitUntil(screen.nobody.isVisible)
    assert "zapata" in screen.nobody.text()


def test_a_man_registered_elsewhere_appears(open_list, surroundings: Surroundings, run, qtbot: QtBot) -> None:
    run(man("Quispe", "Luis"))
    screen = open_list()
    surroundings.session.run([man("Abad", "Juan")], owner=screen)
    qtbot.waitUntil(lambda: names(screen) == ["Abad, Juan", "Quispe, Luis"])


def test_long_lists_come_page_by_page(open_list, run, qtbot: QtBot) -> None:
    run(*(man(f"Apellido{number:03}", "Juan") for number in range(PAGE + 20)))
    screen = open_list()
    assert screen.model.rowCount() == PAGE
    bar = screen.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: screen.model.rowCount() == PAGE + 20)
    assert names(screen)[-1] == f"Apellido{PAGE + 19:03}, Juan"
    assert not screen.model.canFetchMore(screen.table.rootIndex())


def test_the_age_is_that_of_today(qapp) -> None:
    model = ParticipantsModel(lambda: TODAY)
    line = ParticipantLine(None, "Quispe, Luis", "", date(1980, 11, 21), ())  # type: ignore[arg-type]
    assert [column.text(line) for column in model.columns] == ["Quispe, Luis", "—", "45", "—"]


def test_staff_finds_and_registers(staff_around: Surroundings, open_list) -> None:
    screen = open_list(staff_around)
    assert screen.empty.action is not None


def test_everything_has_a_name(open_list, run) -> None:
    run(man("Quispe", "Luis"))
    assert_accessible(open_list())
