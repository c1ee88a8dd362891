"""What the session works on: purpose, objectives by area, opening questions, what to watch for (6.4.8–6.4.10)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic as ChangeTopic
from facilitador.domain.curricula import ServiceCurriculum
from facilitador.domain.topics import Curriculum, Topic
from facilitador.errors import UserFacingError
from facilitador.ui.practices_panel import PracticesPanel
from facilitador.ui.screen import Destination
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.curricula import CurriculumInUse
from facilitador.use_cases.tonight import TonightPage

NO_TOPIC = "Esta sesión todavía no tiene tema. Se elige en el plan del grupo."


class TopicPart(QWidget):
    """The part of a session's page that is read the evening before; printing gives the whole plan with its moments."""

    destination_requested = Signal(Destination)

    def __init__(self, surroundings: Surroundings, session_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._id = surroundings.session, session_id
        self._topics: tuple[str, ...] = ()
        self.cards: list[QFrame] = []
        self.scroller = PageScroll(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.scroller)
        self.message = Banner()
        self.print = button("Imprimir el plan de la sesión", icon="print")
        self.print.clicked.connect(lambda: self.destination_requested.emit(Destination("print_session_plan", self._id)))
        actions = FlowLayout()
        actions.addWidget(self.print)
        self.scroller.column.addWidget(self.message)
        self.scroller.column.addLayout(actions)
        self._holder = QVBoxLayout()
        self._holder.setSpacing(self.scroller.column.spacing())
        self.scroller.column.addLayout(self._holder)
        self.practices = PracticesPanel(self._session)
        self.practices.destination_requested.connect(self.destination_requested)
        self.scroller.column.addWidget(self.practices)
        self.scroller.column.addStretch(1)
        self._session.bus.watch(self, (ChangeTopic.SESSIONS, ChangeTopic.CURRICULA), self._read)
        self._read()

    def let_go(self) -> bool:
        """Nothing is typed here."""
        return True

    def _read(self) -> None:
        query = TonightPage(session_id=self._id)
        self._session.read(query, owner=self, done=lambda page: self._keep(page.topic_ids), failed=self._gone_wrong)

    def _keep(self, topic_ids: tuple[str, ...]) -> None:
        self._topics = topic_ids
        self._session.read(CurriculumInUse(), owner=self, done=self._show)

    def _show(self, curriculum: ServiceCurriculum) -> None:
        for former in self.cards:
            self._holder.removeWidget(former)
            former.hide()
            former.deleteLater()
        known = {topic.id: topic for topic in curriculum.curriculum.topics}
        topics = [known[one] for one in self._topics if one in known]
        self.cards = [_card(topic, curriculum.curriculum) for topic in topics]
        for made in self.cards:
            self._holder.addWidget(made)
        self.practices.show_topics([topic.id for topic in topics], curriculum)
        self.print.setVisible(bool(topics))
        self.message.say("" if topics else NO_TOPIC)

    def _gone_wrong(self, error: UserFacingError) -> None:
        self.print.hide()
        self.message.say(messages.of_error(error).whole, "problem")


def _card(topic: Topic, curriculum: Curriculum) -> QFrame:
    frame, column = card()
    title = f"Tema {topic.number}: {topic.name}" if topic.number is not None else topic.name
    column.addWidget(label(title, "title"))
    column.addWidget(_words(topic.purpose))
    for area, objectives in topic.objectives.items():
        _list(column, curriculum.areas.text(area), objectives)
    _list(column, "Preguntas para abrir", topic.opening_questions)
    _list(column, "Materiales", topic.materials)
    answers = [f"«{one.said}» — {one.answer}" for one in topic.watch_for]
    _list(column, "Si en el grupo se dice… (6.4.10 c)", answers)
    _list(column, "Cuidado de las personas", topic.safety)
    return frame


def _list(column: QVBoxLayout, heading: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    column.addWidget(label(heading, "label"))
    column.addWidget(_words("\n".join(f"– {line}" for line in lines)))


def _words(text: str) -> QWidget:
    made = label(text)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
