"""The lists that were imported into the group before, each to be taken back as a whole while nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.dates import long_date
from facilitador.domain.roster_imports import RosterImport
from facilitador.ui import theme
from facilitador.ui.screens.roster_imports import words
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label

UNDO = "Deshacer la importación"
CHANGED = "Ya no se puede deshacer como un todo, porque desde entonces hubo cambios:"
ONE_BY_ONE = "Si ya no corresponde que estén en el grupo, cambie su situación uno por uno."


class PastImports(QWidget):
    """A card for each import, the newest first. `undo_wanted(RosterImport)`."""

    undo_wanted = Signal(object)

    def __init__(self, now: Callable[[], datetime], title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._cards: list[QFrame] = []
        self.buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        if title:
            column.addWidget(label(title, "heading"))
        self._holder = QVBoxLayout()
        self._holder.setSpacing(theme.SPACE_M)
        column.addLayout(self._holder)
        self.hide()

    def show_imports(self, imports: Sequence[RosterImport]) -> None:
        """Show these; without any, nothing."""
        for one in self._cards:
            one.hide()
            one.deleteLater()
        self.buttons = []
        self._cards = [self._card(one) for one in imports]
        for made in self._cards:
            self._holder.addWidget(made)
        self.setVisible(bool(imports))

    def _card(self, one: RosterImport) -> QFrame:
        frame, column = card(self)
        local = one.at.astimezone(self._now().tzinfo)
        column.addWidget(label(f"{one.source or 'Lista'}: {words.men(one.men)}", "label"))
        column.addWidget(label(f"Importada el {long_date(local.date())} a las {local:%H:%M}.", "muted"))
        if one.undone_at is not None:
            column.addWidget(label("Se deshizo: nada de ella está en el cuaderno."))
        elif one.changed:
            column.addWidget(label(CHANGED))
            column.addWidget(label(words.changes(one.changed)))
            column.addWidget(label(ONE_BY_ONE, "muted"))
        else:
            undo = button(UNDO, icon="undo")
            undo.setAccessibleDescription(one.source)
            undo.clicked.connect(partial(self._want, one))
            column.addWidget(undo, 0, Qt.AlignmentFlag.AlignLeft)
            self.buttons.append(undo)
        return frame

    def _want(self, one: RosterImport) -> None:
        self.undo_wanted.emit(one)
