"""From a man's record to what he asked about his data."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.domain.roles import Section, may_read
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.labels import card
from facilitador.ui.widgets.layout import SectionHeader
from facilitador.ui.widgets.told_line import acting

TITLE: Final = "Sus datos"
EXPLANATION: Final = "Lo que pide sobre ellos, con el plazo para responder, y todo lo que se guarda de él en papel."


class RightsPart(QWidget):
    """For who may read it. `wanted`: it was pressed."""

    wanted = Signal()

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open_button = acting("Pedidos sobre sus datos", self.wanted.emit, "quiet")
        frame, inner = card(self)
        inner.addWidget(SectionHeader(TITLE, EXPLANATION, action=self.open_button))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        self.setVisible(may_read(surroundings.session.person.role, Section.ENROLMENTS))
