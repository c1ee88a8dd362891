"""The door to contacts with partner and family: it looks the same on every man's record (6.4.12)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from facilitador.domain.roles import Section, may_read
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button


class ContactsPart(QWidget):
    """A button, for who may read what is reserved; nothing is read to show it. `wanted`: it was pressed."""

    wanted = Signal()

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.open_button = button("Contacto acordado con su pareja o familia", "quiet", icon="key")
        self.open_button.clicked.connect(self.wanted)
        row.addWidget(self.open_button)
        row.addStretch(1)
        if not may_read(surroundings.session.person.role, Section.RESERVED):
            self.hide()
