"""The conversation that opens a cuaderno: which, who, her clave; and what to do when something stands in the way."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from facilitador.errors import UserFacingError
from facilitador.ui.background import Background
from facilitador.ui.screens.unlock.screen import PersonChoice, UnlockScreen

if TYPE_CHECKING:
    from uuid import UUID

    from facilitador.ui.awaited import Awaited
    from facilitador.ui.dialogs import Dialogs
    from facilitador.ui.outside import Outside
    from facilitador.ui.restoring import Restoring
    from facilitador.ui.settings import SettingsFile
    from facilitador.ui.window import Window
    from facilitador.use_cases.books import BookOnDisk, KeyCopy
    from facilitador.use_cases.open_book import OpenBook

USE_COPY = "Usar la última copia buena"
TRY_AGAIN = "Intentar de nuevo"
GO_BACK = "Volver a una copia de respaldo"

_GONE = frozenset(
    {"book_missing", "book_empty", "book_foreign", "book_truncated", "book_damaged", "keys_of_another_book"}
)


class Opening(QObject):
    """Shows the unlock page for a book until it is open for somebody with a clave of her own.

    `opened(OpenBook)`. `other_book_requested`: she wants to choose another one.
    """

    opened = Signal(object)
    other_book_requested = Signal()

    def __init__(self, window: Window, settings: SettingsFile, dialogs: Dialogs, outside: Awaited) -> None:
        super().__init__(window)
        self._window, self._settings, self._dialogs, self._outside = window, settings, dialogs, outside
        self._background = Background(self)
        self._page: UnlockScreen | None = None
        self._path = Path()
        self._state: BookOnDisk | None = None
        self._last_person: UUID | None = None
        self._halfway: OpenBook | None = None
        self._restoring: Restoring | None = None
        self._refused: UserFacingError | None = None
        self._key_copies: tuple[KeyCopy, ...] = ()

    @property
    def page(self) -> UnlockScreen | None:
        """The unlock page; None while another page is in sight."""
        return self._page if self._page is not None and shiboken6.isValid(self._page) else None

    def show(self, path: Path, person: UUID | None = None, words: str = "") -> None:
        """Show the unlock page for this book, with that person chosen, and say something calm above it."""
        self.abandon()  # a book waiting for its first clave of her own, when another one is asked for
        books = [path, *(Path(book) for book in self._settings.current.recent_books if Path(book) != path)]
        page = UnlockScreen(books)
        page.book_chosen.connect(self._look_at)
        page.unlock_requested.connect(self._unlock)
        page.recovery_requested.connect(self._ask_recovery)
        page.other_book_requested.connect(self.other_book_requested)
        page.offer_accepted.connect(self._accept_offer)
        page.restore_requested.connect(self.restore)
        self._page, self._last_person = page, person
        self._window.show_page(page)
        if words:
            page.say(words, "info")
        self._look_at(path)

    def abandon(self) -> None:
        """Close what was opened halfway: the window is closing."""
        book, self._halfway = self._halfway, None
        if book is not None:
            book.close()
        restoring, self._restoring = self._restoring, None
        if restoring is not None:
            restoring.abandon()
            restoring.deleteLater()

    # -- which book, who ----------------------------------------------------------------------------------------------

    def _look_at(self, path: Path) -> None:
        self._path, self._state, self._refused, self._key_copies = path, None, None, ()
        self._outside.use(partial(self._inspect, path))

    def _inspect(self, path: Path, outside: Outside) -> None:
        from facilitador.use_cases import books  # start-up: behind the unlock page

        self._background.run(lambda: books.inspect(path, outside.environment), self._inspected, self._refuse)

    def _inspected(self, state: BookOnDisk) -> None:
        page = self.page
        if page is None or state.path != self._path:
            return  # another book was chosen meanwhile
        self._state = state
        people = () if state.refusal else tuple(PersonChoice(one.id, one.name) for one in state.people)
        page.set_people(people, self._last_person)
        if state.refusal is not None:
            self._refused = state.refusal
            page.say(_words(state.refusal))
            self._key_copies = state.key_copies
            page.offer(USE_COPY if state.key_copies else _way_out(state.refusal))
            return
        page.offer("")
        if state.read_only:
            page.say(_words(UserFacingError("opened_read_only")), "warning")
        elif state.cloud is not None:
            page.say(_words(UserFacingError("book_in_cloud_folder", service=state.cloud)), "warning")
        page.focus_first()

    def _accept_offer(self) -> None:
        if not self._key_copies:
            (self.restore if self._refused is not None and _way_out(self._refused) == GO_BACK else self._again)()
            return
        from facilitador.use_cases import books

        copy = self._key_copies[0]
        names = ", ".join(copy.names)
        if self._dialogs.confirm(
            self._window,
            f"La última copia buena de las claves es del {copy.written.astimezone():%d/%m/%Y}.",
            "Usar esta copia",
            detail=f"Con ella abren el cuaderno: {names}. Si hay un archivo de claves dañado, no se borra: queda con "
            "otro nombre.",
        ):
            path = self._path
            self._background.run(lambda: books.restore_keys(path, copy), lambda _: self._again(), self._refuse)

    def _again(self) -> None:
        page = self.page
        if page is not None:
            page.say("")
            page.offer("")
            self._look_at(self._path)

    # -- with her clave -----------------------------------------------------------------------------------------------

    def _unlock(self, person: UUID, clave: str) -> None:
        self._last_person = person
        page = self.page
        if page is not None:
            page.set_busy(True)
        self._outside.use(partial(self._open, person, clave))

    def _open(self, person: UUID, clave: str, outside: Outside) -> None:
        from facilitador.use_cases import books

        future = books.open_with_passphrase(self._path, person, clave, outside.environment)
        self._background.follow(future, lambda book: self._arrived(book, clave), self._refuse)

    def _arrived(self, book: OpenBook, clave: str) -> None:
        if book.opened.must_change_passphrase:
            self._halfway = book
            self._ask_new_clave(book, clave)
        else:
            self.opened.emit(book)

    def _refuse(self, error: UserFacingError) -> None:
        page = self.page
        if page is None:
            return
        if error.code == "wrong_passphrase":
            page.refuse_clave(_words(error))
        else:
            self._refused = error
            page.refuse(_words(error))
            page.offer(_way_out(error))
            if error.code == "keys_altered":
                self._outside.use(partial(self._look_for_keys, self._path))

    def _look_for_keys(self, path: Path, outside: Outside) -> None:
        from facilitador.use_cases import books

        find = partial(books.key_copies_of, path, outside.environment)
        self._background.run(find, partial(self._offer_keys, path))

    def _offer_keys(self, path: Path, copies: tuple[KeyCopy, ...]) -> None:
        if self.page is not None and copies and path == self._path:
            self._key_copies = copies
            self.page.offer(USE_COPY)

    # -- back to a copy -----------------------------------------------------------------------------------------------

    def restore(self) -> None:
        """Show the copies of the book, whatever became of the book itself."""
        self._outside.use(self._restore)

    def _restore(self, outside: Outside) -> None:
        from facilitador.ui.restoring import Restoring

        self._page = None
        made = Restoring(self._window, self._dialogs, outside, self._path, self._refused)
        made.restored.connect(self._restored)
        made.left.connect(lambda words: self.show(self._path, self._last_person, words))
        self._restoring = made

    def _restored(self, book: OpenBook, clave: str) -> None:
        self._restoring = None
        self._arrived(book, clave)

    # -- a temporary clave --------------------------------------------------------------------------------------------

    def _ask_new_clave(self, book: OpenBook, old: str) -> None:
        from facilitador.ui.clave_strength import measure
        from facilitador.ui.screens.unlock.new_clave import NewClaveScreen

        page = NewClaveScreen(measure(lambda: (book.person.full_name, book.title)))
        page.change_requested.connect(lambda new: self._outside.use(partial(self._change, page, book, old, new)))
        page.back_requested.connect(self._give_up)
        self._show(page)

    def _change(self, page: QWidget, book: OpenBook, old: str, new: str, outside: Outside) -> None:
        from facilitador.ui.screens.unlock.new_clave import NewClaveScreen
        from facilitador.use_cases import books

        assert isinstance(page, NewClaveScreen)
        page.set_busy(True)
        future = books.change_passphrase(book, old, new, outside.environment)
        self._background.follow(future, lambda _: self._changed(book), lambda error: page.refuse(_words(error)))

    def _changed(self, book: OpenBook) -> None:
        self._halfway = None
        self.opened.emit(book)

    def _give_up(self) -> None:
        self.abandon()
        self.show(self._path, self._last_person)

    # -- the recovery code --------------------------------------------------------------------------------------------

    def _ask_recovery(self) -> None:
        if self._state is None:
            return
        from facilitador.ui.clave_strength import measure
        from facilitador.ui.screens.unlock.new_clave import NewClaveScreen

        people = tuple(PersonChoice(one.id, one.name) for one in self._state.people)
        page = NewClaveScreen(measure(lambda: tuple(one.name for one in people)), people)
        page.recovery_requested.connect(lambda *wish: self._outside.use(partial(self._recover, page, wish)))
        page.back_requested.connect(lambda: self.show(self._path, self._last_person))
        self._show(page)

    def _recover(self, page: QWidget, wish: tuple[UUID, str, str], outside: Outside) -> None:
        from facilitador.ui.screens.unlock.new_clave import NewClaveScreen
        from facilitador.use_cases import books

        assert isinstance(page, NewClaveScreen)
        person, code, clave = wish
        page.set_busy(True)
        future = books.open_with_recovery(self._path, code, person, clave, outside.environment)
        self._background.follow(future, self.opened.emit, lambda error: page.refuse(_words(error)))

    def _show(self, page: QWidget) -> None:
        self._page = None
        self._window.show_page(page)
        page.setFocus()


def _way_out(error: UserFacingError) -> str:
    return GO_BACK if error.code in _GONE else TRY_AGAIN


def _words(error: UserFacingError) -> str:
    from facilitador import messages  # start-up: the first page needs no text of an error

    return messages.of_error(error).whole
