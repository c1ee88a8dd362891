"""Avance del grupo: read of the group at once; the other groups of the service, as ranges, when they are reckoned."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.group_progress import GroupProgress, GroupRanges
from facilitador.domain.group_progress_words import ranges_words
from facilitador.ui.screens.progress.group_parts import cards_of_group
from facilitador.ui.screens.progress.page import ProgressPage
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.labels import label
from facilitador.use_cases.group_progress import GroupProgressOf, GroupRangesOf

TITLE: Final = "Avance del grupo"
_WATCHED: Final = (
    *(Topic.SESSIONS, Topic.ATTENDANCE, Topic.ENROLMENTS, Topic.CURRICULA, Topic.APPLICATIONS, Topic.CALLS),
    *(Topic.GROUPS, Topic.VENUES, Topic.PEOPLE, Topic.ABSENCES),
)


class GroupProgressScreen(ProgressPage):
    """Reads the group each time something of it changed; of the others nothing but ranges is ever shown."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, TITLE, id, parent)
        self.indicators = self.offer("Indicadores", "indicators")
        self.reports = self.offer("Informes", "reports", icon="print")
        self.group = self.offer("Ver el grupo", "group", "quiet")
        self.ranges = label("", "muted")
        self._ranges_said = ""
        self._session.bus.watch(self, _WATCHED, self._read)
        self._read()

    def _read(self) -> None:
        query = GroupProgressOf(group_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=self.refuse)

    def _show(self, progress: GroupProgress) -> None:
        group = progress.details.group
        self.ranges = label(self._ranges_said, "muted")
        self.set_title(f"{TITLE}: {group.name}")
        self.show_cards(f"{group.name} · al {format_date(progress.on)}", cards_of_group(progress, self.go, self.ranges))
        # all the marks of a year: asked only once the group itself is on the screen
        self._session.read(GroupRangesOf(group_id=self._id), owner=self, done=self._show_ranges)

    def _show_ranges(self, ranges: GroupRanges) -> None:
        self._ranges_said = "\n".join(ranges_words(ranges))
        self.ranges.setText(self._ranges_said)
