"""The team as a list of cards: who, with which designation and training, and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.groups import FACILITATORS_NEEDED
from facilitador.domain.people import Person
from facilitador.ui import theme
from facilitador.ui.role_words import RolesDisclosure
from facilitador.ui.screens.people.questions import training_subject
from facilitador.ui.screens.people.words import (
    access_of,
    designation_of,
    missing_of,
    profession_of,
    training_kinds_of,
)
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.ui.widgets.state_pill import PillState, StatePill
from facilitador.use_cases.drafts import NEW_SUBJECT


class TeamPage(PageScroll):
    """Shows everybody. `person_wanted(id)`; `addition_wanted`: someone new is to be added."""

    person_wanted = Signal(UUID)
    addition_wanted = Signal()

    def __init__(self, *, may_write: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_write = may_write
        self.cards: dict[UUID, PersonCard] = {}
        self.add_button = button("Agregar persona", "primary", icon="plus")
        if not may_write:
            self.add_button.hide()
        self.add_button.clicked.connect(self.addition_wanted)
        self.access_button = button("Accesos al cuaderno", "quiet", icon="key")
        self.access_button.setToolTip("Quién puede abrir el cuaderno, con qué rol; entrega de cargo")
        self.keys_button = button("Llaves para paquetes", "quiet", icon="key")
        self.keys_button.setToolTip("La llave de usted y las de quienes trabajan con otro cuaderno")
        explanation = "Quiénes trabajan con los grupos, con qué designación y con qué formación (6.2.1, 6.3.1)."
        self.column.addWidget(SectionHeader("Equipo", explanation, action=self.add_button, role="title"))
        access = QHBoxLayout()
        for made in (self.access_button, self.keys_button):
            access.addWidget(made)
        access.addStretch(1)
        self.column.addLayout(access)
        self.banner = Banner()
        self.column.addWidget(self.banner)
        self.draft_banner = Banner(action="Retomar")
        self.draft_banner.action_requested.connect(self.addition_wanted)
        self.column.addWidget(self.draft_banner)
        self._active, self._former = QVBoxLayout(), QVBoxLayout()
        for column in (self._active, self._former):
            column.setSpacing(theme.SPACE_M)
        self.column.addLayout(self._active)
        self.former_title = label("Ya no están en el equipo", "heading")
        self.former_title.hide()
        self.column.addWidget(self.former_title)
        self.column.addLayout(self._former)
        self.roles = RolesDisclosure()
        self.column.addWidget(self.roles)

    def show_team(self, people: Sequence[Person], drafts: Collection[UUID]) -> None:
        """Show these people; `drafts` are the subjects of what the person who reads has typed and not saved."""
        focused = next((key for key, shown in self.cards.items() if shown.open_button.hasFocus()), None)
        for shown in self.cards.values():
            shown.hide()
            shown.deleteLater()
        self.cards = {}
        for person in people:
            half_typed = person.id in drafts or training_subject(person.id) in drafts
            self._add_card(person, half_typed)
        if focused in self.cards:
            self.cards[focused].open_button.setFocus()
        active = [person for person in people if person.active]
        self.former_title.setVisible(len(active) < len(people))
        few = len(active) < FACILITATORS_NEEDED
        self.banner.say(f"{messages.message('due_second_professional', {}).text} (6.2.1)" if few else "", "warning")
        started = self._may_write and NEW_SUBJECT in drafts
        self.draft_banner.say("Dejó a medias los datos de una persona nueva." if started else "")

    def go_to(self, person_id: UUID) -> None:
        """Put the keyboard on a person's card."""
        if person_id in self.cards:
            self.cards[person_id].open_button.setFocus()
            self.show_widget(self.cards[person_id])

    def stand_back(self, back: bool) -> None:
        """Adding someone is not the primary action while something else is asked."""
        set_kind(self.add_button, "secondary" if back else "primary")

    def _add_card(self, person: Person, half_typed: bool) -> None:
        made = PersonCard(person, half_typed=half_typed, may_write=self._may_write)
        made.open_button.clicked.connect(lambda checked=False, key=person.id: self.person_wanted.emit(key))
        self.cards[person.id] = made
        (self._active if person.active else self._former).addWidget(made)


class PersonCard(QFrame):
    """One person of the team."""

    def __init__(self, person: Person, *, half_typed: bool, may_write: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_XS)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_M)
        head.addWidget(label(person.full_name, "heading"), 1)
        self.open_button = self._opener(person, may_write)
        head.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(label(f"{profession_of(person)} · {access_of(person)}"))
        for words in (designation_of(person), training_kinds_of(person)):
            column.addWidget(label(words, "muted"))
        self.pill = StatePill()
        self.draft_pill = StatePill(PillState.DRAFT if half_typed else None)
        pills = QHBoxLayout()
        pills.setContentsMargins(0, theme.SPACE_XS, 0, 0)
        pills.setSpacing(theme.SPACE_S)
        pills.addWidget(self.pill)
        pills.addWidget(self.draft_pill)
        pills.addStretch(1)
        missing = missing_of(person) if person.active else ()
        self.pill.set_state(PillState.INCOMPLETE if missing else None, missing)
        if missing or half_typed:
            column.addLayout(pills)

    def _opener(self, person: Person, may_write: bool) -> QPushButton:
        verb = "Ver y editar" if may_write else "Ver"
        opener = button(verb)
        opener.setAccessibleName(f"{verb}: {person.full_name}")
        return opener
