"""Where groups meet: the list of venues and, beside it, the one the person stands on (6.2.3)."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.records import Draft
from facilitador.domain.roles import Section, may_write
from facilitador.domain.venues import Venue
from facilitador.ui import theme
from facilitador.ui.screen import Screen
from facilitador.ui.screens.venues.models import venues_model
from facilitador.ui.screens.venues.pane import FORM, VenueFacts, VenuePane
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.beside import Beside
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.fitted_table import FittedTable
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import EmptyState, PageScroll, SectionHeader
from facilitador.use_cases.drafts import NEW_SUBJECT, OwnDrafts
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.venues import Venues

PAGE_WIDTH = 1080
LIST_WIDTH = 340
NARROW = 820  # below this width at 100 % text the pane stands under the list


class VenuesScreen(Screen):
    """A venue is picked in the list and described in the pane; going to another keeps what was typed as a draft."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__("Locales", parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._may_change = may_write(self._session.person.role, Section.GROUPS)
        self._venues: tuple[Venue, ...] = ()
        self._wanted = id
        self._draft_of: UUID | None = None
        self.pane: VenuePane | None = None
        self._build()
        self._connect()
        self._session.bus.watch(self, (Topic.VENUES,), self._read)
        if self._may_change:
            self._session.read(OwnDrafts(), owner=self, done=self._keep_draft)
        self._read()

    def may_leave(self) -> bool:
        """Whatever is typed is kept as a draft."""
        return self.pane is None or self.pane.editor.let_go()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.fill_with(self.page)
        self.add = button("Anotar un local", icon="plus")
        self.add.hide()
        explanation = "Dónde se reúnen los grupos, y si el lugar y el horario sirven para eso."
        self.page.column.addWidget(SectionHeader("Locales", explanation, action=self.add, role="title"))
        self.empty = EmptyState(
            "venue",
            "Todavía no hay ningún local",
            "Anote dónde se reunirá el grupo y cómo es el lugar: la directiva pide que sea accesible, sin ruido y "
            "con espacio para moverse.",
            "Anotar un local" if self._may_change else "",
        )
        self.empty.hide()
        self._model = venues_model()
        self.table = FittedTable(self._model, "Locales", lines=2)
        self.table.hide()
        self.hint = label("Elija un local de la lista para ver cómo es.", "muted")
        self.hint.hide()
        self._body = Beside(self.table, LIST_WIDTH)
        self._body.addWidget(self.hint, 1, Qt.AlignmentFlag.AlignTop)
        self.page.column.addWidget(self.empty)
        self.page.column.addLayout(self._body)
        self.page.column.addStretch(1)

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.empty.action_requested.connect(self._add)
        self.table.picked.connect(self._pick)
        self.table.opened.connect(lambda venue: self.pane.focus() if self.pane else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._body.fit(narrow=self.width() < theme.scaled(NARROW))

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(Venues(), owner=self, done=self._show)

    def _keep_draft(self, drafts: tuple[Draft, ...]) -> None:
        self._draft_of = next((draft.subject_id for draft in drafts if draft.form == FORM), None)

    def _show(self, venues: tuple[Venue, ...]) -> None:
        self._venues = venues
        self._model.set_rows(venues)
        now = next((venue for venue in venues if self.pane and venue.id == self.pane.subject), None)
        if self.pane is not None and now is not None:
            self.pane.refresh(now)
        self._tell_what_is_there()
        self._go_where_wanted()

    def _go_where_wanted(self) -> None:
        """The venue just added or asked for, or the one whose description was left unfinished."""
        wanted, self._wanted = self._wanted or self._draft_of, None
        self._draft_of = None
        if wanted == NEW_SUBJECT:
            self._add()
        elif wanted is not None:
            self.table.go_to(wanted)

    def _tell_what_is_there(self) -> None:
        there = bool(self._venues)
        self.table.setVisible(there)
        self.empty.setVisible(not there and self.pane is None)
        self.add.setVisible(self._may_change and there)
        self.hint.setVisible(there and self._body.shown is None)

    # -- what the person does -----------------------------------------------------------------------------------------

    def _pick(self, venue: Venue | None) -> None:
        if venue is None or (self.pane is not None and self.pane.subject == venue.id):
            return
        if self._may_change:
            self._open(venue)
        else:
            self._put_in_place(VenueFacts(venue))

    def _add(self) -> None:
        self.table.leave_rows()
        self._open(None)
        assert self.pane is not None
        self.pane.focus()

    def _open(self, venue: Venue | None) -> None:
        if self.pane is not None:
            self.pane.editor.let_go()
        self.pane = VenuePane(self._surroundings, venue)
        self.pane.saved.connect(self._saved)
        self.pane.overtaken.connect(self._read)
        self._put_in_place(self.pane)

    def _put_in_place(self, widget: QWidget) -> None:
        self._body.show_beside(widget)
        self._tell_what_is_there()

    def _saved(self, outcome: Outcome) -> None:
        if self.pane is not None and self.pane.subject is None:
            self._wanted = outcome.ids[0]
        self._read()
