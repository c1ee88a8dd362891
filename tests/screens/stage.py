"""The program on a passing machine, with books of every kind to open; it waits until a screen shows what it read."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from uuid_utils.compat import uuid7

from facilitador import bootstrap
from facilitador.domain.groups import GroupLine
from facilitador.domain.roles import Role
from facilitador.ui import theme
from facilitador.ui.drafts import DraftOffer
from facilitador.ui.forms import Form
from facilitador.ui.main_window import MainWindow
from facilitador.ui.outside import Outside
from facilitador.ui.program import Program
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.unlock.new_clave import NewClaveScreen
from facilitador.ui.screens.unlock.screen import UnlockScreen
from facilitador.ui.settings import SettingsFile
from facilitador.ui.theme import Appearance
from facilitador.ui.window import Window
from facilitador.use_cases import books
from facilitador.use_cases.books import NewBook
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.requests import Query
from tests.books import NOW, PASSPHRASE, SERVICE, TODAY, make_environment
from tests.ui.scripted_dialogs import ScriptedDialogs

T = TypeVar("T")
P = TypeVar("P", bound=QWidget)
S = TypeVar("S", bound=Screen)

PATIENCE = 20.0  # seconds
ROUNDS = 30  # one layout asks for another, and some wait for the turn after; a turn with nothing to do costs nothing
STAFF_NAME, STAFF_PASSPHRASE = "Julia Ccahua Ñahui", "molle-viento-9-jora"


@dataclass(frozen=True)
class Look:
    """A size of the window in pixels, a size of the text in per cent, a set of colours."""

    width: int
    height: int
    percent: int
    appearance: Appearance

    @property
    def name(self) -> str:
        """`1366x768-100-light`."""
        return f"{self.width}x{self.height}-{self.percent}-{self.appearance}"


ROOMY, CRAMPED = (1366, 768, 100), (1024, 768, 150)
LOOKS = tuple(Look(*size, colours) for size in (ROOMY, CRAMPED) for colours in (Appearance.LIGHT, Appearance.DARK))


class Stage:
    """One window in one look. What it opens lives in `folder` and is closed by `shut`."""

    def __init__(self, app: QApplication, folder: Path, look: Look) -> None:
        self.look, self.folder = look, folder
        theme.apply(app, look.appearance, look.percent)
        self._open_path: Path | None = None
        self.dialogs = ScriptedDialogs()
        self.environment = make_environment(folder / "app-data")
        documents = folder / "Documentos"
        documents.mkdir(parents=True)
        outside = Outside(
            environment=self.environment,
            open_demo=lambda: bootstrap.open_demo(self.environment),
            today=lambda: TODAY,
            now=NOW.astimezone,
            new_id=uuid7,
            choose=lambda count, of: random.Random(7).sample(range(of), count),
        )
        settings = SettingsFile(folder / "app-data")
        settings.change(appearance=str(look.appearance), text_percent=look.percent)
        self.settings = settings
        self.window = Window()
        self.program = Program(
            self.window, settings, self.dialogs, lambda: outside, documents=lambda: documents, today=lambda: TODAY
        )
        ready: list[bool] = []
        self.program.ready.connect(lambda: ready.append(True))
        self.program.start()
        self._take_size()
        self.until(lambda: bool(ready))

    def shut(self) -> None:
        """Close whatever is open."""
        self.program.give_up()
        shiboken6.delete(self.window)

    # -- what is in sight ---------------------------------------------------------------------------------------------

    def page(self, kind: type[P]) -> P:
        """The page of the window, once it is of that kind."""
        self.until(lambda: isinstance(self.window.centralWidget(), kind))
        page = self.window.centralWidget()
        assert isinstance(page, kind)
        return page

    @property
    def main(self) -> MainWindow:
        """The open book."""
        return self.page(MainWindow)

    def go(self, kind: str, key: UUID | None, screen: type[S], detail: tuple[str, ...] = ()) -> S:
        """Go there anew, by way of a page on which little is read, and wait until all is read."""
        navigator = self.main.navigator
        assert navigator.go(Destination("venues" if kind != "venues" else "home"))
        assert navigator.go(Destination(kind, key, detail))
        self.settle()
        assert isinstance(navigator.screen, screen)
        return navigator.screen

    def forget_typing(self) -> None:
        """Nothing that was typed is kept as a draft for the next who comes here."""
        page = self.window.centralWidget()
        if isinstance(page, MainWindow):
            for form in page.findChildren(Form):
                form.mark_saved()
            for offer in page.findChildren(DraftOffer):
                if offer.isVisible():
                    offer.start_over.click()
            page.search.edit.clear()
        for popup in self._popups():
            popup.close()
        self.settle()

    def picture(self) -> QPixmap:
        """The window with what lies over it."""
        self.settle()
        whole = self.window.grab()
        with QPainter(whole) as painter:
            for popup in self._popups():
                painter.drawPixmap(popup.mapToGlobal(QPoint()) - self.window.mapToGlobal(QPoint()), popup.grab())
        return whole

    def settle(self) -> None:
        """Wait until every answer has come and has been laid out."""
        page = self.window.centralWidget()
        if isinstance(page, MainWindow):
            self.until(lambda: not page._session._undelivered)
        for _ in range(ROUNDS):
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()

    def until(self, true: Callable[[], bool]) -> None:
        """Let the program work until this is so; AssertionError after twenty seconds."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, "it did not come"
            QApplication.processEvents()
            time.sleep(0.001)

    def until_painted(self, screen: PrintScreen) -> None:
        """Wait for a paper, which its view paints behind the window's back: some of it is darker than paper."""

        def is_painted() -> bool:
            image = screen.preview.view.viewport().grab().toImage().scaled(120, 120)
            return any(image.pixelColor(x, y).lightness() < 200 for x in range(20, 100) for y in range(10, 110))

        self.until(lambda: screen.print_button.isEnabled() and is_painted())

    # -- books --------------------------------------------------------------------------------------------------------

    def close_book(self) -> None:
        """Back to the welcome page, whatever was open or half made."""
        if self.program.founding is not None:
            self.program.founding.abandon()
            self.program.founding.cancelled.emit()
        self.program.opening.abandon()
        page = self.window.centralWidget()
        if isinstance(page, MainWindow):
            page.lock_requested.emit()
            page = self.window.centralWidget()
        if isinstance(page, UnlockScreen):  # it is looking at the book that was closed
            self._wait_for_people(page)
        self._open_path = None
        self.program.welcome()

    def open_demo(self) -> None:
        """A book full of invented people."""
        page = self.window.centralWidget()
        if not isinstance(page, MainWindow) or not page._session.demo:
            self.close_book()
            self.program.show_demo()
            self.page(MainWindow)
        self.settle()

    def open_empty(self) -> None:
        """A book just made."""
        self.unlock(self.new_book("vacio"), PASSPHRASE)

    def open_with_temporary_clave(self) -> NewClaveScreen:
        """Someone of the administrative staff opens a book for the first time; she may change her clave only once."""
        page = self.unlock_page(self.new_book("administrativo", Role.STAFF))
        page.person.setCurrentIndex(page.person.findText(STAFF_NAME))
        page.clave.edit.setText(STAFF_PASSPHRASE)
        page.open_button.click()
        return self.page(NewClaveScreen)

    def open_as_staff(self) -> None:
        """The same book, once her clave is her own."""
        page = self.open_with_temporary_clave()
        for field in (page.clave, page.again):
            field.edit.setText(f"{STAFF_PASSPHRASE}-nueva")
        page.accept_button.click()
        self.page(MainWindow)
        self.settle()

    def new_book(self, name: str, second: Role | None = None) -> Path:
        """A closed book of Rosa's; with a role, Julia has access to it, too. Made once, then found again."""
        path = self.folder / "Documentos" / name / f"{SERVICE.name}.facilitador"
        if path.exists():
            return path
        path.parent.mkdir()
        new = NewBook(SERVICE, "Rosa", "Mamani Quispe", "psychology", Role.FACILITATOR, PASSPHRASE)
        book, _ = books.create(path, new, self.environment).result()
        if second is not None:
            person = AddPersonWithAccess(
                id=uuid7(), given_names="Julia", surnames="Ccahua Ñahui", profession="other", role=second
            )
            books.add_person(book, person, STAFF_PASSPHRASE, self.environment).result()
        book.close()
        return path

    def unlock_page(self, path: Path) -> UnlockScreen:
        """The page that asks for the clave of this book."""
        self.close_book()
        self.program.open_book(path)
        page = self.page(UnlockScreen)
        self._wait_for_people(page)
        return page

    def unlock(self, path: Path, clave: str) -> None:
        """Open a book of one person, unless it is open."""
        if self._open_path == path:
            return
        page = self.unlock_page(path)
        page.clave.edit.setText(clave)
        page.open_button.click()
        self.page(MainWindow)
        self._open_path = path
        self.settle()

    def ask(self, query: Query[T]) -> T:
        """What the open book answers."""
        book: OpenBook = self.program._lease.book  # type: ignore[union-attr]
        return book.ask(query, again=True).result(PATIENCE)

    def group(self, wanted: Callable[[GroupLine], bool]) -> UUID:
        """The first group of the open book that is so."""
        return next(line.group.id for line in self.ask(Groups()) if wanted(line))

    # -- within -------------------------------------------------------------------------------------------------------

    def _take_size(self) -> None:
        self.window.setWindowState(Qt.WindowState.WindowNoState)
        self.window.resize(QSize(self.look.width, self.look.height))

    def _wait_for_people(self, page: UnlockScreen) -> None:
        self.until(lambda: page.open_button.isEnabled() or page.offer_button.isVisible())

    def _popups(self) -> list[QWidget]:
        own: Any = self.window
        return [one for one in QApplication.topLevelWidgets() if one is not own and one.isVisible()]
