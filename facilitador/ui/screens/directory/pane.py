"""One institution: described, checked again, retired."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.directory import DirectoryLine
from facilitador.domain.emergency_contacts import is_stale
from facilitador.domain.registration_forms import Answers
from facilitador.errors import UserFacingError
from facilitador.reference import directory
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.screens.directory.models import checked_words, entry_fields, entry_parts, of_entry
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.use_cases.directory import (
    AddDirectoryEntry,
    ChangeDirectoryEntry,
    RetireDirectoryEntry,
    VerifyDirectoryEntry,
)
from facilitador.use_cases.requests import Command, Outcome

FORM = "directory"


class EntryPane(QFrame):
    """The form of one institution (None: a new one). `saved(Outcome)`; `overtaken`: somebody changed it meanwhile."""

    saved = Signal(object)
    overtaken = Signal()

    def __init__(self, surroundings: Surroundings, line: DirectoryLine | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._today = surroundings.session, surroundings.today
        self._line = line
        self.setProperty("role", "card")
        self.title = label("", "title")
        self.state = label("")
        self.verify = button("Comprobada hoy", icon="check")
        self.verify.setToolTip("Alguien llamó o fue hoy, y todo es como está escrito")
        self.retire = button("", "quiet")
        self.editor = FormEditor(
            surroundings, FORM, entry_parts(directory()), self._commands, save_text="Guardar la institución"
        )
        self._lay_out()
        self.editor.saved.connect(self.saved)
        self.editor.stale.connect(self.overtaken)
        self.verify.clicked.connect(self._verify)
        self.retire.clicked.connect(self._turn_over)
        self._show_state()
        self.editor.begin(
            of_entry(line.entry if line else None), subject=self.subject, revision=line.entry.revision if line else 0
        )

    @property
    def subject(self) -> UUID | None:
        """The institution's id; None for a new one."""
        return self._line.entry.id if self._line else None

    def refresh(self, line: DirectoryLine) -> None:
        """The book says this of it now; what is being typed stays."""
        self._line = line
        self._show_state()
        self.editor.refresh(of_entry(line.entry), line.entry.revision)

    def focus(self) -> None:
        """Put the keyboard in the first question."""
        self.editor.form.go_to("kind")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_XL)
        column.setSpacing(theme.SPACE_L)
        column.addWidget(self.title)
        column.addWidget(self.state)
        row = FlowLayout()
        for one in (self.verify, self.retire):
            row.addWidget(one)
        column.addLayout(row)
        column.addWidget(self.editor)

    def _commands(self, answers: Answers) -> list[Command]:
        if self._line is None:
            return [AddDirectoryEntry(**entry_fields(answers))]
        entry = self._line.entry
        return [ChangeDirectoryEntry(entry_id=entry.id, revision=entry.revision, **entry_fields(answers))]

    def _verify(self) -> None:
        assert self._line is not None
        entry = self._line.entry
        self._send(VerifyDirectoryEntry(entry_id=entry.id, revision=entry.revision))

    def _turn_over(self) -> None:
        assert self._line is not None
        entry = self._line.entry
        self._send(RetireDirectoryEntry(entry_id=entry.id, revision=entry.revision, retired=not entry.retired))

    def _send(self, command: Command) -> None:
        self._offer(False)
        self._session.run([command], owner=self, done=self._sent, failed=self._refused)

    def _sent(self, outcome: Outcome) -> None:
        self._offer(True)

    def _refused(self, error: UserFacingError) -> None:
        self._offer(True)
        self.editor.banner.say(messages.of_error(error).whole, "problem")
        self.overtaken.emit()

    def _offer(self, ready: bool) -> None:
        self.verify.setEnabled(ready)
        self.retire.setEnabled(ready)

    def _show_state(self) -> None:
        line = self._line
        self.title.setText(line.entry.name if line else "Institución nueva")
        for part in (self.state, self.verify, self.retire):
            part.setVisible(line is not None)
        if line is None:
            return
        doubt = is_stale(line.entry.verified_on, self._today())
        self.state.setText(checked_words(line, self._today()))
        theme.set_property(self.state, "role", "notice" if doubt else "muted")
        words = "Volver a usarla" if line.entry.retired else "Retirar del directorio"
        self.retire.setText(words)
        self.retire.setAccessibleName(words)
