"""The page of a session whose whole log is written, to its first frame; what lies below the first sight comes later."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication
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
        spent = [_painted(SessionScreen(surroundings, session_id), app) for _ in range(TURNS + 1)]
        whole = [painted(lambda: SessionScreen(surroundings, session_id), app, surroundings.session) for _ in range(5)]
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


def _painted(screen: SessionScreen, app: QApplication) -> float:
    """The milliseconds until the fields of the log stand in the window."""

    def visit() -> None:
        screen.resize(WINDOW)
        screen.show()
        while not isinstance(body := _body(screen), WholeBody) or not body.isVisible():
            app.processEvents(WAITING)
        screen.grab()

    spent = milliseconds(visit)
    screen.hide()
    screen.deleteLater()
    while screen._session._undelivered:
        app.processEvents(WAITING)
    return spent


def _body(screen: SessionScreen) -> object:
    part = screen.part(Part.LOG)
    return part.body if isinstance(part, LogPage) else None
