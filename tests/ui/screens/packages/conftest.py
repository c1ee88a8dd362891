"""Two real books, each in a window of its own: the facilitator's, and that of who supervises her."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.roles import Role
from facilitador.ui.panel import Panel
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.packages.prepare import PrepareScreen
from facilitador.ui.screens.packages.receive import TAKEN, ReceiveScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.books import Environment
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Command, Outcome, Query
from facilitador.use_cases.services import DescribeService, ServiceDetails
from facilitador.use_cases.trusted_keys import OwnKey, TrustKey
from tests.ui.gestures import show
from tests.ui.real_books import *  # noqa: F403
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs

Shown = TypeVar("Shown", bound=Screen)
LATER = 10_000


@dataclass
class Desk:
    """One book in its window, its dialogs, and a folder for the files that go to and fro."""

    book: OpenBook
    surroundings: Surroundings
    dialogs: ScriptedDialogs
    folder: Path
    qtbot: QtBot
    wished: list[Destination] = field(default_factory=list)
    opened: list[Screen] = field(default_factory=list)  # a page lives on as in the window, also once a test forgot it

    def run(self, *commands: Command) -> Outcome:
        return self.book.submit(commands).result()

    def ask(self, query: Query[Any]) -> Any:
        return self.book.ask(query, again=True).result()

    def open(self, screen: Callable[..., Shown], *args: Any, **more: Any) -> Shown:
        made = screen(self.surroundings, *args, **more)
        self.qtbot.addWidget(made)
        self.opened.append(made)
        made.destination_requested.connect(self.wished.append)
        made.resize(1100, 1400)
        show(made)
        return made

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true, timeout=LATER)

    def trust(self, other: Desk) -> None:
        """Confirm the key of who works at the other desk."""
        card = other.ask(OwnKey())
        self.run(TrustKey(key=card.text, fingerprint=card.identity.fingerprint))


@pytest.fixture
def facilitator(
    open_as: Callable[[Role], OpenBook], environment: Environment, tmp_path: Path, qtbot: QtBot
) -> Iterator[Desk]:
    """Rosa's own book."""
    yield from _desk(open_as(Role.FACILITATOR), environment, tmp_path, qtbot, "Centro de salud Los Molles")


@pytest.fixture
def supervisor(
    open_as: Callable[[Role], OpenBook], environment: Environment, tmp_path: Path, qtbot: QtBot
) -> Iterator[Desk]:
    """Another book, of another service, of who supervises."""
    yield from _desk(open_as(Role.SUPERVISOR), environment, tmp_path, qtbot, "Red de salud Retama")


@pytest.fixture
def stranger(
    open_as: Callable[[Role], OpenBook], environment: Environment, tmp_path: Path, qtbot: QtBot
) -> Iterator[Desk]:
    """A third book, whose facilitator has the same name as the first's."""
    yield from _desk(open_as(Role.STAFF), environment, tmp_path, qtbot, "Centro de salud Los Molles")


def _desk(book: OpenBook, environment: Environment, folder: Path, qtbot: QtBot, service: str) -> Iterator[Desk]:
    dialogs = ScriptedDialogs()
    made = Desk(book, around(book, dialogs, environment), dialogs, folder, qtbot)
    known = made.ask(ServiceDetails())
    made.run(DescribeService(name=service, binding=known.binding, ubigeo=known.ubigeo, revision=known.revision))
    yield made
    made.surroundings.session.lock()


def words(widget: QWidget) -> str:
    """Everything that can be read."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def answer(panel: Panel, **answers: str) -> None:
    """Answer the questions of a panel as if by hand."""
    assert panel.form is not None
    for name, given in answers.items():
        row = panel.form.rows[name]
        row.control.set_value(given)
        row.control.changed.emit()


def prepared(desk: Desk, **answers: object) -> PrepareScreen:
    """The page that prepares, answered, once what would go was asked for."""
    screen = desk.open(PrepareScreen, folder=lambda: desk.folder)
    desk.until(lambda: screen.form is not None)
    assert screen.form is not None
    for name, given in {"purpose": "Cambio de equipo", **answers}.items():
        screen.form.rows[name].control.set_value(given)  # type: ignore[arg-type]
        screen.form.rows[name].control.changed.emit()
    screen.look_button.click()
    return screen


def saved(desk: Desk, screen: PrepareScreen) -> Path:
    """The file of what was prepared."""
    desk.until(screen.save_button.isVisible)
    path = desk.folder / "entrega.paquete"
    desk.dialogs.answers = [path]
    screen.save_button.click()
    desk.until(lambda: "Se guardó" in screen.message.text)
    return path


def take(desk: Desk, path: Path) -> str:
    """The file is taken in; what the page says then."""
    screen = desk.open(ReceiveScreen, folder=lambda: desk.folder)
    desk.dialogs.answers = [path]
    screen.choose_button.click()
    desk.until(screen.take_button.isVisible)
    screen.take_button.click()
    desk.until(lambda: TAKEN in screen.message.text)
    return screen.message.text
