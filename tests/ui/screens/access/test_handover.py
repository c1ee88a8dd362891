"""Entrega de cargo in the window: from who leaves to the acta; nothing typed is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitador.domain.roles import Role
from facilitador.ui.recovery_steps import RecoverySteps
from facilitador.ui.screens.access.handover import HandoverScreen
from facilitador.ui.screens.access.handover_pages import HandedPage
from facilitador.ui.screens.access.pages import ActionPage, FormPage
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.layout import EmptyState
from facilitador.use_cases.access import Access
from facilitador.use_cases.access_keys import GivenClave, KeyDesk
from facilitador.use_cases.drafts import OwnDrafts
from facilitador.use_cases.groups import FormGroup, GroupOverview
from facilitador.use_cases.handovers import Step
from facilitador.use_cases.people import AddTeamMember, People
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text


@pytest.fixture
def elena(book, environment) -> GivenClave:
    """Who leaves."""
    return KeyDesk(book, environment).add_person("Elena", "Apaza", "social_work", Role.FACILITATOR).result()


@pytest.fixture
def abel(one) -> UUID:
    """Who continues."""
    return one(AddTeamMember(given_names="Abel", surnames="Tuesta"))


@pytest.fixture
def group(one, elena) -> UUID:
    """Her group."""
    return one(FormGroup(name="Alba", facilitator_ids=(elena.person_id,)))


@pytest.fixture
def open_screen(surroundings: Surroundings, qtbot: QtBot) -> Callable[..., HandoverScreen]:
    """The screen in sight, its first step shown."""

    def make(around: Surroundings = surroundings) -> HandoverScreen:
        screen = HandoverScreen(around)
        qtbot.addWidget(screen)
        screen.resize(1000, 800)
        show(screen)
        qtbot.waitUntil(lambda: screen.page is not None or screen._stack.count() > 0)
        return screen

    return make


def page_at(qtbot: QtBot, screen: HandoverScreen, step: Step) -> FormPage:
    qtbot.waitUntil(lambda: screen.flow is not None and screen.flow.step is step)
    QApplication.processEvents()
    assert isinstance(screen.page, FormPage)
    return screen.page


def say_who(qtbot: QtBot, screen: HandoverScreen, person_id: UUID) -> None:
    page = page_at(qtbot, screen, Step.WHO)
    qtbot.waitUntil(lambda: screen.keeper.is_settled)
    click(page.form.rows["person_id"].control.radios[str(person_id)])
    click(page.accept_button)


def test_from_the_first_step_to_the_acta(open_screen, qtbot, elena, abel, group, in_book, surroundings) -> None:
    screen = open_screen()
    qtbot.waitUntil(lambda: screen.keeper.is_settled)
    assert_accessible(screen)
    say_who(qtbot, screen, elena.person_id)
    page = page_at(qtbot, screen, Step.GROUPS)
    assert_accessible(screen)
    press(page.form.rows[str(group)].control.boxes[str(abel)], Qt.Key.Key_Space)
    click(page.accept_button)
    page = page_at(qtbot, screen, Step.MATTERS)
    type_text(page.form.rows["copies"].control.focusable()[0], "USB azul")
    click(page.accept_button)
    qtbot.waitUntil(lambda: screen.flow.step is Step.CHECK)
    QApplication.processEvents()
    check = screen.page
    assert isinstance(check, ActionPage)
    assert check.back_button.hasFocus()
    click(check.accept_button)
    assert not screen.may_leave(), "while keys are made nobody leaves"
    qtbot.waitUntil(lambda: isinstance(screen.page, RecoverySteps), timeout=10_000)
    groups = screen.flow.code_groups
    click(screen.page.have_button)
    for number, field in screen.page.proof_page.fields.items():
        type_text(field.edit, groups[number - 1])
    click(screen.page.check_button)
    qtbot.waitUntil(lambda: isinstance(screen.page, HandedPage))

    wishes = []
    screen.destination_requested.connect(wishes.append)
    click(screen.page.acta_button)
    assert [wish.kind for wish in wishes] == ["print_handover"]
    assert in_book(GroupOverview(group_id=group)).group.facilitator_ids == (abel,)
    assert {one.full_name: one.active for one in in_book(People())}["Elena Apaza"] is False
    assert [line.id for line in in_book(Access()).handovers] == [wishes[0].id]
    qtbot.waitUntil(lambda: in_book(OwnDrafts()) == ())
    acta = PrintScreen(surroundings, "print_handover", wishes[0].id)
    qtbot.addWidget(acta)
    qtbot.waitUntil(lambda: bool(acta._pdf), timeout=10_000)


def test_what_was_typed_is_offered_back_after_a_lock(open_screen, qtbot, elena, abel, group, in_book) -> None:
    screen = open_screen()
    say_who(qtbot, screen, elena.person_id)
    page = page_at(qtbot, screen, Step.GROUPS)
    press(page.form.rows[str(group)].control.boxes[str(abel)], Qt.Key.Key_Space)
    assert screen.flow.assigned(group) == (abel,)
    assert screen.may_leave()
    qtbot.waitUntil(lambda: [draft.form for draft in in_book(OwnDrafts())] == ["handover"])
    screen.hide()

    again = open_screen()
    qtbot.waitUntil(again.keeper.offer.isVisible)
    click(again.keeper.offer.resume)
    qtbot.waitUntil(lambda: again.flow.person is not None)
    page = page_at(qtbot, again, Step.WHO)
    assert page.values == {"person_id": str(elena.person_id)}
    click(page.accept_button)
    page = page_at(qtbot, again, Step.GROUPS)
    assert page.values == {str(group): [str(abel)]}


def test_a_refused_work_changes_nothing_and_says_why(open_screen, qtbot, elena, group, book, in_book) -> None:
    screen = open_screen()
    say_who(qtbot, screen, elena.person_id)
    click(page_at(qtbot, screen, Step.GROUPS).accept_button)
    click(page_at(qtbot, screen, Step.MATTERS).accept_button)
    book.with_book(
        lambda file, _: file.driver_connection.execute(
            "UPDATE people SET role = 'staff' WHERE id = ?", (book.person.id.bytes,)
        )
    ).result()
    qtbot.waitUntil(lambda: screen.flow.step is Step.CHECK)
    QApplication.processEvents()
    click(screen.page.accept_button)
    qtbot.waitUntil(lambda: "Nadie más puede leer lo reservado" in screen.page.message.text)

    assert screen.flow.step is Step.CHECK
    assert in_book(GroupOverview(group_id=group)).group.facilitator_ids == (elena.person_id,)
    assert [draft.form for draft in in_book(OwnDrafts())] == ["handover"], "what was typed is kept"


def test_back_and_forth_keeps_what_was_said_and_the_first_way_back_leaves(open_screen, qtbot, elena, group) -> None:
    screen = open_screen()
    left: list[bool] = []
    screen.back_requested.connect(lambda: left.append(True))
    say_who(qtbot, screen, elena.person_id)
    click(page_at(qtbot, screen, Step.GROUPS).back_button)
    page = page_at(qtbot, screen, Step.WHO)
    assert page.values == {"person_id": str(elena.person_id)}
    click(page.back_button)
    assert left == [True]


def test_nobody_to_hand_over_from_is_said(open_screen, qtbot, surroundings) -> None:
    screen = open_screen()
    qtbot.waitUntil(lambda: isinstance(screen._stack.currentWidget(), EmptyState))
    other = open_screen(replace(surroundings, keys=None))
    assert isinstance(other._stack.currentWidget(), EmptyState)
