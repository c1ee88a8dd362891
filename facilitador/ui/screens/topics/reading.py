"""One topic as a page to be read the evening before: in the order of the session, in sizes one reads by lamplight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.catalogues import Catalogue
from facilitador.domain.topics import Activity, Area, Curriculum, Topic
from facilitador.ui import theme
from facilitador.ui.widgets.labels import label, rule


class TopicPage(QFrame):
    """Purpose, objectives by area (6.4.9), activities step by step, what may be said and how to answer (6.4.10 c)."""

    def __init__(self, topic: Topic, curriculum: Curriculum, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curriculum = curriculum
        self.setProperty("role", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_XL)
        self._column.setSpacing(theme.SPACE_S)
        self._head(topic)
        self._objectives(topic)
        self._list("Preguntas para abrir", topic.opening_questions)
        for number, activity in enumerate(topic.activities, start=1):
            self._activity(number, activity)
        self._list("Materiales", topic.materials)
        self._answers(topic)
        for title, text in (("Idea central", topic.closing), ("Tarea para la semana", topic.home_task)):
            self._text(title, text)
        self._list("Si alguien cuenta violencia o hay peligro", topic.safety)
        self._list("Para que todos puedan participar", topic.accessibility)
        self._list("Notas para el equipo", topic.notes)
        self._foundations(topic)
        self._shared()

    def _head(self, topic: Topic) -> None:
        self._column.addWidget(label(topic.name, "title"))
        where = f"Tema {topic.number} de la directiva (6.4.8)" if topic.number else "Tema del servicio"
        self._column.addWidget(label(f"{where} · unos {topic.suggested_minutes} minutos", "muted"))
        self._column.addWidget(label(topic.purpose))

    def _objectives(self, topic: Topic) -> None:
        self._title("Objetivos (6.4.9)")
        for area in Area:
            self._column.addWidget(label(self._curriculum.areas.text(area), "label"))
            self._points(topic.objectives.get(area, ()))

    def _activity(self, number: int, activity: Activity) -> None:
        self._title(f"Actividad {number}: {activity.title}")
        words = self._curriculum
        told = (
            f"{activity.minutes} minutos",
            words.techniques.text(activity.technique),
            words.groupings.text(activity.grouping),
            words.areas.text(activity.area),
        )
        self._column.addWidget(label(" · ".join(told), "muted"))
        for place, step in enumerate(activity.steps, start=1):
            self._column.addLayout(_line(f"{place}.", step))
        if activity.materials:
            self._column.addWidget(label(f"Se necesita: {', '.join(activity.materials)}.", "muted"))

    def _answers(self, topic: Topic) -> None:
        if not topic.watch_for:
            return
        self._title("Lo que puede aparecer y cómo responder (6.4.10 c)")
        for one in topic.watch_for:
            self._column.addWidget(label(self._curriculum.avoidances.text(one.avoidance), "muted"))
            self._column.addWidget(label(one.said, "label"))
            self._column.addLayout(_line("→", one.answer))

    def _foundations(self, topic: Topic) -> None:
        words = self._curriculum
        for title, codes, catalogue in (
            ("Componentes (5.4.8)", topic.components, words.components),
            ("Enfoques (5.4)", topic.approaches, words.approaches),
            ("Principios (5.3)", topic.principles, words.principles),
        ):
            if codes:
                self._column.addWidget(label(f"{title}: {_named(codes, catalogue)}", "muted"))

    def _shared(self) -> None:
        """What holds whatever the topic."""
        words = self._curriculum
        self._list("En toda sesión: apertura", words.opening)
        self._list("En toda sesión: cierre", words.closing)
        self._list("En toda sesión: si hay peligro (5.3.4)", words.safety)
        self._list("En toda sesión: para que todos participen", words.accessibility)

    def _list(self, title: str, lines: Sequence[str]) -> None:
        if lines:
            self._title(title)
            self._points(lines)

    def _text(self, title: str, text: str) -> None:
        if text:
            self._title(title)
            self._column.addWidget(label(text))

    def _title(self, text: str) -> None:
        self._column.addSpacing(theme.SPACE_S)
        self._column.addWidget(rule())
        self._column.addWidget(label(text, "heading"))

    def _points(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._column.addLayout(_line("–", line))


def _line(mark: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.SPACE_S)
    sign = label(mark, "muted", wrap=False)
    sign.setMinimumWidth(theme.scaled(18))
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(text), 1)
    return row


def _named(codes: Sequence[str], catalogue: Catalogue) -> str:
    return "; ".join(catalogue.text(code) for code in codes)
