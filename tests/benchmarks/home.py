"""Home, the list of groups, a group's page and the search, in the book of a thousand groups."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from uuid_utils.compat import uuid7

from facilitador.domain.groups import GroupStatus
from facilitador.ui.book_session import BookSession
from facilitador.ui.change_bus import ChangeBus
from facilitador.ui.screen import Screen
from facilitador.ui.screens.groups.group import GroupScreen
from facilitador.ui.screens.groups.screen import GroupsScreen
from facilitador.ui.screens.home.screen import HomeScreen
from facilitador.ui.screens.participants.screen import ParticipantsScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.groups import GroupOverview, Groups
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants
from tests.benchmarks import big_book
from tests.benchmarks.figures import Figure, Figures, pace
from tests.benchmarks.painting import application, painted
from tests.benchmarks.searching import compare
from tests.ui.scripted_dialogs import ScriptedDialogs

TURNS = 9
PAINTED = 150.0


def home() -> Figures:
    """What home asks against its bare statements, and four pages to the painted frame."""
    with TemporaryDirectory() as folder:
        book = big_book.open_big_book(big_book.big_book(Path(folder)))
        yield from book.with_book(_asked).result()
        yield from _shown(book)
        book.close()


def _asked(file: Any, runner: Any) -> list[Figure]:
    group = next(line.group for line in runner.ask(Groups()) if line.group.status is GroupStatus.RUNNING)
    asked = (
        ("home, what is due", Home(), 3.0),
        ("groups", Groups(), 3.0),
        ("group", GroupOverview(group_id=group.id), None),
        ("search among 15,000", Participants(text="mamani jose"), 3.0),
    )
    return [compare(file, runner, name, query, n=TURNS, target=target) for name, query, target in asked]


def _shown(book: OpenBook) -> Figures:
    app = application()
    around = Surroundings(
        BookSession(book, ChangeBus()), ScriptedDialogs(), lambda: big_book.TODAY, lambda: big_book.NOW, uuid7
    )
    group = next(line.group for line in book.ask(Groups()).result() if line.group.status is GroupStatus.RUNNING)
    pages: tuple[tuple[str, Callable[[], Screen]], ...] = (
        ("home", lambda: HomeScreen(around)),
        ("list of groups", lambda: GroupsScreen(around)),
        ("a group's page", lambda: GroupScreen(around, group.id)),
        ("participants", lambda: ParticipantsScreen(around)),
    )
    for name, make in pages:
        paces, spent = zip(*((pace(), painted(make, app, around.session)) for _ in range(TURNS + 1)), strict=True)
        notes: dict[str, object] = {"first": round(spent[0], 1), "pace_ms": round(median(paces), 1)}
        yield Figure(f"{name}, painted", median(spent[1:]), limit=PAINTED, n=TURNS, notes=notes)
