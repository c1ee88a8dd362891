"""Accesos: from the click to rows and keys and back; what is shown once is not lost by a slip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitador.domain.roles import Role
from facilitador.ui import theme
from facilitador.ui.recovery_steps import RecoverySteps
from facilitador.ui.screens.access import screen as access_screen
from facilitador.ui.screens.access.overview import ALONE, NEW_CODE_LOOSE, NOBODY_KEEPS, STILL_OPENS
from facilitador.ui.screens.access.pages import ActionPage, ClavePage, FormPage, RoleFormPage
from facilitador.ui.screens.access.screen import AccessScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases import books
from facilitador.use_cases.access import Access
from facilitador.use_cases.access_keys import GivenClave, KeyDesk
from facilitador.use_cases.people import AddTeamMember, DescribeTeamMember, People
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text


@pytest.fixture
def elena(book, environment) -> GivenClave:
    """A supervisor who has not come in yet."""
    return KeyDesk(book, environment).add_person("Elena", "Apaza", "social_work", Role.SUPERVISOR).result()


@pytest.fixture
def open_screen(surroundings: Surroundings, qtbot: QtBot) -> Callable[..., AccessScreen]:
    """The screen, in sight and read."""

    def make(around: Surroundings = surroundings) -> AccessScreen:
        screen = AccessScreen(around)
        qtbot.addWidget(screen)
        screen.resize(1100, 800)
        show(screen)
        qtbot.waitUntil(lambda: bool(screen.overview.cards))
        return screen

    return make


def action(screen: AccessScreen) -> ActionPage:
    assert isinstance(screen.page, ActionPage)
    return screen.page


def form_of(screen: AccessScreen) -> FormPage:
    assert isinstance(screen.page, FormPage)
    return screen.page


def choose(page: FormPage, **codes: str) -> None:
    for name, code in codes.items():
        QApplication.processEvents()
        click(page.form.rows[name].control.radios[code])  # type: ignore[attr-defined]


def fill(page: FormPage, **texts: str) -> None:
    for name, text in texts.items():
        type_text(page.form.rows[name].control.focusable()[0], text)


def until_page(qtbot: QtBot, screen: AccessScreen, kind: type) -> None:
    qtbot.waitUntil(lambda: isinstance(screen.page, kind), timeout=10_000)


def prove(qtbot: QtBot, screen: AccessScreen) -> None:
    """Read the two groups off the sheet."""
    steps = screen.page
    assert isinstance(steps, RecoverySteps)
    groups = steps._proof.code_groups
    click(steps.have_button)
    for number, field in steps.proof_page.fields.items():
        type_text(field.edit, groups[number - 1])
    click(steps.check_button)
    qtbot.waitUntil(lambda: screen.page is None)


@pytest.mark.directive("6.4.5")
def test_a_new_person_is_let_in_with_a_clave_shown_once(open_screen, qtbot, book, environment) -> None:
    screen = open_screen()
    assert screen.overview.warning.text == ALONE
    click(screen.overview.give_button)
    page = form_of(screen)
    fill(page, given_names="Ñusta", surnames="Álvarez")
    choose(page, role="staff")
    assert isinstance(page, RoleFormPage)
    assert "No ve: el resto de la ficha" in page.role_words.text()
    click(page.accept_button)
    until_page(qtbot, screen, ClavePage)
    clave = screen.page.clave.text()
    click(screen.page.done_button)
    qtbot.waitUntil(lambda: len(screen.overview.cards) == 2)
    assert screen.overview.warning.text == ""
    assert "Ñusta Álvarez ya puede abrir el cuaderno." in screen.overview.message.text
    added = next(key for key, card in screen.overview.cards.items() if not card.clave_button.isHidden())
    screen._session.lock()
    theirs = books.open_with_passphrase(book.opened.path, added, clave, environment).result()
    assert (theirs.person.role, theirs.opened.must_change_passphrase) == (Role.STAFF, True)
    theirs.close()


def test_someone_of_the_team_is_let_in_without_being_asked_her_name(open_screen, qtbot, run, in_book) -> None:
    (abel,) = run(AddTeamMember(given_names="Abel", surnames="Tuesta")).ids
    screen = open_screen()
    click(screen.overview.give_button)
    page = form_of(screen)
    assert page.form.shown == ("who", "role")
    choose(page, who=str(abel), role="supervisor")
    click(page.accept_button)
    until_page(qtbot, screen, ClavePage)
    assert len(in_book(People())) == 2
    assert {one.full_name: one.role for one in in_book(People())}["Abel Tuesta"] is Role.SUPERVISOR


def test_what_is_missing_is_said_beside_it_and_nobody_is_let_in(open_screen, in_book) -> None:
    screen = open_screen()
    click(screen.overview.give_button)
    page = form_of(screen)
    click(page.accept_button)
    assert {name for name, row in page.form.rows.items() if row.has_problem} == {"given_names", "role"}
    press(screen, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_Escape)
    assert screen.page is None
    assert len(in_book(People())) == 1


def test_a_role_is_changed_and_the_last_reader_is_kept(open_screen, qtbot, elena, in_book, book) -> None:
    screen = open_screen()
    click(screen.overview.cards[elena.person_id].role_button)
    page = form_of(screen)
    choose(page, role="staff")
    click(page.accept_button)
    qtbot.waitUntil(lambda: screen.page is None)
    assert {one.id: one.role for one in in_book(People())}[elena.person_id] is Role.STAFF

    click(screen.overview.cards[book.person.id].role_button)
    page = form_of(screen)
    choose(page, role="staff")
    click(page.accept_button)
    qtbot.waitUntil(lambda: "Nadie más puede leer lo reservado" in page.message.text)
    assert page.values["role"] == "staff", "what was chosen stays"
    assert {one.id: one.role for one in in_book(People())}[book.person.id] is Role.FACILITATOR


def test_access_is_taken_away_and_the_new_code_proved(open_screen, qtbot, elena, book, environment) -> None:
    screen = open_screen()
    click(screen.overview.cards[elena.person_id].end_button)
    page = action(screen)
    assert page.back_button.hasFocus(), "Enter by habit takes nothing away"
    click(page.accept_button)
    assert page.busy
    assert not screen.may_leave()
    until_page(qtbot, screen, RecoverySteps)
    prove(qtbot, screen)
    qtbot.waitUntil(lambda: elena.person_id not in screen.overview.cards)
    assert screen.overview.code_words.text() == NEW_CODE_LOOSE
    screen._session.lock()
    names = [one.name for one in books.inspect(book.opened.path, environment).people]
    assert names == ["Rosa Mamani Quispe"]


def test_a_wrong_group_of_the_code_is_said_beside_it(open_screen, qtbot) -> None:
    screen = open_screen()
    click(screen.overview.code_button)
    click(action(screen).accept_button)
    until_page(qtbot, screen, RecoverySteps)
    steps = screen.page
    click(steps.have_button)
    for field in steps.proof_page.fields.values():
        type_text(field.edit, "XXXX")
    click(steps.check_button)
    assert all(row.has_problem for row in steps.proof_page._rows.values())
    click(steps.again_button)
    assert steps.code.isVisible()
    prove(qtbot, screen)


def test_the_clave_and_the_code_are_not_left_by_a_slip(open_screen, qtbot, elena, dialogs) -> None:
    screen = open_screen()
    click(screen.overview.cards[elena.person_id].clave_button)
    click(action(screen).accept_button)
    until_page(qtbot, screen, ClavePage)
    dialogs.answers += [False, "Salir igual"]
    assert not screen.may_leave()
    assert screen.may_leave()
    assert "no se vuelve a mostrar" in dialogs.asked[0]


def test_who_keeps_the_code_and_the_review_are_recorded(open_screen, qtbot, in_book) -> None:
    screen = open_screen()
    assert screen.overview.code_words.text() == NOBODY_KEEPS
    click(screen.overview.keeper_button)
    page = form_of(screen)
    fill(page, keeper="Ana Poma, jefa")
    click(page.accept_button)
    qtbot.waitUntil(lambda: "Ana Poma, jefa desde el 20/11/2026" in screen.overview.code_words.text())
    assert screen.overview.warning.text == ""
    click(screen.overview.review_button)
    qtbot.waitUntil(lambda: "por Rosa Mamani Quispe" in screen.overview.review_words.text())
    overview = in_book(Access())
    assert (overview.keeper, overview.reviewed_on) == ("Ana Poma, jefa", TODAY)


def test_who_left_the_team_and_kept_her_clave_is_pointed_at(open_screen, elena, run) -> None:
    run(DescribeTeamMember(person_id=elena.person_id, given_names="Elena", surnames="Apaza", active=False))
    screen = open_screen()
    card = screen.overview.cards[elena.person_id]
    assert STILL_OPENS in [child.text() for child in card.children() if hasattr(child, "text")]


def test_staff_and_example_data_look_and_change_nothing(open_screen, staff_around, qtbot) -> None:
    screen = open_screen(staff_around)
    overview = screen.overview
    assert overview.message.text == access_screen.READ_ONLY
    buttons = (overview.give_button, overview.review_button, overview.keeper_button, overview.code_button)
    assert not any(button.isVisible() for button in (*buttons, overview.handover_button))
    assert not any(card.role_button.isVisible() for card in overview.cards.values())


def test_example_data_have_no_claves_to_give(open_screen, surroundings) -> None:
    screen = open_screen(replace(surroundings, keys=None))
    assert screen.overview.message.text == access_screen.DEMO
    assert not screen.overview.give_button.isVisible()
    assert screen.overview.review_button.isVisible()


def test_what_changes_elsewhere_is_read_again(open_screen, qtbot, book, environment, surroundings) -> None:
    screen = open_screen()
    given = KeyDesk(book, environment).add_person("Elena", "", "", Role.STAFF).result()
    surroundings.session.bus.announce(given.outcome.changes)
    qtbot.waitUntil(lambda: given.person_id in screen.overview.cards)


def test_handover_and_acta_are_other_places(open_screen, qtbot) -> None:
    screen = open_screen()
    wishes: list[tuple[str, UUID | None]] = []
    screen.destination_requested.connect(lambda wish: wishes.append((wish.kind, wish.id)))
    click(screen.overview.handover_button)
    assert wishes == [("handover", None)]


@pytest.mark.parametrize("percent", [100, 150])
def test_every_page_speaks_and_fits(open_screen, qtbot, elena, percent) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light", percent)
    try:
        screen = open_screen()
        screen.resize(820, 700)
        for opened in (
            lambda: None,
            screen.open_giving,
            screen.open_renewal,
            screen.open_keeper,
            lambda: screen.open_ending(elena.person_id),
            lambda: screen.open_role(elena.person_id),
        ):
            opened()
            QApplication.processEvents()
            assert_accessible(screen)
            page = screen.page or screen.overview
            assert page.horizontalScrollBar().maximum() == 0
    finally:
        theme.apply(app, "light", 100)
