"""Is the audit whole? Its chain is read from the beginning, page by page, while saves go first."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from typing import Final

from facilitador.db.books import Book
from facilitador.db.queries import trail as queries
from facilitador.domain.audit_chain import ChainReport, ChainWalk
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.runner import Runner

PAGE: Final = 2_500
"""Entries that are read in well under 50 ms."""

_BELOW_ALL: Final = -(2**62)


def check_trail(open_book: OpenBook) -> Future[list[ChainReport]]:
    """Read the whole chain: a report a page, the last of which says all. Entries written meanwhile are read, too."""
    return open_book.in_pages(_pages)


def _pages(book: Book, runner: Runner) -> Iterator[ChainReport]:
    walk = ChainWalk(runner.look(queries.chain_key))
    after = _BELOW_ALL
    while rows := runner.look(partial(queries.chain_rows, after=after, count=PAGE)):
        walk.take(rows)
        after = rows[-1].number
        yield walk.report()
    yield walk.end(runner.look(queries.highest_given))
