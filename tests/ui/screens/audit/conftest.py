"""The audit on a real book, open for who supervises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from facilitador.domain.roles import Role
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.audit_checks import check_trail
from facilitador.use_cases.books import Environment
from facilitador.use_cases.open_book import OpenBook
from tests.ui.real_books import *  # noqa: F403
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs


@pytest.fixture
def supervised(open_as: Callable[[Role], OpenBook]) -> OpenBook:
    """A book whose only person supervises."""
    return open_as(Role.SUPERVISOR)


@pytest.fixture
def supervising(
    supervised: OpenBook, environment: Environment, dialogs: ScriptedDialogs, qtbot: QtBot
) -> Iterator[Surroundings]:
    """It in the window."""
    made = replace(around(supervised, dialogs, environment), check_trail=partial(check_trail, supervised))
    yield made
    made.session.lock()
