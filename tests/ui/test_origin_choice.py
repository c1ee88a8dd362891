"""Whose work a page is over: chosen where something came in, told with its day, and kept out of sight elsewhere."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from facilitador.domain.origins import ALL, OWN, of_book
from facilitador.ui.origin_choice import OriginChoice, detail_of, origin_in
from facilitador.ui.screen import Destination
from facilitador.ui.screens.compliance.screen import ComplianceScreen
from facilitador.ui.screens.groups.screen import GroupsScreen
from facilitador.ui.screens.home.screen import HomeScreen
from facilitador.ui.screens.participants.screen import ParticipantsScreen
from facilitador.ui.screens.practices.screen import PracticesScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.practices import RecordPractice
from tests.ui.gestures import show
from tests.ui.real_books import *  # noqa: F403
from tests.use_cases.foreign_books import SERVICE_THERE, THERE, taken_in
from tests.use_cases.scenes import group_of

OLD = UUID(int=78)


@pytest.fixture
def supervised(book: OpenBook) -> OpenBook:
    """A group of one's own and two of other services, one with old data."""
    group, _, _ = group_of(book, 2)
    taken_in(book, group)
    taken_in(book, group, book_id=OLD, service="Centro de Ayna", days_ago=40)
    return book


def choose(choice: OriginChoice, text: str) -> None:
    """Pick a line of the list as a person does."""
    index = choice.box.findText(text)
    choice.box.setCurrentIndex(index)
    choice.box.activated.emit(index)


def test_a_destination_says_it_and_means_the_same() -> None:
    for origin in (OWN, ALL, of_book(THERE)):
        assert origin_in(detail_of(origin), OWN) == origin
    assert origin_in((), ALL) == ALL


def test_where_nothing_came_in_there_is_nothing_to_choose(surroundings: Surroundings, qtbot: QtBot) -> None:
    screen = GroupsScreen(surroundings)
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(screen.empty.isVisible)
    assert not screen.of.isVisible()


@pytest.mark.directive("7.2")
def test_the_compliance_of_another_service_is_read_and_not_mended(
    supervised: OpenBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen = ComplianceScreen(surroundings)
    qtbot.addWidget(screen)
    screen.resize(1100, 700)
    show(screen)
    assert screen.of is not None
    qtbot.waitUntil(screen.of.isVisible)
    qtbot.waitUntil(lambda: screen.page.page.isVisible() and screen.reading.isHidden())
    assert any(row.buttons for row in screen.rows.values())

    choose(screen.of, SERVICE_THERE)

    qtbot.waitUntil(lambda: SERVICE_THERE in screen.about.text())
    assert not any(row.buttons for row in screen.rows.values())
    assert not screen.binding.isVisible()
    wishes: list[Destination] = []
    screen.destination_requested.connect(wishes.append)
    screen.print_button.click()
    assert wishes == [Destination("print_compliance", None, (str(THERE),))]


def test_the_list_of_groups_says_whose_each_is(supervised: OpenBook, surroundings: Surroundings, qtbot: QtBot) -> None:
    screen = GroupsScreen(surroundings)
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(lambda: screen.table.model().rowCount() == 3)
    qtbot.waitUntil(lambda: any(SERVICE_THERE in text for text in names(screen)))
    assert "Centro de Ayna" in screen.of.stale.accessibleName()

    choose(screen.of, "Este servicio")

    qtbot.waitUntil(lambda: screen.table.model().rowCount() == 1)
    assert SERVICE_THERE not in names(screen)[0]


def names(screen: GroupsScreen) -> list[str]:
    """What the first column says."""
    model = screen.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@pytest.mark.directive("6.4.5")
def test_home_tells_how_they_stand_and_asks_nobody_to_mend_it(
    supervised: OpenBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen = HomeScreen(surroundings)
    qtbot.addWidget(screen)
    show(screen)
    screen.shown_again()
    qtbot.waitUntil(screen.elsewhere.isVisible)
    qtbot.waitUntil(lambda: len(screen.groups.cards) == 1)

    told = [one.accessibleDescription() for one in screen.elsewhere.buttons]
    assert ["pida un paquete nuevo" in line for line in told] == [True, False]
    wishes: list[Destination] = []
    screen.destination_requested.connect(wishes.append)
    screen.elsewhere.buttons[1].click()
    assert wishes[0].detail == (str(THERE),)


def test_the_list_of_men_says_of_which_service_each_is(
    supervised: OpenBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen = ParticipantsScreen(surroundings)
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(lambda: len(screen.table.shown) == 6)
    model = screen.table.model()

    def whose() -> list[str]:
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    qtbot.waitUntil(lambda: sum(SERVICE_THERE in text for text in whose()) == 2)
    assert sum("Centro de Ayna, datos antiguos" in text for text in whose()) == 2


def test_practices_of_another_service_are_read_and_not_changed(
    book: OpenBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    group, _, _ = group_of(book, 1)
    book.submit([RecordPractice(title="El río", done="Dibujar.", worked="Hablaron.", group_id=group)]).result()
    taken_in(book, group)
    screen = PracticesScreen(surroundings)
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(lambda: screen.of.isVisible() and len(screen.cards) == 1)

    choose(screen.of, "Todos los servicios juntos")

    qtbot.waitUntil(lambda: len(screen.cards) == 2)
    offered = [len(card.findChildren(QPushButton)) for card in screen.cards.values()]
    assert sorted(offered) == [0, 2]
