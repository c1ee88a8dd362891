"""Reviews on a real book, in the window of who supervises and of who writes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from uuid_utils.compat import uuid7

from facilitador.domain.roles import Role
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddPersonWithAccess
from tests.ui.real_books import *  # noqa: F403
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.reviewing import Reviewed, reviewed

SUPERVISOR_PASSPHRASE = "molle-viento-9-jora"


@pytest.fixture
def scene(book: OpenBook) -> Reviewed:
    """What there is to review, written by the one of the book."""
    return reviewed(book)


@pytest.fixture
def supervising(
    scene: Reviewed, environment: Environment, dialogs: ScriptedDialogs, qtbot: QtBot
) -> Iterator[Surroundings]:
    """The same book in the window of somebody who supervises and wrote none of it."""
    person = AddPersonWithAccess(
        id=uuid7(), given_names="Nélida", surnames="Huamán", profession="psychology", role=Role.SUPERVISOR
    )
    books.add_person(scene.book, person, SUPERVISOR_PASSPHRASE, environment).result()
    path = scene.book.opened.path
    scene.book.close()
    opened = books.open_with_passphrase(path, person.id, SUPERVISOR_PASSPHRASE, environment).result()
    made = around(opened, dialogs, environment)
    yield made
    made.session.lock()
