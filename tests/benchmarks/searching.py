"""Search in a hundred thousand men, against the very same statements on the bare driver."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import sqlalchemy as sa

from facilitador.use_cases.home import Home
from facilitador.use_cases.participants import Participants
from facilitador.use_cases.requests import Query
from tests.benchmarks import crowds
from tests.benchmarks.figures import Figure, Figures, by_turns

MEN = 100_000
TEXTS = ("nahui alvarez", "ma", "m", "10000700", "quispe mamani", "jose luis", "")
Statements: TypeAlias = list[tuple[str, Any]]


def search() -> Figures:
    """Every kind of search: a rare pair of words, a common beginning, a single letter, a document, two common names."""
    with TemporaryDirectory() as folder:
        around = crowds.environment(Path(folder), sync=False)
        book = crowds.new_book(Path(folder) / "many.cuaderno", around)
        crowds.fill(book, MEN)
        yield from book.with_book(lambda file, runner: list(_of_each(file, runner))).result()
        book.close()


def _of_each(file: Any, runner: Any) -> Figures:
    whole, floor = 0.0, 0.0
    for text in TEXTS:
        figure = compare(file, runner, f"search {text!r}", Participants(text=text), n=25)
        whole, floor = whole + figure.value, floor + (figure.floor or 0)
        yield figure
    notes: dict[str, object] = {"men": MEN, "of": len(TEXTS)}
    yield Figure("search, all of them", whole, floor, target=2, limit=50.0 * len(TEXTS), n=25, notes=notes)
    yield compare(file, runner, "home beside 100,000 men", Home(), n=25)


def compare(
    file: Any, runner: Any, name: str, query: Query[Any], n: int, *, target: float | None = None, limit: float = 50
) -> Figure:
    """A question against the very same statements on the bare driver."""
    with _heard(file) as statements:
        answer = runner.ask(query)
    driver = file.driver_connection

    def bare() -> None:
        for statement, parameters in statements:
            driver.execute(statement, parameters).fetchall()

    value, floor = by_turns(lambda: runner.ask(query), bare, n)
    notes = {"rows": len(answer) if isinstance(answer, tuple) else 1, "statements": len(statements)}
    return Figure(name, value, floor, target=target, limit=limit, n=n, notes=dict(notes))


@contextmanager
def _heard(file: Any) -> Iterator[Statements]:
    """What is asked of the database meanwhile, word for word."""
    statements: Statements = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if statement.startswith("SELECT"):
            statements.append((statement, parameters))

    sa.event.listen(file._engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(file._engine, "before_cursor_execute", note)
