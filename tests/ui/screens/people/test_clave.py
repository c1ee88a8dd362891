"""One's own clave: changed in the keys, refused beside the line that is wrong, never kept as a draft."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitador.errors import UserFacingError
from facilitador.ui.screens.people.clave import CHANGED, ClaveCard
from facilitador.ui.screens.people.screen import PeopleScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from facilitador.use_cases.drafts import OwnDrafts
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Query
from tests.books import PASSPHRASE
from tests.ui.gestures import click, press, show, type_text

NEW = "nogal-tambor-31-lluvia"


@pytest.fixture
def clave(surroundings: Surroundings, qtbot: QtBot) -> ClaveCard:
    """The card that changes the clave, open."""
    screen = PeopleScreen(surroundings)
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(lambda: bool(screen.team.cards))
    assert screen.clave is not None
    screen.team.show_widget(screen.clave)
    click(screen.clave.open_button)
    return screen.clave


def fill(clave: ClaveCard, old: str, new: str, again: str) -> None:
    for row, text in ((clave.old, old), (clave.new, new), (clave.again, again)):
        type_text(row.control.focusable()[0], text)
    click(clave.accept_button)


def reopen(book: OpenBook, environment: Environment, passphrase: str) -> None:
    path, person_id = book.opened.path, book.person.id
    book.close()
    books.open_with_passphrase(path, person_id, passphrase, environment).result().close()


def test_the_new_clave_opens_the_book_and_the_old_one_no_more(
    clave: ClaveCard, book: OpenBook, environment: Environment, qtbot: QtBot
) -> None:
    fill(clave, PASSPHRASE, NEW, NEW)
    qtbot.waitUntil(lambda: clave.message.text == CHANGED)
    assert [row.control.value() for row in (clave.old, clave.new, clave.again)] == [None, None, None]
    reopen(book, environment, NEW)
    with pytest.raises(UserFacingError) as refused:
        reopen(book, environment, PASSPHRASE)
    assert refused.value.code == "wrong_passphrase"


def test_a_wrong_clave_of_now_is_said_beside_it(
    clave: ClaveCard, book: OpenBook, environment: Environment, qtbot: QtBot
) -> None:
    fill(clave, "otra cosa muy distinta", NEW, NEW)
    qtbot.waitUntil(lambda: clave.old.has_problem)
    assert not clave.new.has_problem
    reopen(book, environment, PASSPHRASE)


@pytest.mark.parametrize(
    ("old", "new", "again", "wrong"),
    [
        (PASSPHRASE, "corta", "corta", "new"),
        (PASSPHRASE, NEW, "nogal", "again"),
        ("", NEW, NEW, "old"),
        (PASSPHRASE, "", "", "new"),
    ],
)
def test_what_would_not_stand_is_refused_before_anything_is_tried(
    clave: ClaveCard, old: str, new: str, again: str, wrong: str
) -> None:
    fill(clave, old, new, again)
    rows = {"old": clave.old, "new": clave.new, "again": clave.again}
    assert [name for name, row in rows.items() if row.has_problem] == [wrong]
    assert clave.message.text == ""


def test_what_was_typed_is_forgotten_on_escape_and_never_kept(
    clave: ClaveCard, in_book: Callable[[Query[object]], object]
) -> None:
    edit = clave.new.control.focusable()[0]
    type_text(edit, NEW)
    press(edit, Qt.Key.Key_Escape)
    assert not edit.isVisible()
    assert clave.new.control.value() is None
    assert in_book(OwnDrafts()) == ()
