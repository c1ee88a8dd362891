"""One person of the team: who she is, what is missing, her trainings, whether she still belongs to it."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.people import Person
from facilitador.domain.registration_forms import Answers
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.screens.people.questions import (
    DRAFT_NAME,
    addition,
    answers_of,
    description,
    membership,
    person_parts,
)
from facilitador.ui.screens.people.trainings import TrainingsCard
from facilitador.ui.screens.people.words import access_of, designation_of, missing_of, profession_of
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.requests import Command, Outcome

NEW_TITLE = "Agregar persona al equipo"
NEW_EXPLANATION = "Queda en el equipo sin acceso al cuaderno. Después podrá anotar sus capacitaciones."
NOTHING_MISSING = "Consta todo lo que pide la directiva (6.2.1, 6.3.1)."


class PersonPage(PageScroll):
    """Someone of the team, or (None) the form that adds someone. `added(id)`; `back_wanted`: to the list.

    `stale`: something was refused because the person has changed since; she must be read anew.
    """

    added = Signal(UUID)
    back_wanted = Signal()
    stale = Signal()

    def __init__(
        self,
        surroundings: Surroundings,
        person: Person | None,
        *,
        may_write: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._person, self._may_write = surroundings.session, person, may_write
        self.back_button = button("Equipo", "quiet", icon="back")
        self.back_button.setAccessibleName("Volver a la lista del equipo")
        self.back_button.setToolTip("Volver a la lista del equipo (Esc)")
        self.back_button.clicked.connect(self.back_wanted)
        self.title = label(NEW_TITLE, "title")
        self.subtitle = label(NEW_EXPLANATION, "muted")
        self.missing = Banner()
        self.editor: FormEditor | None = None
        self.trainings: TrainingsCard | None = None
        self._add_head()
        if may_write:
            self.editor = self._add_editor(surroundings)
        elif person is not None:
            self.facts = label("", parent=self.page)
            self.column.addWidget(self.facts)
        if person is not None:
            self.trainings = TrainingsCard(surroundings, person, may_write=may_write)
            self.column.addWidget(self.trainings)
            self._add_membership()
            self.show_person(person)

    def show_person(self, person: Person) -> None:
        """Show the person as she is now; what is being typed stays."""
        self._person = person
        self.title.setText(person.full_name)
        gone = "" if person.active else " · Ya no está en el equipo"
        self.subtitle.setText(f"{profession_of(person)} · {access_of(person)}{gone}")
        missing = missing_of(person) if person.active else ()
        self.missing.say("\n".join(missing) or NOTHING_MISSING, "warning" if missing else "good")
        self.missing.setVisible(person.active)
        if self.editor is not None:
            self.editor.refresh(answers_of(person), person.revision)
        else:
            self.facts.setText(designation_of(person))
        if self.trainings is not None:
            self.trainings.show_person(person)
        self.leave_button.setVisible(self._may_write and person.active)
        self.return_button.setVisible(self._may_write and not person.active)

    def let_go(self) -> bool:
        """Keep what is being typed; False only while something of it is being saved."""
        editor_lets_go = self.editor is None or self.editor.let_go()
        return (self.trainings is None or self.trainings.let_go()) and editor_lets_go

    def _add_head(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addStretch(1)
        self.column.addLayout(row)
        head = QVBoxLayout()
        head.setSpacing(theme.SPACE_XS)
        head.addWidget(self.title)
        head.addWidget(self.subtitle)
        self.column.addLayout(head)
        self.column.addWidget(self.missing)

    def _add_editor(self, surroundings: Surroundings) -> FormEditor:
        new = self._person is None
        editor = FormEditor(
            surroundings,
            DRAFT_NAME,
            person_parts(),
            self._commands,
            save_text="Agregar al equipo" if new else "Guardar cambios",
        )
        frame, column = card()
        column.addWidget(editor)
        self.column.addWidget(frame)
        if self._person is None:
            editor.keeper.settled.connect(lambda: editor.form.go_to("given_names"))
            editor.begin({})
        else:
            editor.begin(answers_of(self._person), subject=self._person.id, revision=self._person.revision)
        editor.saved.connect(self._saved)
        editor.stale.connect(self.stale)
        return editor

    def _add_membership(self) -> None:
        self.leave_button = button("Ya no está en el equipo", "quiet")
        self.leave_button.setToolTip("Deja de proponerse para grupos nuevos; todo lo registrado se conserva")
        self.return_button = button("Vuelve al equipo")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        for made, active in ((self.leave_button, False), (self.return_button, True)):
            made.clicked.connect(lambda checked=False, active=active: self._set_active(active))
            row.addWidget(made)
        row.addStretch(1)
        self.column.addLayout(row)

    def _commands(self, values: Answers) -> list[Command]:
        return [addition(values) if self._person is None else description(self._person, values)]

    def _saved(self, outcome: Outcome) -> None:
        if self._person is None:
            self.added.emit(outcome.ids[0])

    def _set_active(self, active: bool) -> None:
        if self._person is not None:
            self._session.run([membership(self._person, active=active)], owner=self, failed=self._refused)

    def _refused(self, error: UserFacingError) -> None:
        self._session.refused.emit(error)
        self.stale.emit()
