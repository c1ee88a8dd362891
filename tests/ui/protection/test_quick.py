"""One key, one sentence, Enter: the matter stands in the file, whatever screen is in sight (5.3.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.protection import ProtectionLine, ProtectionOrigin
from facilitador.reference import answering_text
from facilitador.ui.dialogs import MessageDialog
from facilitador.ui.main_window import MainWindow
from facilitador.ui.navigation import Area
from facilitador.ui.protection import KEY
from facilitador.ui.protection.quick import QuickProtection
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.self_answering.answering_window import AnsweringWindow
from facilitador.ui.session_mode.projection import Projection
from facilitador.ui.settings import Settings
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.protection import ProtectionMatterDetails, ProtectionMatters
from facilitador.use_cases.requests import Query
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import press, show, type_text
from tests.ui.session_mode.screens_at_hand import ALONE, LAPTOP, MIRRORED, PROJECTOR, ScreensAtHand, slides
from tests.use_cases.logs import planned

InBook = Callable[[Query[Any]], Any]
SENTENCE = "Dijo que irá a buscarla esta noche; está armado."


def window(surroundings: Surroundings, qtbot: QtBot) -> MainWindow:
    """The open book with a page for every kind of destination that a matter may come from."""
    kinds = ("session", "participant", "protection_matter")
    made = MainWindow(
        surroundings.session,
        [Area("home", "Inicio", "home", lambda: Screen("Inicio"))],
        {kind: lambda key: Screen("Página") for kind in kinds},
        lambda typed, tell: None,
        surroundings.dialogs,
        Settings(),
    )
    qtbot.addWidget(made)
    made.resize(1200, 800)
    show(made)
    return made


@pytest.fixture
def main(surroundings: Surroundings, qtbot: QtBot) -> MainWindow:
    return window(surroundings, qtbot)


def by_key(main: QWidget) -> None:
    """The key where the keyboard is, as the system hands it to the window."""
    show(main)
    for _ in range(100):
        if QApplication.focusWindow() is main.windowHandle():
            break
        QApplication.processEvents()
    QTest.keyClick(main.windowHandle(), Qt.Key.Key_F8)


def matters(in_book: InBook) -> tuple[ProtectionLine, ...]:
    found: tuple[ProtectionLine, ...] = in_book(ProtectionMatters())
    return found


def typed(main: MainWindow, sentence: str) -> QuickProtection:
    quick = main.protection
    type_text(quick.sentence, sentence)
    return quick


@pytest.mark.directive("5.3")
def test_key_sentence_enter_and_it_stands_in_the_file(main: MainWindow, in_book: InBook, qtbot: QtBot) -> None:
    assert KEY == "F8"
    by_key(main)
    quick = typed(main, SENTENCE)
    assert quick.isVisible()
    assert_accessible(quick)

    press(quick.sentence, Qt.Key.Key_Return)

    qtbot.waitUntil(quick.steps_button.isVisible)
    (line,) = matters(in_book)
    assert line.origin is ProtectionOrigin.ANYWHERE
    assert in_book(ProtectionMatterDetails(matter_id=line.id)).text.sentence == SENTENCE
    press(quick.steps_button, Qt.Key.Key_Return)
    assert main.navigator.destination == Destination("protection_matter", line.id)
    assert not quick.isVisible()


def test_it_goes_on_where_one_was_and_asks_anew_the_next_time(main: MainWindow, qtbot: QtBot) -> None:
    by_key(main)
    quick = typed(main, SENTENCE)
    press(quick.sentence, Qt.Key.Key_Return)
    qtbot.waitUntil(quick.steps_button.isVisible)
    press(quick, Qt.Key.Key_Escape)

    assert not quick.isVisible()
    assert main.navigator.place == "home"
    by_key(main)
    assert quick.sentence.isVisible()
    assert quick.sentence.toPlainText() == ""


@pytest.mark.directive("5.3")
def test_a_question_that_blocks_everything_waits_for_it(main: MainWindow, in_book: InBook, qtbot: QtBot) -> None:
    below = MessageDialog(main, "¿Eliminar la sesión?", "", ("Eliminar",), danger=True)
    below.setWindowModality(Qt.WindowModality.ApplicationModal)
    qtbot.addWidget(below)
    show(below)
    by_key(below)

    quick = typed(main, SENTENCE)
    assert QApplication.activeModalWidget() is quick
    assert quick.windowHandle().transientParent() is below.windowHandle()
    press(quick.sentence, Qt.Key.Key_Return)
    qtbot.waitUntil(quick.steps_button.isVisible)
    quick.go_on_button.click()

    assert len(matters(in_book)) == 1
    assert below.isVisible()
    assert QApplication.activeModalWidget() is below


def test_it_is_never_asked_in_front_of_a_man_who_answers(main: MainWindow, qtbot: QtBot) -> None:
    window = AnsweringWindow(answering_text())
    qtbot.addWidget(window)
    show(window)
    by_key(window)
    assert not main.protection.isVisible()


@pytest.mark.parametrize(
    ("screens", "asked"), [((ALONE,), False), ((LAPTOP, MIRRORED), False), ((LAPTOP, PROJECTOR), True)]
)
def test_the_group_never_reads_along(main: MainWindow, qtbot: QtBot, screens: tuple[Any, ...], asked: bool) -> None:
    displays = ScreensAtHand(*screens)
    projection = Projection(main, slides(), displays)
    displays.setParent(projection)
    projection.begin()
    by_key(projection.projector)
    assert main.protection.isVisible() is asked
    main.protection.reject()
    projection.end()


def test_it_knows_the_session_or_the_man_it_comes_from(
    main: MainWindow, book: OpenBook, in_book: InBook, qtbot: QtBot
) -> None:
    group = planned(book, men=1, days=(0,))
    places = (("session", group.sessions[0]), ("participant", group.people[0]))
    for kind, key in places:
        main.navigator.go(Destination(kind, key))
        main.protect_button.click()
        quick = typed(main, f"Desde {kind}.")
        quick.save_button.click()
        qtbot.waitUntil(main.protection.steps_button.isVisible)
        quick.go_on_button.click()

    found = {line.origin: line for line in matters(in_book)}
    assert found[ProtectionOrigin.SESSION].origin_id == group.sessions[0]
    about_him = in_book(ProtectionMatterDetails(matter_id=found[ProtectionOrigin.ANYWHERE].id))
    assert about_him.text.participant_id == group.people[0]


def test_nothing_typed_is_told_in_place(main: MainWindow, in_book: InBook, qtbot: QtBot) -> None:
    by_key(main)
    quick = main.protection
    press(quick.sentence, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: bool(quick.message.text))
    assert quick.isVisible()
    assert matters(in_book) == ()


def test_esc_keeps_what_was_typed_for_the_next_time_and_out_of_the_book(
    main: MainWindow, surroundings: Surroundings, book: OpenBook, in_book: InBook
) -> None:
    by_key(main)
    quick = typed(main, SENTENCE)
    press(quick, Qt.Key.Key_Escape)
    by_key(main)
    assert quick.sentence.toPlainText() == SENTENCE
    press(quick, Qt.Key.Key_Escape)

    surroundings.session.locking.emit()

    assert matters(in_book) == ()


def test_locked_over_the_open_window_the_sentence_is_a_matter(
    main: MainWindow, surroundings: Surroundings, in_book: InBook
) -> None:
    by_key(main)
    typed(main, SENTENCE)
    main.protection.close()  # as locking does with whatever lies over the window

    surroundings.session.locking.emit()

    (line,) = matters(in_book)
    assert in_book(ProtectionMatterDetails(matter_id=line.id)).text.sentence == SENTENCE


def test_staff_is_told_whom_to_call_and_is_asked_for_nothing(staff_around: Surroundings, qtbot: QtBot) -> None:
    main = window(staff_around, qtbot)
    by_key(main)

    quick = main.protection
    assert quick.isVisible()
    qtbot.waitUntil(quick.close_button.hasFocus)
    assert not hasattr(quick, "sentence")
    quick.close_button.click()
    staff_around.session.locking.emit()  # nothing to keep
