"""The life of the program in its one window: welcome, first run or unlocking, the open book, locking, leaving.

The first page is painted before anything of the book is imported; what it needs arrives behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from facilitador.errors import UserFacingError
from facilitador.ui.awaited import Awaited
from facilitador.ui.background import Background
from facilitador.ui.opening import Opening
from facilitador.ui.window import Window

if TYPE_CHECKING:
    from facilitador.ui.app import BookDesk, Rooms
    from facilitador.ui.book_session import BookSession
    from facilitador.ui.clipboard_keeper import ClipboardKeeper
    from facilitador.ui.closing import Closing, Lease
    from facilitador.ui.dialogs import Dialogs
    from facilitador.ui.emergency.desk import EmergencyDesk
    from facilitador.ui.founding import Founding
    from facilitador.ui.outside import Outside
    from facilitador.ui.printing import AskForPrinter
    from facilitador.ui.settings import SettingsFile
    from facilitador.ui.shown_codes import CodeSlot, ShownCodes
    from facilitador.ui.surroundings import Surroundings
    from facilitador.use_cases.open_book import OpenBook

_LOCK_WORDS = {
    "idle": "El cuaderno se bloqueó porque nadie lo usaba. Lo que escribía quedó guardado en él como borrador.",
    "slept": "El cuaderno se bloqueó al suspenderse la computadora. Lo que escribía quedó guardado como borrador.",
    "key": "El cuaderno está bloqueado.",
}
RESTORE = "restore"  # why a book is locked: to go back to a copy of it
OTHER_ROLE = "other_role"  # why example data are left: to see them as their other person does
CODE_SHOWN = "access"  # where a recovery code is shown
_DEMO_LEFT = "Se cerraron los datos de ejemplo y no quedó nada de ellos en esta computadora."


class Program(QObject):
    """Goes from page to page as the person wishes.

    `painted`: the first page is on the screen. Then `load` imports and wires what lies below, on another thread, and
    warms it up; `ready` is emitted once that is done. `left`: the window is closed and nothing is open any more.
    """

    painted = Signal()
    ready = Signal()
    left = Signal()

    def __init__(
        self,
        window: Window,
        settings: SettingsFile,
        dialogs: Dialogs,
        load: Callable[[], Outside],
        *,
        documents: Callable[[], Path] | None = None,
        ask_for_printer: AskForPrinter | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(window)
        self.window, self._settings, self._dialogs, self._load = window, settings, dialogs, load
        self._documents, self._ask_for_printer = documents or _documents_folder, ask_for_printer
        self._outside = Awaited()
        self._background = Background(self)
        self._desk: BookDesk | None = None
        self.opening = Opening(window, settings, dialogs, self._outside)
        self.opening.opened.connect(self._show_book)
        self.opening.other_book_requested.connect(self.welcome)
        self.founding: Founding | None = None
        self.closing: Closing | None = None
        self._lease: Lease | None = None
        self._codes: ShownCodes | None = None
        self._clipboard: ClipboardKeeper | None = None
        self._leaving, self._today = False, today
        window.may_close = self._may_close
        window.closed = self._closed
        window.restore_geometry_text(settings.current.window_geometry)

    # -- starting -----------------------------------------------------------------------------------------------------

    def start(self, book: Path | None = None, *, demo: bool = False) -> None:
        """Show the first page (`book`, the book used last, or the welcome), then load the rest behind it."""
        recent = self._settings.current.recent_books
        if demo:
            self.show_demo()
        elif book is not None or recent:
            self.opening.show(book or Path(recent[0]))
        else:
            self.welcome()
        self.window.installEventFilter(self)
        self.window.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._load_the_rest)
        return False

    def open_book(self, path: Path) -> None:
        """Show the unlock page for this book, unless a book is open or being made."""
        if self._lease is None and self.founding is None and self.closing is None:
            self.opening.show(path)

    def tell_unforeseen(self, log_file: Path) -> None:
        """Say once, calmly, that something went wrong that nobody foresaw."""
        self._dialogs.tell(
            self.window,
            "Algo no salió como se esperaba.",
            detail="Lo que guardó sigue en el cuaderno y puede seguir trabajando. Si se repite, cierre el programa "
            f"y ábralo otra vez. El detalle, sin datos de personas, está en el archivo «{log_file}».",
        )

    @cached_property
    def emergency(self) -> EmergencyDesk:
        """Answers the key and the red button; made once the first page is painted."""
        from facilitador.ui.emergency.desk import EmergencyDesk

        return EmergencyDesk(self.window, self._settings.folder, self._today)

    def _load_the_rest(self) -> None:
        self.painted.emit()
        _ = self.emergency  # from now on
        self._background.run(self._load, self._loaded)

    def _loaded(self, outside: Outside) -> None:
        self._outside.arrive(outside)
        self._background.run(outside.warm_up, lambda _: self._warm())

    def _warm(self) -> None:
        from facilitador.ui.clipboard_keeper import ClipboardKeeper

        self.emergency.prepare()
        self._clipboard = ClipboardKeeper(QGuiApplication.clipboard(), self)
        self.ready.emit()

    # -- before a book is open ----------------------------------------------------------------------------------------

    def welcome(self, words: str = "") -> None:
        """Show the welcome page, and say something calm on it."""
        from facilitador.ui.screens.welcome.screen import WelcomeScreen

        page = WelcomeScreen([Path(book) for book in self._settings.current.recent_books])
        page.create_requested.connect(lambda: self._outside.use(self._found))
        page.browse_requested.connect(self._browse)
        page.open_requested.connect(self.open_book)
        page.demo_requested.connect(self.show_demo)
        if words:
            page.say(words, "info")
        self.window.show_page(page)

    def show_demo(self) -> None:
        """Show a book of invented data."""
        from facilitador.ui.waiting_page import WaitingPage

        self.window.show_page(WaitingPage("Preparando los datos de ejemplo…"))
        self._outside.use(lambda outside: self._background.follow(outside.open_demo(), self._show_book, self._no_demo))

    def _no_demo(self, error: UserFacingError) -> None:
        self.welcome()
        self._dialogs.refuse(self.window, error)

    def _browse(self) -> None:
        from facilitador.ui.dialogs import FileKind

        kinds = (FileKind("Cuaderno", ("facilitador",)), FileKind("Todos los archivos", ("*",)))
        path = self._dialogs.open_file(self.window, "Abrir un cuaderno", kinds, self._documents())
        if path is not None:
            self.opening.show(path)

    def _found(self, outside: Outside) -> None:
        from facilitador.ui.founding import Founding

        founding = Founding(self.window, self._dialogs, outside, self._documents, self._ask_for_printer)
        founding.founded.connect(self._founded)
        founding.cancelled.connect(self._not_founded)
        self.founding = founding

    def _founded(self, book: OpenBook) -> None:
        self._end_founding()
        self._show_book(book)

    def _not_founded(self) -> None:
        self._end_founding()
        self.welcome()

    def _end_founding(self) -> None:
        if self.founding is not None:
            self.founding.deleteLater()
            self.founding = None

    # -- the open book ------------------------------------------------------------------------------------------------

    def _show_book(self, book: OpenBook) -> None:
        from facilitador.ui.closing import Lease
        from facilitador.ui.screen import Destination
        from facilitador.use_cases.backups import BackupDesk

        if self._leaving:
            book.close()  # it came when the window was going already
            return
        if not book.demo:
            self._settings.keep(self._settings.current.with_recent(book.opened.path))
        self._lease = Lease(book)
        desk = self._open_desk()
        desk.show(self._lease)
        if desk.session is not None:
            self.emergency.follow(desk.session)
            if not book.demo and not book.opened.read_only:
                desk.copy_meanwhile(BackupDesk(book))
        if self._codes_of(book).code is not None:
            desk.go(Destination(CODE_SHOWN))
        for code in book.opened.warnings:
            self._dialogs.refuse(self.window, UserFacingError(code))

    def _open_desk(self) -> BookDesk:
        if self._desk is None:
            from facilitador.ui.app import BookDesk
            from facilitador.ui.idle import IdleGuard

            guard = IdleGuard(self._settings.current.idle_minutes, self)
            self._desk = BookDesk(self.window, self._settings, guard, self._dialogs, self._furnish, self._locked)
            self._desk.other_role_requested.connect(self._see_as_other)
        return self._desk

    def _see_as_other(self) -> None:
        if self._lease is not None and self._desk is not None:
            self._lease.kept = True  # the file stays open; only who is at work changes
            self._desk.lock(OTHER_ROLE)

    def _lock(self) -> None:
        if self._desk is not None:
            self._desk.lock("closed")

    def _furnish(self, session: BookSession) -> Rooms:
        from facilitador.ui.rooms import furnish

        made: list[Rooms] = []
        self._outside.use(lambda outside: made.append(furnish(self._surroundings(session, outside))))
        return made[0]  # a book is open, so what it was opened with has arrived

    def _surroundings(self, session: BookSession, outside: Outside) -> Surroundings:
        from facilitador.ui.surroundings import Surroundings
        from facilitador.use_cases import books, rehearsals
        from facilitador.use_cases.access_keys import KeyDesk
        from facilitador.use_cases.audit_checks import check_trail
        from facilitador.use_cases.backups import BackupDesk
        from facilitador.use_cases.contact_openings import ContactDesk
        from facilitador.use_cases.purges import PurgeDesk

        change = check = desk = backups = codes = contacts = trail = restore = rehearse = purges = None
        if self._lease is not None:
            contacts, trail = ContactDesk(self._lease.book), partial(check_trail, self._lease.book)
        if self._lease is not None and not self._lease.demo:
            change = partial(books.change_passphrase, self._lease.book, environment=outside.environment)
            check = partial(books.check_passphrase, self._lease.book)
            desk = KeyDesk(self._lease.book, outside.environment)
            backups, purges = BackupDesk(self._lease.book), PurgeDesk(self._lease.book)
            codes = self._codes_of(self._lease.book)
            restore, rehearse = self._restore, partial(rehearsals.rehearse, self._lease.book, outside.environment)
        calendar = (outside.today, outside.now, outside.new_id)
        return Surroundings(
            session,
            self._dialogs,
            *calendar,
            change,
            desk,
            backups,
            codes,
            check,
            contacts,
            trail,
            restore=restore,
            rehearse=rehearse,
            purges=purges,
        )

    def _restore(self) -> None:
        """Leave the book for the page of its copies, once whoever asked for it has finished."""
        if self._desk is not None:
            QTimer.singleShot(0, self, partial(self._desk.lock, RESTORE))

    def _codes_of(self, book: OpenBook) -> CodeSlot:
        if self._codes is None:
            from facilitador.ui.shown_codes import ShownCodes

            self._codes = ShownCodes(self)
        return self._codes.of(book.opened.path, book.person.id)

    def _locked(self, reason: str) -> None:
        self._forget_copied()
        lease, self._lease = self._lease, None
        if self._leaving or lease is None:
            return
        if reason == OTHER_ROLE:
            from facilitador.use_cases.books import seen_by_other

            self._background.follow(seen_by_other(lease.book), self._show_book, self._no_demo)
            return
        if reason == RESTORE:
            self.opening.show(lease.book.opened.path, lease.book.person.id)
            self.opening.restore()
            return
        if lease.demo:
            self.welcome(_DEMO_LEFT)
        else:
            self.opening.show(lease.book.opened.path, lease.book.person.id, _LOCK_WORDS.get(reason, ""))

    # -- leaving ------------------------------------------------------------------------------------------------------

    def _may_close(self) -> bool:
        if self.founding is not None and not self.founding.may_close():
            return False
        if self.closing is not None:
            self.closing.hurry()  # asked to close twice: she does not want to wait
            return self.closing is None
        if self._codes is not None and self._codes.waiting:
            if not self._gives_code_up():
                return False
            self._codes.forget()
        if self._lease is None:
            return True
        self._leave(self._lease)
        return False

    def _gives_code_up(self) -> bool:
        return self._dialogs.confirm(
            self.window,
            "El código de recuperación nuevo todavía no está en papel.",
            "Cerrar igual",
            detail="Al cerrar no se vuelve a mostrar. El anterior ya no abre nada: habría que hacer otro en Accesos.",
        )

    def _leave(self, lease: Lease) -> None:
        from facilitador.ui.closing import Closing

        self._leaving = lease.kept = True
        self._lock()
        self.closing = Closing(self.window, lease.book)
        self.closing.closed.connect(self._left)
        self.closing.begin()

    def _left(self) -> None:
        self.closing = None
        QTimer.singleShot(0, self.window, self.window.close)

    def _closed(self) -> None:
        self._leaving = True
        self._forget_copied()
        self._settings.change(window_geometry=self.window.geometry_text())
        self.emergency.leave()
        self.opening.abandon()
        if self.founding is not None:
            self.founding.abandon()
        self.left.emit()

    def _forget_copied(self) -> None:
        if self._clipboard is not None:
            self._clipboard.clear()

    def give_up(self) -> None:
        """The session of the desktop ends: keep drafts and close the file at once, without a backup."""
        self._leaving = True
        self._lock()
        if self.closing is not None:
            self.closing.hurry()
        self._closed()


def _documents_folder() -> Path:
    from facilitador.ui.folders import documents_folder  # start-up: asked only by who makes or looks for a book

    return documents_folder()
