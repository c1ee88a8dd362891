"""The one way in: checks the role, carries out commands in one transaction, leaves audit rows, commits once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from time import perf_counter
from typing import Any, Final, TypeVar, cast
from uuid import UUID

import msgspec

from facilitador.db.narrowing import narrowed
from facilitador.db.queries import services as service_queries
from facilitador.db.tables import records
from facilitador.db.transaction import Transaction, Transactions
from facilitador.domain.roles import Section, may_read, may_write
from facilitador.errors import BookError, UserFacingError
from facilitador.use_cases.pieces import UNFINISHED, Told, advance, begun
from facilitador.use_cases.requests import Command, CommandHandler, Outcome, Query, QueryHandler, Result
from facilitador.use_cases.stamps import stamped
from facilitador.use_cases.well_formed import well_formed

T = TypeVar("T")

PIECE: Final = 0.012
"""Seconds after which a reading in pieces lets others go first; a piece that has begun is read to its end."""

_ATTEMPTS: Final = 3


class Runner:
    """Carries out commands and queries on one book for one person. Lives on the database thread."""

    def __init__(
        self,
        transactions: Transactions,
        commands: Mapping[type[Command], CommandHandler],
        queries: Mapping[type[Query[Any]], QueryHandler],
    ) -> None:
        self._transactions = transactions
        self._commands = commands
        self._queries = queries

    def run(
        self,
        commands: Sequence[Command],
        *,
        dry_run: bool = False,
        before_commit: Callable[[], None] = lambda: None,
    ) -> Outcome:
        """Carry out the commands in order: all, in one commit, or none.

        A refusal carries the `position` of the refused command. `dry_run` checks everything and keeps nothing.
        `before_commit` does what must hold together with the commit (the keys file); if it fails, nothing is kept.
        """
        if self._transactions.read_only:
            raise BookError("book_read_only")
        with self._transactions.open(dry_run=dry_run) as tx:
            commands = [well_formed(command) for command in commands]
            results = self._run_all(tx, commands)
            self._leave_trace(tx, commands, results)
            before_commit()
        return Outcome(results, frozenset(change for result in results for change in result.changes))

    def wants_copy(self, commands: Sequence[Command]) -> bool:
        """True if the book is copied before these are carried out: they bring in much at once."""
        return any(self._commands[type(one)].copied_first for one in commands)

    def ask(self, query: Query[T], *, again: bool = False) -> T:
        """Answer a query; refuses with `role_may_not_read`.

        Showing a man's record leaves an audit row, unless it is only read `again` because something on it changed.
        """
        handler = self._queries[type(query)]
        with self._opened_for(handler) as tx:
            with narrowed(tx, handler.origin(query)):
                answer = handler.run(tx, well_formed(query))
            answer = stamped(tx, query, answer)
            viewed = handler.records_view_of(query)
            if viewed is not None and not again:
                records.append_audit(tx, "View", viewed, {"view": type(query).__name__})
        return cast(T, answer)

    def comes_in_pieces(self, query: Query[Any]) -> bool:
        """True if the answer may take longer than another can wait."""
        return self._queries[type(query)].pieces is not None

    def ask_in_pieces(
        self, query: Query[T], *, clock: Callable[[], float] = perf_counter, told: Told = lambda step: None
    ) -> Iterator[T | None]:
        """As `ask`, in transactions of about `PIECE` seconds: None after each, and at last the answer, of one state.

        `told` hears how far it is. Where something was written between two pieces it begins anew; the last time it lets
        nothing between.
        """
        handler = self._queries[type(query)]
        assert handler.pieces is not None
        for _ in range(_ATTEMPTS):
            pieces, written, answer = begun(handler.pieces, well_formed(query)), None, UNFINISHED
            while answer is UNFINISHED:
                with self._opened_for(handler) as tx:
                    if written not in (None, tx.written_so_far):
                        break
                    with narrowed(tx, handler.origin(query)):
                        answer = advance(pieces, tx, _lasting(PIECE, clock), told)
                    answer = stamped(tx, query, answer)
                    written = tx.written_so_far
                yield None if answer is UNFINISHED else cast(T, answer)
            else:
                return
            pieces.close()
        yield self.ask(query)

    @contextmanager
    def _opened_for(self, handler: QueryHandler) -> Iterator[Transaction]:
        with self._transactions.open() as tx:
            if handler.reads is not None and not may_read(tx.actor.role, handler.reads):
                raise UserFacingError("role_may_not_read")
            yield tx

    def look(self, read: Callable[[Transaction], T]) -> T:
        """What the program itself reads to see whether the book is whole; nothing of it is shown to anybody."""
        with self._transactions.open() as tx:
            return read(tx)

    def record(self, action: str, subject_id: UUID | None) -> None:
        """Leave an audit row for something done to the book's files rather than in the book."""
        with self._transactions.open() as tx:
            records.append_audit(tx, action, subject_id, {})

    def _run_all(self, tx: Transaction, commands: Sequence[Command]) -> tuple[Result, ...]:
        """A result a command, in their order; those that follow one another and are alike are carried out together."""
        results: list[Result] = []
        for alike, some in groupby(commands, self._what_is_alike):
            following = list(some)
            if alike is None or len(following) == 1:
                for one in following:
                    with _refused_at(len(results)):
                        results.append(self._run_one(tx, one))
            else:
                with _refused_at(len(results)):
                    results += self._run_together(tx, following)
        return tuple(results)

    def _run_one(self, tx: Transaction, command: Command) -> Result:
        handler = self._commands[type(command)]
        self._check_role(tx, handler.writes(tx, command))
        return handler.run(tx, command)

    def _run_together(self, tx: Transaction, commands: Sequence[Command]) -> Sequence[Result]:
        handler = self._commands[type(commands[0])]
        assert handler.together is not None
        for one in commands:
            self._check_role(tx, handler.writes(tx, one))
        return handler.together.run(tx, commands)

    def _what_is_alike(self, command: Command) -> Hashable:
        together = self._commands[type(command)].together
        shared = None if together is None else together.alike(command)
        return None if shared is None else (type(command), shared)

    def _leave_trace(self, tx: Transaction, commands: Sequence[Command], results: Sequence[Result]) -> None:
        """An audit row a command, in their order, written at once."""
        records.append_audits(
            tx,
            [
                (type(one).__name__, result.id, self._details(tx, one, result))
                for one, result in zip(commands, results, strict=True)
                if self._commands[type(one)].audited
            ],
        )

    def _details(self, tx: Transaction, command: Command, result: Result) -> dict[str, Any]:
        told: dict[str, Any] = {"fields": list(result.fields)}
        return told | {"digest": _digest(tx, command)} if self._commands[type(command)].digested else told

    @staticmethod
    def _check_role(tx: Transaction, sections: frozenset[Section]) -> None:
        for section in sections:
            if not may_write(tx.actor.role, section):
                raise UserFacingError("role_may_not_write")


@contextmanager
def _refused_at(position: int) -> Iterator[None]:
    """A refusal tells the place in the whole list: `position`, and behind it the place that it tells itself."""
    try:
        yield
    except UserFacingError as error:
        error.position = position + (error.position or 0)
        raise


def _lasting(seconds: float, clock: Callable[[], float]) -> Callable[[], bool]:
    """True once so much time has passed."""
    until = clock() + seconds
    return lambda: clock() >= until


def _digest(tx: Transaction, command: Command) -> str:
    # keyed with the book's own random key: the plain hash of a DNI could be reversed by trying all of them
    text = msgspec.json.encode(command)
    return hashlib.blake2b(text, digest_size=16, key=service_queries.audit_key(tx)).hexdigest()
