"""One key and a cause at the door, then at once who may be in danger: from the key to the file and back (6.7.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.doors import AtRisk, DoorCause, DoorRefusal
from facilitador.domain.protection import ProtectionOrigin
from facilitador.ui.screens.sessions.attendance import AttendancePage
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.attendance import SessionAttendance
from facilitador.use_cases.doors import DescribeDoorRefusal, DoorRefusals, RefuseAtDoor
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.protection import ProtectionMatterDetails, ProtectionMatters
from facilitador.use_cases.requests import Outcome, Query
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text
from tests.use_cases.logs import Planned, planned

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Three men, a session of today."""
    return planned(book, men=3, days=(0,))


@pytest.fixture
def opened(surroundings: Surroundings, group: Planned, qtbot: QtBot) -> Callable[[], AttendancePage]:
    """The attendance of today's session, in sight and read."""

    def open_one() -> AttendancePage:
        page = AttendancePage(surroundings, group.sessions[0])
        qtbot.addWidget(page)
        page.resize(1100, 900)
        show(page)
        qtbot.waitUntil(lambda: page._men is not None)
        page.table.setFocus()
        return page

    return open_one


def refusal(in_book: InBook, group: Planned) -> DoorRefusal:
    (one,) = in_book(DoorRefusals(session_id=group.sessions[0]))
    return one


def row_action(page: AttendancePage, text: str) -> QPushButton:
    """What can be done about the one who was not let in."""
    (found,) = [one for one in page.door.row_buttons if one.text() == text]
    return found


def ask_and_answer(page: AttendancePage, qtbot: QtBot) -> None:
    """F9 and 1: he smells of alcohol; the questions are in sight."""
    press(page.table, Qt.Key.Key_F9)
    press(page.door.causes.causes[DoorCause.WEAPON], Qt.Key.Key_1)
    qtbot.waitUntil(lambda: page.door.editor is not None and page.door.editor.keeper.is_settled)


@pytest.mark.directive("6.7.2")
def test_two_keys_save_the_refusal_with_its_mark(
    opened: Callable[[], AttendancePage], group: Planned, in_book: InBook, qtbot: QtBot
) -> None:
    page = opened()
    press(page.table, Qt.Key.Key_Down)

    ask_and_answer(page, qtbot)

    assert refusal(in_book, group).enrolment_id == group.by_name[1]
    assert refusal(in_book, group).cause is DoorCause.ALCOHOL
    qtbot.waitUntil(lambda: page.model.rows[1].mark is AttendanceMark.NOT_ADMITTED)
    assert page.door_banner.text
    assert_accessible(page)


@pytest.mark.directive("6.7")
def test_the_three_questions_come_at_once_and_are_kept(
    opened: Callable[[], AttendancePage], group: Planned, in_book: InBook, qtbot: QtBot
) -> None:
    page = opened()
    ask_and_answer(page, qtbot)
    assert page.door.editor is not None
    rows = page.door.editor.form.rows
    qtbot.waitUntil(rows["goes_where"].control.focusable()[0].hasFocus)

    type_text(rows["goes_where"].control.focusable()[0], "Donde su hermano")
    type_text(rows["goes_with"].control.focusable()[0], "Solo")
    rows["at_risk"].control.radios["yes"].click()  # type: ignore[attr-defined]
    type_text(rows["protection_note"].control.focusable()[0], "Su conviviente está en casa.")
    click(page.door.editor.save_button)

    qtbot.waitUntil(lambda: page.door.editor is None)
    kept = refusal(in_book, group)
    assert (kept.goes_where, kept.goes_with, kept.at_risk) == ("Donde su hermano", "Solo", AtRisk.YES)
    assert kept.protection_note == "Su conviviente está en casa."
    qtbot.waitUntil(lambda: "Avise ahora" in page.door.act_now.text)


@pytest.mark.directive("6.7")
def test_saying_what_was_done_settles_it(
    opened: Callable[[], AttendancePage], group: Planned, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    key = run(RefuseAtDoor(session_id=group.sessions[0], enrolment_id=group.stints[0], cause=DoorCause.DRUG)).ids[0]
    run(DescribeDoorRefusal(refusal_id=key, cause=DoorCause.DRUG, at_risk=AtRisk.YES))
    page = opened()
    qtbot.waitUntil(lambda: bool(page.door_banner.text))

    page.show_door()
    qtbot.waitUntil(lambda: bool(page.door.row_buttons))
    row_action(page, "Anotar qué se hizo").click()
    form = page.door.settle.form
    assert form is not None
    type_text(form.rows["done"].control.focusable()[0], "Vino el serenazgo.")
    click(page.door.settle.verb)

    qtbot.waitUntil(lambda: not refusal(in_book, group).pending)
    qtbot.waitUntil(lambda: not page.door_banner.text)
    assert refusal(in_book, group).attended_note == "Vino el serenazgo."


@pytest.mark.directive("5.3", "6.7.2")
def test_one_sentence_at_the_door_opens_a_protection_matter_and_settles_the_refusal(
    opened: Callable[[], AttendancePage], group: Planned, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    run(RefuseAtDoor(session_id=group.sessions[0], enrolment_id=group.stints[0], cause=DoorCause.ALCOHOL))
    page = opened()
    page.show_door()
    qtbot.waitUntil(lambda: bool(page.door.row_buttons))
    row_action(page, "Abrir un asunto de protección").click()
    form = page.door.settle.form
    assert form is not None
    type_text(form.rows["sentence"].control.focusable()[0], "Su conviviente está sola con él.")
    click(page.door.settle.verb)

    qtbot.waitUntil(lambda: not refusal(in_book, group).pending)
    (line,) = in_book(ProtectionMatters())
    matter = in_book(ProtectionMatterDetails(matter_id=line.id))
    assert (line.origin, line.origin_id) == (ProtectionOrigin.DOOR, refusal(in_book, group).id)
    assert (matter.text.sentence, matter.text.participant_id) == ("Su conviviente está sola con él.", group.people[0])


def test_it_was_a_mistake(
    opened: Callable[[], AttendancePage], group: Planned, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    run(RefuseAtDoor(session_id=group.sessions[0], enrolment_id=group.stints[0], cause=DoorCause.WEAPON))
    page = opened()
    page.show_door()
    qtbot.waitUntil(lambda: bool(page.door.row_buttons))

    row_action(page, "Retirar: fue una equivocación").click()

    qtbot.waitUntil(lambda: "Se retiró" in page.door.message.text)
    lines = in_book(SessionAttendance(session_id=group.sessions[0])).lines
    assert {line.mark for line in lines} == {None}


def test_without_a_man_no_cause_is_taken(opened: Callable[[], AttendancePage], in_book: InBook, group: Planned) -> None:
    page = opened()
    press(page.table, Qt.Key.Key_F9)
    causes = page.door.causes
    assert causes.man is not None
    causes.man.set_value(None)

    causes.causes[DoorCause.DRUG].click()

    assert causes._row is not None
    assert causes._row.has_problem
    assert in_book(DoorRefusals(session_id=group.sessions[0])) == ()


def test_what_is_typed_is_kept_when_one_goes_back_and_offered_again(
    opened: Callable[[], AttendancePage], qtbot: QtBot
) -> None:
    page = opened()
    ask_and_answer(page, qtbot)
    assert page.door.editor is not None
    type_text(page.door.editor.form.rows["goes_where"].control.focusable()[0], "A la plaza")

    press(page.door, Qt.Key.Key_Escape)
    assert page.currentWidget() is page.list_page
    page.show_door()
    qtbot.waitUntil(lambda: bool(page.door.row_buttons))
    row_action(page, "Completar lo que se sabe").click()

    qtbot.waitUntil(lambda: page.door.editor is not None and page.door.editor.keeper.offer.isVisible())
    click(page.door.editor.keeper.offer.resume)
    assert page.door.editor.form.values()["goes_where"] == "A la plaza"


def test_a_refusal_that_moved_on_shows_what_stands_there_now(
    opened: Callable[[], AttendancePage], group: Planned, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    page = opened()
    ask_and_answer(page, qtbot)
    assert page.door.editor is not None
    type_text(page.door.editor.form.rows["goes_where"].control.focusable()[0], "A la plaza")
    key = refusal(in_book, group).id
    run(DescribeDoorRefusal(refusal_id=key, cause=DoorCause.ALCOHOL, goes_where="A su casa"))

    click(page.door.editor.save_button)

    qtbot.waitUntil(lambda: "A su casa" in page.door.editor.form.rows["goes_where"].message)  # type: ignore[union-attr]
    assert refusal(in_book, group).goes_where == "A su casa"
    assert page.door.editor.form.values()["goes_where"] == "A la plaza"
