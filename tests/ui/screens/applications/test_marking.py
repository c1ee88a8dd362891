"""Marking by figures: read aloud, from a sheet with its code, and twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitador.domain.applications import ApplicationRecord, ApplicationStatus, Mode, Purpose
from facilitador.domain.instruments import REFUSED
from facilitador.domain.sheet_codes import shown_code
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.applications.answer_pad import AnswerPad
from facilitador.ui.screens.applications.marking import MarkingScreen
from facilitador.ui.screens.applications.paper import PaperScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.application_records import ApplicationDetails, ApplicationToAnswer
from facilitador.use_cases.instrument_sheets import PrintSheets, Sheets
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press
from tests.ui.screens.applications.conftest import Asked, settle, wishes_of, words_of
from tests.use_cases.answering import REST, answered, paper, started

Key = Qt.Key
Visit = Callable[..., Screen]


def marking(visit: Visit, key: UUID) -> MarkingScreen:
    return cast(MarkingScreen, visit(MarkingScreen, key))


def pad_of(screen: MarkingScreen) -> AnswerPad:
    assert screen.pad is not None
    return screen.pad


def record(group: Asked, key: UUID) -> ApplicationRecord:
    return group.book.ask(ApplicationDetails(application_id=key), again=True).result()


def on_paper(group: Asked) -> UUID:
    return group.book.submit([paper(group.men[0], {}, second_entry=True)]).result().ids[0]


@pytest.mark.directive("6.4.5")
def test_reading_aloud_begins_with_what_stays_between_us_and_what_must_be_reported(
    visit: Visit, group: Asked, qtbot: QtBot
) -> None:
    key = started(group.book, group.men[0], mode=Mode.READ_ALOUD)
    screen = marking(visit, key)
    assert "la ley nos obliga a dar aviso" in words_of(screen)
    press(screen.begin_button, Key.Key_Return)
    pad = pad_of(screen)
    assert "1. Dormí lo suficiente." in words_of(screen)
    for pressed in (Key.Key_4, Key.Key_0, Key.Key_1):
        press(pad.table, pressed)
    with qtbot.waitSignal(screen.back_requested):
        press(screen.finish, Key.Key_Return)
    found = record(group, key)
    assert found.line.status is ApplicationStatus.FINISHED
    assert found.answers == {"d1": 4, "d2": REFUSED, "d3": 1}


def test_keys_go_back_leave_open_and_take_back(visit: Visit, group: Asked, qtbot: QtBot) -> None:
    key = on_paper(group)
    screen = marking(visit, key)
    pad = pad_of(screen)
    press(pad.table, Key.Key_3)
    press(pad.table, Key.Key_Return)
    press(pad.table, Key.Key_2)
    assert pad.answers == {"d1": 3, "d3": 2}
    for pressed in (Key.Key_Backspace, Key.Key_Backspace, Key.Key_Delete):
        press(pad.table, pressed)
    press(pad.table, Key.Key_9)  # no answer has that key
    assert pad.answers == {"d3": 2}
    qtbot.waitUntil(lambda: "Todo está guardado" in screen.progress.text())
    assert record(group, key).answers == {"d3": 2}
    assert record(group, key).current_item == "d1"


def test_what_was_begun_is_resumed_at_the_first_question_without_an_answer(
    visit: Visit, group: Asked, qtbot: QtBot
) -> None:
    key = on_paper(group)
    first = marking(visit, key)
    press(pad_of(first).table, Key.Key_3)
    asked = ApplicationToAnswer(application_id=key)
    qtbot.waitUntil(lambda: group.book.ask(asked).result().answers == {"d1": 3})
    again = marking(visit, key)
    qtbot.waitUntil(lambda: "2. Me desperté cansado." in words_of(again))
    assert pad_of(again).answers == {"d1": 3}


def test_a_sheet_is_found_by_its_code_and_the_next_one_is_asked_for(
    visit: Visit, group: Asked, surroundings: Surroundings, qtbot: QtBot
) -> None:
    key = group.group_id
    group.book.submit([PrintSheets(group_id=key, instrument_id=REST, purpose=Purpose.ENTRY)]).result()
    waiting = group.book.ask(Sheets(group_id=key, instrument_id=REST, purpose=Purpose.ENTRY)).result()
    sheet = waiting.sheets[0]
    screen = cast(PaperScreen, visit(PaperScreen, group.group_id))
    assert [one.full_name for one in screen.waiting.table.shown] == [one.full_name for one in waiting.sheets]
    assert screen.panel.form is not None
    screen.panel.form.restore_draft({"code": "K7M-4P", "applied_on": "2026-11-18"})
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: screen.panel.form is not None and screen.panel.form.rows["code"].has_problem)
    screen.panel.form.restore_draft({"code": shown_code(sheet.code).lower(), "applied_on": "2026-11-18"})
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: bool(wishes_of(screen)))
    (line,) = group.lines()
    assert wishes_of(screen) == [Destination("marking", line.id)]
    assert (line.participant_id, line.code, f"{line.applied_on:%d/%m}") == (sheet.participant_id, sheet.code, "18/11")
    screen.shown_again()
    assert screen.panel.form is not None
    assert screen.panel.form.values() == {"applied_on": "2026-11-18"}
    qtbot.waitUntil(lambda: len(screen.waiting.table.shown) == 2)


def test_typed_twice_shows_where_the_two_differ_and_the_paper_decides(
    visit: Visit, group: Asked, surroundings: Surroundings, qtbot: QtBot
) -> None:
    key = on_paper(group)
    screen = marking(visit, key)
    for pressed in (Key.Key_1, Key.Key_2, Key.Key_3):
        press(pad_of(screen).table, pressed)
    click(screen.twice)
    assert pad_of(screen).answers == {}
    for pressed in (Key.Key_1, Key.Key_3, Key.Key_0):
        press(pad_of(screen).table, pressed)
    click(screen.finish)
    qtbot.waitUntil(lambda: screen.differences is not None)
    differences = screen.differences
    assert differences is not None
    assert "Primera vez: 3  Bastante" in [one.text() for one in differences.groups["d3"].buttons()]
    assert_accessible(screen)
    differences.groups["d2"].button(1).click()
    assert not differences.settle.isEnabled()
    differences.groups["d3"].button(0).click()
    with qtbot.waitSignal(screen.back_requested):
        differences.settle.click()
    found = record(group, key)
    assert found.line.status is ApplicationStatus.FINISHED
    assert found.answers == found.second_answers == {"d1": 1, "d2": 3, "d3": 3}


def test_typed_twice_alike_is_finished_at_once(visit: Visit, group: Asked, qtbot: QtBot) -> None:
    screen = marking(visit, on_paper(group))
    for _ in range(2):
        for pressed in (Key.Key_1, Key.Key_2, Key.Key_3):
            press(pad_of(screen).table, pressed)
        if not screen.twice.isHidden():
            click(screen.twice)
    with qtbot.waitSignal(screen.back_requested):
        click(screen.finish)


def test_nothing_marked_is_refused_and_what_is_finished_is_not_marked(visit: Visit, group: Asked, qtbot: QtBot) -> None:
    screen = marking(visit, on_paper(group))
    click(screen.finish)
    qtbot.waitUntil(lambda: "No hay ninguna respuesta." in screen.message.text)
    done = answered(group.book, group.men[1], {"d1": 1})
    shut = marking(visit, done)
    assert "ya se terminaron de registrar" in shut.message.text
    assert shut.pad is None


def test_what_is_marked_while_the_book_locks_is_kept(
    visit: Visit, group: Asked, surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen = marking(visit, on_paper(group))
    settle(surroundings, qtbot)
    press(pad_of(screen).table, Key.Key_4)
    press(pad_of(screen).table, Key.Key_2)
    surroundings.session.lock()
    assert not screen._saver._waiting
