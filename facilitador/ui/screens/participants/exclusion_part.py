"""From a man's record to his evaluation and to the exclusion check; and that he does not continue somewhere."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.exclusions import ExclusionStanding
from facilitador.domain.roles import Section, may_read
from facilitador.ui import theme
from facilitador.ui.person_words import standing_words
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.layout import Banner
from facilitador.use_cases.exclusions import ExclusionStandings


class ExclusionPart(QWidget):
    """Two buttons, for who may read what is behind them. `wanted(kind)`: one of them was pressed.

    Since when he does not continue in which group is told; why is not.
    """

    wanted = Signal(str)

    def __init__(self, surroundings: Surroundings, participant_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._id = surroundings.session, participant_id
        role = self._session.person.role
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        self.banner = Banner(parent=self)
        column.addWidget(self.banner)
        self.evaluation = button("Evaluación inicial", icon="form", parent=self)
        self.check = button("Criterios de exclusión", icon="check", parent=self)
        row = FlowLayout()
        for one, kind, section in (
            (self.evaluation, "evaluation", Section.SOCIAL),
            (self.check, "exclusion", Section.ENROLMENTS),
        ):
            one.clicked.connect(lambda checked=False, kind=kind: self.wanted.emit(kind))
            one.setVisible(may_read(role, section))
            row.addWidget(one)
        column.addLayout(row)
        self.setVisible(may_read(role, Section.SOCIAL))
        if may_read(role, Section.ENROLMENTS):
            self._session.bus.watch(self, (Topic.EXCLUSIONS, Topic.ENROLMENTS), self._read)
            self._read()

    def _read(self) -> None:
        query = ExclusionStandings(participant_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=lambda error: self.hide())

    def _show(self, standings: tuple[ExclusionStanding, ...]) -> None:
        self.banner.say(" ".join(map(standing_words, standings)), "warning")
