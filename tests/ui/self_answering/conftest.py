"""A man of a real book about to answer, in a window whose screen there is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from facilitador import reference
from facilitador.ui.self_answering.sitting import Sitting
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.window import Window
from facilitador.use_cases.application_records import ApplicationToAnswer
from facilitador.use_cases.open_book import OpenBook
from tests.ui.gestures import show
from tests.ui.real_books import book, environment, open_as, surroundings, template_books
from tests.ui.session_mode.screens_at_hand import ALONE, ScreensAtHand
from tests.use_cases.answering import load, started
from tests.use_cases.scenes import group_of

__all__ = ["book", "environment", "open_as", "surroundings", "template_books"]

Sit = Callable[..., Sitting]


@pytest.fixture
def application(book: OpenBook) -> UUID:
    """Three questions that a man begins to answer by himself."""
    _, (man,), _ = group_of(book, 1)
    load(book)
    return started(book, man)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window()
    made.show_page(QLabel("Quispe Mamani, José Luis"))
    show(made)
    yield made
    going_on = Sitting.of(made)
    if going_on is not None:
        going_on.end()
    shiboken6.delete(made)


@pytest.fixture
def sit(book: OpenBook, surroundings: Surroundings, window: Window, application: UUID) -> Sit:
    """He sits down: what he answered before is there."""

    def begin(*, asks_clave: bool = True, size: QSize | None = None) -> Sitting:
        sheet = book.ask(ApplicationToAnswer(application_id=application)).result()
        check = surroundings.check_clave if asks_clave else None
        displays = ScreensAtHand(ALONE, size=size)
        displays.setParent(window)
        made = Sitting(window, surroundings.session, sheet, reference.answering_text(), check, displays)
        made.begin()
        return made

    return begin
