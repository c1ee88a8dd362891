"""Where copies of the book go from this machine, how old they are, and the button that makes one now."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from facilitador import messages
from facilitador.domain.changes import Change, Topic
from facilitador.domain.dates import format_date, format_moment
from facilitador.errors import UserFacingError
from facilitador.ui.background import Background
from facilitador.ui.screen import Screen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.use_cases.rehearsals import LastRehearsal

if TYPE_CHECKING:
    from facilitador.use_cases.backups import BackupDesk, BackupState, Copies, SecondCopy
    from facilitador.use_cases.rehearsals import Rehearsal

USE_ANYWAY: Final = "Usar esta carpeta"
GO_BACK: Final = "Ver las copias"
STOP_USING: Final = "Dejar de usarlo"
_EXPLANATION = (
    "Al cerrar la ventana, y cada media hora mientras se trabaja, si algo cambió, el programa guarda una copia cifrada "
    "y la revisa."
)
_WHY_SECOND = (
    "Una memoria USB que se guarde bajo llave en otro lugar. Si la computadora se daña o se la roban, la copia sigue "
    "ahí. Si está conectada, se copia también al cerrar la ventana."
)
_WHY_REHEARSE = (
    "Una copia que nadie probó puede no servir. La prueba la abre en un lugar aparte, la revisa entera y la borra de "
    "ahí. El cuaderno no se toca."
)
_DEMO = "Los datos de ejemplo son inventados: no se guardan copias de ellos."
_NO_SECOND = "Todavía no se eligió ninguno."


class BackupsScreen(Screen):
    """Shows both places and changes them; each choice is carried out at once."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__("Copias de respaldo", parent)
        self._session, self._dialogs = surroundings.session, surroundings.dialogs
        self._desk: BackupDesk | None = surroundings.backups
        self._reading, self._working = Background(self), Background(self)
        self._restore, self._rehearse = surroundings.restore, surroundings.rehearse
        self._stop = threading.Event()
        self._rehearsed_at: datetime | None = None
        self._state: BackupState | None = None
        self._session.locking.connect(self._stop.set)
        self._build()
        self._connect()
        if self._desk is not None:
            self._session.bus.watch(self, (Topic.BACKUPS,), self._read)
            self._read()

    def shown_again(self) -> None:
        """A stick may have been plugged in meanwhile."""
        self._read()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.copy_button = button("Hacer una copia ahora", "primary", icon="save")
        column = self.page.column
        column.addWidget(SectionHeader(self.title, _EXPLANATION, action=self.copy_button, role="title"))
        self.message = Banner()
        column.addWidget(self.message)
        self.folder_button = button("Elegir otra carpeta…", icon="folder")
        self.usual_button = button("Volver a la de siempre", "quiet")
        self.folder_words, self.copies_words = label(""), label("", "muted")
        self._folder_card = self._add_card(
            "Carpeta de las copias", "", (self.folder_words, self.copies_words), (self.folder_button, self.usual_button)
        )
        self.second_button = button("Elegir el segundo lugar…", icon="folder")
        self.forget_button = button(STOP_USING, "quiet")
        self.second_words, self.age_words = label(""), label("")
        self._second_card = self._add_card(
            "Segundo lugar", _WHY_SECOND, (self.second_words, self.age_words), (self.second_button, self.forget_button)
        )
        self.restore_button = button("Volver a una copia…")
        self.rehearse_button = button("Probar restauración")
        self.rehearsed_words = label("")
        self._restore_card = self._add_card(
            "Volver a una copia", _WHY_REHEARSE, (self.rehearsed_words,), (self.rehearse_button, self.restore_button)
        )
        column.addStretch(1)
        self._hide_until_read()

    def _add_card(self, title: str, why: str, words: tuple[QLabel, ...], buttons: tuple[QPushButton, ...]) -> QWidget:
        frame, column = card()
        column.addWidget(label(title, "heading"))
        if why:
            column.addWidget(label(why, "muted"))
        for said in words:
            column.addWidget(said)
        row = FlowLayout()
        for made in buttons:
            row.addWidget(made)
        column.addLayout(row)
        self.page.column.addWidget(frame)
        return frame

    def _hide_until_read(self) -> None:
        for hidden in (self._folder_card, self._second_card, self._restore_card):
            hidden.hide()
        if self._desk is None:
            self.copy_button.hide()
            self.message.say(_DEMO)

    def _connect(self) -> None:
        self.copy_button.clicked.connect(self._copy)
        self.folder_button.clicked.connect(self._choose_folder)
        self.usual_button.clicked.connect(lambda: self._do(lambda desk: desk.choose_folder(None), self._said_folder))
        self.second_button.clicked.connect(self._choose_second)
        self.forget_button.clicked.connect(self._forget)
        self.restore_button.clicked.connect(self._go_back)
        self.rehearse_button.clicked.connect(self._try_restore)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        if self._desk is not None and self._session.is_open:
            self._session.read(LastRehearsal(), owner=self, done=self._keep_rehearsed)
            self._reading.follow(self._desk.state(), self._show, self._refused)

    def _show(self, state: BackupState) -> None:
        self._state = state
        self.folder_words.setText(breakable(state.folder))
        self.copies_words.setText(told_copies(state))
        self.usual_button.setVisible(state.folder_chosen and state.may_choose)
        self.second_words.setText(_NO_SECOND if state.second is None else breakable(state.second))
        self.age_words.setText(told_age(state))
        self.age_words.setVisible(bool(self.age_words.text()))
        self.second_button.setText("Elegir el segundo lugar…" if state.second is None else "Elegir otro lugar…")
        self.second_button.setAccessibleName(self.second_button.text())
        self.forget_button.setVisible(state.second is not None and state.may_choose)
        for choosing in (self.folder_button, self.second_button):
            choosing.setVisible(state.may_choose)
        self.rehearsed_words.setText(told_rehearsal(self._rehearsed_at))
        self.rehearse_button.setEnabled(bool(state.copies) and not self._working.busy)
        self._restore_card.setVisible(state.may_choose and self._restore is not None)
        for shown in (self._folder_card, self._second_card):
            shown.show()

    # -- what the person does -----------------------------------------------------------------------------------------

    def _copy(self) -> None:
        self._do(lambda desk: desk.copy(), self._copied, "Guardando la copia…")

    def _copied(self, copies: Copies) -> None:
        if copies.refusals:
            tone = "problem" if copies.backup is None else "warning"
            self.message.say("\n\n".join(messages.of_error(error).whole for error in copies.refusals), tone)
        elif copies.second is not None:
            self.message.say("El cuaderno quedó copiado y revisado en los dos lugares.", "good")
        else:
            self.message.say("La copia quedó guardada y revisada.", "good")

    def _choose_folder(self) -> None:
        self._choose("Carpeta de las copias", self._use_folder, second=False)

    def _choose_second(self) -> None:
        self._choose("Segundo lugar de las copias", self._use_second, second=True)

    def _choose(self, title: str, use: Callable[[Path], None], *, second: bool) -> None:
        if self._desk is None or self._state is None:
            return
        begin = (self._state.second if second else None) or self._state.folder
        folder = self._dialogs.choose_folder(self, title, begin if begin.is_dir() else Path.home())
        if folder is not None:
            doubts = self._desk.doubts(folder, second=second)
            self._working.follow(doubts, partial(self._weigh, folder, use), self._refused)

    def _weigh(self, folder: Path, use: Callable[[Path], None], doubts: tuple[UserFacingError, ...]) -> None:
        said = [messages.of_error(doubt) for doubt in doubts]
        if not said or self._dialogs.confirm(
            self,
            said[0].text,
            USE_ANYWAY,
            detail="\n\n".join([said[0].remedy, *(more.whole for more in said[1:])]),
        ):
            use(folder)

    def _use_folder(self, folder: Path) -> None:
        self._do(lambda desk: desk.choose_folder(folder), self._said_folder)

    def _use_second(self, folder: Path) -> None:
        self._do(lambda desk: desk.choose_second(folder), self._said_second, "Guardando la primera copia…")

    def _said_folder(self, answer: object) -> None:
        self.message.say("Las próximas copias irán a esta carpeta. Las anteriores siguen donde estaban.", "good")

    def _said_second(self, answer: object) -> None:
        self.message.say("El cuaderno quedó copiado y revisado en el segundo lugar.", "good")

    def _forget(self) -> None:
        if self._dialogs.confirm(
            self,
            "¿Dejar de copiar el cuaderno al segundo lugar?",
            STOP_USING,
            detail="Las copias que ya están ahí no se borran: guárdelas bajo llave.",
        ):
            self._do(lambda desk: desk.forget_second(), lambda answer: self.message.say(""))

    def _keep_rehearsed(self, at: datetime | None) -> None:
        self._rehearsed_at = at
        self.rehearsed_words.setText(told_rehearsal(at))

    def _try_restore(self) -> None:
        rehearse, stop = self._rehearse, self._stop
        if rehearse is None or self._working.busy:
            return
        self.rehearse_button.setEnabled(False)
        self.message.say("Probando la copia más reciente en un lugar aparte…")
        self._working.run(lambda: rehearse(stop.is_set), self._tried, self._refused)

    def _tried(self, done: Rehearsal) -> None:
        self._done(self._said_tried, done)

    def _said_tried(self, done: Rehearsal) -> None:
        self.message.say(
            f"La copia sirve: se abrió en un lugar aparte y pasó la revisión completa. Tiene lo registrado hasta el "
            f"{format_moment(done.until)}.",
            "good",
        )

    def _go_back(self) -> None:
        if self._restore is not None and self._dialogs.confirm(
            self,
            "¿Cerrar el cuaderno y ver sus copias?",
            GO_BACK,
            detail="Ahí verá qué tiene cada copia antes de elegir. Nada cambia hasta entonces.",
        ):
            self._restore()

    def _do(self, wish: Callable[[BackupDesk], Future[Any]], told: Callable[[Any], None], meanwhile: str = "") -> None:
        if self._desk is None or self._working.busy:
            return
        self.message.say(meanwhile)
        self._working.follow(wish(self._desk), lambda answer: self._done(told, answer), self._refused)

    def _done(self, told: Callable[[Any], None], answer: Any) -> None:
        told(answer)
        self._session.bus.announce([Change(Topic.BACKUPS, self._session.person.id)])

    def _refused(self, error: UserFacingError) -> None:
        self.rehearse_button.setEnabled(self._state is not None and bool(self._state.copies))
        self.message.say(messages.of_error(error).whole, "problem")


def told_copies(state: BackupState) -> str:
    """How many copies there are, and until when the newest reaches."""
    if state.holds_until is None:
        return "Todavía no hay ninguna copia ahí."
    many = "Hay una copia" if state.copies == 1 else f"Hay {state.copies} copias"
    return f"{many}. La más reciente tiene lo registrado hasta el {format_moment(state.holds_until)}."


def told_rehearsal(at: datetime | None) -> str:
    """When a copy was last tried."""
    return "Todavía no se probó ninguna copia." if at is None else f"Última prueba: el {format_moment(at)}."


def told_age(state: BackupState) -> str:
    """How old the copy in the second place is, and whether the place is in reach."""
    reach = "" if state.second is None or state.second_in_reach else " Ahora no está conectado."
    if state.second_copy is None:
        return reach.strip()
    return f"Última copia: {days_ago(state.second_copy)}.{reach}"


def days_ago(copy: SecondCopy) -> str:
    """`el 20/11/2026, 15:30` or `hace 9 días, el 11/11/2026`; a copy that is late says so."""
    if copy.days == 0:
        return f"el {format_moment(copy.at)}"
    ago = "hace un día" if copy.days == 1 else f"hace {copy.days} días"
    late = ". Toca hacer otra" if copy.late else ""
    return f"{ago}, el {format_date(copy.at.astimezone().date())}{late}"


def breakable(folder: Path) -> str:
    """A path that may be broken into lines after each of its folders."""
    return str(folder).replace(os.sep, f"{os.sep}\u200b")
