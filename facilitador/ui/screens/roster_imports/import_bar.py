"""The bar that stays in sight below the list: the import, why it cannot be done yet, or what is being waited for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from facilitador.ui import theme
from facilitador.ui.screens.roster_imports import words
from facilitador.ui.screens.roster_imports.reader import Laid
from facilitador.ui.screens.roster_imports.summary import obstacle
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label


class ImportBar(QFrame):
    """`cancel_wanted`: what is being read anew is not wanted any longer."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._possible = False
        self.setProperty("role", "header")
        self.import_button = button("Importar", "primary")
        self.reason = label("", "muted")
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setMaximumWidth(theme.scaled(160))
        self.cancel = button("Dejar de leer", "quiet")
        self.cancel.clicked.connect(self.cancel_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_XL, theme.SPACE_M, theme.SPACE_XL, theme.SPACE_M)
        row.setSpacing(theme.SPACE_L)
        row.addWidget(self.import_button)
        row.addWidget(self.reason, 1)
        row.addWidget(self.progress)
        row.addWidget(self.cancel)
        self.set_busy("")

    def show_list(self, laid: Laid) -> None:
        """Whether this list can be imported, and why not."""
        count = len(laid.settled.entering)
        why = obstacle(laid)
        self._possible = not why
        text = f"Importar {words.men(count)}" if count else "Importar"
        self.import_button.setText(text)
        self.import_button.setAccessibleName(text)
        self.import_button.setAccessibleDescription(why)
        self.reason.setText(why)
        self.set_busy("")

    def set_busy(self, said: str) -> None:
        """While something is being read, nothing can be imported; an empty text says that it is done."""
        self.import_button.setEnabled(self._possible and not said)
        self.progress.setAccessibleName(said)
        for part in (self.progress, self.cancel):
            part.setVisible(bool(said))
        if said:
            self.reason.setText(said)
