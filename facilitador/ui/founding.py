"""The making of a cuaderno in the window: the guided flow on screen, the making behind it, the book at its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from facilitador.ui.background import Background
from facilitador.ui.screens.first_run.screen import FirstRunScreen
from facilitador.use_cases import books
from facilitador.use_cases.books import NewBook
from facilitador.use_cases.first_run import FirstRun, Step

if TYPE_CHECKING:
    from facilitador.ui.dialogs import Dialogs
    from facilitador.ui.outside import Outside
    from facilitador.ui.printing import AskForPrinter
    from facilitador.ui.window import Window
    from facilitador.use_cases.open_book import OpenBook


class Founding(QObject):
    """One first run. `founded(OpenBook)`: made, and its recovery sheet is in her hands. `cancelled`: nothing made."""

    founded = Signal(object)
    cancelled = Signal()

    def __init__(
        self,
        window: Window,
        dialogs: Dialogs,
        outside: Outside,
        documents: Callable[[], Path],
        ask_for_printer: AskForPrinter | None = None,
    ) -> None:
        super().__init__(window)
        self._dialogs, self._outside = dialogs, outside
        self._background = Background(self)
        self._book: OpenBook | None = None
        flow = FirstRun(documents(), outside.choose)
        self.page = FirstRunScreen(flow, dialogs, today=outside.today, now=outside.now, ask_for_printer=ask_for_printer)
        self.page.make_requested.connect(self._make)
        self.page.finished.connect(self._finish)
        self.page.cancelled.connect(self.cancelled)
        window.show_page(self.page)
        self.page.focus_first()

    def may_close(self) -> bool:
        """Whether the window may close now: never while files are written, and not unasked before the sheet is safe."""
        if self.page.flow.step is Step.MAKING:
            return False
        return not self.page.holds_the_code or self._dialogs.confirm(
            self.page,
            "Todavía no comprobó la hoja de recuperación.",
            "Cerrar sin la hoja",
            detail="El código no se vuelve a mostrar. Sin él, si se olvidan las claves nadie podrá abrir el cuaderno.",
            danger=True,
        )

    def abandon(self) -> None:
        """Close what was made: the window is closing."""
        book, self._book = self._book, None
        if book is not None:
            book.close()

    def _make(self, new: NewBook, path: Path) -> None:
        future = books.create(path, new, self._outside.environment)
        self._background.follow(future, self._made, self.page.refuse)

    def _made(self, made: tuple[OpenBook, tuple[str, ...]]) -> None:
        self._book, groups = made
        self.page.made(groups)

    def _finish(self) -> None:
        book, self._book = self._book, None
        if book is not None:
            self.founded.emit(book)
