"""The team's side while a session is projected: what is in sight and what follows, the time, the steps, the men."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.attendance import MARK_LABELS
from facilitador.domain.attendance_lists import AttendanceLine, tally
from facilitador.domain.countdowns import TimeLeft
from facilitador.ui import theme
from facilitador.ui.session_mode import words
from facilitador.ui.session_mode.actions import Action
from facilitador.ui.session_mode.projection import Projection
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import PageScroll

ASKED = "¿Esta pantalla la ve solo el equipo?"
ASKED_MORE = (
    "Los nombres están ocultos. Mire la pantalla del grupo: si allí está la página proyectada y aquí no, puede "
    "mostrarlos. Si cambia algo en las pantallas, se ocultan de nuevo."
)

_WIDE = 860
"""From this width on, at 100 % text, the men stand beside the steps."""


class TeamPage(PageScroll):
    """`wished(Action)`; `names_wished(bool)`: show the names, or hide them."""

    wished = Signal(object)
    names_wished = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=1000)
        self.column.addWidget(label("Sesión en pantalla", "display"))
        self.column.addWidget(self._build_now())
        self._below = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._below.setSpacing(theme.SPACE_L)
        self._below.addWidget(self._build_guide(), 3)
        self._below.addWidget(self._build_men(), 2)
        self.column.addLayout(self._below)
        self.column.addStretch(1)

    def show_projection(self, projection: Projection) -> None:
        """Say what is in sight and what follows, and what whoever facilitates does meanwhile."""
        session, slide, after = projection.session, projection.slide, projection.next_slide
        dark = " (oscurecida)" if projection.showing.dark else ""
        self.now.setText(f"En pantalla: {words.name_of(slide, session)}{dark}")
        self.after.setText(f"Sigue: {words.name_of(after, session)}" if after else "Es la última página.")
        self.forward_button.setEnabled(not projection.showing.is_last)
        moment = session.moments[slide.moment] if slide.moment is not None else None
        steps = moment.steps if moment else ()
        materials = moment.materials if moment else ()
        self.steps.setText("\n\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1)))
        self.materials.setText(f"Materiales: {'; '.join(materials)}" if materials else "")
        self.materials.setVisible(bool(materials))
        self.notes.setText("\n\n".join(session.notes))
        self.guide.setVisible(bool(steps or session.notes))
        self.steps_part.setVisible(bool(steps))
        self.notes_part.setVisible(bool(session.notes))
        self.show_time(projection)

    def show_time(self, projection: Projection) -> None:
        """Say what is left of the time."""
        left = projection.time_left
        told = words.TIME_WORDS[left]
        if left is TimeLeft.OVER and projection.beyond_text:
            told = f"Pasaron {projection.beyond_text}"
        self.time.setText(projection.time_text)
        self.time_words.setText(f"{projection.time_title}. {told}".strip())
        running = projection.countdown.running
        self.time_button.setText("Parar el tiempo" if running else "Empezar el tiempo")
        self.time_button.setAccessibleName(self.time_button.text())

    def show_men(self, men: Sequence[AttendanceLine] | None) -> None:
        """Name who is expected, or hide every name (None)."""
        shown = men is not None
        self.names.setText("\n".join(_line(man) for man in men or ()))
        self.names.setVisible(shown)
        self.count.setText(_count(men or ()))
        self.count.setVisible(shown)
        self.asked.setVisible(not shown)
        self.show_button.setVisible(not shown)
        self.hide_button.setVisible(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.viewport().width() >= theme.scaled(_WIDE)
        self._below.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build_now(self) -> QFrame:
        frame, column = card()
        self.now = label("", "heading")
        self.after = label("", "muted")
        column.addWidget(self.now)
        column.addWidget(self.after)
        row = FlowLayout()
        self.back_button = self._wish("Anterior", Action.BACK)
        self.forward_button = self._wish("Siguiente", Action.FORWARD, "primary")
        self.dark_button = self._wish("Oscurecer", Action.DARK)
        self.end_button = self._wish("Dejar de proyectar", Action.END)
        for one in (self.back_button, self.forward_button, self.dark_button, self.end_button):
            row.addWidget(one)
        column.addLayout(row)
        time = QHBoxLayout()
        self.time = label("", "display", wrap=False)
        self.time_words = label("")
        time.addWidget(self.time)
        time.addWidget(self.time_words, 1)
        column.addLayout(time)
        row = FlowLayout()
        self.time_button = self._wish("Empezar el tiempo", Action.TIMER)
        for one in (
            self.time_button,
            self._wish("Un minuto más", Action.MORE_TIME),
            self._wish("Un minuto menos", Action.LESS_TIME),
        ):
            row.addWidget(one)
        column.addLayout(row)
        return frame

    def _wish(self, text: str, action: Action, kind: str = "secondary") -> QPushButton:
        made = button(text, kind)
        made.clicked.connect(lambda checked=False: self.wished.emit(action))
        return made

    def _build_men(self) -> QFrame:
        frame, column = card()
        column.addWidget(label("Participantes de hoy", "heading"))
        self.count = label("", "label")
        self.names = label("")
        self.asked = label(f"{ASKED} {ASKED_MORE}")
        for part in (self.count, self.names, self.asked):
            column.addWidget(part)
        row = FlowLayout()
        self.show_button = button("Sí, mostrar los nombres")
        self.hide_button = button("Ocultar los nombres")
        self.show_button.clicked.connect(lambda: self.names_wished.emit(True))
        self.hide_button.clicked.connect(lambda: self.names_wished.emit(False))
        row.addWidget(self.show_button)
        row.addWidget(self.hide_button)
        column.addLayout(row)
        column.addStretch(1)
        return frame

    def _build_guide(self) -> QFrame:
        self.guide, column = card()
        self.steps_part, self.steps, self.materials = _part("Pasos de esta actividad")
        self.notes_part, self.notes, _ = _part("Para tener presente")
        column.addWidget(self.steps_part)
        column.addWidget(self.notes_part)
        column.addStretch(1)
        return self.guide


def _part(title: str) -> tuple[QWidget, QLabel, QLabel]:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACE_S)
    column.addWidget(label(title, "heading"))
    first, second = label(""), label("", "muted")
    second.hide()
    column.addWidget(first)
    column.addWidget(second)
    return part, first, second


def _line(man: AttendanceLine) -> str:
    said = MARK_LABELS[man.mark].lower()
    if man.mark is None and man.announced is not None:
        said = "avisó que no viene"
    return f"{man.number}. {man.full_name}: {said}"


def _count(men: Sequence[AttendanceLine]) -> str:
    if not men:
        return "Nadie cuenta en el grupo en esta fecha."
    counted = tally(man.mark for man in men)
    told = [f"{MARK_LABELS[mark]}: {number}" for mark, number in counted.by_mark.items() if number]
    if counted.unrecorded:
        told.append(f"{MARK_LABELS[None]}: {counted.unrecorded}")
    return " · ".join(told)
