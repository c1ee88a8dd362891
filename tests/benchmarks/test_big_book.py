"""The invented book is one that the program could have written; a copied group answers as the first of its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from facilitador.db.queries import indicators
from facilitador.db.schema import TRIGGERS
from facilitador.domain.due import Urgency
from facilitador.errors import UserFacingError
from facilitador.use_cases.catalogue import QUERIES
from facilitador.use_cases.coverage import Coverage
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.home import Home
from facilitador.use_cases.indicators import Indicators
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants
from facilitador.use_cases.requests import Query
from tests.benchmarks import big_book

KINDS = (big_book.ARCHETYPES[-1], big_book.ARCHETYPES[4])  # forming, and running with all that may wait
GROUPS = 2 * len(KINDS)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBook]:
    path: Path = tmp_path_factory.mktemp("big") / "grande.cuaderno"
    big_book.make(path, dict.fromkeys(KINDS, 2))
    opened = big_book.open_big_book(path)
    yield opened
    opened.close()


def rows(book: OpenBook, statement: str) -> list[Any]:
    found: list[Any] = book.with_book(lambda file, _: file.driver_connection.execute(statement).fetchall()).result()
    return found


def test_it_is_sound_and_guarded_as_any_other(book: OpenBook) -> None:
    assert rows(book, "PRAGMA foreign_key_check") == []
    assert {name for (name,) in rows(book, "SELECT name FROM sqlite_master WHERE type = 'trigger'")} == set(TRIGGERS)
    marks = "SELECT count(*) FROM attendance_marks"
    inside = (
        " JOIN sessions ON sessions.id = session_id JOIN enrolments ON enrolments.id = enrolment_id"
        " WHERE sessions.group_id = enrolments.group_id AND enrolments.since <= sessions.day"
    )
    assert rows(book, marks) == rows(book, marks + inside)
    assert rows(book, marks)[0][0] > 2 * 14 * (big_book.WEEKS - 2)


def test_a_copy_stands_as_its_original_does(book: OpenBook) -> None:
    groups = book.ask(Groups()).result()
    assert len(groups) == GROUPS
    assert len({line.group.name for line in groups}) == GROUPS
    of_a_kind: dict[int, list[UUID]] = {}
    for line in groups:
        of_a_kind.setdefault(line.counting, []).append(line.group.id)
    for original, copied in of_a_kind.values():
        one, other = (book.ask(Coverage(group_id=key)).result() for key in (original, copied))
        assert Counter(man.figures for man in one.men) == Counter(man.figures for man in other.men)
        assert one.held == other.held
    men = book.ask(Participants(limit=1000)).result()
    assert len({man.id for man in men}) == len(men)
    assert [man.id for man in book.ask(Participants(text=men[-1].full_name)).result()] == [men[-1].id]


def test_home_has_something_of_every_urgency(book: OpenBook) -> None:
    assert {item.urgency for item in book.ask(Home()).result()} == set(Urgency)


def test_indicators_read_group_by_group_add_up_to_those_of_all(book: OpenBook, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = book.ask(Indicators()).result()
    one_by_one = [replace(part, groups_at_once=min(part.groups_at_once, 1)) for part in indicators.PARTS]
    monkeypatch.setattr(indicators, "PARTS", one_by_one)
    assert book.ask(Indicators()).result() == at_once
    assert any(one.amount.low is not None for one in at_once.of("attendance").months)
    assert at_once.of("thirteen_topics").months[0].amount.of


def newest(book: OpenBook) -> dict[str, UUID]:
    """The last row of each kind, which a copy made, by the name that questions have for it."""
    tables = ("groups", "participants", "enrolments", "sessions", "applications")
    return {
        f"{table.removesuffix('s')}_id": UUID(bytes=rows(book, f"SELECT max(id) FROM {table}")[0][0])
        for table in tables
    }


def needed(query: type[Query[Any]]) -> set[str]:
    return {field.name for field in msgspec.structs.fields(query) if field.required}


def test_every_question_about_somebody_or_something_is_answered(book: OpenBook) -> None:
    known = newest(book)
    askable = [query for query in QUERIES if needed(query) <= set(known)]
    for query in askable:
        with suppress(UserFacingError):  # an answer, too: nothing to export, not that kind of person
            book.ask(query(**{name: known[name] for name in needed(query)})).result()
    assert len(askable) > 40
