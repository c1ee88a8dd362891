"""Back to a copy, a rehearsal of it, and what can be saved of a damaged book: for who knows a clave or the code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from facilitador.db.books import Book
from facilitador.db.keys_file import keys_path
from facilitador.domain.roles import Role
from facilitador.use_cases import books, rehearsals, restoring
from facilitador.use_cases.access_keys import KeyDesk
from facilitador.use_cases.backups import BackupDesk
from facilitador.use_cases.books import Environment
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.rehearsals import EVERY_DAYS, LastRehearsal
from facilitador.use_cases.restoring import Identity, ReadCopy
from tests.books import NOW, PASSPHRASE
from tests.use_cases.scenes import ficha, refused, register

NEW_CLAVE = "quinua-nueva-8-ceibo"


@pytest.fixture
def rosa(book: OpenBook) -> Identity:
    return Identity(book.person.id, PASSPHRASE)


@pytest.fixture
def path(book: OpenBook) -> Path:
    """A closed book of two men, of whom the only copy knows one."""
    register(book, ficha(1))
    BackupDesk(book).copy().result()
    register(book, ficha(2))
    book.close()
    return book.opened.path


@pytest.fixture
def again(environment: Environment) -> Iterator[list[OpenBook]]:
    """Books opened in a test, closed at its end."""
    opened: list[OpenBook] = []
    yield opened
    for one in opened:
        one.close()


def actions(book: OpenBook) -> list[str]:
    """What the audit has, whoever may see it."""

    def read(file: Book, runner: object) -> list[str]:
        with file.begin() as connection:
            return list(connection.execute(sa.text("SELECT action FROM audit_entries")).scalars())

    return book.with_book(read).result()


def told(path: Path, identity: Identity, environment: Environment) -> list[ReadCopy]:
    heard: list[ReadCopy] = []
    restoring.read(restoring.find(path, environment), identity, heard.append)
    return heard


def test_what_each_copy_holds_is_told_before_one_is_chosen(
    path: Path, rosa: Identity, environment: Environment
) -> None:
    (one,) = told(path, rosa, environment)
    assert one.refusal is None
    assert one.own_clave
    assert one.contents is not None
    assert (one.contents.groups, one.contents.men, one.contents.last_session) == (0, 0, None)


def test_the_copy_is_put_back_and_opened_and_the_audit_says_so(
    path: Path, rosa: Identity, environment: Environment, again: list[OpenBook]
) -> None:
    (copy,) = restoring.find(path, environment)
    done = restoring.put_back(path, copy, rosa, environment)
    again.append(restoring.open_restored(path, rosa, environment).result())
    assert done.kept is not None
    assert len(again[0].ask(Participants()).result()) == 1
    assert "RestoreBook" in actions(again[0])


def test_a_wrong_clave_reads_nothing_and_restores_nothing(path: Path, rosa: Identity, environment: Environment) -> None:
    stranger = replace(rosa, secret="no es esta clave")
    with refused("wrong_passphrase"):
        told(path, stranger, environment)
    (copy,) = restoring.find(path, environment)
    with refused("wrong_passphrase"):
        restoring.put_back(path, copy, stranger, environment)
    assert sorted(one.name for one in path.parent.glob("*.anterior*")) == []


def test_the_recovery_code_of_then_restores_where_every_clave_is_forgotten(
    book: OpenBook, environment: Environment
) -> None:
    code = "-".join(KeyDesk(book, environment).renew_recovery_code().result().groups)
    BackupDesk(book).copy().result()
    book.close()
    path = book.opened.path
    path.unlink()
    with_code = Identity(None, code)
    (one,) = told(path, with_code, environment)
    assert one.contents is not None
    restoring.put_back(path, one.copy, with_code, environment, damaged=True)
    books.open_with_passphrase(path, book.person.id, PASSPHRASE, environment).result().close()


def test_a_copy_of_another_clave_is_told_apart_and_wants_the_clave_of_then(
    book: OpenBook, environment: Environment, rosa: Identity
) -> None:
    BackupDesk(book).copy().result()
    books.change_passphrase(book, PASSPHRASE, NEW_CLAVE, environment).result()
    BackupDesk(book).copy().result()
    book.close()
    path = book.opened.path
    now = replace(rosa, secret=NEW_CLAVE)
    newest, oldest = told(path, now, environment)
    assert (newest.own_clave, oldest.own_clave) == (True, False)
    assert oldest.contents is not None, "the same keys open the file"
    with refused("wrong_passphrase"):
        restoring.put_back(path, oldest.copy, now, environment)
    restoring.put_back(path, oldest.copy, rosa, environment)
    with refused("wrong_passphrase"):
        books.open_with_passphrase(path, book.person.id, NEW_CLAVE, environment).result()


def test_staff_restore_nothing(book: OpenBook, environment: Environment) -> None:
    clave = "molle-viento-9-jora"
    person = AddPersonWithAccess(
        id=uuid7(), given_names="Julia", surnames="Ccahua", profession="other", role=Role.STAFF
    )
    books.add_person(book, person, clave, environment).result()
    BackupDesk(book).copy().result()
    book.close()
    (copy,) = restoring.find(book.opened.path, environment)
    before = book.opened.path.read_bytes()
    julia = Identity(person.id, clave)
    with refused("role_may_not_write"):
        restoring.put_back(book.opened.path, copy, julia, environment)
    with refused("role_may_not_write"):
        told(book.opened.path, julia, environment)
    assert book.opened.path.read_bytes() == before


def test_who_may_try_is_named_by_the_latest_copy(path: Path, environment: Environment) -> None:
    names = [person.name for person in restoring.people_of(restoring.find(path, environment))]
    assert names == ["Rosa Mamani Quispe"]


def test_a_file_that_is_no_copy_is_refused(path: Path) -> None:
    letter = path.with_name("carta.pdf")
    letter.write_bytes(b"%PDF-1.7")
    with refused("not_a_copy"):
        restoring.found_at(letter)
    assert letter.read_bytes() == b"%PDF-1.7"


def test_a_salvaged_book_opens_and_can_take_the_place_of_the_damaged_one(
    path: Path, rosa: Identity, environment: Environment, again: list[OpenBook]
) -> None:
    target = path.with_name("rescatado.facilitador")
    done = restoring.salvage(path, target, rosa, environment)
    assert done.incomplete == ()
    assert done.rows > 4
    restored = restoring.put_back(path, restoring.found_at(target), rosa, environment, damaged=True)
    assert restored.kept is not None
    assert ".dañado-20261120" in restored.kept.name
    again.append(restoring.open_restored(path, rosa, environment).result())
    assert len(again[0].ask(Participants()).result()) == 2


def test_a_salvage_with_the_wrong_clave_makes_nothing(path: Path, rosa: Identity, environment: Environment) -> None:
    target = path.with_name("rescatado.facilitador")
    with refused("wrong_passphrase"):
        restoring.salvage(path, target, replace(rosa, secret="otra"), environment)
    assert not target.exists()


def test_a_rehearsal_leaves_nothing_behind_but_its_line_in_the_audit(book: OpenBook, environment: Environment) -> None:
    with refused("no_copy_to_try"):
        rehearsals.rehearse(book, environment)
    register(book, ficha(1))
    BackupDesk(book).copy().result()
    register(book, ficha(2))
    before = sorted(str(one) for one in environment.host.app_data.rglob("*"))
    done = rehearsals.rehearse(book, environment)
    assert done.path.name.endswith("-000001.facilitador")
    assert book.ask(LastRehearsal()).result() == NOW
    assert sorted(str(one) for one in environment.host.app_data.rglob("*")) == before
    assert len(book.ask(Participants()).result()) == 2, "the book itself is as it was"


def test_a_copy_that_does_not_serve_is_found_by_the_rehearsal(book: OpenBook, environment: Environment) -> None:
    made = BackupDesk(book).copy().result().backup
    assert made is not None
    assert made.path is not None
    content = bytearray(made.path.read_bytes())
    content[-2000] ^= 1
    made.path.write_bytes(content)
    with refused("book_damaged"):
        rehearsals.rehearse(book, environment)
    assert book.ask(LastRehearsal()).result() is None
    assert not (environment.host.app_data / rehearsals.FOLDER_NAME).exists()


def test_a_rehearsal_is_due_after_a_month_and_then_every_month(
    book: OpenBook, environment: Environment, again: list[OpenBook]
) -> None:
    register(book, ficha(1))
    BackupDesk(book).copy().result()
    book.close()

    def codes(days: int) -> set[str]:
        around = replace(environment.circumstances, clock=lambda: NOW + timedelta(days=days))
        later = replace(environment, circumstances=around)
        again.append(books.open_with_passphrase(book.opened.path, book.person.id, PASSPHRASE, later).result())
        found = {item.code for item in again[-1].ask(Home()).result()}
        if days == EVERY_DAYS + 1:
            rehearsals.rehearse(again[-1], later)
        again[-1].close()
        return found

    assert "due_rehearsal" not in codes(EVERY_DAYS)
    assert "due_rehearsal" in codes(EVERY_DAYS + 1)
    assert "due_rehearsal" not in codes(2 * EVERY_DAYS)


def test_copies_on_a_stick_are_found_where_the_folder_is_pointed_at(
    path: Path, environment: Environment, tmp_path: Path
) -> None:
    stick = tmp_path / "memoria"
    shutil.move(path.parent / "respaldos", stick)
    assert restoring.find(path, environment) == ()
    (copy,) = restoring.find(path, environment, [stick])
    assert keys_path(copy.path).is_file()
