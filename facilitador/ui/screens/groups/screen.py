"""The list of groups."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.elsewhere import whose_words
from facilitador.domain.groups import GroupLine, GroupsInSight, GroupStatus
from facilitador.domain.origins import ALL
from facilitador.domain.roles import Section, may_read, may_write
from facilitador.ui.origin_choice import OriginChoice
from facilitador.ui.origins import Origins
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.groups.models import GroupColumn, groups_model
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.fitted_table import FittedTable
from facilitador.ui.widgets.layout import EmptyState, PageScroll, SectionHeader
from facilitador.use_cases.groups import Groups, OpenGroups

PAGE_WIDTH = 900
_WATCHED = (Topic.GROUPS, Topic.ENROLMENTS, Topic.VENUES)


class GroupsScreen(Screen):
    """Every group with when and where it meets and how many places are taken; closed ones on demand."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__("Grupos", parent)
        self._session = surroundings.session
        self._groups: tuple[GroupLine, ...] = ()
        self._closed = 0
        self._may_form = may_write(self._session.person.role, Section.GROUPS)
        self.of = OriginChoice(surroundings, ALL)
        self.origins = Origins(surroundings, self)
        self._model = groups_model(lambda line: whose_words(self.origins.of(line.group.id), surroundings.today()))
        self._build()
        self._connect()
        self._session.bus.watch(self, _WATCHED, self._read)
        self._read()

    def _build(self) -> None:
        self._page = page = PageScroll(self, width=PAGE_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        self.form_button = button("Formar un grupo", "primary", icon="plus")
        self.form_button.hide()
        page.column.addWidget(SectionHeader("Grupos", action=self.form_button, role="title"))
        self.empty = EmptyState(
            "groups",
            "Todavía no hay ningún grupo",
            "Un grupo tiene un nombre neutro, un local, un día y una hora, y hasta quince participantes.",
            "Formar un grupo" if self._may_form else "",
        )
        self.empty.hide()
        self.table = FittedTable(self._model, "Grupos", lines=3)
        self.table.sortByColumn(GroupColumn.NAME, self.table.horizontalHeader().sortIndicatorOrder())
        self.table.hide()
        self.closed = QCheckBox("")
        self.closed.hide()
        self.packages_button = button("Enviar o recibir paquetes", "quiet", icon="folder")
        for part in (self.of, self.empty, self.table):
            page.column.addWidget(part)
        for made in (self.closed, self.packages_button):
            page.column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        page.column.addStretch(1)
        self.packages_button.setVisible(may_read(self._session.person.role, Section.SESSIONS))

    def _connect(self) -> None:
        self.form_button.clicked.connect(self._form_one)
        self.empty.action_requested.connect(self._form_one)
        self.closed.toggled.connect(self._read)
        self.packages_button.clicked.connect(lambda: self.destination_requested.emit(Destination("packages")))
        self.of.changed.connect(self._read)
        self.origins.changed.connect(self._tell_whose)
        self.table.opened.connect(lambda line: self.destination_requested.emit(Destination("group", line.group.id)))

    def _form_one(self) -> None:
        self.destination_requested.emit(Destination("group_form"))

    def _read(self) -> None:
        """Of many years most groups are closed: they are only read to be shown."""
        if self.closed.isChecked():
            self._session.read(Groups(origin=self.of.origin), owner=self, done=self._keep_all)
        else:
            self._session.read(OpenGroups(origin=self.of.origin), owner=self, done=self._keep_open)

    def _keep_all(self, groups: tuple[GroupLine, ...]) -> None:
        self._groups, self._closed = groups, sum(map(_is_closed, groups))
        self._show()

    def _keep_open(self, groups: GroupsInSight) -> None:
        if groups.more and not groups.lines:
            self.closed.setChecked(True)  # nothing else to show, so they are read
            return
        self._groups, self._closed = groups.lines, groups.more
        self._show()

    def _tell_whose(self) -> None:
        if self._groups:
            self._show()

    def _show(self) -> None:
        with self._page.laid_out_once():
            self.closed.setText(f"Mostrar también los cerrados ({self._closed})")
            self.closed.setVisible(self._closed > 0 and not all(map(_is_closed, self._groups)))
            self._model.set_rows(self._groups)
            self.table.setVisible(bool(self._groups))
            self.empty.setVisible(not self._groups)
            self.form_button.setVisible(self._may_form and bool(self._groups))  # the empty page has its own


def _is_closed(line: GroupLine) -> bool:
    return line.group.status is GroupStatus.CLOSED
