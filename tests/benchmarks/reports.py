"""Indicators, the report and the export of a service of 1,000 groups, 15,000 men, 300,000 marks."""

from __future__ import annotations

import io
import resource
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
import xlsxwriter  # type: ignore[import-untyped]

from facilitador.db.queries.indicators import PARTS
from facilitador.db.transaction import Transaction
from facilitador.domain.report_tables import TableSheet
from facilitador.exchange.workbooks import write_workbook
from facilitador.use_cases.indicators import Indicators, counting
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.prints import write_pdf
from facilitador.use_cases.reports import MarksPage, ReportPrint, marks_sheet
from tests.benchmarks import bare_indicators
from tests.benchmarks.big_book import NOW, big_book, open_big_book
from tests.benchmarks.figures import Figure, Figures, by_turns, milliseconds

TURNS = 3
MOST_MEMORY = 100.0  # MB


def indicators() -> Figures:
    """All indicators of the service against the best single statement for each on the bare connection."""
    with TemporaryDirectory() as folder:
        book = open_big_book(big_book(Path(folder)))
        yield book.with_book(_indicators).result()
        book.close()


def _indicators(file: Any, runner: Any) -> Figure:
    answer = runner.ask(Indicators())
    statements = [*_own_statements(file, runner), *((text, ()) for text in bare_indicators.STATEMENTS.values())]
    for code, text in bare_indicators.STATEMENTS.items():
        told = [(f"{one.month:%Y-%m}", one.amount.count, one.amount.of) for one in answer.of(code).months]
        assert told == file.driver_connection.execute(text).fetchall(), code

    def bare() -> None:
        for statement, parameters in statements:
            file.driver_connection.execute(statement, parameters).fetchall()

    spent: list[float] = []

    def all_of_them() -> None:
        begun = time.thread_time()
        runner.ask(Indicators())
        spent.append((time.thread_time() - begun) * 1000)

    value, floor = by_turns(all_of_them, bare, TURNS)
    notes: dict[str, object] = {"indicators": len(answer.readings), "processor_ms": round(median(spent[1:]))}
    return Figure("all indicators of 1,000 groups", value, floor, target=1.5, limit=1_500.0, n=TURNS, notes=notes)


def _own_statements(file: Any, runner: Any) -> list[tuple[str, Any]]:
    """The statements of the indicators that the program reads each by itself."""
    noted: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        noted.append((statement, parameters))

    def read(tx: Transaction) -> None:
        of = counting(tx, None)
        sa.event.listen(file._engine, "before_cursor_execute", note)
        for part in PARTS:
            if bare_indicators.STATEMENTS.keys().isdisjoint(part.codes):
                part.prepare(of)(tx, None)
        sa.event.remove(file._engine, "before_cursor_execute", note)

    runner.look(read)
    return noted


def service_report() -> Figures:
    """From the question to the last page of the PDF."""
    with TemporaryDirectory() as folder:
        book = open_big_book(big_book(Path(folder)))
        before = _memory()

        def report() -> None:
            paper = book.ask(ReportPrint()).result()
            write_pdf(paper, io.BytesIO(), printed_at=NOW)

        report()
        value = sorted(milliseconds(report) for _ in range(TURNS))[TURNS // 2]
        yield Figure("service report as PDF", value, limit=3_000.0, n=TURNS)
        yield Figure("memory added by it", _memory() - before, unit="mb", limit=MOST_MEMORY)
        book.close()


def marks_xlsx() -> Figures:
    """Every mark as XLSX, its pages asked of the book meanwhile, against the same cells in bare constant memory."""
    with TemporaryDirectory() as folder:
        book = open_big_book(big_book(Path(folder)))
        rows = [tuple(row) for row in _sheet(book).rows]
        value, floor = by_turns(lambda: write_workbook((_sheet(book),), io.BytesIO()), lambda: _bare(rows), 1)
        yield Figure("marks as XLSX", value, floor, target=1.5, n=1, notes={"marks": len(rows)})
        book.close()


def _sheet(book: OpenBook) -> TableSheet:
    return marks_sheet(lambda page: book.ask(page).result(), MarksPage())


def _bare(rows: list[tuple[Any, ...]]) -> None:
    workbook = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    page = workbook.add_worksheet()
    for at, (group, session, day, man, told) in enumerate(rows):
        page.write_string(at, 0, group)
        page.write_number(at, 1, session)
        page.write_datetime(at, 2, day)
        page.write_number(at, 3, man)
        page.write_string(at, 4, told)
    workbook.close()


def _memory() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
