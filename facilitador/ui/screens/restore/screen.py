"""Back to a copy: who asks, which copies there are and what they hold, and the way out that saves what can be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.dates import format_date, format_moment
from facilitador.ui import theme
from facilitador.ui.screens.restore.words import held, parts_lost
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.ui.widgets.password_field import PasswordField

if TYPE_CHECKING:
    from facilitador.use_cases.books import PersonOfTheBook
    from facilitador.use_cases.restoring import FoundCopy, ReadCopy, Salvage

WITH_CODE: Final = "Con el código de recuperación"
_EXPLANATION: Final = (
    "El cuaderno vuelve a ser como era cuando se hizo la copia. Lo que hay ahora no se borra: queda a su lado con otro "
    "nombre. Las claves y el código de recuperación serán los de esa copia."
)
_SALVAGE: Final = (
    "Si ninguna copia es lo bastante reciente, el programa puede leer fila por fila lo que quedó sano y guardarlo en "
    "un cuaderno nuevo. Dirá qué no se pudo leer, y usted decide."
)


class RestoreScreen(PageScroll):
    """Asks who wants it, lists the copies as they are read, and says what is being done.

    `look_requested(person_id or None, secret)`: None with the recovery code. `chosen(FoundCopy)`. `salvage_requested`,
    `use_salvaged`, `folder_requested`, `stop_requested`, `back_requested`.
    """

    look_requested = Signal(object, str)
    chosen = Signal(object)
    salvage_requested = Signal(object, str)
    use_salvaged = Signal()
    folder_requested = Signal()
    stop_requested = Signal()
    back_requested = Signal()

    def __init__(self, name: str, trouble: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, width=640)
        self.setProperty("manual", "restore")
        self._people: tuple[PersonOfTheBook, ...] = ()
        self._choosing: list[QWidget] = []
        self._rows: list[QWidget] = []
        self._any = False
        self._build(name)
        self._connect()
        self.look_button.setEnabled(False)  # until it is known whether there is any
        if trouble:
            self.trouble.say(trouble, "warning")

    # -- what is shown ------------------------------------------------------------------------------------------------

    def show_found(self, people: Sequence[PersonOfTheBook], count: int, changed: datetime | None) -> None:
        """Name who may ask and say how many copies there are; `changed`: when the book was last written (UTC)."""
        before = self.person.currentText() if self._people else ""
        self._people = tuple(people)
        self.person.clear()
        for number, one in enumerate(self._people):
            self.person.addItem(one.name, number)
        self.person.addItem(WITH_CODE, None)
        self.person.setCurrentIndex(max(self.person.findText(before), 0))
        copies = {0: "No se encontró ninguna copia.", 1: "Se encontró una copia."}.get(count, f"Hay {count} copias.")
        until = "" if changed is None else f" El cuaderno se guardó por última vez el {format_moment(changed)}."
        self.found.setText(f"{copies}{until}")
        self._any = bool(count)
        self.look_button.setEnabled(self._any and self.bar.isHidden())

    def begin_list(self) -> None:
        """The copies are being read: those of before go."""
        self._choosing.clear()
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows.clear()
        self.salvaged.hide()

    def add(self, read: ReadCopy) -> None:
        """One more copy was read."""
        frame, column = card()
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(label(f"Lo registrado hasta el {format_moment(read.copy.until)}", "heading"))
        if read.contents is None:
            refusal = read.refusal
            column.addWidget(label("No sirve." if refusal is None else messages.of_error(refusal).text, "muted"))
        else:
            column.addWidget(label(held(read.contents), "muted"))
        if read.contents is not None and not read.own_clave:
            column.addWidget(label("Abre con la clave de entonces: escríbala arriba antes de elegirla.", "muted"))
        if read.contents is not None:
            column.addLayout(self._choice(read.copy))
        self._list.addWidget(frame)
        self._rows.append(frame)
        frame.show()

    def show_salvaged(self, done: Salvage) -> None:
        """What came of the salvage, and what is lost."""
        self.salvaged.show()
        self.salvaged_words.setText("\n".join(parts_lost(done)))
        self.use_button.setFocus()
        QTimer.singleShot(0, self.salvaged, self._show_what_was_saved)  # once it has its height

    def _show_what_was_saved(self) -> None:
        self.show_widget(self.salvaged)

    def say(self, text: str, tone: str = "problem") -> None:
        """Say what is the matter; an empty text takes it away."""
        self.message.say(text, tone)

    def refuse(self, text: str) -> None:
        """It was not done: say why."""
        self.set_busy("")
        self.say(text)

    def set_busy(self, words: str) -> None:
        """Say what is being done; an empty text: nothing any more."""
        busy = bool(words)
        if busy:
            self.say("")
        self.progress_words.setText(words)
        for shown in (self.progress_words, self.bar, self.stop_button):
            shown.setVisible(busy)
        resting = (
            self.person,
            self.secret,
            self.look_button,
            self.folder_button,
            self.salvage_button,
            self.back_button,
        )
        for widget in (*resting, *self._choosing, self.use_button):
            widget.setEnabled(not busy)
        self.look_button.setEnabled(self._any and not busy)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self, name: str) -> None:
        self.column.addWidget(label("Volver a una copia de respaldo", "title"))
        self.column.addWidget(label(name, "heading"))
        self.trouble, self.message = Banner(), Banner()
        self.column.addWidget(self.trouble)
        self.column.addWidget(label(_EXPLANATION, "muted"))
        self.found = label("Buscando copias…")
        self.column.addWidget(self.found)
        self.column.addWidget(self._build_asking())
        self.column.addWidget(self.message)
        self._build_progress()
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.SPACE_S)
        self.column.addLayout(self._list)
        self.salvaged = self._build_salvaged()
        self.column.addWidget(self.salvaged)
        self.column.addWidget(self._build_salvage())
        self.column.addStretch(1)

    def _build_asking(self) -> QFrame:
        frame, column = card()
        self.person, self.secret = ComboBox(), PasswordField()
        self.person.setAccessibleName("Quién lo pide")
        column.addWidget(label("Quién lo pide", "label"))
        column.addWidget(self.person)
        self.secret_row = FieldRow("Su clave", self.secret)
        column.addWidget(self.secret_row)
        self.look_button = button("Ver las copias", "primary")
        self.folder_button = button("Buscar en otra carpeta…", icon="folder")
        self.back_button = button("Volver", "quiet")
        row = FlowLayout()
        for made in (self.look_button, self.folder_button, self.back_button):
            row.addWidget(made)
        column.addLayout(row)
        return frame

    def _build_progress(self) -> None:
        self.progress_words = label("")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("En curso")
        self.stop_button = button("Detener")
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        self.column.addWidget(self.progress_words)
        self.column.addLayout(row)
        for hidden in (self.progress_words, self.bar, self.stop_button):
            hidden.hide()

    def _build_salvage(self) -> QFrame:
        frame, column = card()
        column.addWidget(label("Si el cuaderno está dañado", "heading"))
        column.addWidget(label(_SALVAGE, "muted"))
        self.salvage_button = button("Rescatar lo que se pueda")
        row = FlowLayout()
        row.addWidget(self.salvage_button)
        column.addLayout(row)
        self.salvage_card = frame
        frame.hide()
        return frame

    def _build_salvaged(self) -> QFrame:
        frame, column = card()
        column.addWidget(label("Lo rescatado", "heading"))
        self.salvaged_words = label("")
        column.addWidget(self.salvaged_words)
        self.use_button = button("Usar lo rescatado")
        row = FlowLayout()
        row.addWidget(self.use_button)
        column.addLayout(row)
        frame.hide()
        return frame

    def _choice(self, copy: FoundCopy) -> FlowLayout:
        made = button("Volver a esta copia")
        made.setAccessibleName(f"Volver a la copia del {format_date(copy.until.astimezone().date())}")
        made.clicked.connect(lambda: self.chosen.emit(copy))
        made.setEnabled(self.bar.isHidden())
        self._choosing.append(made)
        row = FlowLayout()
        row.addWidget(made)
        return row

    # -- what the person does -----------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.look_button.clicked.connect(self._look)
        self.secret.edit.returnPressed.connect(self._look)
        self.person.currentIndexChanged.connect(self._name_secret)
        self.folder_button.clicked.connect(self.folder_requested)
        self.stop_button.clicked.connect(self.stop_requested)
        self.back_button.clicked.connect(self.back_requested)
        self.salvage_button.clicked.connect(lambda: self._with_secret(self.salvage_requested.emit))
        self.use_button.clicked.connect(self.use_salvaged)

    def identity(self) -> tuple[UUID | None, str]:
        """Who asks (None: with the recovery code) and what was typed."""
        number = self.person.currentData()
        return (None if number is None else self._people[number].id), str(self.secret.value() or "")

    def _name_secret(self) -> None:
        text = "Su clave" if self.person.currentData() is not None else "El código de recuperación"
        self.secret_row.caption.setText(text)
        self.secret.name(text)

    def _look(self) -> None:
        if self.look_button.isEnabled():
            self._with_secret(self.look_requested.emit)

    def _with_secret(self, go_on: Callable[[UUID | None, str], object]) -> None:
        person, secret = self.identity()
        if not secret:
            self.say("Escriba su clave." if person is not None else "Escriba el código.", "warning")
            self.secret.focus()
        else:
            go_on(person, secret)
