"""How long a person waits: until the book is locked, until she is told that somebody has it, for the routine checks."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from facilitador.db import checks
from facilitador.db.books import Book
from facilitador.use_cases.backups import BackupDesk
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants
from tests.durability.books_at_hand import gesture, laid, make, opened
from tests.source_trees import PROJECT

MEN: Final = 1500
PER: Final = 50_000_000  # bytes

# Another process, as another window would be: it says how long it waited for the word that the book is open already.
_ANOTHER: Final = """
import sys, time
from pathlib import Path
from facilitador.db.book_lock import BookLock
started = time.perf_counter()
with BookLock(Path(sys.argv[1])).probe() as refusal:
    print(time.perf_counter() - started, refusal.code if refusal else "free")
"""


def times(count: int) -> dict[str, Any]:
    """Seconds, each the worst of `count`; wrong is what takes over a second.

    The checks are counted in seconds of processor, so that a busy machine does not tell on them; the rest by the clock.
    Locking is timed as the window does it: with a save just made, the list of men being read and a copy being made.
    """
    locks, waits, checked = [], [], []
    with tempfile.TemporaryDirectory(prefix="facilitador-") as place:
        template = make(Path(place) / "template", MEN)
        size = template.stat().st_size
        for turn in range(count):
            path = laid(template, Path(place) / f"turn-{turn}")
            with opened(path) as book:
                checked.append(_routine(book) * PER / size)
                waits.append(_told_elsewhere(path))
                book.submit(gesture(MEN + 1))
                book.ask(Participants())
                _copying(book)
                locks.append(_timed(lambda book=book: book.close(locking=True)))  # type: ignore[misc]
    figures = {"lock": max(locks), "told_in_use": max(waits), "checks_per_50_MB": max(checked)}
    return {
        "durability": "times",
        "book_MB": round(size / 1e6, 1),
        **{f"{name}_seconds": round(seconds, 3) for name, seconds in figures.items()},
        "wrong": {name: 1 for name, seconds in figures.items() if seconds > 1},
    }


def _routine(book: OpenBook) -> float:
    def check(file: Book, runner: object) -> float:
        started = time.thread_time()
        assert checks.check_book(file).whole
        return time.thread_time() - started

    return book.with_book(check).result()


def _copying(book: OpenBook) -> None:
    """Begins a copy, and comes back once it is on its way."""
    begun = threading.Event()
    BackupDesk(book).copy(lambda: begun.set() or False)  # type: ignore[func-returns-value]
    begun.wait(60)


def _told_elsewhere(path: Path) -> float:
    words = [sys.executable, "-c", _ANOTHER, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=PROJECT)
    seconds, told = done.stdout.split()
    assert told == "book_open_here"
    return float(seconds)


def _timed(job: Callable[[], object]) -> float:
    started = time.perf_counter()
    job()
    return time.perf_counter() - started
