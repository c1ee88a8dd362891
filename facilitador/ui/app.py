"""The application object, and the life of an open book in the window: shown, watched, locked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from facilitador.ui import singletons, theme
from facilitador.ui.garbage import GarbageCollector
from facilitador.ui.language import speak_spanish
from facilitador.ui.settings import Settings, SettingsFile
from facilitador.ui.window import STAYS_WHEN_LOCKED, TITLE, Window

if TYPE_CHECKING:
    from uuid import UUID

    from facilitador.ui.book_session import BookSession, OpenBook
    from facilitador.ui.dialogs import Dialogs
    from facilitador.ui.idle import IdleGuard
    from facilitador.ui.main_window import Find, MainWindow
    from facilitador.ui.navigation import Area
    from facilitador.ui.origins import OriginBanner
    from facilitador.ui.screen import Destination, Screen
    from facilitador.use_cases.backups import BackupDesk


def make_application(argv: list[str], settings: Settings) -> QApplication:
    """The application in Spanish, dressed as the person prefers; the first thing before any widget."""
    singletons.keep_alive()
    QApplication.setApplicationName(TITLE)
    QApplication.setApplicationDisplayName(TITLE)
    QApplication.setDesktopFileName("facilitador")
    app = QApplication(argv)
    GarbageCollector(app)
    speak_spanish(app)
    dress(app, settings)
    return app


def dress(app: QApplication, settings: Settings) -> None:
    """Colours and text size as the person prefers."""
    theme.apply(app, theme.Appearance(settings.appearance), settings.text_percent)


class Rooms(NamedTuple):
    """What the window of one open book consists of."""

    areas: Sequence[Area]
    routes: Mapping[str, Callable[[UUID | None], Screen]]
    find: Find
    origin: OriginBanner | None = None


class BookDesk(QObject):
    """Shows an open book in the window until it is locked, by key, by idleness or on waking from sleep.

    `furnish(session)` makes the rooms; `locked(reason)` is called once the file is closed and the window is clear:
    reason is "key", "idle", "slept" or "closed".
    """

    other_role_requested = Signal()

    def __init__(
        self,
        window: Window,
        settings: SettingsFile,
        guard: IdleGuard,
        dialogs: Dialogs,
        furnish: Callable[[BookSession], Rooms],
        locked: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._guard, self._dialogs = window, settings, guard, dialogs
        self._furnish, self._locked = furnish, locked
        self._session: BookSession | None = None
        self._page: MainWindow | None = None
        guard.lock_due.connect(self.lock)

    @property
    def session(self) -> BookSession | None:
        """The open book; None while it is locked."""
        return self._session

    def show(self, book: OpenBook) -> None:
        """Show a book just opened and begin to watch for idleness."""
        from facilitador.ui.book_session import BookSession  # start-up: behind the unlock page
        from facilitador.ui.change_bus import ChangeBus
        from facilitador.ui.main_window import MainWindow

        session = BookSession(book, ChangeBus(self), self)
        self._session = session
        rooms = self._furnish(session)
        settings = self._settings.current
        page = MainWindow(session, rooms.areas, rooms.routes, rooms.find, self._dialogs, settings, origin=rooms.origin)
        page.lock_requested.connect(lambda: self.lock("key"))
        page.other_role_requested.connect(self.other_role_requested)
        page.emergency_requested.connect(self._window.emergency_requested)
        page.preference_chosen.connect(lambda name, value: self._prefer(page, name, value))
        self._window.show_page(page)
        self._page = page
        self._guard.set_minutes(self._settings.current.idle_minutes)
        self._guard.start()

    def copy_meanwhile(self, desk: BackupDesk) -> None:
        """Copy the book every half hour while it is open; the header says it quietly."""
        from facilitador.ui.periodic_copies import PeriodicCopies

        if self._session is not None and self._page is not None:
            PeriodicCopies(self._session, desk).made.connect(self._page.say_copied)

    def go(self, destination: Destination) -> None:
        """Show something of the open book."""
        if self._session is not None and self._page is not None:
            self._page.navigator.go(destination)

    def lock(self, reason: str) -> None:
        """Hide everything at once, keep drafts, wait for what is being saved, close the file."""
        session, self._session = self._session, None
        self._page = None
        if session is None:
            return
        self._guard.stop()
        self._window.hide_page()
        _close_dialogs()
        try:
            session.lock()
        finally:  # whatever a draft ran into: nothing of the book stays on screen
            self._window.clear()
            session.deleteLater()
            session.bus.deleteLater()
            self._locked(reason)

    def _prefer(self, page: object, name: str, value: object) -> None:
        from facilitador.ui.main_window import MainWindow

        settings = self._settings.change(**{name: value})
        self._guard.set_minutes(settings.idle_minutes)
        app = QApplication.instance()
        if name in ("appearance", "text_percent") and isinstance(app, QApplication):
            dress(app, settings)
        if isinstance(page, MainWindow):
            page.use_settings(settings)


def _close_dialogs() -> None:
    """Close what would still show what the page hides; what shows nothing of the book stays."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    for widget in QApplication.topLevelWidgets():
        if widget.isModal() and widget.isVisible() and not widget.property(STAYS_WHEN_LOCKED):
            widget.close()
