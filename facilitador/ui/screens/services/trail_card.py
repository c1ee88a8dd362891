"""Who may see what was done in the book, and for them the way there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.roles import Section, may_read
from facilitador.ui.book_session import BookSession
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import SectionHeader
from facilitador.use_cases.audit import TrailReaders

TITLE: Final = "Registro de uso"
EXPLANATION: Final = "El cuaderno anota quién lo abre, qué fichas se ven, qué cambia, qué se imprime y qué sale."
NOBODY: Final = (
    "Por ahora nadie lo puede ver: hace falta que una persona tenga el rol de supervisión. Se da en Equipo, Accesos. "
    "Todo queda anotado mientras tanto."
)


class TrailCard(QWidget):
    """`wanted`: see the audit."""

    wanted = Signal()

    def __init__(self, session: BookSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.see_button = button("Ver el registro")
        self.see_button.clicked.connect(self.wanted)
        self.readers = label("", "muted")
        frame, inner = card(self)
        inner.addWidget(SectionHeader(TITLE, EXPLANATION, action=self.see_button))
        inner.addWidget(self.readers)
        self.see_button.setVisible(may_read(session.person.role, Section.AUDIT))  # now that it has a parent
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        session.bus.watch(self, (Topic.ACCESS, Topic.PEOPLE), self._read)
        self._read()

    def _read(self) -> None:
        self._session.read(TrailReaders(), owner=self, done=self._show)

    def _show(self, names: Sequence[str]) -> None:
        self.readers.setText(f"Lo ve quien supervisa: {', '.join(names)}." if names else NOBODY)
