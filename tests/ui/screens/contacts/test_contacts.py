"""Contacts on screen: nothing before two have opened them, nothing left afterwards, everything from click to file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.registration_forms import YES
from facilitador.ui.panel import Panel
from facilitador.ui.screen import Destination
from facilitador.ui.screens.contacts.openings import ContactOpeningsScreen
from facilitador.ui.screens.contacts.screen import CONTRADICTS, ContactsScreen
from facilitador.ui.screens.home.screen import HomeScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.books import Environment
from facilitador.use_cases.contact_openings import ContactDesk
from facilitador.use_cases.contacts import ContactOpenings, ContactsOfOpening, RecordContact
from facilitador.use_cases.drafts import OwnDrafts
from facilitador.use_cases.open_book import OpenBook
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import show
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.protection_samples import CONTACT
from tests.use_cases.reserved import OWN_CLAVE, let_in, reopened
from tests.use_cases.scenes import ficha, register

REASON = "Llamada acordada con ella."
ANSWERS = {
    "relation": "partner",
    "he_knew_on": TODAY.isoformat(),
    "he_knew_how": "En persona",
    "she_agreed_on": TODAY.isoformat(),
    "she_agreed_how": "Por teléfono",
    "name": "Yovana",
    "safe_way": "Llamada",
    "if_another_answers": "Campaña de vacunación.",
}


@pytest.fixture
def team(book: OpenBook, environment: Environment) -> Iterator[tuple[OpenBook, UUID]]:
    """The book of two facilitators, open for the first; the second's id."""
    opened, elena = let_in(book, environment)
    yield opened, elena
    opened.close()


@pytest.fixture
def man(team: tuple[OpenBook, UUID]) -> UUID:
    return register(team[0], ficha())[0]


@pytest.fixture
def two(
    team: tuple[OpenBook, UUID], environment: Environment, dialogs: ScriptedDialogs, qtbot: QtBot
) -> Iterator[Surroundings]:
    """The window of the first of them."""
    made = around(team[0], dialogs, environment)
    yield made
    made.session.lock()


def opened(surroundings: Surroundings, qtbot: QtBot, man: UUID) -> ContactsScreen:
    screen = ContactsScreen(surroundings, man)
    qtbot.addWidget(screen)
    screen.resize(1100, 1400)
    show(screen)
    qtbot.waitUntil(lambda: not surroundings.session._undelivered)
    return screen


def answer(panel: Panel, **answers: str) -> None:
    assert panel.form is not None
    for name, given in answers.items():
        control = panel.form.rows[name].control
        control.set_value(given)
        control.changed.emit()


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def open_by_two(screen: ContactsScreen, elena: UUID, clave: str = OWN_CLAVE) -> None:
    screen.open_button.click()
    answer(screen.panel, reason=REASON, second_id=str(elena), clave=clave)
    screen.panel.verb.click()


@pytest.mark.directive("6.4.12")
def test_it_opens_with_the_second_persons_clave_and_shuts_on_leaving(
    two: Surroundings, team: tuple[OpenBook, UUID], man: UUID, qtbot: QtBot
) -> None:
    book, elena = team
    book.submit([RecordContact(participant_id=man, **(CONTACT | {"told": "La sigue.", "contradicts": True}))]).result()
    screen = opened(two, qtbot, man)
    assert_accessible(screen)
    assert "Yovana" not in words(screen)

    open_by_two(screen, elena)

    qtbot.waitUntil(lambda: "Yovana" in words(screen) and "987 111 222" in words(screen))
    qtbot.waitUntil(lambda: CONTRADICTS in words(screen))
    assert "15:45" in screen.until.text
    assert screen.panel.form is None  # her clave is nowhere any more
    screen.hide()
    assert screen.cards == []
    assert "Yovana" not in words(screen)


def test_a_wrong_clave_is_told_beside_it_and_shows_nothing(
    two: Surroundings, team: tuple[OpenBook, UUID], man: UUID, qtbot: QtBot
) -> None:
    screen = opened(two, qtbot, man)
    open_by_two(screen, team[1], "no es esta")

    form = screen.panel.form
    assert form is not None
    qtbot.waitUntil(lambda: form.rows["clave"].has_problem)
    assert screen.cards == []
    assert form.values()["reason"] == REASON


@pytest.mark.directive("6.4.12")
def test_a_contact_is_noted_changed_and_taken_out(
    two: Surroundings, team: tuple[OpenBook, UUID], dialogs: ScriptedDialogs, man: UUID, qtbot: QtBot
) -> None:
    book, elena = team
    screen = opened(two, qtbot, man)
    screen.new_button.click()
    screen.panel.verb.click()
    assert screen.panel.form is not None
    assert screen.panel.form.rows["he_knew_on"].has_problem
    answer(screen.panel, **ANSWERS)
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: "entre dos" in screen.message.text)
    assert screen.cards == []

    open_by_two(screen, elena)
    qtbot.waitUntil(lambda: bool(screen.cards))
    shown = screen._opened
    assert shown is not None
    screen._ask_change(shown.contacts[0])
    answer(screen.panel, told="Que la sigue.", contradicts=YES)
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: CONTRADICTS in words(screen))
    query: Any = ContactsOfOpening(opening_id=shown.opening.id)
    (kept,) = book.ask(query).result().contacts
    assert (kept.text.told, kept.text.name) == ("Que la sigue.", "Yovana")

    dialogs.answers = ["Retirar"]
    screen._withdraw(kept)
    qtbot.waitUntil(lambda: "No hay ningún contacto anotado." in words(screen))
    assert book.ask(query).result().contacts == ()


@pytest.mark.directive("6.4.12")
def test_an_emergency_opens_at_once_and_another_signs_it(
    two: Surroundings,
    team: tuple[OpenBook, UUID],
    environment: Environment,
    dialogs: ScriptedDialogs,
    man: UUID,
    qtbot: QtBot,
) -> None:
    book, elena = team
    screen = opened(two, qtbot, man)
    screen.emergency_button.click()
    answer(screen.panel, reason="Amenaza esta noche.")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: bool(screen.cards))
    two.session.lock()

    hers = around(reopened(book, elena, OWN_CLAVE, environment), dialogs, environment)
    home = HomeScreen(hers)
    qtbot.addWidget(home)
    home.shown_again()
    qtbot.waitUntil(lambda: home.due.lines_in_sight > 0)
    wished: list[Destination] = []
    home.destination_requested.connect(wished.append)
    home.due.buttons[0].click()
    assert wished[0].kind == "contact_openings"

    signing = ContactOpeningsScreen(hers)
    qtbot.addWidget(signing)
    show(signing)
    qtbot.waitUntil(lambda: bool(signing.cards))
    qtbot.waitUntil(lambda: "Amenaza esta noche." in words(signing))
    assert_accessible(signing)
    signing._ask(hers_pending(hers)[0])
    signing.panel.verb.click()
    qtbot.waitUntil(signing.empty.isVisible)
    assert hers_pending(hers) == []
    hers.session.lock()


def hers_pending(hers: Surroundings) -> list[Any]:
    book: Any = hers.session._book
    return list(book.ask(ContactOpenings(pending=True)).result())


def test_every_man_looks_the_same_and_nothing_becomes_a_draft(
    two: Surroundings, team: tuple[OpenBook, UUID], dialogs: ScriptedDialogs, man: UUID, qtbot: QtBot
) -> None:
    book, _ = team
    (other,) = register(book, ficha(2))
    book.submit([RecordContact(participant_id=man, **CONTACT)]).result()
    seen = [words(opened(two, qtbot, one)) for one in (man, other)]
    assert seen[0] == seen[1]

    screen = opened(two, qtbot, man)
    screen.new_button.click()
    answer(screen.panel, name="Yovana")
    dialogs.answers = [False]
    assert not screen.may_leave()
    two.session.locking.emit()
    assert book.ask(OwnDrafts()).result() == ()


def test_alone_in_the_team_only_an_emergency_is_possible(
    surroundings: Surroundings, book: OpenBook, qtbot: QtBot
) -> None:
    (man,) = register(book, ficha())
    screen = opened(surroundings, qtbot, man)
    screen.open_button.click()
    assert "al menos dos personas" in screen.message.text
    screen.emergency_button.click()
    answer(screen.panel, reason="Amenaza.")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: bool(screen.cards))
    assert isinstance(surroundings.contacts, ContactDesk)
