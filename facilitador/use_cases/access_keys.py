"""Who may open the book, as rows and keys together: every verb writes both or neither.

Keys have their own verbs and never pass through `apply`. Taking access away gives the whole book new keys; all others
rewrap or seal what is there.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from facilitador.db import keys, recovery_code, rekeying, storage_failures
from facilitador.db.books import Begin, Book
from facilitador.db.keys import NewPerson
from facilitador.db.keys_file import KdfCost, KeysDocument
from facilitador.db.queries import people as people_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.transaction import Actor, Transactions
from facilitador.documents import temporary_claves as clave_sheets
from facilitador.documents.blocks import Document
from facilitador.domain.people import Person
from facilitador.domain.roles import Role
from facilitador.domain.temporary_claves import temporary_clave
from facilitador.use_cases.access import ChangeRole, EndAccess, GiveAccess, GiveTemporaryPassphrase, RenewRecoveryCode
from facilitador.use_cases.books import Environment, let_in, run_with_keys
from facilitador.use_cases.catalogue import COMMANDS, QUERIES
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.prints import letterhead, recovery_sheet
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.runner import Runner

ROLE_WORDS: Final = {
    Role.FACILITATOR: "Facilita",
    Role.SUPERVISOR: "Supervisa",
    Role.STAFF: "Personal administrativo",
}


@dataclass(frozen=True, slots=True)
class GivenClave:
    """A temporary clave that the program made up: shown once, on `sheet` for her hand. Never shown by repr."""

    person_id: UUID
    name: str
    clave: str
    sheet: Document
    outcome: Outcome

    def __repr__(self) -> str:
        return f"GivenClave({self.person_id})"


@dataclass(frozen=True, slots=True)
class NewCode:
    """A new recovery code in its groups, on `sheet` for the envelope; `backup`: the book as it was, if one was made."""

    groups: tuple[str, ...]
    sheet: Document
    outcome: Outcome
    backup: Path | None = None

    def __repr__(self) -> str:
        return "NewCode()"


class KeyDesk:
    """The keys of an open book, in the hands of who opened it. Every verb returns at once; roles are checked.

    `below(n)` gives a number from 0 to n - 1 that nobody foresees.
    """

    def __init__(
        self, open_book: OpenBook, environment: Environment, below: Callable[[int], int] = secrets.randbelow
    ) -> None:
        self._book = open_book
        self._environment = environment
        self._below = below

    def add_person(self, given_names: str, surnames: str, profession: str, role: Role) -> Future[GivenClave]:
        """Add someone to the team with access and a temporary clave. InvalidInput for what is wrong with the names."""
        person = AddPersonWithAccess(
            id=self._environment.circumstances.new_id(),
            given_names=given_names,
            surnames=surnames,
            profession=profession,
            role=role,
        )

        def add(book: Book, runner: Runner) -> GivenClave:
            clave = self._clave((given_names, surnames))
            outcome = let_in(book, runner, person, clave, self._environment.kdf_cost())
            return self._given(book, outcome, clave)

        return self._book.with_book(add)

    def give_access(self, person_id: UUID, role: Role) -> Future[GivenClave]:
        """Let someone of the team in. `person_has_keys`, `person_not_in_team`, `reserved_key_needed`."""
        return self._give(GiveAccess(person_id=person_id, role=role), person_id, role)

    def renew_temporary(self, person_id: UUID) -> Future[GivenClave]:
        """A new temporary clave for someone who forgot hers; what was sealed to her alone stays shut for good."""
        return self._give(GiveTemporaryPassphrase(person_id=person_id), person_id, None)

    def change_role(self, person_id: UUID, role: Role) -> Future[Outcome]:
        """Change role and keys together; whoever has the book open keeps her former role until she opens it again.

        `last_reserved_reader` where nobody could read the reserved part any more.
        """

        def change(book: Book, runner: Runner) -> Outcome:
            person = self._person(book, person_id)
            changed = NewPerson(person_id, person.full_name, role)
            return run_with_keys(
                book,
                runner,
                [ChangeRole(person_id=person_id, role=role)],
                lambda: book.change_keys(lambda document: keys.update_person(document, book.keys, changed)),
            )

        return self._book.with_book(change)

    def renew_recovery_code(self) -> Future[NewCode]:
        """A new recovery code; the old one opens nothing from now on."""

        def renew(book: Book, runner: Runner) -> NewCode:
            made: list[recovery_code.RecoveryCode] = []
            renewal = [RenewRecoveryCode()]
            outcome = run_with_keys(book, runner, renewal, lambda: made.append(book.renew_recovery_code()))
            return self._new_code(book, made[0], outcome)

        return self._book.with_book(renew)

    def end_access(self, person_id: UUID) -> Future[NewCode]:
        """Take someone's access away: the book gets new keys, sealed to those who remain. Hers are not needed.

        `access_is_ones_own`, `last_reserved_reader`, and what `rekeying.rekey` refuses; then nothing has changed.
        """
        return self.carry_out([EndAccess(person_id=person_id)])

    def carry_out(self, commands: Sequence[Command]) -> Future[NewCode]:
        """Carry out commands that end somebody's access, all in the copy that takes the book's place.

        Commands that end nobody's access are carried out in the book as it is, without new keys: the code is empty.
        """
        leaving = {command.person_id for command in commands if isinstance(command, EndAccess)}

        def work(book: Book, runner: Runner) -> NewCode:
            if not leaving:
                return NewCode((), self._sheet(book, ()), runner.run(commands))
            runner.run(commands, dry_run=True)  # what the rules refuse costs no backup and no copy
            remaining = self._remaining(book, leaving)
            with storage_failures.full_disk_told_as("keys_disk_full"):
                done = rekeying.rekey(book, remaining, lambda begin: self._runner(begin).run(commands))
            return self._new_code(book, done.code, done.answer, done.backup)

        return self._book.with_book(work)

    def choose(self, count: int, of: int) -> list[int]:
        """So many different numbers below `of`, which nobody foresees: the groups of a code that are asked back."""
        left = list(range(of))
        return [left.pop(self._below(len(left))) for _ in range(count)]

    # -- how ----------------------------------------------------------------------------------------------------------

    def _give(self, command: Command, person_id: UUID, role: Role | None) -> Future[GivenClave]:
        def give(book: Book, runner: Runner) -> GivenClave:
            person = self._person(book, person_id)
            clave = self._clave((person.given_names, person.surnames))
            cost = self._environment.kdf_cost()

            def write_keys() -> None:
                new = NewPerson(person_id, person.full_name, role or person.role or Role.STAFF)
                book.change_keys(lambda document: _with_clave(document, book, new, clave, cost))

            outcome = run_with_keys(book, runner, [command], write_keys)
            return self._given(book, outcome, clave)

        return self._book.with_book(give)

    def _clave(self, names: Sequence[str]) -> str:
        return temporary_clave(self._below, (*names, self._book.title))

    def _given(self, book: Book, outcome: Outcome, clave: str) -> GivenClave:
        person = self._person(book, outcome.ids[0])
        role = ROLE_WORDS[person.role] if person.role else ""
        with self._transactions(book.begin).open() as tx:
            head = letterhead(service_queries.service(tx))
        sheet = clave_sheets.compose(clave_sheets.TemporaryClaveSheet(head, person.full_name, role, clave))
        return GivenClave(person.id, person.full_name, clave, sheet, outcome)

    def _new_code(
        self, book: Book, code: recovery_code.RecoveryCode, outcome: Outcome, backup: Path | None = None
    ) -> NewCode:
        groups = tuple(recovery_code.groups(code))
        return NewCode(groups, self._sheet(book, groups), outcome, backup)

    def _sheet(self, book: Book, groups: tuple[str, ...]) -> Document:
        with self._transactions(book.begin).open() as tx:
            head = letterhead(service_queries.service(tx))
        return recovery_sheet(head.service, head.place, self._book.person.full_name, groups)

    def _remaining(self, book: Book, leaving: set[UUID]) -> list[NewPerson]:
        """Everybody with a role and keys but who leaves, as the book names them."""
        with self._transactions(book.begin).open() as tx:
            team = people_queries.all_people(tx)
        with_keys = {slot.person_id for slot in book.people} - leaving
        return [NewPerson(one.id, one.full_name, one.role) for one in team if one.role and one.id in with_keys]

    def _person(self, book: Book, person_id: UUID) -> Person:
        with self._transactions(book.begin).open() as tx:
            return people_queries.person(tx, person_id)

    def _transactions(self, begin: Begin) -> Transactions:
        person = self._book.person
        return Transactions(begin, Actor(person.id, person.role or Role.STAFF), self._book.circumstances)

    def _runner(self, begin: Begin) -> Runner:
        return Runner(self._transactions(begin), COMMANDS, QUERIES)


def _with_clave(document: KeysDocument, book: Book, person: NewPerson, clave: str, cost: KdfCost) -> KeysDocument:
    """Keys under a temporary clave; a slot that is there already (of a write cut short, of one forgotten) is remade."""
    if not any(slot.person_id == person.id for slot in document.slots):
        return keys.add_person(document, book.keys, person, clave, cost)
    named = keys.update_person(document, book.keys, person)
    return keys.set_passphrase(named, book.keys, person.id, clave, cost, must_change=True)
