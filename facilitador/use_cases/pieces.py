"""Long readings in pieces: what somebody waits for elsewhere goes between any two of them.

A reading is written as a generator that is handed an open transaction at each `yield`, the first included; between two
yields it may be another one, so nothing read from the first is asked of it later:

    def _counted(query: Counted) -> Pieces[Counts]:
        tx = yield
        counts = []
        for table in TABLES:
            counts.append(count(tx, table))
            tx = yield Step(len(counts), len(TABLES))
        return Counts(counts)

A `Step` says how far it is; where nothing is said, nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeVar, cast

from facilitador.db.transaction import Transaction

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """How far a reading is: so many of its parts are `done`, `of` so many."""

    done: int
    of: int


Pieces: TypeAlias = Generator[Any, Transaction, T]
"""It yields a `Step`, or nothing; to a union of both a bare `yield` would not be allowed."""
Told: TypeAlias = Callable[[Step], object]
"""Hears how far it is, on the book's thread."""

UNFINISHED: Final = object()
"""What `advance` gives while pieces are left."""


def begun(reading: Callable[[Any], Pieces[T]], query: Any) -> Pieces[T]:
    """A reading that waits for its first transaction."""
    pieces = reading(query)
    next(pieces)
    return pieces


def advance(
    pieces: Pieces[T], tx: Transaction, enough: Callable[[], bool], told: Told = lambda step: None
) -> T | object:
    """Read piece by piece until it is enough; the answer, or UNFINISHED."""
    try:
        while True:
            step = pieces.send(tx)
            if step is not None:
                told(step)
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
