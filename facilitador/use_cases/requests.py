"""What may be asked of a book: commands change it, queries read it. Both are frozen data for the runner."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar, dataclass_transform
from uuid import UUID

import msgspec

from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change
from facilitador.domain.origins import ALL, HELD, OWN, Origin
from facilitador.domain.roles import Section
from facilitador.use_cases.pieces import Pieces, at_once

T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do", tag=True):
    """A wish to change the book. In JSON: `{"do": "<ClassName>", …}`; unknown fields are refused.

    `raw_text`: its texts are those of a file, whose broken letters are told by their place, not taken out before.
    A command that makes a row takes an optional `id` (UUIDv7) so that later commands of the same list can name it.
    """

    raw_text: ClassVar[bool] = False


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Query(msgspec.Struct, Generic[T], frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question to the book, answered with frozen snapshots of type T. `raw_text` as in `Command`."""

    raw_text: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know about what was done: a message code and its parameters."""

    code: str
    parameters: dict[str, object]


@dataclass(frozen=True, slots=True)
class Result:
    """What one command did: the id of what it made or changed, the fields touched (for the audit), what to say."""

    id: UUID
    changes: tuple[Change, ...]
    fields: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a list of commands did, after its one commit: a result per command, and everything that changed."""

    results: tuple[Result, ...]
    changes: frozenset[Change]

    @property
    def ids(self) -> tuple[UUID, ...]:
        """The id that each command made or changed, in order."""
        return tuple(result.id for result in self.results)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All notices, in order."""
        return tuple(notice for result in self.results for notice in result.notices)


@dataclass(frozen=True, slots=True)
class Together:
    """How commands of one kind that follow one another, and are `alike`, are carried out with few statements.

    `alike` gives what they share, or None for one that stands alone. `run` does what carrying them out one by one does,
    and gives a result for each; a refusal carries the `position` among them.
    """

    alike: Callable[[Any], Hashable]
    run: Callable[[Transaction, Sequence[Any]], Sequence[Result]]


@dataclass(frozen=True, slots=True)
class CommandHandler:
    """How a command is carried out, and the sections its sender must be allowed to write.

    `listed`: it may be sent through `apply`. `audited`: it leaves an audit row (drafts do not). `digested`: that row
    holds a keyed hash of the command; not of reserved ones, for who knows the key could try every phone number.
    `copied_first`: the book is copied before it is carried out. `together`: how many of them at once are.
    """

    command: type[Command]
    run: Callable[[Transaction, Any], Result]
    writes: Callable[[Transaction, Any], frozenset[Section]]
    listed: bool = True
    audited: bool = True
    digested: bool = True
    copied_first: bool = False
    together: Together | None = None


def whole_book(query: Query[Any]) -> Origin:
    """For what is asked of one thing, wherever it came from, and of what no package brings."""
    return HELD


def own_only(query: Query[Any]) -> Origin:
    """For what is counted or listed of this service, whatever else the book holds."""
    return OWN


def own_unless(subject: str) -> Callable[[Any], Origin]:
    """Of this service, unless the field `subject` names the one thing that is asked about."""
    return lambda query: OWN if getattr(query, subject) is None else HELD


def as_asked(query: Any) -> Origin:
    """As its field `origin` says; a group that is named is asked about wherever it came from."""
    return HELD if getattr(query, "group_id", None) is not None else query.origin


def as_listed(query: Any) -> Origin:
    """As its field `origin` says; among all stands also what was handed over, for its pages can still be read."""
    return HELD if query.origin == ALL else query.origin


@dataclass(frozen=True, slots=True)
class QueryHandler:
    """How a query is answered, the section its sender must be allowed to read, and whose record it shows.

    `records_view_of` gives the participant whose record is shown (an audit row is kept), or None. `origin` says whose
    rows the query is over: while it is answered no others are there. `pieces`: the reading in pieces, where it may last
    longer than another can wait; of no man's record.
    """

    query: type[Query[Any]]
    run: Callable[[Transaction, Any], Any]
    reads: Section | None
    records_view_of: Callable[[Any], UUID | None] = lambda query: None
    origin: Callable[[Any], Origin] = whole_book
    pieces: Callable[[Any], Pieces[Any]] | None = None


def in_pieces(
    query: type[Query[T]], reading: Callable[[Any], Pieces[T]], reads: Section, origin: Callable[[Any], Origin]
) -> QueryHandler:
    """A query whose answer is read in pieces by the window, and at once within other work."""
    return QueryHandler(query, at_once(reading), reads, origin=origin, pieces=reading)


def writes(*sections: Section) -> Callable[[Transaction, Any], frozenset[Section]]:
    """Every command of the kind needs these sections."""
    needed = frozenset(sections)
    return lambda tx, command: needed
