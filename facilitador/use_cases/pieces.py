"""Long readings in pieces: what somebody waits for elsewhere goes between any two of them.

A reading is written as a generator that is handed an open transaction at each `yield`, the first included; between two
yields it may be another one, so nothing read from the first is asked of it later:

    def _counted(query: Counted) -> Pieces[Counts]:
        tx = yield
        counts = []
        for table in TABLES:
            counts.append(count(tx, table))
            tx = yield
        return Counts(counts)
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Final, TypeAlias, TypeVar, cast

from facilitador.db.transaction import Transaction

T = TypeVar("T")
Pieces: TypeAlias = Generator[None, Transaction, T]

UNFINISHED: Final = object()
"""What `advance` gives while pieces are left."""


def begun(reading: Callable[[Any], Pieces[T]], query: Any) -> Pieces[T]:
    """A reading that waits for its first transaction."""
    pieces = reading(query)
    next(pieces)
    return pieces


def advance(pieces: Pieces[T], tx: Transaction, enough: Callable[[], bool]) -> T | object:
    """Read piece by piece until it is enough; the answer, or UNFINISHED."""
    try:
        while True:
            pieces.send(tx)
            if enough():
                return UNFINISHED
    except StopIteration as end:
        answer: T = end.value
        return answer


def at_once(reading: Callable[[Any], Pieces[T]]) -> Callable[[Transaction, Any], T]:
    """The same reading in one transaction, for who asks within another."""

    def read(tx: Transaction, query: Any) -> T:
        return cast(T, advance(begun(reading, query), tx, lambda: False))

    return read
