"""While a clave is typed the first answers are made ready, and no book knows what another was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from facilitador.db import engine
from facilitador.domain.roles import Role
from facilitador.use_cases.books import Environment
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants
from facilitador.use_cases.warm_up import FIRST_ASKED, warm_up


@pytest.fixture(autouse=True)
def _as_in_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each book has its own statements, which tests share otherwise."""
    own: Callable[[], Any] = vars(engine.statements_of_a_book)["__wrapped__"]
    monkeypatch.setattr(engine, "statements_of_a_book", own)
    monkeypatch.setattr(engine._Invented, "compiled", {})


def statements(book: OpenBook) -> set[str]:
    """The SQL of what the book has compiled."""
    return {
        str(each)
        for each in book.with_book(
            lambda file, _: list(file._engine.get_execution_options()["compiled_cache"].values())
        ).result()
    }


def test_what_home_asks_first_is_compiled_before_a_book_is_open(
    environment: Environment, open_as: Callable[[Role], OpenBook]
) -> None:
    warm_up(environment.circumstances)
    book = open_as(Role.FACILITATOR)
    before = statements(book)
    for query in FIRST_ASKED:
        book.ask(query).result()
    assert statements(book) == before


def test_no_book_begins_with_what_another_was_asked(
    environment: Environment, open_as: Callable[[Role], OpenBook]
) -> None:
    warm_up(environment.circumstances)
    invented = engine.statements_of_a_book().keys()
    book = open_as(Role.FACILITATOR)
    book.ask(Participants(text="quispe")).result()
    assert len(statements(book)) > len(invented)
    assert engine.statements_of_a_book().keys() == invented


def test_nothing_invented_is_in_a_book(environment: Environment, open_as: Callable[[Role], OpenBook]) -> None:
    warm_up(environment.circumstances)
    assert open_as(Role.FACILITATOR).ask(Participants()).result() == ()
