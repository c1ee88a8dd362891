"""What comes after a removal: the file made anew without its gaps, and the copies told that still hold what went.

The removal itself is one transaction; whatever happens to what comes after, it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dateutil.relativedelta import relativedelta

from facilitador.db import backups, tidying
from facilitador.db.books import Book
from facilitador.domain.retention import COPIES_LAST_MONTHS, CopyHolding
from facilitador.errors import BookError
from facilitador.use_cases.open_book import OpenBook


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What came after a removal. `tidied`: the file was made anew; `copies`: those that still hold what went."""

    tidied: bool
    copies: tuple[CopyHolding, ...]


class PurgeDesk:
    """What follows on removals from an open book. Every verb returns at once."""

    def __init__(self, open_book: OpenBook) -> None:
        self._book = open_book

    def settle(self) -> Future[PurgeReport]:
        """Make the file anew, so that no free page holds anything, and tell which copies still hold what went.

        Freed pages were overwritten with zeros already; where there is no room to make the file anew it stays so.
        """
        return self._book.with_book(lambda book, runner: PurgeReport(_tidied(book), tuple(_copies(book))))


def _tidied(book: Book) -> bool:
    try:
        tidying.tidy(book)
    except BookError:
        return False
    return True


def _copies(book: Book) -> Iterator[CopyHolding]:
    places = backups.places(book)
    for folder in (places.folder or backups.default_folder(book.path), places.second):
        if folder is None:
            continue
        for copy in backups.backups_of(book, folder):
            made_at = _made_at(copy.path)
            if made_at is not None:
                until = (made_at + relativedelta(months=COPIES_LAST_MONTHS)).date()
                yield CopyHolding(copy.path, made_at, until)


def _made_at(copy: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(copy.stat().st_mtime, UTC)
    except OSError:
        return None
