"""Notes for one man: written beside the log, kept on his record only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.registration_forms import Answers, FieldKind, Option
from facilitador.domain.session_logs import NOTE_LIMIT, LogPage
from facilitador.domain.sessions import ManNote
from facilitador.errors import InvalidInput, Problem
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.form_panel import FormPanel
from facilitador.ui.screens.sessions.log_questions import named
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.layout import SectionHeader
from facilitador.use_cases.incidents import WriteManNote
from facilitador.use_cases.requests import Command

DRAFT_NAME = "session_note"
EXPLANATION = "Lo que es de uno solo no va en la bitácora: queda en su ficha, y aquí puede ir su nombre."


class NotesCard(QFrame):
    """Shows the notes of this session and writes them, one for each man."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._surroundings = surroundings
        self._page: LogPage | None = None
        self._changing: ManNote | None = None
        self.panel: FormPanel | None = None
        self.change_buttons: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        self._column.setSpacing(theme.SPACE_M)
        self._column.addWidget(SectionHeader("Notas para un participante", EXPLANATION, parent=self))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.SPACE_S)
        self._column.addLayout(self._rows)

    def show_page(self, page: LogPage) -> None:
        """Show the notes as they are now; what is being typed stays."""
        self._page = page
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        self.change_buttons = []
        for number, note in enumerate(page.log.notes):
            if number:
                self._rows.addWidget(rule())
            self._rows.addWidget(self._row(note, page))

    def let_go(self) -> bool:
        """Keep what is being typed; False only while it is being saved."""
        return self.panel is None or self.panel.editor.let_go()

    def prepare(self) -> None:
        """Make the form for one more; it can wait until the log is painted: most of the time none is written."""
        if self.panel is not None or self._page is None:
            return
        page = self._page
        editor = FormEditor(
            self._surroundings, DRAFT_NAME, note_parts(page), self._commands, save_text="Guardar la nota"
        )
        self.panel = FormPanel(editor, "Escribir una nota", "", parent=self)
        editor.saved.connect(lambda outcome: self._begin(None))
        self.panel.cancel_button.clicked.connect(lambda: self._begin(None))
        editor.keeper.settled.connect(self._go_to_first)
        self._column.addWidget(self.panel)
        self._begin(None)

    def _begin(self, note: ManNote | None) -> None:
        assert self.panel is not None
        assert self._page is not None
        self.panel.editor.let_go()  # what was typed of another one is kept as its draft
        self._changing = note
        if note is None:
            self.panel.editor.begin({}, subject=self._page.session.id)
        else:
            answers = {"enrolment_id": str(note.enrolment_id), "text": note.text}
            self.panel.editor.begin(answers, subject=note.id, revision=note.revision)

    def _go_to_first(self) -> None:
        if self.panel is not None and self.panel.is_open:
            self.panel.editor.form.go_to("text" if self._changing else "enrolment_id")

    def _change(self, note: ManNote) -> None:
        self.prepare()
        assert self.panel is not None
        self._begin(note)
        self.panel.open()

    def _commands(self, values: Answers) -> list[Command]:
        assert self._page is not None
        stint, text = text_in(values, "enrolment_id"), text_in(values, "text")
        written = {str(note.enrolment_id): note for note in self._page.log.notes}
        before = self._changing
        if before is not None and stint != str(before.enrolment_id):
            raise InvalidInput([Problem("enrolment_id", "note_of_another_man")])
        if before is None and stint in written:
            raise InvalidInput([Problem("enrolment_id", "note_there_already")])
        men = {str(man.enrolment_id): man.enrolment_id for man in self._page.men}
        revision = before.revision if before else None
        return [WriteManNote(session_id=self._page.session.id, enrolment_id=men[stint], text=text, revision=revision)]

    def _row(self, note: ManNote, page: LogPage) -> QWidget:
        man = next((one for one in page.men if one.enrolment_id == note.enrolment_id), None)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_M)
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE_XS)
        words.addWidget(label(named(man) if man else "", "label"))
        words.addWidget(label(note.text))
        row.addLayout(words, 1)
        change = button("Cambiar", "quiet")
        change.setAccessibleDescription(named(man) if man else "")
        change.clicked.connect(lambda: self._change(note))
        row.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        self.change_buttons.append(change)
        return holder


def note_parts(page: LogPage) -> tuple[FormPart, ...]:
    """For whom, and what."""
    men = tuple(Option(str(man.enrolment_id), named(man)) for man in page.men)
    text = FieldSpec("text", "Nota", FieldKind.LONG_TEXT, compulsory=True, max_length=NOTE_LIMIT)
    who = FieldSpec("enrolment_id", "Para quién", FieldKind.CHOICE, compulsory=True, options=men)
    return (FormPart("", "", (who, text)),)
