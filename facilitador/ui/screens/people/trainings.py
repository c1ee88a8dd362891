"""The trainings of one person: what is on record, adding one, taking one back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.people import Person, Training
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.form_panel import FormPanel
from facilitador.ui.screens.people.questions import (
    DRAFT_NAME,
    same_training,
    training_parts,
    training_record,
    training_subject,
)
from facilitador.ui.screens.people.words import training_details, training_title
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.layout import Banner, SectionHeader
from facilitador.use_cases.people import RemoveTraining

EXPLANATION = (
    "La directiva pide los tres tipos: vivencial, teórica y metodológica (6.3.1). Anote cada una, con quién la dio y "
    "cuándo."
)


class TrainingsCard(QFrame):
    """Shows the trainings of a person; who may write adds and removes them."""

    def __init__(
        self, surroundings: Surroundings, person: Person, *, may_write: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._session, self._person = surroundings.session, person
        self._may_write = may_write
        self._removed: Training | None = None
        self.remove_buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(SectionHeader("Capacitación recibida", EXPLANATION))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.SPACE_S)
        column.addLayout(self._rows)
        self.removed_banner = Banner(action="Deshacer")
        self.removed_banner.action_requested.connect(self._put_back)
        column.addWidget(self.removed_banner)
        self.panel: FormPanel | None = None
        if may_write:
            self.panel = self._build_panel(surroundings)
            column.addWidget(self.panel)
        self.show_person(person)

    def show_person(self, person: Person) -> None:
        """Show the trainings of the person as they are now."""
        self._person = person
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        self.remove_buttons = []
        if not person.trainings:
            self._rows.addWidget(label("Todavía no consta ninguna.", "muted"))
        for number, training in enumerate(person.trainings):
            if number:
                self._rows.addWidget(rule())
            self._rows.addWidget(self._row(training))

    def let_go(self) -> bool:
        """Keep what is being typed; False only while it is being saved."""
        return self.panel is None or self.panel.editor.let_go()

    def _build_panel(self, surroundings: Surroundings) -> FormPanel:
        editor = FormEditor(
            surroundings,
            DRAFT_NAME,
            training_parts(),
            lambda values: [training_record(self._person.id, values)],
            save_text="Guardar capacitación",
        )
        panel = FormPanel(editor, "Agregar capacitación", "Una capacitación más")
        editor.saved.connect(lambda outcome: self._begin())
        panel.opened_or_closed.connect(lambda: self.removed_banner.say(""))
        self.panel = panel
        self._begin()
        return panel

    def _begin(self) -> None:
        assert self.panel is not None
        self.panel.editor.begin({}, subject=training_subject(self._person.id))

    def _row(self, training: Training) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_M)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(training_title(training), "label"))
        words.addWidget(label(training_details(training), "muted"))
        row.addLayout(words, 1)
        if self._may_write:
            remove = button("Quitar", "quiet")
            remove.setAccessibleName(f"Quitar {training_title(training)}")
            remove.clicked.connect(lambda: self._remove(training))
            self.remove_buttons.append(remove)
            row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _remove(self, training: Training) -> None:
        for remove in self.remove_buttons:
            remove.setEnabled(False)  # twice on the same one would be refused
        self._session.run(
            [RemoveTraining(training_id=training.id)], owner=self, done=lambda outcome: self._say_removed(training)
        )

    def _say_removed(self, training: Training) -> None:
        self._removed = training
        self.removed_banner.say(f"Se quitó: {training_title(training)}.")
        if self.removed_banner.action is not None:
            self.removed_banner.action.setFocus()

    def _put_back(self) -> None:
        removed, self._removed = self._removed, None
        self.removed_banner.say("")
        if removed is not None:
            self._session.run([same_training(self._person.id, removed)], owner=self)
