"""Asks, calmly and on the page itself, that the book does not hang on one person's memory. It can be put off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.ui import theme
from facilitador.ui.book_session import BookSession
from facilitador.ui.screen import Destination
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.use_cases.access import PutOffSecondAccess, SecondAccessWanted

TITLE = "Que el cuaderno no dependa de una sola persona"
WHY = (
    "Hoy solo usted puede abrirlo. Antes de registrar al primer participante, dé acceso a otra persona del servicio, o "
    "anote quién de la jefatura guarda el sobre con el código de recuperación."
)


class SecondAccessPanel(QFrame):
    """In sight only while it is to be asked; `wanted` says so as last read. Reads again whenever access changed.

    `destination_requested`: she wants to settle it.
    """

    destination_requested = Signal(Destination)

    def __init__(self, session: BookSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._session = session
        self.wanted = False
        self.settle_button = button("Resolverlo en Accesos", icon="key")
        self.later_button = button("Más tarde", "quiet")
        self.later_button.setToolTip("No se pregunta durante una semana; queda anotado en Por hacer")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(label(TITLE, "heading"))
        column.addWidget(label(WHY))
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.settle_button)
        row.addWidget(self.later_button)
        row.addStretch(1)
        column.addLayout(row)
        self.settle_button.clicked.connect(lambda: self.destination_requested.emit(Destination("access")))
        self.later_button.clicked.connect(self._put_off)
        self.hide()
        session.bus.watch(self, (Topic.ACCESS, Topic.PEOPLE), self.read)

    def read(self) -> None:
        """Ask the book whether it is to be asked."""
        self._session.read(SecondAccessWanted(), owner=self, done=self._show)

    def _show(self, wanted: bool) -> None:
        self.wanted = wanted
        self.setVisible(wanted)

    def _put_off(self) -> None:
        self._session.run([PutOffSecondAccess()], owner=self)
