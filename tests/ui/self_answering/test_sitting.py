"""From the first page to the file and back to the book, with keys and clave, on a real book."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from facilitador.domain.applications import ApplicationStatus
from facilitador.domain.instruments import REFUSED
from facilitador.ui.self_answering.sitting import Sitting
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.window import Window
from facilitador.use_cases.application_records import ApplicationDetails
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from tests.books import PASSPHRASE
from tests.screens import inspection
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, type_text
from tests.ui.self_answering.conftest import Sit

Key = Qt.Key


def to_questions(sitting: Sitting, pages: int = 3) -> None:
    for _ in range(pages):
        press(sitting.page, Key.Key_Return)


def words_of(sitting: Sitting) -> str:
    return "\n".join(one.text() for one in written(sitting) if one.text())


def written(sitting: Sitting) -> list[QLabel | QPushButton]:
    page = sitting.page
    texts: list[QLabel | QPushButton] = [*page.findChildren(QLabel), *page.findChildren(QPushButton)]
    return [one for one in texts if one.isVisibleTo(page)]


def settled(sitting: Sitting, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: sitting._saver.is_settled)


def leave(sitting: Sitting, clave: str) -> None:
    assert sitting.page.leaving is not None
    type_text(sitting.page.leaving.clave.edit, clave)
    press(sitting.page.leaving.clave.edit, Key.Key_Return)


@pytest.mark.directive("6.4.3")
def test_a_man_answers_with_the_number_keys_and_it_lies_in_the_file(
    sit: Sit, book: OpenBook, application: UUID, window: Window, qtbot: QtBot
) -> None:
    sitting = sit()
    assert window.isHidden()
    assert "la ley nos obliga a dar aviso" in words_of(sitting)
    to_questions(sitting)
    assert "Pregunta 1 de 3" in words_of(sitting)
    press(sitting.page, Key.Key_4)
    press(sitting.page, Key.Key_Return)
    press(sitting.page, Key.Key_0)
    press(sitting.page, Key.Key_Return)
    assert sitting.page.question is not None
    click(sitting.page.question.buttons["1"])
    press(sitting.page, Key.Key_Return)
    assert "Respondió 3 de 3 preguntas." in words_of(sitting)
    press(sitting.page, Key.Key_Return)
    qtbot.waitUntil(lambda: "Ya terminó. Avise a quien facilita." in words_of(sitting))
    found = book.ask(ApplicationDetails(application_id=application)).result()
    assert found.line.status is ApplicationStatus.FINISHED
    assert found.answers == {"d1": 4, "d2": REFUSED, "d3": 1}
    assert window.isHidden()
    with qtbot.waitSignal(sitting.ended):
        leave(sitting, PASSPHRASE)
    assert window.isVisible()


@pytest.mark.directive("6.4.5")
def test_only_the_clave_leads_out_whatever_he_presses(sit: Sit, window: Window, qtbot: QtBot) -> None:
    sitting = sit()
    to_questions(sitting)
    sitting.page.close()
    assert sitting.page.isVisible()
    assert window.isHidden()
    assert "Pausa" in words_of(sitting)
    assert "Dormí lo suficiente." not in words_of(sitting)
    leave(sitting, "no-es-esta-clave-8")
    assert sitting.page.leaving is not None
    qtbot.waitUntil(lambda: sitting.page.leaving is not None and bool(sitting.page.leaving.message.text))
    assert window.isHidden()
    assert sitting.page.leaving.clave.edit.text() == ""
    press(sitting.page, Key.Key_Escape)
    assert "Dormí lo suficiente." in words_of(sitting)
    for key in (Key.Key_F1, Key.Key_F12, Key.Key_F11, Key.Key_Tab):
        press(sitting.page, key)
    press(sitting.page, Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.isHidden()


def test_back_shows_what_he_chose_and_a_change_takes_its_place(
    sit: Sit, book: OpenBook, application: UUID, qtbot: QtBot
) -> None:
    sitting = sit()
    to_questions(sitting)
    press(sitting.page, Key.Key_2)
    press(sitting.page, Key.Key_Return)
    press(sitting.page, Key.Key_Backspace)
    assert sitting.page.question is not None
    assert sitting.page.question.buttons["2"].isChecked()
    press(sitting.page, Key.Key_3)
    settled(sitting, qtbot)
    assert book.ask(ApplicationDetails(application_id=application)).result().answers == {"d1": 3}


def test_he_pauses_and_another_day_goes_on_where_he_was(sit: Sit, qtbot: QtBot, window: Window) -> None:
    first = sit()
    to_questions(first)
    press(first.page, Key.Key_2)
    press(first.page, Key.Key_Return)
    press(first.page, Key.Key_Escape)
    with qtbot.waitSignal(first.ended):
        leave(first, PASSPHRASE)
    second = sit()
    assert "Antes de responder" in words_of(second)
    to_questions(second, 2)
    assert "Pregunta 2 de 3" in words_of(second)


def test_what_he_left_for_later_is_offered_at_the_end(sit: Sit, qtbot: QtBot) -> None:
    sitting = sit()
    to_questions(sitting)
    assert sitting.page.forward.text() == "Dejar para después"
    press(sitting.page, Key.Key_Return)
    press(sitting.page, Key.Key_1)
    assert sitting.page.forward.text() == "Siguiente"
    press(sitting.page, Key.Key_Return)
    press(sitting.page, Key.Key_Return)
    assert sitting.page.end_page is not None
    click(sitting.page.end_page.to_open)
    assert "Pregunta 1 de 3" in words_of(sitting)


def test_nothing_answered_cannot_be_finished(sit: Sit, qtbot: QtBot) -> None:
    sitting = sit()
    to_questions(sitting, 6)
    press(sitting.page, Key.Key_Return)
    qtbot.waitUntil(lambda: "No hay ninguna respuesta." in words_of(sitting))
    press(sitting.page, Key.Key_Backspace)
    assert "Pregunta 3 de 3" in words_of(sitting)


def test_a_critical_answer_shows_to_the_team_alone(sit: Sit, book: OpenBook, qtbot: QtBot) -> None:
    def said_after(key: Key) -> str:
        press(sitting.page, key)
        settled(sitting, qtbot)
        return words_of(sitting)

    sitting = sit()
    to_questions(sitting, 5)
    assert "Pensé que ya no podía más." in words_of(sitting)
    assert said_after(Key.Key_1) == said_after(Key.Key_4)
    assert "due_critical_answer" in [item.code for item in book.ask(Home()).result()]


@pytest.mark.directive("6.4.5")
def test_a_book_that_locks_itself_keeps_the_page_and_shows_nothing_of_the_book(
    sit: Sit, surroundings: Surroundings, window: Window, qtbot: QtBot
) -> None:
    sitting = sit()
    to_questions(sitting)
    press(sitting.page, Key.Key_3)
    surroundings.session.lock()
    assert sitting.page.isVisible()
    assert window.isHidden()
    assert "podrá seguir otro momento" in words_of(sitting)
    assert sitting.page.leaving is not None
    click(sitting.page.leaving.leave)  # behind it is the page that asks for the clave
    assert window.isVisible()
    assert sitting.is_over


def test_example_data_asks_for_no_clave(sit: Sit, window: Window) -> None:
    sitting = sit(asks_clave=False)
    press(sitting.page, Key.Key_Escape)
    assert sitting.page.leaving is not None
    click(sitting.page.leaving.leave)
    assert window.isVisible()


@pytest.mark.parametrize("size", [QSize(1024, 768), QSize(1366, 768), QSize(1920, 1080)])
def test_every_page_is_large_heard_and_gone_through_by_keyboard(sit: Sit, size: QSize, qtbot: QtBot) -> None:
    sitting = sit(size=size)
    page = sitting.page
    for _ in range(8):
        for _ in range(9):
            QApplication.processEvents()
        assert not [one.text() for one in written(sitting) if one.text() and one.font().pointSizeF() < 24]
        assert_accessible(page)
        assert inspection.read(page) == []
        press(page, Key.Key_Return)
