"""Screens on a real encrypted book: fixtures for the rooms that click all the way to the file and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC
from functools import partial
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot
from uuid_utils.compat import uuid7

from facilitador.domain.roles import Role
from facilitador.ui.book_session import BookSession
from facilitador.ui.change_bus import ChangeBus
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases import books
from facilitador.use_cases.access_keys import KeyDesk
from facilitador.use_cases.backups import BackupDesk
from facilitador.use_cases.books import Environment
from facilitador.use_cases.contact_openings import ContactDesk
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.requests import Query
from tests.books import NOW, TODAY, book, environment, one, open_as, run, template_books
from tests.ui.scripted_dialogs import ScriptedDialogs

__all__ = [
    "TODAY",
    "book",
    "environment",
    "in_book",
    "one",
    "open_as",
    "run",
    "staff_around",
    "surroundings",
    "template_books",
]

T = TypeVar("T")
STAFF_PASSPHRASE = "molle-viento-9-jora"


def around(book: OpenBook, dialogs: ScriptedDialogs, environment: Environment) -> Surroundings:
    """What a screen of this book is given."""
    session = BookSession(book, ChangeBus())
    change_clave = partial(books.change_passphrase, book, environment=environment)
    return Surroundings(
        session,
        dialogs,
        lambda: TODAY,
        lambda: NOW.astimezone(UTC),
        uuid7,
        change_clave,
        KeyDesk(book, environment),
        BackupDesk(book),
        check_clave=partial(books.check_passphrase, book),
        contacts=ContactDesk(book),
    )


@pytest.fixture
def surroundings(
    book: OpenBook, environment: Environment, dialogs: ScriptedDialogs, qtbot: QtBot
) -> Iterator[Surroundings]:
    """A facilitator's book in the window."""
    made = around(book, dialogs, environment)
    yield made
    made.session.lock()


@pytest.fixture
def staff_around(
    book: OpenBook, environment: Environment, dialogs: ScriptedDialogs, qtbot: QtBot
) -> Iterator[Surroundings]:
    """The same book in the window of someone of the administrative staff."""
    person = AddPersonWithAccess(
        id=uuid7(), given_names="Julia", surnames="Ccahua", profession="other", role=Role.STAFF
    )
    books.add_person(book, person, STAFF_PASSPHRASE, environment).result()
    path = book.opened.path
    book.close()
    opened = books.open_with_passphrase(path, person.id, STAFF_PASSPHRASE, environment).result()
    made = around(opened, dialogs, environment)
    yield made
    made.session.lock()


@pytest.fixture
def in_book(book: OpenBook) -> Callable[[Query[T]], T]:
    """What stands in the file."""
    return lambda query: book.ask(query, again=True).result()
