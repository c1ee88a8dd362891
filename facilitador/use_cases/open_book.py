"""An open book as the window and the command line hold it: commands in, answers out, on the book's own thread."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from facilitador.db import backups, package_keys
from facilitador.db.books import Book
from facilitador.db.database_thread import DatabaseThread, Priority
from facilitador.db.package_keys import PackageKeys
from facilitador.db.transaction import Actor, Circumstances
from facilitador.domain.people import Person
from facilitador.errors import BookError, UserFacingError
from facilitador.use_cases import emergency_copies
from facilitador.use_cases.pieces import Told
from facilitador.use_cases.requests import Command, Outcome, Query
from facilitador.use_cases.runner import Runner

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opened:
    """What is known of a book at its opening: by whom, whose it is, whether its data is invented, what to tell.

    `warnings` are message codes. `read_only`: it lies where nothing can be written.
    """

    path: Path
    person: Person
    service_name: str
    demo: bool
    must_change_passphrase: bool
    warnings: tuple[str, ...]
    read_only: bool = False


class OpenBook:
    """A book open for one person. Every call returns at once; the work is done in order on the book's thread."""

    def __init__(
        self,
        opened: Opened,
        book: Book,
        runner: Runner,
        thread: DatabaseThread,
        circumstances: Circumstances,
        other: Actor | None = None,
    ) -> None:
        self.opened = opened
        self.circumstances = circumstances
        self.other = other
        """Of example data: as who else they can be seen."""
        self._book = book
        self._runner = runner
        self._thread = thread
        self._afterwards: Callable[[], None] | None = None

    @property
    def person(self) -> Person:
        """Who opened the book."""
        return self.opened.person

    @property
    def title(self) -> str:
        """The name of the service, for the head of the window."""
        return self.opened.service_name

    @property
    def demo(self) -> bool:
        """True where all data is invented."""
        return self.opened.demo

    @property
    def read_only(self) -> bool:
        """True where nothing can be written."""
        return self.opened.read_only

    @property
    def package_keys(self) -> PackageKeys:
        """What opens and signs packages for who opened the book; `package_keys_needed` after the recovery code."""
        return package_keys.needed(self._book.keys.package_keys)

    def submit(self, commands: Sequence[Command], *, initiator: str = "", dry_run: bool = False) -> Future[Outcome]:
        """Carry out commands: all or none, one commit. `initiator` names who asked, for those who listen."""
        return self._thread.submit(
            lambda: self._carry_out(commands, dry_run=dry_run),
            priority=Priority.WRITE,
            brief=not self._runner.wants_copy(commands),
        )

    def ask(self, query: Query[T], *, again: bool = False, told: Told = lambda step: None) -> Future[T]:
        """Answer a query; `again`: it is only re-read because something changed, no new view of a man's record.

        What takes long is read in pieces, and cancelling works between them; `told` hears, on the book's thread, how
        far it is.
        """
        if self._runner.comes_in_pieces(query):
            return self._thread.in_turns(lambda: self._runner.ask_in_pieces(query, told=told))
        return self._thread.submit(lambda: self._runner.ask(query, again=again), priority=Priority.READ, brief=True)

    def with_book(self, job: Callable[[Book, Runner], T], *, priority: Priority = Priority.WRITE) -> Future[T]:
        """Work on the book file itself (keys, checks, copies), in turn with everything else."""
        return self._thread.submit(lambda: job(self._book, self._runner), priority=priority)

    def in_pages(self, pages: Callable[[Book, Runner], Iterator[T]]) -> Future[list[T]]:
        """A long read of the whole book, gathered: what the person does goes between any two of its pages."""
        return self._thread.paged(lambda: pages(self._book, self._runner))

    def let_pass(self) -> bool:
        """For a long job in `with_book`: lets what the person does go first; False if it should end now."""
        return self._thread.let_pass()

    @property
    def is_closing(self) -> bool:
        """True once it was told to close: what may be done again should not keep a person waiting."""
        return self._thread.is_closing

    def seen_by(self, person: Person, runner: Runner, other: Actor) -> OpenBook:
        """The same file, open for another person; what is in hand is then neither used nor closed any more."""
        opened = replace(self.opened, person=person, warnings=())
        seen = OpenBook(opened, self._book, runner, self._thread, self.circumstances, other)
        seen._afterwards, self._afterwards = self._afterwards, None
        return seen

    def once_closed(self, job: Callable[[], None]) -> None:
        """Do this, once, after the file is closed: a book of example data takes its folder away."""
        self._afterwards = job

    def _carry_out(self, commands: Sequence[Command], *, dry_run: bool) -> Outcome:
        if not dry_run and not self.demo and self._runner.wants_copy(commands):
            with contextlib.suppress(
                BookError
            ):  # a full disk keeps no import back: it is one commit, and can be undone
                backups.make_backup(self._book)
        outcome = self._runner.run(commands, dry_run=dry_run)
        if not dry_run and emergency_copies.concerns(outcome.changes):
            emergency_copies.keep(self._book.app_data, self._runner)
        return outcome

    def close(self, *, locking: bool = False) -> None:
        """Wait for a running save, close the file, give the lock back, end the thread. Closing twice is harmless.

        `locking`: the page that asks for the clave follows; the audit tells one from the other.
        """
        try:
            self._thread.close(last=partial(self._leave, "Lock" if locking else "Close"))
        finally:
            job, self._afterwards = self._afterwards, None
            if job is not None:
                job()

    def _leave(self, action: str) -> None:
        try:
            if self._book.is_open:
                self._runner.record(action, None)
        except UserFacingError:
            pass  # a full disk or a stick taken out: closing goes before telling that it was closed
        finally:
            self._book.close()
