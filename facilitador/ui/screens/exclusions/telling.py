"""Telling a man a decision: first who may be in danger, then how it was explained (end of 6.7, 6.7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from facilitador.domain.dates import format_date
from facilitador.domain.directory import DirectoryLine
from facilitador.domain.exclusions import OUTCOME_LABELS, ExclusionDecision
from facilitador.domain.people import Person
from facilitador.domain.protection import ProtectionLine
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.screens.exclusions import telling_questions as questions
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.choice_fields import ComboField
from facilitador.ui.widgets.labels import label

DRAFT_NAME = "exclusion_telling"
NO_MATTER = "Ninguno"
LOST = "Lo que escribió sobre quién puede estar en riesgo todavía no está guardado."
LOST_DETAIL = "Lo reservado no queda como borrador. Lo demás sí."


class TellingCard(QFrame):
    """The form of one telling, put away until it is asked for.

    `saved(Outcome)`; `stale`: the decision changed meanwhile; `closed`: the form went away, told or not.
    """

    saved = Signal(object)
    stale = Signal()
    closed = Signal()

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self.setProperty("role", "card")
        self.title = label("", "title")
        self.editor: FormEditor | None = None
        self._matters: tuple[ProtectionLine, ...] = ()
        self._matter_field: ComboField | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        self._column.setSpacing(theme.SPACE_L)
        self._column.addWidget(self.title)
        self.hide()

    @property
    def holds_sealed(self) -> bool:
        """True if something reserved is typed that no draft keeps."""
        return self.editor is not None and any(name in self.editor.form.values() for name in questions.NEVER_KEPT)

    def ask(self, decision: ExclusionDecision, team: Sequence[Person], directory: Sequence[DirectoryLine]) -> None:
        """Ask about this one; what was typed about another is kept as its draft."""
        self._put_away()
        self.title.setText(f"Comunicar: {OUTCOME_LABELS[decision.outcome]} ({format_date(decision.decided_on)})")
        editor = FormEditor(
            self._surroundings,
            DRAFT_NAME,
            questions.telling_parts(decision, team, directory, self._make_matter_field),
            lambda values: questions.telling(decision, values, self._surroundings.new_id),
            save_text="Guardar que se le comunicó",
            never_kept=questions.NEVER_KEPT,
        )
        self.cancel_button = button("Dejarlo para después", parent=self)
        self.cancel_button.clicked.connect(self.leave)
        editor.buttons.insertWidget(1, self.cancel_button)
        editor.saved.connect(self._saved)
        editor.stale.connect(self.stale)
        self.editor = editor
        self._column.addWidget(editor)
        editor.begin(
            questions.first_answers(self._surroundings.today()), subject=decision.id, revision=decision.revision
        )
        self.show()
        editor.form.go_to("at_risk")

    def offer_matters(self, matters: Sequence[ProtectionLine]) -> None:
        """These protection matters can be named; a choice that was made stays."""
        self._matters = tuple(matters)
        field = self._matter_field
        if field is None or self.editor is None:
            return
        chosen = field.value()
        blocker = QSignalBlocker(field.combo)
        field.combo.clear()
        field.combo.addItem(NO_MATTER, None)
        for option in questions.matter_options(self._matters):
            field.combo.addItem(option.text, option.code)
        field.set_value(chosen)
        blocker.unblock()

    def let_go(self) -> bool:
        """Keep what may be kept; False to stay, where something reserved would be lost and the person goes on."""
        if self.editor is None:
            return True
        if self.holds_sealed and self._surroundings.session.is_open:
            ask = self._surroundings.dialogs.confirm
            if not ask(self, LOST, "Salir sin guardar", detail=LOST_DETAIL, danger=True):
                return False
        return self.editor.let_go()

    def leave(self) -> None:
        """Put the form away; what may be kept is its draft."""
        if self.let_go():
            self._put_away()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _make_matter_field(self) -> ComboField:
        self._matter_field = ComboField(questions.matter_options(self._matters), prompt=NO_MATTER)
        return self._matter_field

    def _saved(self, outcome: object) -> None:
        self._put_away()
        self.saved.emit(outcome)
        self.closed.emit()

    def _put_away(self) -> None:
        if self.editor is not None:
            self.editor.keeper.keep_now()
            self._column.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
            self.editor, self._matter_field = None, None
        self.hide()


def named_places(directory: Sequence[DirectoryLine]) -> dict[UUID, str]:
    """The institutions of the directory by key."""
    return {line.entry.id: line.entry.name for line in directory}
