"""No room for a file, told where the system cuts it off: each refusal has its name, leaves nothing, and passes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from facilitador.cli.paper_verbs import saved
from facilitador.errors import UserFacingError
from facilitador.use_cases import books, rehearsals, restoring
from facilitador.use_cases.backups import BackupDesk
from facilitador.use_cases.books import Environment
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants
from facilitador.use_cases.restoring import Identity
from tests.books import PASSPHRASE
from tests.use_cases.scenes import ficha, register

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE")

NEW_CLAVE = "otra-quinua-9-ceibo"
HARDLY_ANY = 1000  # bytes: less than a page of a book, a paper, or a keys file


@contextmanager
def hardly_any_room() -> Iterator[None]:
    """No file may grow beyond a kilobyte; Python ignores the signal, and the write is refused."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (HARDLY_ANY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def copied(book: OpenBook) -> OpenBook:
    """The book with one man, and a copy of it."""
    register(book, ficha(1))
    assert BackupDesk(book).copy().result().refusals == ()
    return book


def files(book: OpenBook) -> set[Path]:
    return {one for one in book.opened.path.parent.rglob("*") if one.is_file() and not one.name.endswith("-journal")}


def save(book: OpenBook, environment: Environment) -> object:
    return register(book, ficha(2))


def rehearse(book: OpenBook, environment: Environment) -> object:
    return rehearsals.rehearse(book, environment)


def change_clave(book: OpenBook, environment: Environment) -> object:
    return books.change_passphrase(book, PASSPHRASE, NEW_CLAVE, environment).result()


def paper(book: OpenBook, environment: Environment) -> object:
    return saved(book.opened.path.with_name("papel.pdf"), lambda out: out.write(bytes(5000)), overwrite=False)


def restore(book: OpenBook, environment: Environment) -> object:
    path = book.opened.path
    copy = restoring.find(path, environment)[0]
    return restoring.put_back(path.with_name("otro"), copy, Identity(book.person.id, PASSPHRASE), environment)


def salvage(book: OpenBook, environment: Environment) -> object:
    copy = restoring.find(book.opened.path, environment)[0].path
    identity = Identity(book.person.id, PASSPHRASE)
    return restoring.salvage(copy, copy.with_name("rescatado"), identity, environment)


def copy(book: OpenBook, environment: Environment) -> object:
    register(book, ficha(3))
    with hardly_any_room():
        refusals = BackupDesk(book).copy().result().refusals
    raise refusals[0]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (save, "book_unreachable"),
        (rehearse, "rehearsal_disk_full"),
        (change_clave, "keys_not_saved"),
        (paper, "file_not_written"),
        (restore, "restore_disk_full"),
        (salvage, "salvage_disk_full"),
    ],
)
def test_what_finds_no_room_says_so_and_the_next_save_works(
    copied: OpenBook, environment: Environment, act: Callable[[OpenBook, Environment], object], code: str
) -> None:
    before = files(copied)
    with hardly_any_room(), pytest.raises(UserFacingError) as refusal:
        act(copied, environment)
    assert refusal.value.code == code
    assert files(copied) == before
    register(copied, ficha(4))
    assert len(copied.ask(Participants()).result()) == 2
    act(copied, environment)  # and so does what was refused


def test_a_copy_that_finds_no_room_says_so_and_the_next_one_is_made(copied: OpenBook, environment: Environment) -> None:
    before = files(copied)
    with pytest.raises(UserFacingError) as refusal:
        copy(copied, environment)
    assert refusal.value.code in ("backup_disk_full", "backup_not_made")
    assert files(copied) == before
    assert BackupDesk(copied).copy().result().refusals == ()
