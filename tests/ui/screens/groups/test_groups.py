"""The list of groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitador.ui.screen import Destination
from facilitador.ui.screens.groups.models import GroupColumn
from facilitador.ui.screens.groups.screen import GroupsScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.groups import CloseGroup, FormGroup, StartGroup
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.venues import AddVenue
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show
from tests.ui.screens.groups.conftest import Seen

TODAY = date(2026, 11, 20)
Run = Callable[..., Outcome]


def opened(surroundings: Surroundings, seen: Seen, qtbot: QtBot) -> GroupsScreen:
    screen = GroupsScreen(surroundings)
    qtbot.addWidget(screen)
    seen.watch(screen)
    screen.resize(1000, 700)
    show(screen)
    qtbot.waitUntil(lambda: screen.empty.isVisible() or screen.table.isVisible())
    return screen


@pytest.fixture
def open_screen(surroundings: Surroundings, seen: Seen, qtbot: QtBot) -> Callable[[], GroupsScreen]:
    """The list, in sight and read."""
    return lambda: opened(surroundings, seen, qtbot)


def test_without_groups_the_page_says_how_to_begin(open_screen: Callable[[], GroupsScreen], seen: Seen) -> None:
    screen = open_screen()
    assert screen.empty.action is not None
    click(screen.empty.action)
    assert seen.destinations == [Destination("group_form")]
    assert screen.form_button.isHidden()


@pytest.mark.directive("6.2.3", "6.4.1")
def test_a_group_says_when_where_and_how_many_places(
    open_screen: Callable[[], GroupsScreen], run: Run, seen: Seen
) -> None:
    venue = run(AddVenue(name="Local comunal")).ids[0]
    group = run(FormGroup(name="Grupo Ceibo", venue_id=venue, weekday=1, starts_at=time(18, 30))).ids[0]
    screen = open_screen()
    model = screen.table.model()
    texts = [model.index(0, column).data() for column in GroupColumn]
    assert texts == ["Grupo Ceibo\nMartes, 18:30\nLocal comunal", "En formación", "0 de 15 lugares"]
    screen.table.selectRow(0)
    press(screen.table, Qt.Key.Key_Return)
    assert seen.destinations == [Destination("group", group)]
    assert_accessible(screen)


def test_groups_are_sorted_as_spanish_sorts(open_screen: Callable[[], GroupsScreen], run: Run) -> None:
    run(FormGroup(name="Ñandú"), FormGroup(name="Ocaso"), FormGroup(name="Álamo"), FormGroup(name="Nogal"))
    shown = [line.group.name for line in open_screen().table.shown]
    assert shown == ["Álamo", "Nogal", "Ñandú", "Ocaso"]


def test_closed_groups_are_shown_on_demand(open_screen: Callable[[], GroupsScreen], run: Run, qtbot: QtBot) -> None:
    closed, _ = run(FormGroup(name="Grupo Molle"), FormGroup(name="Grupo Ceibo")).ids
    run(StartGroup(group_id=closed, on=TODAY, reason="Prueba."), CloseGroup(group_id=closed, on=TODAY))
    screen = open_screen()
    assert [line.group.name for line in screen.table.shown] == ["Grupo Ceibo"]
    assert screen.closed.text() == "Mostrar también los cerrados (1)"
    click(screen.closed)
    qtbot.waitUntil(lambda: names_in(screen) == ["Grupo Ceibo", "Grupo Molle"])
    assert screen.closed.text() == "Mostrar también los cerrados (1)"
    click(screen.closed)
    qtbot.waitUntil(lambda: names_in(screen) == ["Grupo Ceibo"])


def test_where_every_group_is_closed_they_are_shown_by_themselves(
    open_screen: Callable[[], GroupsScreen], run: Run
) -> None:
    closed = run(FormGroup(name="Grupo Molle")).ids[0]
    run(StartGroup(group_id=closed, on=TODAY, reason="Prueba."), CloseGroup(group_id=closed, on=TODAY))
    screen = open_screen()
    assert names_in(screen) == ["Grupo Molle"]
    assert screen.closed.isHidden()


def names_in(screen: GroupsScreen) -> list[str]:
    return [line.group.name for line in screen.table.shown]


def test_a_group_formed_elsewhere_appears(
    open_screen: Callable[[], GroupsScreen], surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen = open_screen()
    surroundings.session.run([FormGroup(name="Grupo Ceibo")], owner=screen)
    qtbot.waitUntil(lambda: [line.group.name for line in screen.table.shown] == ["Grupo Ceibo"])
    assert screen.empty.isHidden()


@pytest.fixture
def one_group(run: Run) -> UUID:
    """A group, made before the book changes hands."""
    return run(FormGroup(name="Grupo Ceibo")).ids[0]


def test_staff_sees_groups_but_forms_none(
    one_group: UUID, staff_around: Surroundings, seen: Seen, qtbot: QtBot
) -> None:
    screen = opened(staff_around, seen, qtbot)
    QApplication.processEvents()
    assert [line.group.id for line in screen.table.shown] == [one_group]
    assert screen.form_button.isHidden()
