"""Brings the emergency page to whoever asks for it, and knows which contacts to show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QWidget

from facilitador.ui.key_watch import KeyWatch

CALM_MS = 400

if TYPE_CHECKING:
    from facilitador.domain.emergency_contacts import EmergencyContact
    from facilitador.ui.book_session import BookSession
    from facilitador.ui.emergency.page import EmergencyPage
    from facilitador.ui.session_mode.projection import Projection
    from facilitador.ui.window import Window


class EmergencyDesk(QObject):
    """Listens for the key and the red button over the whole program.

    `folder` is where the plain copy of the directory lies, read while no book is open. While something is projected,
    the page is shown on the team's screen only, and not at all where the team has none apart.
    """

    def __init__(self, window: Window, folder: Path, today: Callable[[], date]) -> None:
        super().__init__(window)
        self._window, self._folder, self._today = window, folder, today
        self._session: BookSession | None = None
        self._near: tuple[EmergencyContact, ...] | None = None
        self.page: EmergencyPage | None = None
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self._prepare)
        self._watch = KeyWatch(Qt.Key.Key_F12, self)
        self._watch.pressed.connect(self.toggle)
        window.emergency_requested.connect(self.show)

    def follow(self, session: BookSession) -> None:
        """Show the contacts of this book while it is open, as they are at every moment."""
        from facilitador.domain.changes import Topic

        self._session = session
        session.locked.connect(self._forget)
        session.bus.watch(session, (Topic.DIRECTORY, Topic.SERVICE), self._read)
        self._read()

    def prepare(self) -> None:
        """Make the page ready behind what is in sight, once that has come to rest: then the key shows it at once."""
        self._calm.start()

    def toggle(self) -> None:
        """Show the page, or close it."""
        if self.page is not None and self.page.isVisible():
            self.page.reject()
        else:
            self.show()

    def show(self) -> None:
        """Show the page over whatever is in sight, unless the group would see it."""
        if self.page is not None and self.page.isVisible():
            self.page.activateWindow()
            return
        screen = self._screen()
        if screen is None:
            return
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass  # one menu may lie over another
        below = QApplication.activeModalWidget() or self._below()
        self._fill()
        page = self.page
        assert page is not None
        _put_over(page, below, self._window, screen)
        page.show()
        page.raise_()
        page.activateWindow()
        page.close_button.setFocus()

    def leave(self) -> None:
        """The program ends: nothing of it stays."""
        self._calm.stop()
        if self.page is not None and shiboken6.isValid(self.page):
            self.page.hide()
            self.page.deleteLater()
        self.page = None

    def _prepare(self) -> None:
        """Put the page together and paint it where nobody sees it; most of the time goes there."""
        self._screen()
        self._fill()
        page = self.page
        if page is not None and not page.isVisible():
            page.resize(self._window.size())
            page.grab()

    # -- what is shown ------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        from facilitador.domain.emergency_contacts import national_contacts
        from facilitador.reference import directory

        demo = self._session is not None and self._session.demo
        self._made().show_contacts(national_contacts(directory().lines), self._contacts(), self._today(), demo=demo)

    def _made(self) -> EmergencyPage:
        if self.page is None:
            from facilitador.ui.emergency.page import EmergencyPage  # start-up: the first page does not wait for it

            page = self.page = EmergencyPage()
            self.destroyed.connect(page.deleteLater)
        return self.page

    def _contacts(self) -> tuple[EmergencyContact, ...]:
        if self._near is not None:
            return self._near
        from facilitador.exchange import emergency_copies

        return emergency_copies.read(self._folder)

    def _read(self) -> None:
        from facilitador.use_cases.directory import EmergencyDirectory

        if self._session is not None:
            self._session.read(EmergencyDirectory(), owner=self, done=self._take, again=True)

    def _take(self, contacts: tuple[EmergencyContact, ...]) -> None:
        self._near = contacts
        self.prepare()

    def _forget(self) -> None:
        """The book is locked: from now on the copy tells; a page in sight stays as it is."""
        self._session = self._near = None
        self.prepare()

    # -- where it is shown --------------------------------------------------------------------------------------------

    def _projection(self) -> Projection | None:
        from facilitador.ui.session_mode.projection import Projection

        return Projection.of(self._window)

    def _below(self) -> QWidget:
        """The window over which it is to stand; never the projected one."""
        active = QApplication.activeWindow()
        if active is None or active is self.page or self._projection() is not None:
            return self._window
        return active

    def _screen(self) -> QScreen | None:
        """The screen to show it on; None where only the group's is left."""
        projection = self._projection()
        if projection is not None and projection.arrangement.team is None:
            return None
        return self._below().screen()


def _put_over(page: QWidget, below: QWidget, window: QWidget, screen: QScreen) -> None:
    """As large as the window with the book where that is in sight there, else as the screen has room."""
    in_sight = window.isVisible() and not window.isMinimized() and window.screen() is screen
    page.setScreen(screen)
    page.setGeometry(window.geometry() if in_sight else screen.availableGeometry())
    under = below.window()
    for one in (page, under):
        one.winId()  # makes the native window: it must know over which other one it stands
    page.windowHandle().setTransientParent(under.windowHandle())
