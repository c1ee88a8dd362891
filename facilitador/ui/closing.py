"""Leaving: what is being saved is waited for, a verified backup is made in sight, then the file is closed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from facilitador import messages
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.background import Background
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.backups import BackupDesk, Copies

if TYPE_CHECKING:
    from facilitador.ui.book_session import Person
    from facilitador.ui.window import Window
    from facilitador.use_cases.open_book import OpenBook
    from facilitador.use_cases.pieces import Told
    from facilitador.use_cases.requests import Command, Outcome, Query

T = TypeVar("T")


class Lease:
    """An open book lent to the window. Letting go closes it, unless it is `kept` open for its backup."""

    def __init__(self, book: OpenBook) -> None:
        self.book = book
        self.kept = False

    @property
    def person(self) -> Person:
        """Who opened it; nobody without a role gets a book open."""
        return cast("Person", self.book.person)

    @property
    def title(self) -> str:
        """The name of the service."""
        return self.book.title

    @property
    def demo(self) -> bool:
        """True where all data is invented."""
        return self.book.demo

    @property
    def read_only(self) -> bool:
        return self.book.read_only

    def submit(self, commands: Sequence[Command], *, initiator: str = "") -> Future[Outcome]:
        """Carry out commands."""
        return self.book.submit(commands, initiator=initiator)

    def ask(self, query: Query[T], *, again: bool = False, told: Told = lambda step: None) -> Future[T]:
        """Answer a query."""
        return self.book.ask(query, again=again, told=told)

    def close(self) -> None:
        """The window lets go."""
        if not self.kept:
            self.book.close(locking=True)


class ClosingPage(PageScroll):
    """Says what is being done, and lets the person skip it."""

    skip_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=460)
        self.column.addSpacing(theme.SPACE_XXL)
        self.words = label("Guardando una copia de respaldo…", "title")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.column.addWidget(self.words)
        explanation = label("Lo que registró ya está guardado en el cuaderno.", "muted")
        explanation.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.column.addWidget(explanation)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Copia de respaldo")
        self.column.addWidget(self.bar)
        self.message = Banner()
        self.column.addWidget(self.message)
        self.skip_button = button("Cerrar ya")
        self.skip_button.setToolTip("Cerrar sin esperar la copia de respaldo")
        self.skip_button.clicked.connect(self.skip_requested)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.skip_button)
        row.addStretch(1)
        self.column.addLayout(row)

    def say_failed(self, text: str) -> None:
        """The backup could not be made; the person reads it before the window goes."""
        self.words.setText("El cuaderno está guardado")
        self.bar.hide()
        self.message.say(text, "warning")
        self.skip_button.setText("Cerrar")
        self.skip_button.setAccessibleName("Cerrar")
        self.skip_button.setFocus()


class Closing(QObject):
    """Makes the backup of a book that the window let go, closes it, and says `closed`."""

    closed = Signal()

    def __init__(self, window: Window, book: OpenBook) -> None:
        super().__init__(window)
        self._window, self._book = window, book
        self._background = Background(self)
        self._stop = threading.Event()
        self._over = False
        self.page = ClosingPage()
        self.page.skip_requested.connect(self.hurry)

    def begin(self) -> None:
        """Show the page and begin; a book of invented data, or one that is only read, is closed at once."""
        if self._book.demo or self._book.opened.read_only:
            self._finish()
            return
        self._window.show_page(self.page)
        copied = BackupDesk(self._book).copy(self._stop.is_set, leaving=True)
        self._background.follow(copied, self._copied, self._failed)

    def hurry(self) -> None:
        """Do without the backup; the earlier ones stay as they were."""
        self._stop.set()
        if not self._background.busy:
            self._finish()

    def _copied(self, copies: Copies) -> None:
        if copies.refusals and not self._stop.is_set():
            self.page.say_failed("\n\n".join(messages.of_error(error).whole for error in copies.refusals))
        else:
            self._finish()

    def _failed(self, error: UserFacingError) -> None:
        self._copied(Copies(None, None, (error,)))

    def _finish(self) -> None:
        if not self._over:
            self._over = True
            self._book.close()
            self.closed.emit()
