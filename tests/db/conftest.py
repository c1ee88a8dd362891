"""Books for the tests of the file room: real, encrypted, with cheap keys and without waiting for the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from facilitador.db import keys
from facilitador.db.books import Book, Host, create_book, open_book
from facilitador.db.keys import NewPerson
from facilitador.db.keys_file import KdfCost, keys_path, read
from facilitador.domain.roles import Role

CHEAP = KdfCost(memory_kib=8, passes=1)
NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
ROSA = NewPerson(UUID(int=1), "Rosa Ñahui", Role.FACILITATOR)
TOMAS = NewPerson(UUID(int=2), "Tomás Quispe", Role.STAFF)
ELENA = NewPerson(UUID(int=3), "Elena Apaza", Role.SUPERVISOR)
CLAVE = "lluvia tambor nogal ñandú"


def reopen(path: Path, host: Host, person: NewPerson = ROSA, clave: str = CLAVE) -> Book:
    """The book at `path`, opened as a person opens it: her clave, then the file."""
    return open_book(path, keys.unlock(read(keys_path(path)), person.id, clave), host=host)


@pytest.fixture
def host(tmp_path: Path) -> Host:
    """A machine with a clock that stands still and a folder of its own."""
    return Host(app_data=tmp_path / "app-data", clock=lambda: NOW, sync=False)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the book of the test lies (its folder exists, the book does not)."""
    folder = tmp_path / "mis cuadernos"
    folder.mkdir()
    return folder / "San Martín.cuaderno"


@pytest.fixture
def new_book(place: Path, host: Host) -> Iterator[Callable[[], Book]]:
    """Makes the book at `place`, Rosa's, and closes it at the end if the test did not."""
    made: list[Book] = []

    def make() -> Book:
        book, _ = create_book(place, ROSA, CLAVE, host=host, cost=CHEAP)
        made.append(book)
        return book

    yield make
    for book in made:
        book.close()


@pytest.fixture
def book(new_book: Callable[[], Book]) -> Book:
    """An open book, Rosa's."""
    return new_book()


@pytest.fixture
def closed(book: Book) -> Path:
    """A book that was made and closed."""
    book.close()
    return book.path
