"""What is left when the group does not take him: said beside the action, with what was typed still there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label

WAIT = "Guardar y anotar en la lista de espera"
ALONE = "Guardar solo la ficha"


class PlacePanel(QFrame):
    """`wait_wanted`: the waiting list; `alone_wanted`: the ficha without a place."""

    wait_wanted = Signal()
    alone_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        theme.set_property(self, "tone", "warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
        column.setSpacing(theme.SPACE_S)
        self.words = label("", "label")
        column.addWidget(self.words)
        row = QHBoxLayout()
        self.wait = button(WAIT, "primary")
        self.alone = button(ALONE)
        self.wait.clicked.connect(self.wait_wanted)
        self.alone.clicked.connect(self.alone_wanted)
        row.addWidget(self.wait)
        row.addWidget(self.alone)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def offer(self, refusal: UserFacingError | None, *, can_wait: bool, is_known: bool) -> None:
        """Say why he has no place and what can be done; None hides the panel."""
        if refusal is None:
            self.hide()
            return
        self.words.setText(messages.of_error(refusal).whole)
        self.wait.setText("Anotar en la lista de espera" if is_known else WAIT)
        self.wait.setAccessibleName(self.wait.text())
        self.wait.setVisible(can_wait)
        self.alone.setVisible(not is_known)
        self.setAccessibleName(self.words.text())
        self.show()
        (self.wait if can_wait else self.alone).setFocus()
