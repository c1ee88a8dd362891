"""A book in which people of chance have done a little of everything, right and wrong, through the runner alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple
from uuid import UUID

from uuid_utils.compat import uuid7

from facilitador.db.books import Book
from facilitador.db.transaction import Actor, Transactions
from facilitador.domain.roles import Role
from facilitador.errors import InvalidInput, UserFacingError
from facilitador.use_cases import books
from facilitador.use_cases.catalogue import COMMANDS, QUERIES
from facilitador.use_cases.demo import DEMO_PASSPHRASE
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.runner import Runner
from tests.books import make_environment
from tests.use_cases.any_commands import AnyCommand, example
from tests.use_cases.reserved import OWN_CLAVE, TEMPORARY, reopened

_ENDING: Final = re.compile("Close|Remove|Withdraw|Retire|Cancel|Merge|Undo|Revoke|Void|Unshare|Approve")


class Done(NamedTuple):
    """What became of a command: the code it was refused with, if it was."""

    command: Command
    actor: Actor
    code: str = ""


class WorkedBook:
    """The book of example data, open; two people work in it, each as facilitator and as supervisor."""

    def __init__(self, book: OpenBook, colleague: UUID, seed: int) -> None:
        self.book = book
        self.chance = AnyCommand(book, seed)
        people = (book.person.id, colleague)
        self.actors = [Actor(one, role) for role in (Role.FACILITATOR, Role.SUPERVISOR) for one in people]

    def run(
        self, command: Command, actor: Actor, *, dry_run: bool = False, before_commit: Callable[[], None] = lambda: None
    ) -> Outcome:
        """Carry out one command as this actor."""

        def job(file: Book, _: Runner) -> Outcome:
            transactions = Transactions(file.begin, actor, self.book.circumstances, lambda: file.keys.reserved_key)
            runner = Runner(transactions, COMMANDS, QUERIES)
            return runner.run([command], dry_run=dry_run, before_commit=before_commit)

        return self.book.with_book(job).result()

    def attempt(self, command: Command, actor: Actor, *, dry_run: bool = False) -> Done:
        """Carry it out; a refusal is an answer like any other."""
        try:
            self.run(command, actor, dry_run=dry_run)
        except InvalidInput as error:
            return Done(command, actor, error.problems[0].code)
        except UserFacingError as error:
            return Done(command, actor, error.code)
        return Done(command, actor)

    def accepted(self, kind: type[Command], tries: int) -> Done | None:
        """A command of this kind that would be carried out now, by whom; None if chance finds none."""
        for number in range(tries):
            command = self.chance.of(kind, full=number % 3 != 2)
            done = self.attempt(command, self.actors[number % len(self.actors)], dry_run=True)
            if done.code == "role_may_not_write":
                done = self.attempt(command, self.actors[(number + 2) % len(self.actors)], dry_run=True)
            if not done.code:
                return done
        return None

    def walk(self, steps: int) -> Iterator[Done]:
        """So many commands of any kind, one after the other, kept where they are accepted.

        What ends or takes back something comes more rarely than what makes something, as in life.
        """
        random = self.chance.random
        kinds = [kind for kind in COMMANDS if COMMANDS[kind].listed]
        weights = [0.2 if _ENDING.match(kind.__name__) else 1 for kind in kinds]
        for step, kind in enumerate(random.choices(kinds, weights, k=steps)):
            if step % 40 == 0:
                self.chance.refresh()
            command, number = self.chance.of(kind), random.randrange(len(self.actors))
            done = self.attempt(command, self.actors[number])
            if done.code == "role_may_not_write":
                done = self.attempt(command, self.actors[number - 2])
            yield done


@contextmanager
def worked_book(folder: Path, seed: int = 1) -> Iterator[WorkedBook]:
    """The example book with a second person who has a clave of her own, closed at the end."""
    around = make_environment(folder / "app-data")
    (folder / "book").mkdir()
    book, _ = books.create(folder / "book" / "ejemplo", example(), around).result()
    first, colleague = (
        book.person.id,
        AddPersonWithAccess(id=uuid7(), given_names="Elena", surnames="Apaza", role=Role.FACILITATOR),
    )
    books.add_person(book, colleague, TEMPORARY, around).result()
    hers = reopened(book, colleague.id, TEMPORARY, around)
    books.change_passphrase(hers, TEMPORARY, OWN_CLAVE, around).result()
    book = reopened(hers, first, DEMO_PASSPHRASE, around)
    try:
        yield WorkedBook(book, colleague.id, seed)
    finally:
        book.close()
