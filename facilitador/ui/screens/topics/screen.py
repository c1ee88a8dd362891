"""The curriculum in use: the list of topics and, beside it, the one the person stands on (6.4.8)."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.curricula import ServiceCurriculum
from facilitador.domain.records import Draft
from facilitador.domain.roles import Section, may_write
from facilitador.ui import theme
from facilitador.ui.screen import Screen
from facilitador.ui.screens.topics.models import TopicRow, rows_of, topics_model
from facilitador.ui.screens.topics.pane import FORM, TopicPane
from facilitador.ui.screens.topics.reading import TopicPage
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.beside import Beside
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.layout import PageScroll, SectionHeader
from facilitador.ui.widgets.wrapped_table import WrappedTable
from facilitador.use_cases.curricula import CurriculumInUse
from facilitador.use_cases.drafts import NEW_SUBJECT, OwnDrafts
from facilitador.use_cases.requests import Outcome

PAGE_WIDTH = 1080
LIST_WIDTH = 320
NARROW = 820  # below this width at 100 % text the page stands under the list
EXPLANATION = (
    "Los trece temas que pide la directiva, con lo que un equipo necesita leer la víspera. No se pueden quitar; "
    "el servicio puede agregar los suyos."
)


class TopicsScreen(Screen):
    """A topic is picked in the list and read beside it; a topic of the service is written there."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__("Temas", parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._may_change = may_write(self._session.person.role, Section.SESSIONS)
        self._in_use: ServiceCurriculum | None = None
        self._wanted: str | None = str(id) if id else None
        self._writes_new = False
        self.pane: TopicPane | None = None
        self.reading: TopicPage | None = None
        self._build()
        self._connect()
        self._session.bus.watch(self, (Topic.CURRICULA,), self._read)
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
        self.add = button("Agregar un tema propio", icon="plus")
        self.page.column.addWidget(SectionHeader("Temas", EXPLANATION, action=self.add, role="title"))
        self.add.setVisible(self._may_change)
        self._model = topics_model()
        self.table: WrappedTable[TopicRow] = WrappedTable(self._model, "Temas")
        self._body = Beside(self.table, LIST_WIDTH)
        self.page.column.addLayout(self._body)
        self.page.column.addStretch(1)

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.table.picked.connect(self._pick)
        self.table.opened.connect(lambda row: self.pane.focus() if self.pane else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._body.fit(narrow=self.width() < theme.scaled(NARROW))

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(CurriculumInUse(), owner=self, done=self._show)

    def _keep_draft(self, drafts: tuple[Draft, ...]) -> None:
        subject = next((draft.subject_id for draft in drafts if draft.form == FORM), None)
        if subject == NEW_SUBJECT:
            self._writes_new = True
        elif subject is not None:
            self._wanted = str(subject)

    def _show(self, in_use: ServiceCurriculum) -> None:
        self._in_use = in_use
        rows = rows_of(in_use)
        self._model.set_rows(rows)
        now = next((row for row in rows if self.pane and row.topic.id == self.pane.key), None)
        if self.pane is not None and now is not None:
            self.pane.refresh(now)
        wanted, self._wanted = self._wanted, None
        if self._writes_new:
            self._writes_new = False
            self._add()
        elif wanted is not None:
            self.table.go_to(wanted)
        elif self._body.shown is None:
            self.table.go_to(rows[0].topic.id)

    # -- what the person does -----------------------------------------------------------------------------------------

    def _pick(self, row: TopicRow | None) -> None:
        if row is None or self._in_use is None or (self.pane is not None and self.pane.key == row.topic.id):
            return
        if row.topic.mandated or not self._may_change:
            self._leave_pane()
            self.reading = TopicPage(row.topic, self._in_use.curriculum)
            self._body.show_beside(self.reading)
        else:
            self._write(row)

    def _add(self) -> None:
        self.table.leave_rows()
        self._write(None)
        assert self.pane is not None
        self.pane.focus()

    def _write(self, row: TopicRow | None) -> None:
        assert self._in_use is not None
        self._leave_pane()
        self.pane = TopicPane(self._surroundings, self._in_use.curriculum, row)
        self.pane.saved.connect(self._saved)
        self.pane.overtaken.connect(self._read)
        self._body.show_beside(self.pane)

    def _leave_pane(self) -> None:
        if self.pane is not None:
            self.pane.editor.let_go()
            self.pane = None

    def _saved(self, outcome: Outcome) -> None:
        if self.pane is not None and self.pane.key is None:
            self._wanted = str(outcome.ids[0])
        self._read()
