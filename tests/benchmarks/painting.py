"""A page of the window, from the wish to the frame with all that was read."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QSize
from PySide6.QtWidgets import QApplication

from facilitador.ui import garbage
from facilitador.ui.app import make_application
from facilitador.ui.book_session import BookSession
from facilitador.ui.screen import Screen
from facilitador.ui.settings import Settings
from tests.benchmarks.figures import milliseconds

WINDOW = QSize(1366, 768)
WAITING = QEventLoop.ProcessEventsFlag.WaitForMoreEvents  # spinning would take the processor from the book's thread


def application() -> QApplication:
    """As in the program once it is ready: what is loaded is no garbage, and nobody looks through it again."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_application(["benchmark"], Settings())
    garbage.keep_what_is_loaded()
    return app


def painted(make: Callable[[], Screen], app: QApplication, session: BookSession) -> float:
    """The milliseconds until the screen that is made stands in a usual window with everything it asked for."""
    made: list[Screen] = []

    def visit() -> None:
        made.append(make())
        made[0].resize(WINDOW)
        made[0].show()
        made[0].shown_again()
        while session._undelivered:
            app.processEvents(WAITING)
        app.processEvents()  # what came last is laid out: without it the frame lacks the lines of what is due
        made[0].grab()

    spent = milliseconds(visit)
    made[0].hide()
    made[0].deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # else it goes on behind the next one
    return spent
