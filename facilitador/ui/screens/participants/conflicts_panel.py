"""Where two people answered the same question anew: both answers, and a choice. What was typed stands until then."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.answer_changes import Conflict
from facilitador.domain.answers import display
from facilitador.domain.registration_forms import Answer, FieldDefinition, FormDefinition
from facilitador.reference import districts
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label

HEADING = "Alguien cambió esta ficha mientras usted escribía. Lo suyo se conserva; elija qué queda:"
MERGED = "Alguien cambió esta ficha mientras usted escribía, en otras preguntas. Revise y guarde."
NOTHING = "sin respuesta"
_AT_ONCE = 3


class ConflictsPanel(QFrame):
    """`chosen(question, answer)`: the answer to show in the form; None: no answer."""

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        theme.set_property(self, "tone", "warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
        column.setSpacing(theme.SPACE_S)
        self.heading = label("", "label")
        column.addWidget(self.heading)
        self._lines = QVBoxLayout()
        column.addLayout(self._lines)
        self.lines: dict[str, QWidget] = {}
        self.hide()

    def show_conflicts(self, conflicts: Sequence[Conflict], definition: FormDefinition) -> None:
        """Show each question with what is saved and what was typed."""
        for line in self.lines.values():
            line.hide()
            line.deleteLater()
        fields = {field.id: field for field in definition.fields}
        self.lines = {}
        for conflict in conflicts:
            if conflict.field in fields:
                self.lines[conflict.field] = self._line(conflict, fields[conflict.field])
                self._lines.addWidget(self.lines[conflict.field])
        self.heading.setText(HEADING)
        self.setAccessibleName(HEADING)
        self._show_first()

    def _show_first(self) -> None:
        """A few at a time: the form stays in sight."""
        for number, line in enumerate(self.lines.values()):
            line.setVisible(number < _AT_ONCE)
        self.setVisible(bool(self.lines))

    def _line(self, conflict: Conflict, field: FieldDefinition) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        saved, typed = _words(field, conflict.saved), _words(field, conflict.typed)
        row.addWidget(label(f"{field.label}: en el cuaderno «{saved}»; usted escribió «{typed}»."), 1)
        for verb, answer in (("Dejar lo mío", conflict.typed), ("Tomar lo guardado", conflict.saved)):
            choice = button(verb)
            choice.setAccessibleName(f"{field.label}: {verb.lower()}")
            choice.clicked.connect(lambda checked=False, answer=answer: self._choose(conflict.field, answer))
            row.addWidget(choice, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _choose(self, question: str, answer: Answer | None) -> None:
        line = self.lines.pop(question)
        line.hide()
        line.deleteLater()
        self._show_first()
        self.chosen.emit(question, answer)


def _words(field: FieldDefinition, answer: Answer | None) -> str:
    return NOTHING if answer is None else display(field, answer, districts())
