"""Books as files: made, inspected, opened with a clave or the recovery code; and the keys of their people."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from facilitador.db import (
    backup_places,
    backups,
    book_file,
    failed_openings,
    key_copies,
    keys,
    migrations,
    reading,
    recovery_code,
)
from facilitador.db import books as book_files
from facilitador.db.books import Begin, Book, Host
from facilitador.db.database_thread import DatabaseThread, Priority
from facilitador.db.key_copies import KeyCopy as KeyCopy
from facilitador.db.keys import NewPerson, UnlockedKeys
from facilitador.db.keys_file import KdfCost, KeysDocument
from facilitador.db.queries import people as people_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.records import append_audit, insert_chain
from facilitador.db.tables.services import insert_book
from facilitador.db.transaction import Actor, Circumstances, Transaction, Transactions
from facilitador.domain import passphrases
from facilitador.domain.audit_chain import KEY_BYTES
from facilitador.domain.people import Person
from facilitador.domain.roles import Role
from facilitador.errors import BookError, UserFacingError
from facilitador.use_cases import emergency_copies
from facilitador.use_cases.catalogue import COMMANDS, QUERIES
from facilitador.use_cases.open_book import OpenBook, Opened
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.runner import Runner
from facilitador.use_cases.services import DescribeService

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Environment:
    """What books take from outside: host, calendar and identifiers, and the cost of deriving a key from a clave."""

    host: Host
    circumstances: Circumstances
    kdf_cost: Callable[[], KdfCost]


@dataclass(frozen=True, slots=True)
class NewBook:
    """What the first run asks: the service, and the first person with her clave.

    `first_commands` are carried out once both are there; `person_id` lets them name her. `sealed_commands` (of example
    data) follow once there are keys that seal, then `supervised_commands`, which `supervisor_id` of the team did.
    """

    service: DescribeService
    given_names: str
    surnames: str
    profession: str
    role: Role
    passphrase: str
    demo: bool = False
    person_id: UUID | None = None
    first_commands: Sequence[Command] = ()
    sealed_commands: Sequence[Command] = ()
    supervisor_id: UUID | None = None
    supervised_commands: Sequence[Command] = ()


@dataclass(frozen=True, slots=True)
class PersonOfTheBook:
    """Someone who can open the book, as the keys file names her."""

    id: UUID
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class BookOnDisk:
    """What can be told of a book without opening it: who opens it, what stands in the way, what is worth a warning.

    `key_copies`: good copies of the keys file, newest first, to offer where the keys are missing or damaged.
    `cloud`: the name of the service that synchronises the folder, or None. `read_only`: it lies where nothing can be
    written, and opens to be read.
    """

    path: Path
    people: tuple[PersonOfTheBook, ...]
    refusal: BookError | None
    key_copies: tuple[KeyCopy, ...]
    cloud: str | None
    read_only: bool = False


def inspect(path: Path, environment: Environment) -> BookOnDisk:
    """What can be told of a book without opening it; nothing on disk is changed."""
    state = book_file.inspect(path)
    copies: tuple[KeyCopy, ...] = ()
    if state.salt is not None and state.keys_can_be_restored:
        copies = _key_copies(path, state.salt, environment)
    people = tuple(PersonOfTheBook(slot.person_id, slot.name, slot.role) for slot in state.people)
    refusal = state.refusals[0] if state.refusals and not state.only_readable else None
    return BookOnDisk(path, people, refusal, copies, state.cloud, state.only_readable)


def key_copies_of(path: Path, environment: Environment) -> tuple[KeyCopy, ...]:
    """Copies of the keys of a book, newest first, whatever lies beside it: for keys that proved to be altered."""
    salt = book_file.inspect(path).salt
    return () if salt is None else _key_copies(path, salt, environment)


def restore_keys(path: Path, copy: KeyCopy) -> None:
    """Put a good copy of the keys file beside the book; a damaged one is set aside, never overwritten."""
    key_copies.restore(copy, path)


def create(path: Path, new: NewBook, environment: Environment) -> Future[tuple[OpenBook, tuple[str, ...]]]:
    """Make a book with its keys; the book, open, and the groups of its recovery code.

    Refuses what the file layer refuses, `first_person_role` for administrative staff, and what the service or the
    person lacks; then nothing is left on disk.
    """
    if new.role is Role.STAFF:
        raise UserFacingError("first_person_role", field="role")
    passphrases.check(new.passphrase, (new.given_names, new.surnames, new.service.name))
    person = AddPersonWithAccess(
        id=new.person_id or environment.circumstances.new_id(),
        given_names=new.given_names,
        surnames=new.surnames,
        profession=new.profession,
        role=new.role,
    )
    actor = Actor(person.id, new.role)

    def fill(begin: Begin) -> None:
        transactions = Transactions(begin, actor, environment.circumstances)
        with transactions.open() as tx:
            insert_book(tx, demo=new.demo, audit_key=secrets.token_bytes(32))
            insert_chain(tx, secrets.token_bytes(KEY_BYTES))
        Runner(transactions, COMMANDS, QUERIES).run([new.service, person, *new.first_commands])

    def make(thread: DatabaseThread) -> tuple[OpenBook, tuple[str, ...]]:
        first = NewPerson(person.id, f"{new.given_names} {new.surnames}".strip(), new.role)
        book, code = book_files.create_book(
            path, first, new.passphrase, host=environment.host, cost=environment.kdf_cost(), fill=fill
        )
        if new.sealed_commands:
            sealing = Transactions(book.begin, actor, environment.circumstances, lambda: book.keys.reserved_key)
            Runner(sealing, COMMANDS, QUERIES).run(new.sealed_commands)
        supervisor = None if new.supervisor_id is None else Actor(new.supervisor_id, Role.SUPERVISOR)
        if supervisor is not None:
            supervising = Transactions(book.begin, supervisor, environment.circumstances)
            Runner(supervising, COMMANDS, QUERIES).run(new.supervised_commands)
        opened = _opened(book, thread, environment)
        opened.other = supervisor
        return opened, tuple(recovery_code.groups(code))

    return _on_new_thread(make)


def open_with_passphrase(
    path: Path, person_id: UUID, passphrase: str, environment: Environment, *, action: str = "Open"
) -> Future[OpenBook]:
    """Open a book with a person's clave; refuses with `wrong_passphrase` and everything the file layer refuses.

    `action`: the name under which the audit has it, where it is no ordinary opening.
    """

    def unlock() -> UnlockedKeys:
        document = _keys_of(path)
        with _counted(document, person_id, "wrong_passphrase", environment):
            return keys.unlock(document, person_id, passphrase)

    return _on_new_thread(lambda thread: _open(path, unlock(), thread, environment, action))


def open_with_recovery(
    path: Path, code: str, person_id: UUID, new_passphrase: str, environment: Environment
) -> Future[OpenBook]:
    """Open a book with its recovery code and give a person a new clave; refuses an unacceptable one first."""
    passphrases.check(new_passphrase, field="new_passphrase")

    def recover(thread: DatabaseThread) -> OpenBook:
        document = _keys_of(path)
        with _counted(document, None, "wrong_recovery_code", environment):
            holder = keys.unlock_with_recovery(document, recovery_code.parse(code))
        cost = environment.kdf_cost()
        book = book_files.open_book(path, holder, host=environment.host, upgrade=migrations.upgrade)
        try:
            book.change_keys(lambda document: keys.set_passphrase(document, holder, person_id, new_passphrase, cost))
            unlocked = keys.unlock(book.key_document, person_id, new_passphrase)
        finally:
            book.close()
        return _open(path, unlocked, thread, environment, action="OpenWithRecoveryCode")

    return _on_new_thread(recover)


def add_person(
    open_book: OpenBook, person: AddPersonWithAccess, temporary_passphrase: str, environment: Environment
) -> Future[UUID]:
    """Give someone new access with a temporary clave that she must change at first use."""
    passphrases.check(temporary_passphrase, (person.given_names, person.surnames))
    return open_book.with_book(
        lambda book, runner: let_in(book, runner, person, temporary_passphrase, environment.kdf_cost()).ids[0]
    )


def let_in(book: Book, runner: Runner, person: AddPersonWithAccess, temporary: str, cost: KdfCost) -> Outcome:
    """Write row and keys of someone new together; on the database thread."""
    new = NewPerson(person.id, f"{person.given_names} {person.surnames}".strip(), person.role)

    def write_keys() -> None:
        book.change_keys(lambda document: keys.add_person(document, book.keys, new, temporary, cost))

    return run_with_keys(book, runner, [person], write_keys)


def run_with_keys(book: Book, runner: Runner, commands: Sequence[Command], write_keys: Callable[[], None]) -> Outcome:
    """Carry out commands and what they mean for the keys: both hold, or neither; on the database thread."""
    with book.keys_undone_on_failure():
        return runner.run(commands, before_commit=write_keys)


def change_passphrase(open_book: OpenBook, old: str, new: str, environment: Environment) -> Future[None]:
    """Change one's own clave: the key is wrapped anew, the book itself is not touched."""
    passphrases.check(new, (open_book.person.full_name, open_book.title), field="new_passphrase")

    def change(book: Book, runner: Runner) -> None:
        book.change_passphrase(open_book.person.id, old, new, environment.kdf_cost())
        runner.record("ChangePassphrase", open_book.person.id)

    return open_book.with_book(change)


def check_passphrase(open_book: OpenBook, passphrase: str) -> Future[None]:
    """Make sure that it is her own clave; refuses with `wrong_passphrase`. Nothing changes."""

    def check(book: Book, runner: Runner) -> None:
        keys.unlock(book.key_document, open_book.person.id, passphrase)

    return open_book.with_book(check)


def _key_copies(path: Path, salt: bytes, environment: Environment) -> tuple[KeyCopy, ...]:
    app_data = environment.host.app_data
    folders = (backups.default_folder(path), *backup_places.read(app_data, salt).chosen)
    return tuple(key_copies.find(salt, app_data, folders))


def _keys_of(path: Path) -> KeysDocument:
    state = book_file.inspect(path)
    if state.refusals and not state.only_readable:
        raise state.refusals[0]
    if state.keys is None:
        raise RuntimeError("a book without refusals has keys")
    return state.keys


def _open(
    path: Path, unlocked: UnlockedKeys, thread: DatabaseThread, environment: Environment, action: str = "Open"
) -> OpenBook:
    if book_file.inspect(path).only_readable:
        book = reading.open_to_read(path, unlocked, host=environment.host)
    else:
        book = book_files.open_book(path, unlocked, host=environment.host, upgrade=migrations.upgrade)
    try:
        return _opened(book, thread, environment, action)
    except BaseException:
        book.close()
        raise


def seen_by_other(book: OpenBook) -> Future[OpenBook]:
    """Example data as their other person sees them: who supervises or, from there, who facilitates."""

    def change(file: Book, _: Runner) -> OpenBook:
        other, role = book.other, book.person.role
        if other is None or role is None:
            raise RuntimeError("only example data are of two people at once")
        keys = file.keys
        transactions = Transactions(
            file.begin, other, book.circumstances, lambda: keys.reserved_key, package_keys=lambda: keys.package_keys
        )
        with transactions.open() as tx:
            person = replace(_person_of(other.id, people_queries.all_people(tx)), role=other.role)
            append_audit(tx, "Open", None, {})
        return book.seen_by(person, Runner(transactions, COMMANDS, QUERIES), Actor(book.person.id, role))

    return book.with_book(change)


def _opened(book: Book, thread: DatabaseThread, environment: Environment, action: str = "Open") -> OpenBook:
    if book.keys.person_id is None or book.keys.role is None:
        raise RuntimeError("a book is opened for a person")
    actor = Actor(book.keys.person_id, book.keys.role)
    transactions = Transactions(
        book.begin,
        actor,
        environment.circumstances,
        lambda: book.keys.reserved_key,
        package_keys=lambda: book.keys.package_keys,
        read_only=book.read_only,
    )
    with transactions.open() as tx:
        team = people_queries.all_people(tx)
        person = _person_of(tx.actor.id, team)
        service = service_queries.service(tx)
        demo = service_queries.is_demo(tx)
        append_audit(tx, action, None, {})
        failed = _enter_failed(tx, book)
    if failed and not book.read_only:
        failed_openings.forget(book.app_data, book.salt)
    if person.role is None:
        raise BookError("person_without_access", person=person.full_name)
    # people are authoritative in the book: the names and roles that the keys file tells are only copies
    if book.read_only:
        book.warnings = ["opened_read_only"]
    else:
        _tell_names(book, team)
    transactions.actor = Actor(person.id, person.role)
    opened = Opened(book.path, person, service.name, demo, book.keys.must_change, tuple(book.warnings), book.read_only)
    runner = Runner(transactions, COMMANDS, QUERIES)
    emergency_copies.keep(book.app_data, runner)  # another book may have been open here since
    return OpenBook(opened, book, runner, thread, environment.circumstances)


@contextlib.contextmanager
def _counted(document: KeysDocument, person_id: UUID | None, code: str, environment: Environment) -> Iterator[None]:
    """Counts an opening that fails on its clave, until the next good one enters it."""
    try:
        yield
    except BookError as error:
        if error.code == code:
            host = environment.host
            failed_openings.note(host.app_data, document.salt, person_id, host.clock())
        raise


def _enter_failed(tx: Transaction, book: Book) -> bool:
    """Enter the openings that failed since the last good one; True if there were any."""
    pending = failed_openings.pending(book.app_data, book.salt)
    for one in pending:
        told = {"count": one.count, "first": one.first.isoformat(), "last": one.last.isoformat()}
        append_audit(tx, "FailedOpenings", one.person_id, told)
    return bool(pending)


def _tell_names(book: Book, team: Sequence[Person]) -> None:
    """Let the page that asks for the clave name people as the book does."""
    named = {slot.person_id: slot.name for slot in book.people}
    names = {one.id: one.full_name for one in team if named.get(one.id, one.full_name) != one.full_name}
    if names:
        with contextlib.suppress(BookError):  # the next opening tries again
            book.change_keys(lambda document: keys.rename(document, book.keys, names))


def _person_of(person_id: UUID, people: Sequence[Person]) -> Person:
    for person in people:
        if person.id == person_id and person.active:
            return person
    raise BookError("person_not_in_book")


def _on_new_thread(job: Callable[[DatabaseThread], T]) -> Future[T]:
    thread = DatabaseThread()
    future = thread.submit(lambda: job(thread), priority=Priority.WRITE)
    future.add_done_callback(lambda done: thread.close() if done.exception() else None)
    return future
