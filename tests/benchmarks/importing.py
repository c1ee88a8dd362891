"""Lists from spreadsheets: fifteen men imported against the same rows by the bare driver; 5,000 rows laid before us."""

from __future__ import annotations

import io
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import xlsxwriter

from facilitador.domain.roster_imports import Decisions, RowDecision, settle
from facilitador.exchange.spreadsheets import parse_spreadsheet
from facilitador.use_cases import books
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Command
from facilitador.use_cases.roster_imports import PreviewRosterImport, choose_sheet, import_commands
from tests.benchmarks import crowds
from tests.benchmarks.figures import Figure, Figures, by_turns, milliseconds

TURNS = 30
MEN = 15
ROWS = 5_000
BOOK_MEN = 400
FIELDS = ("paternal_surname", "maternal_surname", "given_names", "document_number", "birth_date", "phone")
HEADINGS = ("N°", "Apellido paterno", "Apellido materno", "Nombres", "DNI", "Fecha de nacimiento", "Celular")
TABLES = (
    *("participants", "participant_words", "enrolments", "enrolment_events"),
    *("roster_imports", "roster_import_rows", "audit_entries"),
)


def importing() -> Figures:
    """Fifteen rows from the decision to what is safe on disk, in one commit."""
    with TemporaryDirectory() as folder:
        path = Path(folder)
        base = crowds.new_book(path / "base.cuaderno", crowds.environment(path / "base"))
        groups = base.submit([FormGroup(name=f"Grupo {number}") for number in range(TURNS + 1)]).result().ids
        base.close()
        source, ours, theirs = (_copy(path, name) for name in ("source", "ours", "theirs"))
        lists = [_commands(source, group, turn) for turn, group in enumerate(groups)]
        rows = iter([_rows_of(source, commands) for commands in lists])
        left = iter(lists)
        driver = theirs.with_book(lambda file, _: file.driver_connection).result()
        value, floor = by_turns(lambda: ours.submit(next(left)).result(), lambda: _write(driver, next(rows)), TURNS)
        yield Figure("import", value, floor, target=3.0, n=TURNS, notes={"men": MEN})
        for book in (source, ours, theirs):
            book.close()


def _copy(folder: Path, name: str) -> OpenBook:
    """The base book again, open: the same keys, people and groups."""
    path = folder / f"{name}.cuaderno"
    for file in folder.glob("base.cuaderno*"):
        shutil.copyfile(file, folder / file.name.replace("base", name, 1))
    around = crowds.environment(folder / name)
    person = books.inspect(path, around).people[0]
    return books.open_with_passphrase(path, person.id, crowds.PASSPHRASE, around).result()


def _commands(book: OpenBook, group: UUID, turn: int) -> tuple[Command, ...]:
    lines = ["Apellido paterno;Apellido materno;Nombres;DNI;F. Nac.;Celular"]
    for number, answers in enumerate(crowds.men(MEN, seed=turn)):
        own = answers | {"document_number": f"{20_000_000 + turn * 100 + number}"}
        lines.append(";".join(own[field] for field in FIELDS))
    sheet = choose_sheet(parse_spreadsheet("\n".join(lines).encode(), "lista.csv"))
    preview = book.ask(PreviewRosterImport(group_id=group, sheet=sheet, source="lista.csv")).result()
    rows = {row.reading.number: RowDecision(another=True) for row in preview.rows}
    return import_commands(preview, Decisions(confirm_all=True, rows=rows), book.circumstances.new_id)


def _rows_of(book: OpenBook, commands: Sequence[Command]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that these commands write, as they lie in the file."""

    def work(file: Any, runner: Any) -> dict[str, list[tuple[Any, ...]]]:
        driver = file.driver_connection
        before = {table: set(driver.execute(f"SELECT * FROM {table}")) for table in TABLES}
        runner.run(commands)
        return {table: [*(set(driver.execute(f"SELECT * FROM {table}")) - before[table])] for table in TABLES}

    return book.with_book(work).result()


def _write(driver: Any, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    driver.execute("BEGIN IMMEDIATE")
    for table, values in rows.items():
        places = ", ".join("?" * len(values[0]))
        driver.executemany(f"INSERT INTO {table} VALUES ({places})", values)
    driver.execute("COMMIT")


def previewing() -> Figures:
    """From the bytes of a file with 5,000 men to what would happen to each, beside a book of a few hundred."""
    with TemporaryDirectory() as folder:
        path = Path(folder)
        book = crowds.new_book(path / "book.cuaderno", crowds.environment(path, sync=False))
        crowds.fill(book, BOOK_MEN)
        group = book.submit([FormGroup(name="Grupo")]).result().ids[0]
        for name, content in (("xlsx", _xlsx()), ("csv", _csv())):
            yield _preview(name, content, book, group)
        book.close()


def _preview(name: str, content: bytes, book: OpenBook, group: UUID) -> Figure:
    def work() -> None:
        sheet = choose_sheet(parse_spreadsheet(content, f"lista.{name}"))
        preview = book.ask(PreviewRosterImport(group_id=group, sheet=sheet)).result()
        assert len(settle(preview, Decisions(waitlist=True)).rows) == ROWS

    work()
    with _waits() as waits:
        times = [_elsewhere(work) for _ in range(7)]
    return Figure(
        f"preview {name}", median(times), limit=1000, n=len(times), notes={"longest_wait_ms": round(max(waits), 1)}
    )


def _elsewhere(work: Callable[[], None]) -> float:
    """The time of some work off this thread, as the window does it."""
    spent: list[float] = []
    thread = threading.Thread(target=lambda: spent.append(milliseconds(work)))
    thread.start()
    thread.join()
    return spent[0]


@contextmanager
def _waits() -> Iterator[list[float]]:
    """How long (ms) a thread that wakes every five milliseconds, as a window does, was kept from waking."""
    waits: list[float] = [0.0]
    done = threading.Event()

    def wake() -> None:
        while not done.is_set():
            begun = time.perf_counter()
            time.sleep(0.005)
            waits.append((time.perf_counter() - begun) * 1000 - 5)

    thread = threading.Thread(target=wake)
    thread.start()
    try:
        yield waits
    finally:
        done.set()
        thread.join()


def _men() -> Iterator[tuple[int, dict[str, str]]]:
    for number, answers in enumerate(crowds.men(ROWS, seed=99), start=1):
        yield number, answers | {"document_number": f"{60_000_000 + number}"}


def _csv() -> bytes:
    lines = [";".join(HEADINGS), *(f"{n};{';'.join(answers[field] for field in FIELDS)}" for n, answers in _men())]
    return "\r\n".join(lines).encode("cp1252")


def _xlsx() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet("Lista"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADINGS)
        for number, answers in _men():
            sheet.write_row(number, 0, [number, *(answers[field] for field in FIELDS[:4])])
            sheet.write_datetime(number, 5, date.fromisoformat(answers["birth_date"]), day)
            sheet.write_number(number, 6, int(answers["phone"]))
    return target.getvalue()
