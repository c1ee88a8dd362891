"""What one man was asked and answered, on his record: a line each, and the way to his answers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.applications import PURPOSE_LABELS, STATUS_LABELS, ApplicationLine
from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.roles import Section, may_read
from facilitador.ui import theme
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label, rule
from facilitador.use_cases.application_records import Applications

_WATCHED = (Topic.APPLICATIONS, Topic.INSTRUMENTS)


class ApplicationsPart(QWidget):
    """Reads his applications; hidden where there are none or the role may not see them.

    `application_wanted(application id)`.
    """

    application_wanted = Signal(object)

    def __init__(self, surroundings: Surroundings, participant_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._id = surroundings.session, participant_id
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE_M)
        self._column.addWidget(label("Sus preguntas", "heading"))
        self._card: QWidget | None = None
        self.hide()
        if may_read(self._session.person.role, Section.TESTS):
            self._session.bus.watch(self, _WATCHED, self._read)
            self._read()

    def _read(self) -> None:
        query = Applications(participant_id=self._id)
        # he is looked at on his record, and that is noted already: `again`
        self._session.read(query, owner=self, done=self._show, failed=lambda error: self.hide(), again=True)

    def _show(self, lines: Sequence[ApplicationLine]) -> None:
        if self._card is not None:
            self._column.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
        self._card, column = card(self)
        for place, line in enumerate(lines):
            if place:
                column.addWidget(rule())
            column.addLayout(self._line(line))
        self._column.addWidget(self._card)
        self.setVisible(bool(lines))

    def _line(self, line: ApplicationLine) -> QHBoxLayout:
        what = f"{line.name} · {PURPOSE_LABELS[line.purpose]}"
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE_XS)
        words.addWidget(label(what, "label"))
        state = f"{format_date(line.applied_on)}: {STATUS_LABELS[line.status].lower()}"
        words.addWidget(label(f"{state}. Una respuesta pide atención hoy." if line.critical_pending else state))
        go = button("Ver sus respuestas", "quiet")
        go.setAccessibleDescription(f"{what}, {format_date(line.applied_on)}")
        go.clicked.connect(lambda: self.application_wanted.emit(line.id))
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return row
