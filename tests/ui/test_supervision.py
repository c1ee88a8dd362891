"""A supervisor's round through the whole window: who falls behind, a log returned, completed, in order, a cycle closed.

Two people, one book: each opens it with her own clave and presses the words that she reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot
from uuid_utils.compat import uuid7

from facilitador.domain.groups import GroupStatus
from facilitador.domain.reviews import ReviewState, ReviewStep
from facilitador.domain.roles import Role
from facilitador.ui.main_window import MainWindow
from facilitador.ui.rooms import furnish
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.closures.screen import ClosureScreen
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.reviews.review import ReviewScreen
from facilitador.ui.screens.reviews.screen import ReviewsScreen
from facilitador.ui.settings import Settings
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from facilitador.use_cases.closures import ClosureOf
from facilitador.use_cases.groups import StartGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.requests import Query
from facilitador.use_cases.reviews import ReviewOf
from facilitador.use_cases.session_logs import CloseShort
from tests.books import PASSPHRASE, TODAY
from tests.ui.gestures import press, show, type_text
from tests.ui.real_books import *  # noqa: F403
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.logs import planned
from tests.use_cases.reviewing import closing

S = TypeVar("S", bound=Screen)
T = TypeVar("T")
W = TypeVar("W", bound=QWidget)
SUPERVISOR_PASSPHRASE = "molle-viento-9-jora"
GROUP = "Grupo Sauce"


@dataclass(frozen=True)
class Found:
    """The file, who may open it and how, and what is in it."""

    path: Path
    claves: dict[Role, tuple[UUID, str]]
    group_id: UUID
    session_id: UUID
    man_id: UUID


@pytest.fixture
def found(book: OpenBook, environment: Environment) -> Found:
    """A running group of one man: one log closed, one late; somebody who supervises."""
    group = planned(book, men=1, days=(-20, -10), name=GROUP)
    start = StartGroup(group_id=group.group_id, on=TODAY.replace(day=1, month=10), reason="Urge empezar.")
    late = CloseShort(session_id=group.sessions[1], summary="Breve.", alert=False)
    book.submit([start, *closing(group.sessions[0]), late]).result()
    person = AddPersonWithAccess(
        id=uuid7(), given_names="Nélida", surnames="Huamán", profession="psychology", role=Role.SUPERVISOR
    )
    books.add_person(book, person, SUPERVISOR_PASSPHRASE, environment).result()
    assert person.id is not None
    claves = {Role.FACILITATOR: (book.person.id, PASSPHRASE), Role.SUPERVISOR: (person.id, SUPERVISOR_PASSPHRASE)}
    path = book.opened.path
    book.close()
    return Found(path, claves, group.group_id, group.sessions[0], group.people[0])


class Someone:
    """Who opened the book and sits before the window."""

    def __init__(self, page: MainWindow, qtbot: QtBot) -> None:
        self.page, self._qtbot = page, qtbot

    def presses(self, words: str, about: str = "") -> None:
        """Press the button in sight that says so, once there is one; `about`: what it is described with."""
        self._qtbot.waitUntil(lambda: self._button(words, about) is not None)
        self._qtbot.wait(1)  # what has just come is laid out
        found: list[QAbstractButton] = []

        def is_there() -> bool:  # it may have been read again meanwhile
            button = self._button(words, about)
            found[:] = [] if button is None else [button]
            return bool(found)

        self._qtbot.waitUntil(is_there)
        found[0].click()

    def reads(self, words: str) -> None:
        """Wait until this stands on the page."""
        self._qtbot.waitUntil(lambda: any(words in one.text() for one in self._shown(QLabel)))

    def types(self, words: str) -> None:
        """Type where the keyboard is."""
        focused = self.page.focusWidget()
        assert focused is not None
        type_text(focused, words)

    def is_at(self, kind: type[S]) -> S:
        """The screen in sight, once it is of that kind."""
        self._qtbot.waitUntil(lambda: isinstance(self.page.navigator.screen, kind))
        screen = self.page.navigator.screen
        assert isinstance(screen, kind)
        return screen

    def prints(self) -> None:
        """Wait for the paper, and leave it."""
        screen = self.is_at(PrintScreen)
        self._qtbot.waitUntil(screen.print_button.isEnabled, timeout=20_000)
        assert self.page.navigator.back()

    def in_book(self, query: Query[T]) -> T:
        """What stands in the file."""
        return self.page._session._book.ask(query, again=True).result()  # type: ignore[union-attr,no-any-return]

    def _button(self, words: str, about: str) -> QAbstractButton | None:
        for one in self._shown(QAbstractButton):
            if one.text() == words and one.isEnabled() and about in ("", one.accessibleDescription()):
                return one
        return None

    def _shown(self, kind: type[W]) -> Iterator[W]:
        return (one for one in self.page.findChildren(kind) if one.isVisible())


@pytest.fixture
def opened_by(
    found: Found, environment: Environment, dialogs: ScriptedDialogs, qtbot: QtBot
) -> Callable[[Role], AbstractContextManager[Someone]]:
    """The window of the book, opened by who has that role; locked again at the end."""

    @contextmanager
    def open_one(role: Role) -> Iterator[Someone]:
        person_id, clave = found.claves[role]
        book = books.open_with_passphrase(found.path, person_id, clave, environment).result()
        surroundings = around(book, dialogs, environment)
        rooms = furnish(surroundings)
        page = MainWindow(surroundings.session, rooms.areas, rooms.routes, rooms.find, dialogs, Settings())
        qtbot.addWidget(page)
        page.resize(1366, 768)
        show(page)
        yield Someone(page, qtbot)
        page.hide()
        surroundings.session.lock()

    return open_one


@pytest.mark.directive("6.9.1")
def test_a_group_falls_behind_its_log_is_returned_completed_in_order_and_its_cycle_closed(
    opened_by: Callable[[Role], AbstractContextManager[Someone]], found: Found, qtbot: QtBot
) -> None:
    with opened_by(Role.SUPERVISOR) as supervisor:
        supervisor.reads(f"{GROUP}, sesión del 10/11/2026: la bitácora sigue por completar.")
        _comments_and_returns(supervisor, qtbot)
        assert supervisor.in_book(ReviewOf(subject_id=found.session_id)).state is ReviewState.RETURNED

    with opened_by(Role.FACILITATOR) as facilitator:
        _answers_and_completes(facilitator)
        qtbot.waitUntil(lambda: facilitator.in_book(ReviewOf(subject_id=found.session_id)).state is ReviewState.PENDING)

    with opened_by(Role.SUPERVISOR) as supervisor:
        _finds_it_in_order(supervisor, found, qtbot)
        _closes_the_cycle(supervisor, found, qtbot)
        _prints_what_there_is(supervisor, found)


def _comments_and_returns(supervisor: Someone, qtbot: QtBot) -> None:
    supervisor.presses("Revisar")
    queue = supervisor.is_at(ReviewsScreen)
    qtbot.waitUntil(lambda: len(queue.table.shown) == 2)  # a log and a ficha
    queue.kind.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(queue.table.shown) == 1)
    press(queue.table, Qt.Key.Key_Return)
    supervisor.is_at(ReviewScreen)
    supervisor.presses("Comentar", about="En tres líneas")
    supervisor.types("¿Qué respondió el equipo?")
    supervisor.presses("Guardar el comentario")
    supervisor.reads("Un comentario sin responder.")
    supervisor.presses("Devolver para completar")
    supervisor.presses("Devolver")
    supervisor.reads("devuelto para completar")


def _answers_and_completes(facilitator: Someone) -> None:
    told = f"Devuelta para completar: la bitácora de la sesión 1 de {GROUP}."
    facilitator.presses("Ver qué falta", about=told)
    facilitator.presses("Responder", about="¿Qué respondió el equipo?")
    facilitator.types("Que explicar no es dar permiso.")
    facilitator.presses("Guardar la respuesta")
    facilitator.reads("Respuesta: Que explicar no es dar permiso.")
    facilitator.presses("Ya está completo")
    facilitator.presses("Enviar a revisión")


def _finds_it_in_order(supervisor: Someone, found: Found, qtbot: QtBot) -> None:
    supervisor.presses("Revisar")
    queue = supervisor.is_at(ReviewsScreen)
    qtbot.waitUntil(lambda: len(queue.table.shown) == 2)
    queue.table.go_to(found.session_id)
    press(queue.table, Qt.Key.Key_Return)
    supervisor.reads("Respuesta: Que explicar no es dar permiso.")
    supervisor.presses("Dar por conforme")
    supervisor.reads("conforme. Sigue lo más antiguo de la lista.")
    page = supervisor.in_book(ReviewOf(subject_id=found.session_id))
    steps = [ReviewStep.COMMENT, ReviewStep.RETURN, ReviewStep.REPLY, ReviewStep.COMPLETE, ReviewStep.APPROVE]
    assert (page.state, [one.step for one in page.entries]) == (ReviewState.APPROVED, steps)


def _closes_the_cycle(supervisor: Someone, found: Found, qtbot: QtBot) -> None:
    supervisor.presses("Inicio")
    supervisor.presses("Abrir", about=GROUP)
    supervisor.presses("Cerrar el grupo")
    screen = supervisor.is_at(ClosureScreen)
    qtbot.waitUntil(lambda: screen.editor.keeper.is_settled)
    supervisor.presses("Anotar quiénes culminaron")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: "notes.certificates" in screen.editor.form.shown)
    supervisor.presses("Cerrar el ciclo")
    supervisor.reads("cerrado")
    assert supervisor.in_book(ClosureOf(group_id=found.group_id)).group.status is GroupStatus.CLOSED


def _prints_what_there_is(supervisor: Someone, found: Found) -> None:
    """The group's report, what the directive asks of it, and the progress of its man."""
    supervisor.presses("Inicio")
    supervisor.page.navigator.go(Destination("group", found.group_id))  # a closed group stands behind a box to tick
    supervisor.presses("Avance")
    supervisor.presses("Informes")
    supervisor.presses("Ver el informe")
    supervisor.prints()
    supervisor.page.navigator.go(Destination("compliance", found.group_id))
    supervisor.presses("Imprimir para la DATPS")
    supervisor.prints()
    supervisor.page.navigator.go(Destination("progress", found.man_id))
    supervisor.presses("Imprimir")
    supervisor.prints()
