"""The calm question about a second person: on home and on the intake, settled elsewhere, or put off."""

from __future__ import annotations

import pytest

from facilitador.domain.roles import Role
from facilitador.ui.screen import Destination
from facilitador.ui.screens.home.screen import HomeScreen
from facilitador.ui.screens.home.sections import Line, due_line
from facilitador.ui.screens.participants.intake import IntakeScreen
from facilitador.use_cases.access import SecondAccessWanted
from facilitador.use_cases.access_keys import KeyDesk
from tests.ui.gestures import click, show
from tests.ui.real_books import *  # noqa: F403


def texts(screen: HomeScreen) -> list[str]:
    return [(line if isinstance(line, Line) else due_line(line)).text for line in screen.due._lines]


@pytest.fixture
def home(surroundings, qtbot):
    screen = HomeScreen(surroundings)
    qtbot.addWidget(screen)
    screen.resize(1000, 800)
    show(screen)
    screen.shown_again()
    qtbot.waitUntil(screen.second_access.isVisible)
    qtbot.waitUntil(lambda: bool(texts(screen)))
    return screen


def test_it_leads_to_where_it_is_settled(home, qtbot) -> None:
    wishes: list[Destination] = []
    home.destination_requested.connect(wishes.append)
    click(home.second_access.settle_button)
    assert wishes == [Destination("access")]
    assert not any("Solo una persona" in text for text in texts(home)), "said once, not twice"


def test_put_off_it_goes_and_stands_among_what_is_to_do(home, qtbot, in_book) -> None:
    click(home.second_access.later_button)
    qtbot.waitUntil(lambda: not home.second_access.isVisible())
    qtbot.waitUntil(lambda: any("Solo una persona" in text for text in texts(home)))
    assert not in_book(SecondAccessWanted())


def test_a_second_person_settles_it(home, qtbot, surroundings, book, environment) -> None:
    given = KeyDesk(book, environment).add_person("Elena", "", "", Role.STAFF).result()
    surroundings.session.bus.announce(given.outcome.changes)
    qtbot.waitUntil(lambda: not home.second_access.isVisible())
    assert not any("Solo una persona" in text for text in texts(home))


def test_it_stands_above_the_first_ficha(surroundings, qtbot) -> None:
    screen = IntakeScreen(surroundings)
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(lambda: screen.page is not None and screen.second_access.isVisible())
    wishes: list[Destination] = []
    screen.destination_requested.connect(wishes.append)
    click(screen.second_access.settle_button)
    assert wishes == [Destination("access")]


def test_staff_is_not_asked(staff_around, qtbot) -> None:
    screen = HomeScreen(staff_around)
    qtbot.addWidget(screen)
    show(screen)
    screen.shown_again()
    qtbot.waitUntil(lambda: bool(texts(screen)))
    assert not screen.second_access.isVisible()
