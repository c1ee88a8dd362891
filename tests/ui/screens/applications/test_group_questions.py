"""The questions of a group: who is missing, three ways to start, what cannot wait first."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from facilitador.domain.applications import ApplicationStatus, Mode, Purpose
from facilitador.ui.rooms import furnish
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.applications.screen import ApplicationsScreen
from facilitador.ui.screens.participants.applications_part import ApplicationsPart
from facilitador.ui.self_answering.sitting import Sitting
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.window import Window
from facilitador.use_cases.participants import ChangeParticipant, ParticipantRecord
from tests.books import PASSPHRASE, TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text
from tests.ui.screens.applications.conftest import Asked, settle, wishes_of, words_of
from tests.ui.session_mode.screens_at_hand import ALONE, ScreensAtHand
from tests.use_cases.answering import ALARMING, CALM, REST, answered, started

Key = Qt.Key
Visit = Callable[..., Screen]


def page(visit: Visit, group: Asked) -> ApplicationsScreen:
    return cast(ApplicationsScreen, visit(ApplicationsScreen, group.group_id))


def stand_on(screen: ApplicationsScreen, group: Asked, man: int, instrument: str = REST) -> None:
    screen.missing.table.go_to((group.stints[man], instrument, Purpose.ENTRY))


@pytest.mark.directive("6.4.3")
def test_one_click_and_he_answers_alone_and_it_lies_in_the_file(
    visit: Visit, group: Asked, surroundings: Surroundings, window: Window, qtbot: QtBot
) -> None:
    screen = page(visit, group)
    assert len(screen.missing.table.shown) == 6  # the entry test, and what the service asks
    screen.missing.later.click()
    assert len(screen.missing.table.shown) == 9  # the exit, too
    screen.missing.later.click()
    screen.starter.displays = lambda window: ScreensAtHand(ALONE)
    stand_on(screen, group, 0)
    screen.missing.ways[Mode.SELF].click()
    qtbot.waitUntil(lambda: Sitting.of(window) is not None)
    sitting = screen.starter.sitting
    assert sitting is not None
    assert window.isHidden()
    for key in (*[Key.Key_Return] * 3, Key.Key_4, Key.Key_Return, Key.Key_1, Key.Key_Return, Key.Key_1):
        press(sitting.page, key)
    for _ in range(2):
        press(sitting.page, Key.Key_Return)
    qtbot.waitUntil(lambda: sitting.page.leaving is not None)
    assert sitting.page.leaving is not None
    with qtbot.waitSignal(sitting.ended):
        type_text(sitting.page.leaving.clave.edit, PASSPHRASE)
        press(sitting.page.leaving.clave.edit, Key.Key_Return)
    (line,) = group.lines()
    assert (line.mode, line.status, line.answered) == (Mode.SELF, ApplicationStatus.FINISHED, 3)
    qtbot.waitUntil(lambda: len(screen.missing.table.shown) == 5)
    assert [one.id for one in screen.done.table.shown] == [line.id]


def test_reading_aloud_leads_to_marking_and_one_begun_is_resumed(
    visit: Visit, group: Asked, surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen = page(visit, group)
    stand_on(screen, group, 1)
    click(screen.missing.ways[Mode.READ_ALOUD])
    qtbot.waitUntil(lambda: bool(wishes_of(screen)))
    (line,) = group.lines()
    assert wishes_of(screen) == [Destination("marking", line.id)]
    settle(surroundings, qtbot)
    stand_on(screen, group, 1)
    assert screen.missing.ways[Mode.SELF].isHidden()
    press(screen.missing.table, Key.Key_Return)
    assert wishes_of(screen)[1:] == [Destination("marking", line.id)]


def test_a_paper_without_a_code_is_asked_its_day(visit: Visit, group: Asked, qtbot: QtBot) -> None:
    screen = page(visit, group)
    stand_on(screen, group, 2)
    click(screen.missing.ways[Mode.PAPER])
    assert screen.panel.form is not None
    screen.panel.form.restore_draft({"applied_on": "2026-11-18"})
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: bool(wishes_of(screen)))
    (line,) = group.lines()
    assert (line.mode, f"{line.applied_on:%d/%m/%Y}") == (Mode.PAPER, "18/11/2026")
    assert screen.panel.isHidden()


def test_an_answer_that_cannot_wait_stands_first_and_without_a_name_above(visit: Visit, group: Asked) -> None:
    alarming = answered(group.book, group.men[0], ALARMING)
    answered(group.book, group.men[1], CALM)
    screen = page(visit, group)
    assert screen.critical.text == "1 cuestionario respondido pide atención hoy."
    assert screen.done.table.shown[0].id == alarming
    assert screen.critical.action is not None
    click(screen.critical.action)
    assert wishes_of(screen) == [Destination("application", alarming)]


def test_an_unknown_age_is_asked_about_and_then_it_starts(visit: Visit, group: Asked, qtbot: QtBot) -> None:
    man = group.book.ask(ParticipantRecord(participant_id=group.men[0])).result()
    answers = {name: answer for name, answer in man.answers.items() if name != "birth_date"}
    group.book.submit([ChangeParticipant(participant_id=man.id, answers=answers)]).result()
    screen = page(visit, group)
    stand_on(screen, group, 0, "prueba_de_entrada")
    click(screen.missing.ways[Mode.READ_ALOUD])
    qtbot.waitUntil(lambda: bool(screen.confirm_age.text))
    assert not group.lines()
    assert screen.confirm_age.action is not None
    click(screen.confirm_age.action)
    qtbot.waitUntil(lambda: bool(wishes_of(screen)))
    assert len(group.lines()) == 1


def test_something_outside_the_plan_is_asked_in_place_and_a_refusal_stays_there(
    visit: Visit, group: Asked, qtbot: QtBot
) -> None:
    started(group.book, group.men[0])
    screen = page(visit, group)
    click(screen.other)
    assert screen.panel.form is not None
    chosen = {"man": str(group.stints[0]), "instrument": REST, "purpose": "exit", "mode": "read_aloud"}
    screen.panel.form.restore_draft(chosen)
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: "quedó a medias" in screen.panel.message.text)
    screen.panel.form.restore_draft(chosen | {"man": str(group.stints[1])})
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: bool(wishes_of(screen)))
    assert {line.purpose for line in group.lines()} == {Purpose.ENTRY, Purpose.EXIT}


def test_sheets_are_asked_for_with_what_is_missing_proposed(visit: Visit, group: Asked) -> None:
    screen = page(visit, group)
    click(screen.sheets)
    click(screen.panel.verb)
    assert wishes_of(screen) == [Destination("print_test_blank", group.group_id, ("prueba_de_entrada", "entry"))]


def test_nobody_is_missing_and_nobody_answered(visit: Visit, group: Asked) -> None:
    screen = page(visit, group)
    assert "Todavía nadie del grupo ha respondido." in words_of(screen)
    assert_accessible(screen)
    assert "prueba" not in screen.title.lower()


def test_who_may_not_see_answers_has_no_way_to_them(staff_around: Surroundings) -> None:
    routes = furnish(staff_around).routes
    assert not {"applications", "application", "marking", "paper_entry", "instruments"} & set(routes)


def test_a_mans_record_leads_to_what_he_answered(
    group: Asked, surroundings: Surroundings, window: Window, qtbot: QtBot
) -> None:
    key = answered(group.book, group.men[0], CALM)
    part = ApplicationsPart(surroundings, group.men[0])
    window.show_page(part)
    show(window)
    settle(surroundings, qtbot)
    assert f"{TODAY:%d/%m/%Y}: terminada" in [one.text() for one in part.findChildren(QLabel)]
    wished: list[object] = []
    part.application_wanted.connect(wished.append)
    (button,) = part.findChildren(QPushButton)
    click(button)
    assert wished == [key]
