"""While somebody works, a copy every half hour if anything changed; nothing she does ever waits for it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from facilitador.domain.changes import Change, Topic
from facilitador.errors import UserFacingError
from facilitador.ui.background import Background

if TYPE_CHECKING:
    from facilitador.ui.book_session import BookSession
    from facilitador.use_cases.backups import BackupDesk

EVERY_MS: Final = 30 * 60 * 1000


class PeriodicCopies(QObject):
    """Lives as long as the session. `made`: a copy was made; nothing is said where there was nothing to copy.

    What keeps a copy from being made is told on leaving, when there is time for it; a damaged book is told at once.
    """

    made = Signal()

    def __init__(self, session: BookSession, desk: BackupDesk, every_ms: int = EVERY_MS) -> None:
        super().__init__(session)
        self._session, self._desk = session, desk
        self._background = Background(self)
        self._stop = threading.Event()
        self._timer = QTimer(self, interval=every_ms)
        self._timer.timeout.connect(self.copy)
        self._timer.start()
        session.locking.connect(self._end)

    def copy(self) -> None:
        """Make a copy now, unless one is being made."""
        if self._session.is_open and not self._background.busy:
            desk, stop = self._desk, self._stop
            self._background.run(lambda: desk.copy_meanwhile(stop.is_set), self._copied, self._refused)

    def _end(self) -> None:
        self._timer.stop()
        self._stop.set()

    def _copied(self, made: bool) -> None:
        if made and self._session.is_open:
            self._session.bus.announce([Change(Topic.BACKUPS, self._session.person.id)])
            self.made.emit()

    def _refused(self, error: UserFacingError) -> None:
        if error.code == "book_damaged" and self._session.is_open:
            self._timer.stop()
            self._session.refused.emit(error)
