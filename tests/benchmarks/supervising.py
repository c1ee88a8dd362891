"""What a supervisor's book costs: the same questions before and after eight services of ten groups came in."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID

from facilitador.domain.origins import ALL, OWN, of_book
from facilitador.use_cases.elsewhere import ElsewhereView
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.home import Home
from facilitador.use_cases.indicators import Indicators
from facilitador.use_cases.requests import Query
from facilitador.use_cases.reviews import ReviewQueue
from tests.benchmarks import big_book
from tests.benchmarks.figures import Figure, Figures, milliseconds
from tests.use_cases.foreign_books import taken_in

TURNS: Final = 5
SERVICES: Final = 8
GROUPS: Final = 10
_ASKED: Final[tuple[tuple[str, Query[Any]], ...]] = (("home", Home()), ("indicators", Indicators(origin=OWN)))


def supervise() -> Figures:
    """Home and indicators over this service's ten groups, alone and beside eight others; then over those."""
    with TemporaryDirectory() as folder:
        book = big_book.open_big_book(big_book.big_book(Path(folder), GROUPS))

        def spent(query: Query[Any]) -> float:
            return median(milliseconds(lambda: book.ask(query).result()) for _ in range(TURNS + 1))

        alone = {name: spent(query) for name, query in _ASKED}
        groups = [line.group.id for line in book.ask(Groups()).result()]
        others = [UUID(int=1_000 + number) for number in range(SERVICES)]
        for other in others:
            taken_in(book, *groups, book_id=other, service=f"Servicio {other.int}")
        for name, query in _ASKED:
            yield Figure(f"{name}, beside eight services", spent(query), alone[name], n=TURNS)
        for name, query in (
            ("home, what stands elsewhere", ElsewhereView()),
            ("indicators of one service", Indicators(origin=of_book(others[0]))),
            ("indicators of all nine", Indicators(origin=ALL)),
            ("review queue over all", ReviewQueue()),
        ):
            yield Figure(name, spent(query), n=TURNS)
        book.close()
