"""From the key that marks a man to the painted mark, against a bare table that paints a cell anew at each key."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from facilitador.use_cases.open_book import OpenBook
from tests.benchmarks import crowds
from tests.benchmarks.figures import Figure, Figures, by_turns
from tests.use_cases.logs import planned

TURNS = 90
MEN = 15
FRAME = 16.0  # milliseconds
KEYS = "12345"


def marking() -> Figures:
    """Fifteen men on a book that waits for the disk; `committed`: until the book acknowledged the mark."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from facilitador.ui.app import make_application
    from facilitador.ui.settings import Settings

    with TemporaryDirectory() as folder:
        app = make_application([""], Settings())
        book = crowds.new_book(Path(folder) / "book.cuaderno", crowds.environment(Path(folder)))
        session = planned(book, men=MEN, days=(0,)).sessions[0]
        page, committed = _page(app, book, session)
        work, waits = _marker(app, page)
        value, floor = by_turns(work, _bare(app), TURNS)
        notes: dict[str, object] = {"men": MEN, "committed_ms": round(median(waits(committed)), 1)}
        yield Figure("mark", value, floor, limit=FRAME, n=TURNS, notes=notes)
        page._session.lock()


def _page(app: Any, book: OpenBook, session: UUID) -> tuple[Any, Callable[[], bool]]:
    """The attendance in a window of a usual size, read, and whether everything marked in it is acknowledged."""
    from uuid_utils.compat import uuid7

    from facilitador.ui.book_session import BookSession
    from facilitador.ui.change_bus import ChangeBus
    from facilitador.ui.dialogs import WindowDialogs
    from facilitador.ui.screens.sessions.attendance import AttendancePage
    from facilitador.ui.surroundings import Surroundings

    around = book.circumstances
    surroundings = Surroundings(BookSession(book, ChangeBus()), WindowDialogs(), around.today, around.clock, uuid7)
    page = AttendancePage(surroundings, session)
    page.resize(1150, 640)
    page.show()
    page.activateWindow()
    while not page.model.rows:
        app.processEvents()
    page.table.setFocus()
    app.processEvents()
    return page, lambda: not any(row.saving for row in page.model.rows)


def _marker(app: Any, page: Any) -> tuple[Callable[[], None], Callable[[Callable[[], bool]], list[float]]]:
    """Marks the next man and waits for the paint; then how long some more marks take until they are acknowledged."""
    from PySide6.QtTest import QTest

    painted = _watch(page.table.viewport())
    turn = iter(range(10_000))

    def mark() -> None:
        number = next(turn)
        if number % MEN == 0:
            page.table.selectRow(0)
        painted.clear()
        QTest.keyClick(page.table, KEYS[(number + number // MEN) % len(KEYS)])
        while not painted:
            app.processEvents()

    def until(committed: Callable[[], bool]) -> list[float]:
        spent = []
        for _ in range(20):
            begun = time.perf_counter()
            mark()
            while not committed():
                app.processEvents()
            spent.append((time.perf_counter() - begun) * 1000)
        return spent

    return mark, until


def _bare(app: Any) -> Callable[[], None]:
    """A table of as many rows and columns that writes one cell and moves on at each key."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QTableView

    class Bare(QTableView):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            row = self.currentIndex().row()
            self.model().setData(self.model().index(row, 2), event.text())
            self.setCurrentIndex(self.model().index((row + 1) % MEN, 1))

    model = QStandardItemModel(MEN, 4)
    for row in range(MEN):
        for column in range(4):
            model.setItem(row, column, QStandardItem(f"Participante {row}"))
    view = Bare()
    view.setModel(model)
    view.resize(1150, 640)
    view.show()
    view.setCurrentIndex(model.index(0, 1))
    app.processEvents()
    painted = _watch(view.viewport())
    turn = iter(range(10_000))

    def write() -> None:
        painted.clear()
        QTest.keyClick(view, Qt.Key(Qt.Key.Key_1.value + next(turn) % 5))
        while not painted:
            app.processEvents()

    return write


def _watch(widget: Any) -> list[bool]:
    """A list that is not empty once the widget was painted."""
    from PySide6.QtCore import QEvent, QObject

    painted: list[bool] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, happened: QEvent) -> bool:
            if happened.type() is QEvent.Type.Paint:
                painted.append(True)
            return False

    widget.installEventFilter(watch := Watch(widget))
    assert watch.parent() is widget
    return painted
