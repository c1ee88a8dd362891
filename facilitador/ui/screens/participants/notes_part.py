"""The notes written for a man at sessions: they stand here, on his record, and nowhere else."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.roles import Section, may_read
from facilitador.domain.session_logs import StintNote
from facilitador.ui import theme
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label
from facilitador.use_cases.session_logs import NotesOfParticipant


class NotesPart(QWidget):
    """Hidden while there are none, and from whoever may not read sessions. `session_wanted(id)`."""

    session_wanted = Signal(UUID)

    def __init__(self, surroundings: Surroundings, participant_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._id = surroundings.session, participant_id
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.SPACE_M)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(label("Notas de sesiones", "heading"))
        column.addLayout(self._rows)
        self.hide()
        if may_read(self._session.person.role, Section.SESSIONS):
            self._session.bus.watch(self, (Topic.SESSIONS, Topic.PARTICIPANTS, Topic.ENROLMENTS), self._read)
            self._read()

    def _read(self) -> None:
        # it is part of his record, and opening that has left its trace already
        self._session.read(NotesOfParticipant(participant_id=self._id), owner=self, done=self._show, again=True)

    def _show(self, notes: tuple[StintNote, ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        for note in notes:
            self._rows.addWidget(self._row(note))
        self.setVisible(bool(notes))

    def _row(self, note: StintNote) -> QWidget:
        frame, column = card(self)
        row = QHBoxLayout()
        number = f"Sesión {note.number}" if note.number is not None else "Sesión cancelada"
        where = f"{number} de {note.group_name}, {format_date(note.day)}"
        row.addWidget(label(where, "muted"), 1)
        go = button("Ver la sesión", "quiet")
        go.setAccessibleDescription(where)
        go.clicked.connect(lambda: self.session_wanted.emit(note.session_id))
        row.addWidget(go)
        column.addLayout(row)
        column.addWidget(label(note.text))
        return frame
