"""The page of a session whose whole log is written, to its first frame; what lies below the first sight comes later."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from uuid_utils.compat import uuid7

from facilitador.ui.book_session import BookSession
from facilitador.ui.change_bus import ChangeBus
from facilitador.ui.screens.sessions.log import LogPage
from facilitador.ui.screens.sessions.log_writing import WholeBody
from facilitador.ui.screens.sessions.session import Part, SessionScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.session_logs import SessionLogPage
from tests.benchmarks.figures import Figure, Figures, milliseconds
from tests.benchmarks.logging import held_group
from tests.benchmarks.painting import WAITING, WINDOW, application, painted
from tests.ui.scripted_dialogs import ScriptedDialogs

TURNS = 15
PAINTED = 100.0


def log_screen() -> Figures:
    """The last of forty held sessions, its log closed in short and being completed."""
    with TemporaryDirectory() as folder:
        book, session_id = held_group(Path(folder) / "book")
        app = application()
        around = book.circumstances
        surroundings = Surroundings(
            BookSession(book, ChangeBus()), ScriptedDialogs(), around.today, around.clock, uuid7
        )
        session = surroundings.session
        make = partial(SessionScreen, surroundings, session_id)
        spent = [_painted(make, app, session) for _ in range(TURNS + 1)]
        whole = [painted(make, app, session) for _ in range(5)]
        asked = median(
            milliseconds(lambda: book.ask(SessionLogPage(session_id=session_id)).result()) for _ in range(TURNS)
        )
        notes: dict[str, object] = {
            "first": round(spent[0], 1),
            "all_below_too_ms": round(median(whole), 1),
            "query_ms": round(asked, 1),
        }
        yield Figure("log-screen, painted", median(spent[1:]), limit=PAINTED, n=TURNS, notes=notes)
        book.close()


class _Window(QWidget):
    """Says when the first frame with the fields of the log was painted."""

    def __init__(self, screen: SessionScreen) -> None:
        super().__init__()
        self._screen = screen
        self.painted_at: float | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(screen)
        self.resize(WINDOW)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.UpdateRequest and self.painted_at is None:
            body = _body(self._screen)
            if isinstance(body, WholeBody) and body.isVisible():
                self.painted_at = time.perf_counter()
        return done


def _painted(make: Callable[[], SessionScreen], app: QApplication, session: BookSession) -> float:
    """The milliseconds from the wish to the first frame in which the fields of the log stand."""
    gc.collect()
    gc.disable()
    begun = time.perf_counter()
    window = _Window(make())
    window.show()
    while window.painted_at is None:
        app.processEvents(WAITING)
    gc.enable()
    window.hide()
    window.deleteLater()
    while session._undelivered:
        app.processEvents(WAITING)
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # else it goes on behind the next one
    return (window.painted_at - begun) * 1000


def _body(screen: SessionScreen) -> object:
    part = screen.part(Part.LOG)
    return part.body if isinstance(part, LogPage) else None
