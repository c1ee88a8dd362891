"""Whose work a view is over: this service's own, that of one book taken in, both together, or all that is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

STALE_DAYS: Final = 30
"""After so many days what was taken in is shown as old."""


class OriginKind(StrEnum):
    """Own rows, those of one other book, own and taken in, or whatever the book holds."""

    OWN = "own"
    BOOK = "book"
    ALL = "all"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose rows count; `book_id` says which other book, and only there."""

    kind: OriginKind
    book_id: UUID | None = None

    def __post_init__(self) -> None:
        """ValueError where a book is named and not meant, or meant and not named."""
        if (self.kind is OriginKind.BOOK) is not (self.book_id is not None):
            raise ValueError("the origin of one book names it, and no other does")


OWN: Final = Origin(OriginKind.OWN)
"""This service: what was neither taken in for supervision nor handed over to another."""

ALL: Final = Origin(OriginKind.ALL)
"""Own and taken in, together; what was handed over counts with the service that has it now."""

HELD: Final = Origin(OriginKind.HELD)
"""Whatever the book holds, what was handed over too: for lists, and for what is asked of one thing."""


def of_book(book_id: UUID) -> Origin:
    """What came from one other book for supervision."""
    return Origin(OriginKind.BOOK, book_id)


class ForeignState(StrEnum):
    """Why a row is only read here: it came for supervision, or was handed over from here."""

    SUPERVISED = "supervised"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a group is from: the other book and service, why it is only read, and of when its data are (UTC).

    Without `with_names` nobody's answers that could tell who he is came along, nor what was written freely.
    `also`: of a man of whom several services tell, the others, with the moment of what each told; the newest first.
    """

    book_id: UUID
    service_name: str
    state: ForeignState
    as_of: datetime
    with_names: bool = True
    also: tuple[tuple[str, datetime], ...] = ()

    def is_stale(self, today: date) -> bool:
        """True if its data are of more than 30 days ago; what was handed over grows no older."""
        return self.state is ForeignState.SUPERVISED and (today - self.as_of.date()).days > STALE_DAYS
