"""What a book remembers of the packages that it sent and took in, and what is shown before one is taken in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.packages import PackageKind, Value
from facilitador.domain.registration_forms import FormDefinition

NOT_SENT: Final = "No enviado"
"""Said of what a package without names leaves behind: there it may well be written."""


class PackageWay(StrEnum):
    """Whether a package went out of this book or came into it."""

    SENT = "sent"
    TAKEN = "taken"


class RootKind(StrEnum):
    """What a package tells everything of: a group, or a man."""

    GROUP = "group"
    MAN = "man"


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a package was sealed."""

    fingerprint: str
    name: str
    service_name: str


@dataclass(frozen=True, slots=True)
class KnownPackage:
    """A package that this book sent or took in.

    `number`: its place among all of the book, from 1. `made_at`, `recorded_at` and `undone_at` in UTC. `subjects`: the
    groups or the man. `recipients` are known of what was sent. `contents`: rows by table.
    """

    id: UUID
    number: int
    way: PackageWay
    kind: PackageKind
    book_id: UUID
    service_name: str
    sender_name: str
    purpose: str
    made_at: datetime
    until: date | None
    with_names: bool
    subjects: tuple[UUID, ...]
    recipients: tuple[Recipient, ...]
    contents: Mapping[str, int]
    recorded_at: datetime
    recorded_by: UUID
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """A group taken in: of when its data are (UTC), and the package that told it."""

    group_id: UUID
    name: str
    as_of: datetime
    package_id: UUID


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Another book of which something was taken in for supervision, with its groups by name."""

    book_id: UUID
    service_name: str
    groups: tuple[SourceGroup, ...]

    @property
    def oldest(self) -> datetime:
        """Of when the oldest of its data are."""
        return min(group.as_of for group in self.groups)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that was changed here and there: what differs, by column; None where the row stands on one side only.

    `id` is what a decision names it by. `name`: what the row itself is called, or the man it is about; may be empty.
    """

    id: str
    table: str
    mine: Mapping[str, Value] | None
    theirs: Mapping[str, Value] | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class TableCounts:
    """How many rows of a table a package brings."""

    new: int = 0
    changed: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class PackagePreview:
    """What taking a package in would do. `groups`: names of the groups it tells of; `men`: how many men.

    `older`: names of groups of which something newer was taken in already; they stay as they are. `taken`: this very
    package was taken in. `gone_men`: men whose data went at the other service, and go here too. `left_out`: men whose
    data went from this book, and who stay away; `removed_on`: the day on which those of the one man who now comes by
    himself, with his new consent, went.
    `clock_behind`: it says that it is older than what is here and was written later: the sender's clock went back.
    `form`: the ficha by which what clashes is read, with what the sender asks besides.
    """

    package_id: UUID
    kind: PackageKind
    service_name: str
    sender_name: str
    purpose: str
    made_at: datetime
    until: date | None
    with_names: bool
    groups: tuple[str, ...]
    older: tuple[str, ...]
    men: int
    gone_men: int
    left_out: int
    removed_on: date | None
    tables: Mapping[str, TableCounts]
    conflicts: tuple[Conflict, ...]
    dropped: tuple[str, ...]
    taken: bool
    clock_behind: bool
    form: FormDefinition

    @property
    def nothing_newer(self) -> bool:
        """True if the book holds all of it already, or something newer."""
        return not self.conflicts and not any(one.new or one.changed or one.gone for one in self.tables.values())
