"""What may take long says how far it is, can be broken off, and leaves on the page what was there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from facilitador.errors import UserFacingError
from facilitador.ui import reading_line
from facilitador.ui.book_session import BookSession
from facilitador.ui.change_bus import ChangeBus
from facilitador.ui.reading_line import COUNTING, OLDER, OLDER_STAYS, ReadingLine
from facilitador.use_cases.pieces import Step
from tests.ui.accessibility import assert_accessible
from tests.ui.fake_book import FakeBook, Names


class HeldBook(FakeBook):
    """Answers when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Future[Any], Callable[[Any], object]]] = []

    def ask(self, query: Any, *, again: bool = False, told: Callable[[Any], object] = lambda step: None) -> Future[Any]:
        self.asked.append((Future(), told))
        return self.asked[-1][0]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> HeldBook:
    monkeypatch.setattr(reading_line, "SHOWN_AFTER_MS", 1)
    return HeldBook()


@pytest.fixture
def line(held: HeldBook, qtbot: QtBot) -> Iterator[ReadingLine]:
    session = BookSession(held, ChangeBus())
    page = QWidget()
    qtbot.addWidget(page)
    made = ReadingLine(session, COUNTING)
    QVBoxLayout(page).addWidget(made)
    page.show()
    yield made
    session.lock()


class Page:
    """What a page does with answers."""

    def __init__(self, line: ReadingLine) -> None:
        self.line = line
        self.shown: list[Any] = []
        self.refused: list[UserFacingError] = []

    def ask(self, done: Callable[[Any], None] | None = None) -> None:
        self.line.ask(Names(), done=done or self.shown.append, failed=self.refused.append)  # type: ignore[arg-type]


def test_what_comes_at_once_is_shown_without_a_word(line: ReadingLine, held: HeldBook, qtbot: QtBot) -> None:
    line._late.setInterval(60_000)
    page = Page(line)
    page.ask()
    held.asked[0][0].set_result("answer")
    qtbot.waitUntil(lambda: page.shown == ["answer"])
    assert line.isHidden()
    assert not line._late.isActive()


def test_what_takes_long_says_how_far_it_is(line: ReadingLine, held: HeldBook, qtbot: QtBot) -> None:
    page = Page(line)
    with qtbot.waitSignal(line.appeared):
        page.ask()
    assert line.words.text() == "Contando…"
    assert line.bar.maximum() == 0
    held.asked[0][1](Step(12, 23))
    qtbot.waitUntil(lambda: line.words.text() == "Contando… 12 de 23")
    assert (line.bar.value(), line.bar.maximum()) == (12, 23)
    assert_accessible(line)
    held.asked[0][0].set_result("answer")
    qtbot.waitUntil(line.isHidden)
    assert page.shown == ["answer"]


def test_what_is_broken_off_says_so_and_begins_again_when_asked(
    line: ReadingLine, held: HeldBook, qtbot: QtBot
) -> None:
    page = Page(line)
    line.again_requested.connect(page.ask)
    page.ask()
    qtbot.waitUntil(line.cancel_button.isVisible)
    line.cancel_button.setFocus()
    line.cancel_button.click()
    assert held.asked[0][0].cancelled()
    assert line.words.text() == "No se terminó de contar."
    assert not line.bar.isVisible()
    assert line.again_button.hasFocus()
    assert_accessible(line)
    line.again_button.click()
    assert line.words.text() == "Contando…"
    held.asked[1][0].set_result("answer")
    qtbot.waitUntil(line.isHidden)
    assert page.shown == ["answer"]


def test_what_was_shown_stays_and_is_called_older(line: ReadingLine, held: HeldBook, qtbot: QtBot) -> None:
    page = Page(line)
    page.ask()
    held.asked[0][0].set_result("older")
    qtbot.waitUntil(lambda: page.shown == ["older"])
    page.ask()
    qtbot.waitUntil(line.isVisible)
    held.asked[1][1](Step(1, 2))
    qtbot.waitUntil(lambda: line.words.text() == f"Contando… 1 de 2. {OLDER_STAYS}")
    line.cancel_button.click()
    assert line.words.text() == f"No se terminó de contar. {OLDER}"
    assert page.shown == ["older"]


def test_an_answer_that_was_on_its_way_when_it_was_broken_off_is_not_shown(
    line: ReadingLine, held: HeldBook, qtbot: QtBot
) -> None:
    page = Page(line)
    page.ask()
    qtbot.waitUntil(line.isVisible)
    held.asked[0][1](Step(1, 2))
    held.asked[0][0].set_result("late")
    line.cancel_button.click()
    page.ask()
    held.asked[1][0].set_result("newer")
    qtbot.waitUntil(lambda: bool(page.shown))
    assert page.shown == ["newer"]


def test_who_asks_anew_gets_only_the_newer_answer(line: ReadingLine, held: HeldBook, qtbot: QtBot) -> None:
    page = Page(line)
    page.ask()
    page.ask()
    assert held.asked[0][0].cancelled()
    held.asked[1][0].set_result("newer")
    qtbot.waitUntil(lambda: page.shown == ["newer"])


def test_what_is_asked_one_after_the_other_is_one_reading(line: ReadingLine, held: HeldBook, qtbot: QtBot) -> None:
    page = Page(line)
    page.ask(lambda answer: page.ask())
    qtbot.waitUntil(line.isVisible)
    held.asked[0][0].set_result("first")
    qtbot.waitUntil(lambda: len(held.asked) == 2)
    assert line.isVisible()
    line.cancel_button.click()
    assert held.asked[1][0].cancelled()


def test_a_refusal_ends_it(line: ReadingLine, held: HeldBook, qtbot: QtBot) -> None:
    page = Page(line)
    page.ask()
    qtbot.waitUntil(line.isVisible)
    held.asked[0][0].set_exception(UserFacingError("not_found"))
    qtbot.waitUntil(lambda: bool(page.refused))
    assert line.isHidden()


def test_what_nobody_waits_for_any_more_is_broken_off(line: ReadingLine, held: HeldBook, qtbot: QtBot) -> None:
    Page(line).ask()
    shiboken6.delete(line)
    held.asked[0][1](Step(1, 2))
    qtbot.waitUntil(held.asked[0][0].cancelled)
