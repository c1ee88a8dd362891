"""Equipo: the list of the team, and one person of it in the same place."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.people import Person
from facilitador.domain.records import Draft
from facilitador.domain.roles import Section, may_read, may_write
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.people.clave import ClaveCard
from facilitador.ui.screens.people.person import PersonPage
from facilitador.ui.screens.people.questions import DRAFT_NAME
from facilitador.ui.screens.people.team import TeamPage
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.drafts import OwnDrafts
from facilitador.use_cases.people import People


class PeopleScreen(Screen):
    """Reads the team each time something of it changed. `id` opens that person at once."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Equipo", parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._may_write = may_write(self._session.person.role, Section.TEAM)
        self._people: dict[UUID, Person] = {}
        self._drafts: frozenset[UUID] = frozenset()
        self._shown_id: UUID | None = None
        self._wanted = id  # someone to be opened as soon as the team has been read
        self.team = TeamPage(may_write=self._may_write)
        self.person_page: PersonPage | None = None
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.team)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.team.person_wanted.connect(self.open_person)
        self.team.addition_wanted.connect(self.open_addition)
        self.team.access_button.clicked.connect(lambda: self.destination_requested.emit(Destination("access")))
        if not may_write(self._session.person.role, Section.SERVICE):
            self.team.access_button.hide()
        self.team.keys_button.clicked.connect(lambda: self.destination_requested.emit(Destination("keys")))
        if not may_read(self._session.person.role, Section.SESSIONS):
            self.team.keys_button.hide()
        self.clave = self._add_clave()
        self._session.bus.watch(self, (Topic.PEOPLE,), self._read)
        self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.person_page is not None:
            self.back_to_team()
            return
        super().keyPressEvent(event)

    def may_leave(self) -> bool:
        return self.person_page is None or self.person_page.let_go()

    # -- where one is -------------------------------------------------------------------------------------------------

    def open_person(self, person_id: UUID) -> None:
        """Show one person of the team."""
        self._open(self._people[person_id])

    def open_addition(self) -> None:
        """Show the form that adds someone."""
        self._open(None)

    def back_to_team(self) -> None:
        """Show the list again; what is typed is kept as a draft."""
        if self.person_page is None or not self.person_page.let_go():
            return
        before = self._shown_id
        self._close_page()
        self._read()  # after what was typed has become a draft
        if before is not None:
            self.team.go_to(before)
        elif self._may_write:
            self.team.add_button.setFocus()

    def _open(self, person: Person | None) -> None:
        self._close_page()
        page = PersonPage(self._surroundings, person, may_write=self._may_write)
        page.back_wanted.connect(self.back_to_team)
        page.added.connect(self._added)
        page.stale.connect(self._read)
        self.person_page, self._shown_id = page, person.id if person else None
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.back_button.setFocus()

    def _add_clave(self) -> ClaveCard | None:
        change = self._surroundings.change_clave
        if change is None:
            return None
        made = ClaveCard(change, lambda: (self._session.person.full_name, self._session.title))
        made.asking.connect(self.team.stand_back)
        self.team.column.addWidget(made)
        return made

    def _close_page(self) -> None:
        page, self.person_page, self._shown_id = self.person_page, None, None
        self._stack.setCurrentWidget(self.team)
        if page is not None:
            self._stack.removeWidget(page)
            page.deleteLater()

    def _added(self, person_id: UUID) -> None:
        self._wanted = person_id
        self._read()

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(OwnDrafts(), owner=self, done=self._keep_drafts)
        self._session.read(People(), owner=self, done=self._show)

    def _keep_drafts(self, drafts: tuple[Draft, ...]) -> None:
        self._drafts = frozenset(draft.subject_id for draft in drafts if draft.form == DRAFT_NAME)

    def _show(self, people: tuple[Person, ...]) -> None:
        """The second of the two answers: they come in the order in which they were asked."""
        self._people = {person.id: person for person in people}
        self.team.show_team(people, self._drafts)
        wanted, self._wanted = self._wanted, None
        if wanted in self._people:
            self._open(self._people[wanted])
        elif self.person_page is not None and self._shown_id in self._people:
            self.person_page.show_person(self._people[self._shown_id])
