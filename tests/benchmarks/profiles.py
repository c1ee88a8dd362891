"""A group of fifteen at four moments: its profile on screen to the painted frame, and its PDF to the last byte."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from uuid_utils.compat import uuid7

from facilitador.domain.applications import Purpose
from facilitador.ui.book_session import BookSession
from facilitador.ui.change_bus import ChangeBus
from facilitador.ui.screens.profiles.screen import GroupProfileScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.instrument_prints import GroupProfilePrint
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.prints import write_pdf
from tests.benchmarks import crowds
from tests.benchmarks.figures import Figure, Figures, milliseconds
from tests.benchmarks.painting import application
from tests.screens.profile_shots import furnish
from tests.ui.scripted_dialogs import ScriptedDialogs

TURNS = 9
WAITING = QEventLoop.ProcessEventsFlag.WaitForMoreEvents  # spinning would take the processor from the book's thread
WHEN = datetime.fromisoformat("2026-11-20T10:30:00-05:00")
SCREEN_LIMIT, PDF_LIMIT = 150.0, 500.0


def profiles() -> Figures:
    """Medians in milliseconds, after one warm-up."""
    with TemporaryDirectory() as folder:
        path = Path(folder)
        book = crowds.new_book(path / "book.cuaderno", crowds.environment(path, sync=False))
        group = furnish(book, tuple(Purpose))
        yield _on_screen(book, group)
        yield _on_paper(book, group)
        book.close()


def _on_paper(book: OpenBook, group: UUID) -> Figure:
    query = GroupProfilePrint(group_id=group, instrument_id="prueba_de_entrada")
    pages = write_pdf(book.ask(query).result(), BytesIO(), printed_at=WHEN)
    spent = [
        milliseconds(lambda: write_pdf(book.ask(query).result(), BytesIO(), printed_at=WHEN)) for _ in range(TURNS)
    ]
    return Figure("group profile to PDF", median(spent), limit=PDF_LIMIT, n=TURNS, notes={"pages": pages})


def _on_screen(book: OpenBook, group: UUID) -> Figure:
    """From the wish to the frame with the drawing; the tables below it follow (`whole`)."""
    app = application()
    spent = [_painted(book, group, app.processEvents) for _ in range(TURNS + 1)]
    frames, wholes = zip(*spent[1:], strict=True)
    notes: dict[str, object] = {"first": round(spent[0][0], 1), "whole_ms": round(median(wholes), 1)}
    return Figure("group profile on screen", median(frames), limit=SCREEN_LIMIT, n=TURNS, notes=notes)


def _painted(book: OpenBook, group: UUID, work: Callable[[], None]) -> tuple[float, float]:
    surroundings = _around(book)
    screen: list[GroupProfileScreen] = []

    def visit() -> None:
        screen.append(GroupProfileScreen(surroundings, group))
        screen[0].resize(1366, 768)
        screen[0].show()
        while surroundings.session._undelivered:
            QApplication.processEvents(WAITING)
        screen[0].grab()

    def rest() -> None:
        work()
        screen[0].grab()

    frame = milliseconds(visit)
    whole = frame + milliseconds(rest)
    assert screen[0].scales is not None
    assert screen[0].scales.men.shown
    screen[0].hide()
    screen[0].deleteLater()
    work()
    return frame, whole


def _around(book: OpenBook) -> Surroundings:
    return Surroundings(
        BookSession(book, ChangeBus()), ScriptedDialogs(), lambda: date(2026, 11, 20), lambda: WHEN, uuid7
    )
