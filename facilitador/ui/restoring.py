"""The conversation that brings a cuaderno back: which copy, whose clave; or what can be read of a damaged one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import shiboken6
from PySide6.QtCore import QObject, Signal

from facilitador import messages
from facilitador.domain.dates import format_moment
from facilitador.errors import UserFacingError
from facilitador.ui.background import Background
from facilitador.ui.lifeline import Lifeline
from facilitador.ui.screens.restore.screen import RestoreScreen
from facilitador.use_cases import restoring
from facilitador.use_cases.restoring import FoundCopy, Identity, ReadCopy, Restored, Salvage

if TYPE_CHECKING:
    from facilitador.ui.dialogs import Dialogs
    from facilitador.ui.outside import Outside
    from facilitador.ui.window import Window
    from facilitador.use_cases.open_book import OpenBook

RESTORE_NOW = "Volver a esta copia"
USE_SALVAGED = "Usar lo rescatado"
SALVAGE_NOW = "Rescatar"


class Restoring(QObject):
    """Shows the page of copies of one book until one is in its place, or the person goes back.

    `restored(OpenBook, clave)`: opened for who did it. `left(words)`: back to the page that asks for the clave, with
    something calm to say there.
    """

    restored = Signal(object, str)
    left = Signal(str)
    _one_read = Signal(object)

    def __init__(
        self, window: Window, dialogs: Dialogs, outside: Outside, book: Path, refusal: UserFacingError | None
    ) -> None:
        super().__init__(window)
        self._dialogs, self._environment, self._book = dialogs, outside.environment, book
        self._window = window
        self._damaged = refusal is not None and refusal.code in restoring.DAMAGED
        self._background = Background(self)
        self._lifeline = Lifeline(self)
        self._stop = threading.Event()
        self._folders: list[Path] = []
        self._copies: tuple[FoundCopy, ...] = ()
        self._salvaged: Salvage | None = None
        self._identity = Identity(None, "")
        self.page = RestoreScreen(book.stem, "" if refusal is None else messages.of_error(refusal).text)
        self.page.salvage_card.setVisible(self._damaged)
        self._connect()
        window.show_page(self.page)
        self._find()

    def _connect(self) -> None:
        page = self.page
        page.look_requested.connect(self._look)
        page.chosen.connect(self._choose)
        page.folder_requested.connect(self._add_folder)
        page.salvage_requested.connect(self._salvage)
        page.use_salvaged.connect(self._use_salvaged)
        page.stop_requested.connect(self._stop.set)
        page.back_requested.connect(lambda: self.left.emit(""))
        self._one_read.connect(self._show_one)

    def abandon(self) -> None:
        """The window closes or another page comes: what is being read ends; an exchange that has begun is finished."""
        self._stop.set()

    # -- which copies -------------------------------------------------------------------------------------------------

    def _find(self) -> None:
        folders = tuple(self._folders)
        self._background.run(partial(restoring.find, self._book, self._environment, folders), self._found, self._refuse)

    def _found(self, copies: tuple[FoundCopy, ...]) -> None:
        if not shiboken6.isValid(self.page):
            return
        self._copies = copies
        self.page.show_found(restoring.people_of(copies, self._book), len(copies), _changed(self._book))

    def _add_folder(self) -> None:
        begin = self._book.parent if self._book.parent.is_dir() else Path.home()
        folder = self._dialogs.choose_folder(self.page, "Carpeta de las copias", begin)
        if folder is not None:
            self._folders.append(folder)
            self._find()

    def _look(self, person: UUID | None, secret: str) -> None:
        self._begin(Identity(person, secret))
        self.page.begin_list()
        self.page.set_busy("Revisando las copias…")
        copies, identity = self._copies, self._identity
        self._background.run(
            lambda: restoring.read(copies, identity, self._tell, self._stop.is_set), self._all_read, self._refuse
        )

    def _tell(self, read: ReadCopy) -> None:
        """Called on the thread that reads: hand over to the window's, if it is still there."""
        self._lifeline.say(lambda: self._one_read.emit(read))

    def _show_one(self, read: ReadCopy) -> None:
        if shiboken6.isValid(self.page):
            self.page.add(read)

    def _all_read(self, answer: object) -> None:
        if shiboken6.isValid(self.page):
            self.page.set_busy("")

    # -- back to one --------------------------------------------------------------------------------------------------

    def _choose(self, copy: FoundCopy) -> None:
        changed = _changed(self._book)
        lost = "" if changed is None else f" El cuaderno se guardó por última vez el {format_moment(changed)}."
        if self._dialogs.confirm(
            self.page,
            f"El cuaderno volverá a ser como era el {format_moment(copy.until)}.",
            RESTORE_NOW,
            detail=f"Lo registrado después de ese momento no estará.{lost} Lo que hay ahora no se borra: queda a su "
            "lado con otro nombre.",
        ):
            self._put_back(lambda: copy, damaged=self._damaged)

    def _put_back(self, copy: Callable[[], FoundCopy], *, damaged: bool) -> None:
        self._begin(Identity(*self.page.identity()))
        self.page.set_busy("Poniendo la copia en su lugar…")
        self._background.run(
            lambda: restoring.put_back(
                self._book, copy(), self._identity, self._environment, damaged=damaged, stop=self._stop.is_set
            ),
            self._is_back,
            self._refuse,
        )

    def _is_back(self, done: Restored) -> None:
        identity = self._identity
        if identity.person_id is None:
            self.left.emit("La copia está en su lugar. Ábrala con una clave o con el código de entonces.")
            return
        future = restoring.open_restored(self._book, identity, self._environment)
        self._background.follow(future, self._opened, self._not_opened)

    def _opened(self, book: OpenBook) -> None:
        self.restored.emit(book, self._identity.secret)

    def _not_opened(self, error: UserFacingError) -> None:
        self.left.emit(f"La copia está en su lugar. {messages.of_error(error).whole}")

    # -- what can be saved of a damaged one ---------------------------------------------------------------------------

    def _salvage(self, person: UUID | None, secret: str) -> None:
        target = _free_name(self._book)
        if not self._dialogs.confirm(
            self.page,
            "¿Rescatar lo que se pueda leer del cuaderno dañado?",
            SALVAGE_NOW,
            detail=f"El cuaderno dañado no se toca. Lo rescatado queda en un archivo nuevo: «{target.name}».",
        ):
            return
        self._begin(Identity(person, secret))
        self.page.begin_list()
        self.page.set_busy("Leyendo fila por fila…")
        identity = self._identity
        self._background.run(
            lambda: restoring.salvage(self._book, target, identity, self._environment, self._stop.is_set),
            self._saved,
            self._refuse,
        )

    def _saved(self, done: Salvage) -> None:
        self._salvaged = done
        if shiboken6.isValid(self.page):
            self.page.set_busy("")
            self.page.show_salvaged(done)

    def _use_salvaged(self) -> None:
        done = self._salvaged
        if done is not None and self._dialogs.confirm(
            self.page,
            "¿Seguir con lo rescatado?",
            USE_SALVAGED,
            detail="El cuaderno dañado queda a su lado con otro nombre: consérvelo.",
        ):
            self._put_back(lambda: restoring.found_at(done.path), damaged=True)

    # -- all of it ----------------------------------------------------------------------------------------------------

    def _begin(self, identity: Identity) -> None:
        self._identity = identity
        self._stop.clear()

    def _refuse(self, error: UserFacingError) -> None:
        if shiboken6.isValid(self.page):
            self.page.refuse(messages.of_error(error).whole)


def _changed(book: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(book.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return None


def _free_name(book: Path) -> Path:
    name, number = f"{book.stem}-rescatado", 1
    target = book.with_name(f"{name}{book.suffix}")
    while target.exists() or Path(f"{target}.keys").exists():
        number += 1
        target = book.with_name(f"{name}-{number}{book.suffix}")
    return target
