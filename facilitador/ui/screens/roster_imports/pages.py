"""What stands before and after the list: choosing a file, waiting for it, and what was imported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from facilitador.domain.roster_imports import RosterImport
from facilitador.ui import theme
from facilitador.ui.screens.roster_imports import words
from facilitador.ui.screens.roster_imports.history import PastImports
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll

HOW = (
    "Sirve una hoja de cálculo (.xlsx) o un archivo CSV, con una fila por participante.",
    "Los encabezados pueden ser, por ejemplo: Apellido paterno, Apellido materno, Nombres, DNI, Fecha de nacimiento, "
    "Celular. También se entiende una sola columna de apellidos y nombres.",
    "Antes de importar verá cada fila como va a entrar. Hasta entonces no se guarda nada.",
)
KEEP_SAFE = "El archivo de la lista queda fuera del cuaderno y sin clave. Si ya no lo necesita, bórrelo."


class StartPage(PageScroll):
    """`choose_wanted`; past imports say their own wishes."""

    choose_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("Importar una lista", "title")
        self.message = Banner(parent=self)
        self.choose = button("Elegir el archivo", "primary", icon="folder")
        self.choose.clicked.connect(self.choose_wanted)
        frame, inside = card()
        for line in HOW:
            inside.addWidget(label(line))
        self.past = PastImports(now, "Listas importadas antes")
        for part in (self.title, self.message, frame):
            self.column.addWidget(part)
        self.column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addSpacing(theme.SPACE_L)
        self.column.addWidget(self.past)
        self.column.addStretch(1)


class WaitPage(PageScroll):
    """Says what is being done. `cancel_wanted`: by the button or Esc, where it can still be left off."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=460)
        self._words = label("", "heading")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._more = label("", "muted")
        self._more.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cancel = button("Dejar de leer")
        self.cancel.clicked.connect(self.cancel_wanted)
        self.column.addSpacing(theme.SPACE_XXL)
        for part in (self._words, self._bar, self._more):
            self.column.addWidget(part)
        self.column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)

    def say(self, said: str, *, more: str = "", may_cancel: bool = True) -> None:
        """Say what is being waited for."""
        self._words.setText(said)
        self._bar.setAccessibleName(said)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.cancel.setVisible(may_cancel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.cancel.isHidden():
            self.cancel_wanted.emit()
        else:
            super().keyPressEvent(event)


class DonePage(PageScroll):
    """What was imported, to be taken back or gone on from. `group_wanted`, `another_wanted`."""

    group_wanted = Signal()
    another_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = Banner(parent=self)
        self.done = Banner(parent=self)
        self.past = PastImports(now, "")
        self.group = button("Ir al grupo", "primary", icon="groups")
        self.another = button("Importar otra lista")
        self.group.clicked.connect(self.group_wanted)
        self.another.clicked.connect(self.another_wanted)
        self._safe = label(KEEP_SAFE, "muted")
        self._import: UUID | None = None
        row = FlowLayout()
        row.addWidget(self.group)
        row.addWidget(self.another)
        for part in (label("Importar una lista", "title"), self.done, self.message):
            self.column.addWidget(part)
        self.column.addLayout(row)
        self.column.addWidget(self.past)
        self.column.addWidget(self._safe)
        self.column.addStretch(1)

    def start(self, import_id: UUID, said: str) -> None:
        """Show the outcome of this import."""
        self._import = import_id
        self.message.say("")
        self.done.say(said, "good")

    def show_imports(self, imports: Sequence[RosterImport]) -> None:
        """Show how it stands now."""
        mine = [one for one in imports if one.id == self._import]
        self.past.show_imports(mine)
        if any(one.undone_at is not None for one in mine):
            self.done.say(undone(mine[0]), "good")


def imported(seats: int, waiting: int, group: str) -> str:
    """What an import did."""
    said = f"Se importó la lista en {group}: {words.men(seats + waiting)}."
    if not waiting:
        return said
    if not seats:
        return f"{said} Todos pasaron a la lista de espera." if waiting > 1 else f"{said} Pasó a la lista de espera."
    return f"{said} {words.counted(waiting, 'pasó', 'pasaron')} a la lista de espera."


def undone(one: RosterImport) -> str:
    """What taking an import back did."""
    return f"Se deshizo la importación de {one.source or 'la lista'} ({words.men(one.men)})."
