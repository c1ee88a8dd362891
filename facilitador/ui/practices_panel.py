"""Beside the topics of a session that is planned: what other teams did with them (6.9.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.curricula import ServiceCurriculum
from facilitador.domain.practices import Practice
from facilitador.ui import theme
from facilitador.ui.book_session import BookSession
from facilitador.ui.practice_words import practice_card
from facilitador.ui.screen import Destination
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import SectionHeader
from facilitador.use_cases.practices import Practices

IN_SIGHT: Final = 3
NOTHING: Final = "Todavía nadie anotó una práctica de estos temas."


class PracticesPanel(QWidget):
    """The newest three of the topics, and the way to all of them and to write one."""

    destination_requested = Signal(Destination)

    def __init__(self, session: BookSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._topics: tuple[str, ...] = ()
        self._curriculum: ServiceCurriculum | None = None
        self.cards: list[QFrame] = []
        self.all = button("Ver todas o anotar una", "quiet")
        self.all.clicked.connect(self._go)
        self.nothing = label(NOTHING, "muted")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE_L)
        self._column.addWidget(SectionHeader("Buenas prácticas de estos temas", action=self.all))
        self._column.addWidget(self.nothing)
        session.bus.watch(self, (Topic.PRACTICES,), self._read)
        self.hide()

    def show_topics(self, topic_ids: Sequence[str], curriculum: ServiceCurriculum) -> None:
        """Look for practices of these topics; nothing is shown of none."""
        self._topics, self._curriculum = tuple(topic_ids), curriculum
        self._read()

    def _read(self) -> None:
        if not self._topics:
            self.hide()
            return
        query = Practices(topic_ids=self._topics, limit=IN_SIGHT)
        self._session.read(query, owner=self, done=self._show)

    def _show(self, found: tuple[Practice, ...]) -> None:
        assert self._curriculum is not None
        for former in self.cards:
            self._column.removeWidget(former)
            former.hide()
            former.deleteLater()
        techniques = {item.code: item.text for item in self._curriculum.curriculum.techniques.items}
        self.cards = [practice_card(one, self._curriculum.names, techniques)[0] for one in found]
        for made in self.cards:
            self._column.addWidget(made)
        self.nothing.setVisible(not found)
        self.show()

    def _go(self) -> None:
        self.destination_requested.emit(Destination("practices", None, self._topics[:1]))
