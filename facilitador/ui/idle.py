"""Says when the book must be locked: nobody at the machine for a while, or the machine has slept."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication

TICK_MS = 5_000
SLEPT_AFTER_S = 30.0  # a silence of the clock that no busy window explains

NO_PRESENCE = "facilitadorNoPresence"
"""Property of a window whose keys are pressed from afar: they do not mean that someone is at the machine."""

_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)
_BEFORE_PAINTING = frozenset({QEvent.Type.Expose, QEvent.Type.UpdateRequest, QEvent.Type.Paint})


class IdleGuard(QObject):
    """Emits `lock_due(str)` with "idle" or "slept" while it is watching.

    It looks at the few events that reach the program's windows as such, not at those of every widget. A tick every five
    seconds compares the clocks: if the wall or the monotonic clock went on by more than thirty seconds since the last
    look, the machine slept. Every event that leads to painting is checked first, so nothing is shown on waking.
    """

    lock_due = Signal(str)

    def __init__(
        self,
        minutes: int,
        parent: QObject | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._monotonic, self._wall = monotonic, wall
        self._idle_s = minutes * 60.0
        self._watching = False
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.look)
        self._last_activity = self._seen_monotonic = monotonic()
        self._seen_wall = wall()

    def set_minutes(self, minutes: int) -> None:
        """Lock after that many minutes without key or mouse."""
        self._idle_s = minutes * 60.0

    def start(self) -> None:
        """Begin to watch (a book is open)."""
        if self._watching:
            return
        self._watching = True
        self._last_activity = self._seen_monotonic = self._monotonic()
        self._seen_wall = self._wall()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._watch_window)
        for window in QGuiApplication.topLevelWindows():
            self._watch_window(window)
        self._timer.start()

    def stop(self) -> None:
        """Stop watching (no book is open)."""
        if not self._watching:
            return
        self._watching = False
        self._timer.stop()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.disconnect(self._watch_window)
        for watched in (*QGuiApplication.topLevelWindows(), *QApplication.topLevelWidgets()):
            watched.removeEventFilter(self)

    def look(self) -> None:
        """Compare the clocks with the last look and tell if the book must be locked."""
        if not self._watching:
            return
        monotonic, wall = self._monotonic(), self._wall()
        silence = max(monotonic - self._seen_monotonic, wall - self._seen_wall)
        self._seen_monotonic, self._seen_wall = monotonic, wall
        if silence > SLEPT_AFTER_S:
            self._tell("slept")
        elif monotonic - self._last_activity >= self._idle_s:
            self._tell("idle")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _ACTIVITY:
            self.look()  # a machine that slept is locked before the waking key counts as presence
            if not watched.property(NO_PRESENCE):
                self._last_activity = self._monotonic()
        elif kind in _BEFORE_PAINTING:
            self.look()
        return False

    def _watch_window(self, window: QWindow | None) -> None:
        """Keys and exposure come to the native window; a widget's wish to be painted to its top-level widget.

        No widget is asked for its `windowHandle()`: what a passing wrapper of Qt's own widget (the list of a combo box)
        hands out dies with that wrapper, also where it is still needed here.
        """
        if window is None:
            return
        window.installEventFilter(self)  # a filter installed twice is moved to the front, not doubled
        for widget in QApplication.topLevelWidgets():
            widget.installEventFilter(self)

    def _tell(self, reason: str) -> None:
        self.stop()
        self.lock_due.emit(reason)
