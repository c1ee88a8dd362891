"""A real book with three men about to answer, and their questions in the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.applications import ApplicationLine, Purpose
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.self_answering.sitting import Sitting
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.window import Window
from facilitador.use_cases.application_records import Applications
from facilitador.use_cases.instruments import PlanApplications
from facilitador.use_cases.open_book import OpenBook
from tests.ui.gestures import show
from tests.ui.real_books import book, environment, open_as, staff_around, surroundings, template_books
from tests.use_cases.answering import ENTRY_TEST, REST, load
from tests.use_cases.scenes import group_of

__all__ = ["book", "environment", "open_as", "staff_around", "surroundings", "template_books"]


@dataclass(frozen=True)
class Asked:
    """A group of three, who are asked three questions at entry beside the entry test."""

    book: OpenBook
    group_id: UUID
    men: tuple[UUID, ...]
    stints: tuple[UUID, ...]

    def lines(self) -> tuple[ApplicationLine, ...]:
        """What lies in the file."""
        return self.book.ask(Applications(group_id=self.group_id), again=True).result()


@pytest.fixture
def group(book: OpenBook) -> Asked:
    group_id, men, stints = group_of(book, 3)
    load(book)
    book.submit([PlanApplications(instrument_id=REST, purposes=(Purpose.ENTRY,))]).result()
    return Asked(book, group_id, men, stints)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window()
    made.resize(1100, 760)
    yield made
    going_on = Sitting.of(made)
    if going_on is not None:
        going_on.end()
    shiboken6.delete(made)


@pytest.fixture
def visit(window: Window, surroundings: Surroundings, qtbot: QtBot) -> Callable[..., Screen]:
    """A screen in the window of the program, once it has read."""

    def go(kind: type[Screen], key: UUID | None = None, **given: object) -> Screen:
        screen = kind(surroundings, key, **given)  # type: ignore[arg-type]
        screen.wishes = []  # type: ignore[attr-defined]
        screen.destination_requested.connect(screen.wishes.append)  # type: ignore[attr-defined]
        window.show_page(screen)
        show(window)
        screen.shown_again()
        settle(surroundings, qtbot)
        return screen

    return go


def settle(surroundings: Surroundings, qtbot: QtBot) -> None:
    """Every answer has come."""
    qtbot.waitUntil(lambda: not surroundings.session._undelivered)


def words_of(screen: QWidget) -> str:
    """What is read on it."""
    shown = [*screen.findChildren(QLabel), *screen.findChildren(QPushButton)]
    return "\n".join(one.text() for one in shown if one.isVisibleTo(screen) and one.text())  # type: ignore[attr-defined]


def wishes_of(screen: Screen) -> list[Destination]:
    """Where it wished to go."""
    found: list[Destination] = screen.wishes  # type: ignore[attr-defined]
    return found


ENTRY = ENTRY_TEST
