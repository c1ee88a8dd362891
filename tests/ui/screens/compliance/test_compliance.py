"""Cumplimiento: each numeral with its sign and words, one click to what mends it, from the key to the file and back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from facilitador.domain.compliance import STATE_LABELS, State, StatementKind
from facilitador.ui import rooms
from facilitador.ui.screen import Destination
from facilitador.ui.screens.compliance.parts import SIGNS, VERBS, ComplianceRow
from facilitador.ui.screens.compliance.screen import TO_DO, ComplianceScreen
from facilitador.ui.screens.groups.head import VISITS
from facilitador.ui.screens.prints.screen import KINDS
from facilitador.ui.screens.services.screen import ServiceScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.compliance import ComplianceView, DeclareCompliance
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.services import DescribeService, ServiceDetails
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import press, show, type_text
from tests.ui.real_books import *  # noqa: F403

OpenScreen = Callable[..., ComplianceScreen]


@pytest.fixture
def group(book: OpenBook) -> UUID:
    """A group that lacks nearly everything."""
    key: UUID = book.submit([FormGroup(name="Los Molles")]).result().ids[0]
    return key


@pytest.fixture
def open_screen(surroundings: Surroundings, qtbot: QtBot) -> OpenScreen:
    """The view of a group or of the service, in sight and read."""

    def make(group_id: UUID | None = None) -> ComplianceScreen:
        screen = ComplianceScreen(surroundings, group_id)
        qtbot.addWidget(screen)
        screen.resize(1100, 700)
        show(screen)
        qtbot.waitUntil(lambda: screen.page.page.isVisible() and screen.reading.isHidden())
        return screen

    return make


def named(row: ComplianceRow, text: str) -> QPushButton:
    (found,) = (made for made in row.buttons if made.text() == text)
    return found


def write(screen: ComplianceScreen, words: str) -> None:
    assert screen.panel.form is not None
    type_text(screen.panel.form.rows["words"].control.focusable()[0], words)


def in_sight(screen: ComplianceScreen) -> list[str]:
    return [numeral for numeral, row in screen.rows.items() if row.isVisibleTo(screen)]


@pytest.mark.directive("7.2")
def test_every_state_has_words_and_a_shape_of_its_own() -> None:
    assert set(SIGNS) == set(State) == set(STATE_LABELS)
    assert len({icon for icon, _ in SIGNS.values()}) == len(State)


def test_every_button_leads_to_a_page_that_there_is() -> None:
    known = {kind for kind, *_ in (*rooms._AREAS, *rooms._PAGES, *rooms._PAPERS)}
    assert set(VERBS) <= known
    assert "print_compliance" in KINDS
    assert "compliance" in VISITS


@pytest.mark.directive("7.2", "VIII")
def test_whatever_is_not_met_is_one_click_from_what_mends_it(open_screen: OpenScreen, book: OpenBook) -> None:
    screen = open_screen()
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    row = screen.rows["VIII"]
    assert (row.state.text(), row.numeral.text()) == ("Falta", "VIII · Debe")
    named(row, "Ir a Servicio").click()
    screen.print_button.click()
    assert wished == [Destination("service"), Destination("print_compliance")]
    left = [row for row in screen.rows.values() if row.state.text() == STATE_LABELS[State.MISSING]]
    assert all(row.buttons for row in left), "nothing is missing without a way to mend it"


@pytest.mark.directive("6.2.4")
def test_a_group_leads_to_its_own_pages(open_screen: OpenScreen, group: UUID) -> None:
    screen = open_screen(group)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    assert "5.3" not in screen.rows
    named(screen.rows["6.2.4"], "Completar los datos del grupo").click()
    assert wished == [Destination("group_form", group)]
    assert screen.title == "Cumplimiento de la directiva: Los Molles"


def test_what_is_mended_elsewhere_shows_at_once(open_screen: OpenScreen, book: OpenBook, qtbot: QtBot) -> None:
    screen = open_screen()
    service = book.ask(ServiceDetails()).result()
    mended = DescribeService(
        id=service.id, revision=service.revision, name=service.name, responsible_officer="Dirección"
    )
    screen._session.run([mended], owner=screen._session)
    qtbot.waitUntil(lambda: screen.rows["VIII"].state.text() == "Cumple")
    assert screen.rows["VIII"].buttons == []


@pytest.mark.directive("7.2")
def test_the_filter_leaves_what_is_to_be_done(open_screen: OpenScreen) -> None:
    screen = open_screen()
    assert "6.4.12" in in_sight(screen)
    screen.tabs.setFocus()
    press(screen.tabs, Qt.Key.Key_Right)
    assert screen.tabs.currentIndex() == TO_DO
    seen = in_sight(screen)
    assert "VIII" in seen
    assert "6.4.12" not in seen
    assert screen.tabs.tabText(TO_DO) == f"Lo que falta ({len(seen)})"
    assert not any("%" in part.text() for part in (screen.summary, screen.about))


@pytest.mark.directive("6.3.3")
def test_a_declaration_goes_from_the_keys_to_the_file_and_back(
    open_screen: OpenScreen, book: OpenBook, qtbot: QtBot
) -> None:
    screen = open_screen()
    row = screen.rows["6.3.3"]
    named(row, "Declarar").click()
    assert screen.panel.form is not None
    assert_accessible(screen)
    screen.panel.verb.click()
    assert screen.panel.isVisible(), "nothing is signed without words"
    write(screen, "Nos reunimos el 10 de noviembre.")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: row.state.text() == "Cumple")
    (kept,) = book.ask(ComplianceView(), again=True).result().history
    assert (kept.words, kept.person) == ("Nos reunimos el 10 de noviembre.", book.person.full_name)
    assert "Nos reunimos el 10 de noviembre." in row.shown.text()
    qtbot.waitUntil(screen.page.isVisible)

    named(row, "Retirar").click()
    write(screen, "Fue otra reunión.")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: row.state.text() == "Falta")
    history = book.ask(ComplianceView(), again=True).result().history
    assert [one.kind for one in history] == [StatementKind.DECLARED, StatementKind.WITHDRAWN]


def test_leaving_the_question_states_nothing(open_screen: OpenScreen, book: OpenBook) -> None:
    screen = open_screen()
    named(screen.rows["5.3"], "Declarar").click()
    press(screen.panel, Qt.Key.Key_Escape)
    assert screen.page.isVisible()
    assert book.ask(ComplianceView(), again=True).result().history == ()


def test_what_the_service_declared_is_not_taken_back_in_a_group(
    open_screen: OpenScreen, book: OpenBook, group: UUID
) -> None:
    book.submit([DeclareCompliance(numeral="5.3", words="Sí.")]).result()
    assert "Retirar" in {made.text() for made in open_screen().rows["5.3"].buttons}
    assert all(made.text() != "Retirar" for row in open_screen(group).rows.values() for made in row.buttons)


def test_a_group_that_is_gone_is_told(surroundings: Surroundings, qtbot: QtBot) -> None:
    screen = ComplianceScreen(surroundings, UUID(int=3))
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(screen.message.isVisible)
    assert not screen.print_button.isVisible()


def test_staff_is_not_led_to_it(staff_around: Surroundings, qtbot: QtBot) -> None:
    assert "compliance" not in rooms.furnish(staff_around).routes
    screen = ServiceScreen(staff_around)
    qtbot.addWidget(screen)
    assert not [made for made in screen.findChildren(QPushButton) if made.text() == "Ver el cumplimiento"]
