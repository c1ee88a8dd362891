"""What can be told of a book as a file: its version, its size, how much it holds, whether it is whole."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass

from facilitador.db import checks
from facilitador.db.books import Book
from facilitador.db.checks import CheckReport
from facilitador.db.queries.counts import row_counts
from facilitador.domain.roles import Section
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Query, QueryHandler
from facilitador.use_cases.runner import Runner


class RowCounts(Query[dict[str, int]], kw_only=True):
    """How many of each thing the book holds: participants, groups, people, venues, enrolments, prints."""


@dataclass(frozen=True, slots=True)
class BookFacts:
    """A book as a file: schema version, size in bytes, people with keys, rows of each kind."""

    version: int
    size: int
    people_with_keys: int
    counts: dict[str, int]


def facts(open_book: OpenBook) -> Future[BookFacts]:
    """What can be told of an open book."""

    def tell(book: Book, runner: Runner) -> BookFacts:
        return BookFacts(book.version(), book.path.stat().st_size, len(book.people), runner.ask(RowCounts()))

    return open_book.with_book(tell)


def check(open_book: OpenBook, *, full: bool = False) -> Future[CheckReport]:
    """Read the whole file and say what is wrong with it; `full` compares every index too (ten times slower).

    BookError `book_damaged` where a page cannot be read at all.
    """
    return open_book.with_book(lambda book, runner: checks.check_book(book, full=full))


QUERIES = (QueryHandler(RowCounts, lambda tx, query: row_counts(tx), Section.GROUPS),)
