"""How long the emergency page waits for the book while somebody reads what takes long, in the book of 1,000 groups."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from facilitador.use_cases.anonymised_export import AnonymisedExport
from facilitador.use_cases.compliance import ComplianceView
from facilitador.use_cases.directory import EmergencyDirectory
from facilitador.use_cases.indicators import Indicators
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Query
from tests.benchmarks.big_book import big_book, open_big_book
from tests.benchmarks.figures import Figure, Figures

TURNS = 5
LONGEST = 50.0
LONG: tuple[Query[Any], ...] = (Indicators(), ComplianceView(), AnonymisedExport())


def wait() -> Figures:
    """The longest wait of another question beside each long reading, by its median over some turns."""
    with TemporaryDirectory() as folder:
        book = open_big_book(big_book(Path(folder)))
        for query in LONG:
            turns = [_longest_beside(book, query) for _ in range(TURNS + 1)][1:]
            notes: dict[str, object] = {
                "questions": round(median(asked for _, asked, _ in turns)),
                "reading_ms": round(median(lasted for *_, lasted in turns)),
            }
            name = f"longest wait beside {type(query).__name__}"
            yield Figure(name, median(longest for longest, *_ in turns), limit=LONGEST, n=TURNS, notes=notes)
        book.close()


def _longest_beside(book: OpenBook, query: Query[Any]) -> tuple[float, int, float]:
    """The longest wait in milliseconds, how many questions were asked one after another, how long the reading took."""
    begun = time.perf_counter()
    reading = book.ask(query)
    waits: list[float] = []
    while not reading.done():
        asked = time.perf_counter()
        book.ask(EmergencyDirectory()).result()
        waits.append((time.perf_counter() - asked) * 1000)
    reading.result()
    return max(waits), len(waits), (time.perf_counter() - begun) * 1000
