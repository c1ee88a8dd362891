"""Where a man's name stands in the texts of a thousand groups, against reading those texts on the bare driver."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, Final
from uuid import UUID

from facilitador.use_cases.mentions import NameMentions
from tests.benchmarks.big_book import big_book, open_big_book
from tests.benchmarks.figures import Figure, Figures, by_turns

_MAN: Final = "SELECT id FROM participants ORDER BY id LIMIT 1 OFFSET 7000"
_BARE: Final = ("SELECT sum(length(log)) FROM sessions", "SELECT sum(length(answers)) FROM participants")
_TIMES: Final = 5


def mentions() -> Figures:
    """The whole search, as a person waits for it; in the window it is read in pieces that let others go first."""
    with TemporaryDirectory() as folder:
        book = open_big_book(big_book(Path(folder)))
        yield book.with_book(_measured).result()
        book.close()


def _measured(file: Any, runner: Any) -> Figure:
    driver = file.driver_connection
    ((key,),) = driver.execute(_MAN).fetchall()
    query = NameMentions(participant_id=UUID(bytes=key))
    found = runner.ask(query).mentions

    def bare() -> None:
        for statement in _BARE:
            driver.execute(statement).fetchall()

    spent = []
    for _ in range(_TIMES):
        begun = process_time()
        runner.ask(query)
        spent.append((process_time() - begun) * 1000)
    value, floor = by_turns(lambda: runner.ask(query), bare, _TIMES)
    notes: dict[str, object] = {"places": len(found), "processor_ms": round(median(spent))}
    return Figure("name in other texts, 1,000 groups", value, floor, limit=300.0, n=_TIMES, notes=notes)
