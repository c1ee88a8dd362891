"""Revisión: what waits for the supervisor, what was returned and what is in order; the oldest first, by keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.groups import GroupLine
from facilitador.domain.origins import ALL
from facilitador.domain.reviews import KIND_LABELS, QueueEntry, ReviewKind, ReviewQueueView, ReviewState
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.ui.origin_choice import OriginChoice
from facilitador.ui.origins import Origins
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.reviews.models import queue_model
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.fitted_table import FittedTable
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.ui.widgets.table import RowsModel
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.reviews import ReviewQueue

PAGE_WIDTH: Final = 960
EXPLANATION: Final = (
    "Bitácoras cerradas, fichas y decisiones, de la más antigua a la más nueva. Con las flechas (o J y K) se va de una "
    "a otra y con Intro se abre."
)
_STATES: Final = {
    ReviewState.PENDING: "Por revisar",
    ReviewState.RETURNED: "Devueltos",
    ReviewState.APPROVED: "Conformes",
}
_EMPTY: Final = {
    ReviewState.PENDING: ("No hay nada por revisar", "Lo que se cierre, se registre o se decida aparecerá aquí."),
    ReviewState.RETURNED: ("No hay nada devuelto", "Aquí aparece lo que se devuelve para completar."),
    ReviewState.APPROVED: ("Todavía no hay nada conforme", "Aquí queda lo que ya se revisó y se dio por conforme."),
}
_WATCHED: Final = (Topic.REVIEWS, Topic.SESSIONS, Topic.PARTICIPANTS, Topic.EXCLUSIONS, Topic.GROUPS, Topic.ENROLMENTS)
_STEPS: Final = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}


class QueueTable(FittedTable[QueueEntry]):
    """J and K go as the arrows do."""

    def __init__(self, model: RowsModel[QueueEntry], name: str) -> None:
        super().__init__(model, name, lines=2)
        self.setSortingEnabled(False)  # the oldest first
        self._proxy.sort(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers():
            event = QKeyEvent(event.type(), step, Qt.KeyboardModifier.NoModifier)
        super().keyPressEvent(event)


class ReviewsScreen(Screen):
    """Reads the queue of one state, kind, service and group, page by page. `id`: a group, or None for all."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        detail: tuple[str, ...] = (),
    ) -> None:
        super().__init__("Revisión", parent)
        self.of = OriginChoice(surroundings, ALL, detail)
        self._surroundings, self._session = surroundings, surroundings.session
        self._zone = lambda at: at.astimezone(surroundings.now().tzinfo)
        self._wanted = id
        self._entries: tuple[QueueEntry, ...] = ()
        self._stale = True
        self._build()
        self._connect()
        self._session.bus.watch(self, _WATCHED, self._something_changed)
        self._read_groups()

    def shown_again(self) -> None:
        """Read again if something changed while another screen was in front."""
        if self._stale and self.group.count() > 1:
            self._read()
        self.table.setFocus()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.fill_with(self.page)
        self.state, self.kind, self.group = ComboBox(self), ComboBox(self), ComboBox(self)
        named = ((self.state, "En qué estado"), (self.kind, "De qué clase"), (self.group, "De qué grupo"))
        filters = FlowLayout()
        for box, name in named:
            box.setAccessibleName(name)
            filters.addWidget(box)
        for state, words in _STATES.items():
            self.state.addItem(words, state)
        reviews = may_write(self._session.person.role, Section.REVIEWS)
        self.state.setCurrentIndex(self.state.findData(ReviewState.PENDING if reviews else ReviewState.RETURNED))
        self.kind.addItem("Todo", None)
        for kind, words in KIND_LABELS.items():
            self.kind.addItem(words, kind)
        self.message = Banner()
        self.counted = label("", "muted")
        self.origins = Origins(self._surroundings, self)
        self._model = queue_model(self._zone, self._service)
        self.table = QueueTable(self._model, "Por revisar")
        self.more = button("Ver más", "quiet")
        column = self.page.column
        column.addWidget(SectionHeader("Revisión", EXPLANATION, role="title"))
        column.addLayout(filters)
        column.addWidget(self.of)
        for part in (self.message, self.counted, self.table):
            column.addWidget(part)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._nothing = label("", "heading")
        self._why = label("", "muted")
        column.addWidget(self._nothing)
        column.addWidget(self._why)
        column.addStretch(1)
        self.page.page.hide()  # nothing to show before the first answer

    def _connect(self) -> None:
        for box in (self.state, self.kind, self.group):
            box.currentIndexChanged.connect(self._read)
        self.of.changed.connect(self._of_another_service)
        self.origins.changed.connect(lambda: self._model.set_rows(self._entries))
        self.more.clicked.connect(self._read_more)
        self.table.opened.connect(lambda one: self._open(one.subject_id))

    # -- reading ------------------------------------------------------------------------------------------------------

    def _service(self, one: QueueEntry) -> str:
        source = self.origins.of(one.subject_id) or self.origins.of(one.group_id)
        return "" if source is None else f"De {source.service_name}"

    def _of_another_service(self) -> None:
        self._wanted = None
        self._read_groups()

    def _read_groups(self) -> None:
        self._session.read(Groups(origin=self.of.origin), owner=self, done=self._offer_groups)

    def _offer_groups(self, lines: tuple[GroupLine, ...]) -> None:
        with QSignalBlocker(self.group):
            self.group.clear()
            self.group.addItem("Todos los grupos", None)
            for line in lines:
                self.group.addItem(line.group.name, str(line.group.id))
            self.group.setCurrentIndex(max(0, self.group.findData(str(self._wanted))))
        self._read()

    def _something_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._read()

    def _query(self, after: tuple[datetime, UUID] | None = None) -> ReviewQueue:
        origin = self.of.origin
        return ReviewQueue(state=self._state, kind=self._kind, group_id=self._group, after=after, origin=origin)

    @property
    def _group(self) -> UUID | None:
        chosen = self.group.currentData()
        return UUID(chosen) if chosen is not None else None

    @property
    def _state(self) -> ReviewState:
        return ReviewState(self.state.currentData())  # what a box gives back is plain text

    @property
    def _kind(self) -> ReviewKind | None:
        chosen = self.kind.currentData()
        return ReviewKind(chosen) if chosen is not None else None

    def _read(self) -> None:
        self._stale = False
        self._session.read(self._query(), owner=self, done=self._show, failed=self._refuse)

    def _read_more(self) -> None:
        last = self._entries[-1]
        query = self._query((last.since, last.subject_id))
        self._session.read(query, owner=self, done=self._add, failed=self._refuse)

    def _show(self, view: ReviewQueueView) -> None:
        self._entries = ()
        self._add(view)

    def _add(self, view: ReviewQueueView) -> None:
        self._entries = (*self._entries, *view.entries)
        self._model.set_rows(self._entries)
        there = bool(self._entries)
        total = view.counts[self._kind] if self._kind is not None else view.total
        title, words = _EMPTY[self._state]
        self._nothing.setText(title)
        self._why.setText(words)
        for part in (self._nothing, self._why):
            part.setVisible(not there)
        self.table.setVisible(there)
        self.counted.setVisible(there)
        self.counted.setText(counted(view.counts))
        self.more.setVisible(len(self._entries) < total)
        self.more.setText(f"Ver más ({total - len(self._entries)})")
        if there and self.table.current is None:
            self.table.setCurrentIndex(self.table.model().index(0, 0))
        self.page.page.show()

    def _refuse(self, error: UserFacingError) -> None:
        self.page.page.show()
        self.message.say(messages.of_error(error).whole, "problem")

    def _open(self, subject_id: UUID) -> None:
        detail = (str(self._kind or ""), str(self._group or ""))
        self.destination_requested.emit(Destination("review", subject_id, detail))


def counted(counts: Mapping[ReviewKind, int]) -> str:
    """`3 bitácoras, 2 fichas, 1 decisión`."""
    told = []
    for kind, (one, many) in _NOUNS.items():
        number = counts.get(kind, 0)
        if number:
            told.append(f"{number} {one if number == 1 else many}")
    return ", ".join(told)


_NOUNS: Final = {
    ReviewKind.SESSION: ("bitácora", "bitácoras"),
    ReviewKind.FICHA: ("ficha", "fichas"),
    ReviewKind.DECISION: ("decisión", "decisiones"),
}
