"""One open transaction: what a handler is given. Handlers never commit; the runner does, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.package_keys import PackageKeys, needed
from facilitador.db.refusals import as_refusal
from facilitador.db.reserved import ReservedBox
from facilitador.domain.roles import Role
from facilitador.errors import BookError

_NOTED: Final = "rows noted beside the book"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person of the book on whose behalf something is done."""

    id: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class Transaction:
    """An open transaction on the book.

    `now` is UTC and the same for the whole transaction; `today` is the local calendar day of the person.
    `connection` and `memory` are for `facilitador.db` only; handlers hand the transaction on to functions of
    `db.tables` and `db.queries`. `memory` holds, by table, what was read once (see `db.tables.base.remembered`).
    `read_only`: the file cannot be written where it lies; what is seen goes unrecorded.
    """

    connection: sa.Connection = field(repr=False)
    actor: Actor
    now: datetime
    today: date
    new_id: Callable[[], UUID]
    memory: dict[str, dict[Any, Any]] = field(default_factory=dict, repr=False, compare=False)
    reserved_box: ReservedBox | None = field(default=None, repr=False, compare=False)
    read_only: bool = field(default=False, compare=False)
    own_keys: PackageKeys | None = field(default=None, repr=False, compare=False)

    @property
    def package_keys(self) -> PackageKeys:
        """What opens and signs packages for whom the book is open; `package_keys_needed` after the recovery code."""
        return needed(self.own_keys)

    @property
    def written_so_far(self) -> int:
        """How many rows were written since the book was opened; nothing else writes it meanwhile.

        What was only `noted` for this connection is no part of the book.
        """
        return self._changes - int(self.connection.info.get(_NOTED, 0))

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Inside, rows are written beside the book, in tables of this connection."""
        before = self._changes
        try:
            yield
        finally:
            self.connection.info[_NOTED] = int(self.connection.info.get(_NOTED, 0)) + self._changes - before

    @property
    def _changes(self) -> int:
        driver: Any = self.connection.connection.driver_connection
        return int(driver.total_changes)

    @property
    def reserved(self) -> ReservedBox:
        """What seals and opens reserved documents; BookError `reserved_key_needed` for who holds no reserved key."""
        if self.reserved_box is None:
            raise BookError("reserved_key_needed")
        return self.reserved_box


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a transaction takes from outside: the clock, the person's calendar, fresh identifiers."""

    clock: Callable[[], datetime]
    today: Callable[[], date]
    new_id: Callable[[], UUID]


class _DryRun(Exception):
    """Carries a dry run out of the transaction, so that it rolls back."""


class Transactions:
    """Opens transactions of one book for one actor. One at a time: nesting raises RuntimeError."""

    def __init__(
        self,
        begin: Callable[[], AbstractContextManager[sa.Connection]],
        actor: Actor,
        circumstances: Circumstances,
        reserved_key: Callable[[], bytes | None] = lambda: None,
        *,
        package_keys: Callable[[], PackageKeys | None] = lambda: None,
        read_only: bool = False,
    ) -> None:
        self._begin = begin
        self.actor = actor
        self.read_only = read_only
        self._circumstances = circumstances
        self._reserved_key = reserved_key  # asked each time: giving new keys to a book changes it
        self._package_keys = package_keys
        self._open = False

    @contextmanager
    def open(self, *, dry_run: bool = False) -> Iterator[Transaction]:
        """A transaction that commits once at the end; on any error, or in a dry run, nothing of it stays.

        Raises the expected refusal behind a database error (`group_full`, `disk_full` …).
        """
        if self._open:
            raise RuntimeError("a transaction is open already: one gesture, one transaction")
        self._open = True
        try:
            with self._begin() as connection:
                yield self._transaction(connection)
                if dry_run:
                    raise _DryRun
        except _DryRun:
            pass
        except sa.exc.DBAPIError as error:
            refusal = as_refusal(error)
            if refusal is None:
                raise
            raise refusal from error
        finally:
            self._open = False

    def _transaction(self, connection: sa.Connection) -> Transaction:
        around = self._circumstances
        key = self._reserved_key()
        box = None if key is None else ReservedBox(key)
        moment = (around.clock(), around.today(), around.new_id)
        return Transaction(
            connection,
            self.actor,
            *moment,
            reserved_box=box,
            read_only=self.read_only,
            own_keys=self._package_keys(),
        )
