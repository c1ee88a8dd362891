"""The close of a cycle, from the click to the file and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from facilitador.domain.closures import ClosureMatter, ClosurePage, ClosureStep
from facilitador.domain.groups import GroupStatus
from facilitador.ui.screen import Destination
from facilitador.ui.screens.closures.screen import FORM, ClosureScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.closures import CloseCycle, ClosureOf
from facilitador.use_cases.drafts import OwnDraft
from facilitador.use_cases.groups import FormGroup, StartGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Outcome, Query
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, show, type_text
from tests.ui.real_books import TODAY
from tests.use_cases.logs import Planned, planned
from tests.use_cases.reviewing import closing

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]
Opened = Callable[[], ClosureScreen]


@pytest.fixture
def group(book: OpenBook, run: Run) -> Planned:
    """A running group of two men with one closed log."""
    made = planned(book, men=2, days=(-7,))
    start = StartGroup(group_id=made.group_id, on=TODAY - timedelta(days=60), reason="Urge empezar.")
    run(start, *closing(made.sessions[0]))
    return made


@pytest.fixture
def opened(surroundings: Surroundings, group: Planned, qtbot: QtBot) -> Opened:
    """The page in sight and read."""

    def open_one() -> ClosureScreen:
        screen = ClosureScreen(surroundings, group.group_id)
        qtbot.addWidget(screen)
        screen.resize(1000, 1200)
        show(screen)
        qtbot.waitUntil(screen.page.page.isVisible)
        qtbot.waitUntil(lambda: screen.editor.keeper.is_settled)
        return screen

    return open_one


def write(screen: ClosureScreen, name: str, words: str) -> None:
    control = screen.editor.form.rows[name].control
    control.focus()
    type_text(control.focusWidget() or control, words)


@pytest.mark.directive("6.9.1")
def test_a_cycle_is_closed_with_what_stays_open_and_who_sees_to_it(
    opened: Opened, group: Planned, in_book: InBook, qtbot: QtBot
) -> None:
    screen = opened()
    assert set(screen.items.rows) == set(ClosureMatter)
    click(screen.items.rows[ClosureMatter.MEN].complete)
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: "notes.certificates" in screen.editor.form.shown)
    assert screen.items.rows[ClosureMatter.MEN].complete.isHidden()
    write(screen, "notes.certificates", "Las entrega Edwin.")
    write(screen, "lessons", "Empezar a la hora.")

    click(screen.editor.save_button)

    qtbot.waitUntil(lambda: "cerrado" in screen.state.text)
    page: ClosurePage = in_book(ClosureOf(group_id=group.group_id))
    assert page.group.status is GroupStatus.CLOSED
    (entry,) = page.entries
    kept = {one.matter: one.note for one in entry.left_open}
    assert kept[ClosureMatter.CERTIFICATES] == "Las entrega Edwin."
    assert entry.lessons == "Empezar a la hora."
    assert entry.follow_up_on is not None
    assert not screen.editor.isVisible()
    assert_accessible(screen)


def test_who_still_takes_part_keeps_it_open_and_nothing_typed_is_lost(
    opened: Opened, group: Planned, in_book: InBook, qtbot: QtBot
) -> None:
    screen = opened()
    write(screen, "lessons", "Empezar a la hora.")

    click(screen.editor.save_button)

    qtbot.waitUntil(lambda: bool(screen.editor.banner.text))
    assert in_book(ClosureOf(group_id=group.group_id)).group.status is GroupStatus.RUNNING
    assert screen.editor.form.values()["lessons"] == "Empezar a la hora."
    assert screen.may_leave()
    qtbot.waitUntil(lambda: in_book(OwnDraft(form=FORM, subject_id=group.group_id)) is not None)
    again = ClosureScreen(screen._surroundings, group.group_id)
    qtbot.addWidget(again)
    show(again)
    qtbot.waitUntil(again.editor.keeper.offer.isVisible)
    click(again.editor.keeper.offer.resume)
    assert again.editor.form.values()["lessons"] == "Empezar a la hora."


def test_each_line_leads_to_what_settles_it(opened: Opened, group: Planned) -> None:
    screen = opened()
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)

    for row in screen.items.rows.values():
        row.go.click()

    assert wished[0] == Destination("group", group.group_id)
    assert Destination("applications", group.group_id) in wished
    assert Destination("protection", None) in wished
    from facilitador.ui.rooms import furnish

    rooms = furnish(screen._surroundings)
    known = {area.id for area in rooms.areas} | set(rooms.routes)
    assert {one.kind for one in wished} <= known


@pytest.mark.directive("6.9.1")
def test_it_is_opened_again_with_a_reason(opened: Opened, group: Planned, in_book: InBook, qtbot: QtBot) -> None:
    screen = opened()
    click(screen.items.rows[ClosureMatter.MEN].complete)
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: in_book(ClosureOf(group_id=group.group_id)).counting == 0)
    screen._session.run([CloseCycle(group_id=group.group_id, on=TODAY)], owner=screen)
    qtbot.waitUntil(screen.reopen.isVisible)

    click(screen.reopen)
    assert screen.panel.form is not None
    control = screen.panel.form.rows["reason"].control
    type_text(control.focusWidget() or control, "Vuelven dos.")
    click(screen.panel.verb)

    qtbot.waitUntil(screen.editor.isVisible)
    entries = in_book(ClosureOf(group_id=group.group_id)).entries
    assert [one.step for one in entries] == [ClosureStep.CLOSED, ClosureStep.REOPENED]


def test_a_group_that_did_not_start_has_no_cycle_to_close(surroundings: Surroundings, run: Run, qtbot: QtBot) -> None:
    key = run(FormGroup(name="Grupo Ceibo")).ids[0]
    screen = ClosureScreen(surroundings, key)
    qtbot.addWidget(screen)
    show(screen)

    qtbot.waitUntil(lambda: "todavía no empezó" in screen.state.text)
    assert not screen.editor.isVisible()


def test_a_refused_close_leaves_the_keyboard_on_what_closes_and_in_sight(opened: Opened, qtbot: QtBot) -> None:
    screen = opened()
    screen.resize(1000, 500)
    screen.editor.save_button.setFocus()

    screen.editor.save_button.click()

    qtbot.waitUntil(lambda: bool(screen.editor.banner.text))
    assert screen.editor.save_button.hasFocus()
    qtbot.waitUntil(lambda: not screen.editor.save_button.visibleRegion().isEmpty())
