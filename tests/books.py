"""A real encrypted book on a temporary disk, copied for each test from one made once; for the rooms that need books."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from facilitador.db.books import Host
from facilitador.db.keys_file import KdfCost
from facilitador.db.transaction import Circumstances
from facilitador.domain.roles import Role
from facilitador.domain.services import Binding
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment, NewBook
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.services import DescribeService

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
PASSPHRASE = "quinua-rio-7-ceibo"
SERVICE = DescribeService(name="Centro de salud Los Molles", binding=Binding.BOUND, ubigeo="150101")


def make_environment(app_data: Path) -> Environment:
    """Cheap keys, a fixed clock, no waiting for the disk."""
    circumstances = Circumstances(clock=lambda: NOW, today=lambda: TODAY, new_id=uuid7)
    return Environment(Host(app_data, lambda: NOW, sync=False), circumstances, lambda: KdfCost(8, 1))


@cache
def _made_templates(root: Path) -> dict[Role, Path]:
    made: dict[Role, Path] = {}
    for role in Role:
        folder = root / f"template-{role}"
        folder.mkdir()
        made[role] = folder / "cuaderno.facilitador"
        first = role if role is not Role.STAFF else Role.FACILITATOR
        new = NewBook(SERVICE, "Rosa", "Mamani Quispe", "psychology", first, PASSPHRASE)
        environment = make_environment(folder)
        book, _ = books.create(made[role], new, environment).result()
        book.close()
    return made


@pytest.fixture(scope="session")
def template_books(tmp_path_factory: pytest.TempPathFactory) -> dict[Role, Path]:
    """One new book for each role, never opened; made once, in however many rooms this fixture is imported."""
    return _made_templates(tmp_path_factory.getbasetemp())


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """What books take from outside, on a temporary disk."""
    return make_environment(tmp_path / "app-data")


@pytest.fixture
def open_as(
    tmp_path: Path, template_books: dict[Role, Path], environment: Environment
) -> Iterator[Callable[[Role], OpenBook]]:
    """Open a fresh copy of the template of that role."""
    opened: list[OpenBook] = []

    def open_one(role: Role) -> OpenBook:
        path = copy_of(template_books[role], tmp_path / f"as-{role}")
        person = books.inspect(path, environment).people[0]
        opened.append(books.open_with_passphrase(path, person.id, PASSPHRASE, environment).result())
        return opened[-1]

    yield open_one
    for book in opened:
        book.close()


@pytest.fixture
def book(open_as: Callable[[Role], OpenBook]) -> OpenBook:
    """A fresh book, open for its facilitator."""
    return open_as(Role.FACILITATOR)


@pytest.fixture
def run(book: OpenBook) -> Callable[..., Outcome]:
    """Carry out commands and wait for them."""

    def run_all(*commands: Command) -> Outcome:
        return book.submit(commands).result()

    return run_all


@pytest.fixture
def one(run: Callable[..., Outcome]) -> Callable[[Command], UUID]:
    """Carry out one command; the id of what it made."""
    return lambda command: run(command).ids[0]


@pytest.fixture
def book_path(tmp_path: Path, template_books: dict[Role, Path]) -> Path:
    """A fresh book of a facilitator, closed."""
    return copy_of(template_books[Role.FACILITATOR], tmp_path / "cuadernos")


def copy_of(book: Path, folder: Path) -> Path:
    """The book and its keys, copied to a new folder."""
    shutil.copytree(book.parent, folder)
    return folder / book.name
