"""The top of a group's plan: how far it is, the one thing to do next, and what can be done with the plan as a whole."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from facilitador.domain.dates import WEEKDAYS
from facilitador.domain.groups import GroupStatus
from facilitador.domain.session_plans import SessionState
from facilitador.ui import theme
from facilitador.ui.screens.sessions.plan_models import spoken_day
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.use_cases.group_plans import PlanView

OPEN_TODAY = "Abrir la sesión de hoy"
OPEN_NEXT = "Abrir la siguiente sesión"
OPEN_LATE = "Registrar la sesión que ya pasó"


class PlanHead(QWidget):
    """Title, progress, buttons. Every wish is a signal; what the role may not do is not there."""

    open_requested = Signal()
    propose_requested = Signal()
    extra_requested = Signal()
    feasts_requested = Signal()
    export_requested = Signal()
    calendar_requested = Signal()
    topics_requested = Signal()

    def __init__(self, may_change: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_change = may_change
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        self.title = label("", "display")
        self.facts = label("", "muted")
        self.progress = label("", "label")
        for part in (self.title, self.facts, self.progress):
            column.addWidget(part)
        column.addSpacing(theme.SPACE_S)
        column.addLayout(self._buttons())

    def show_plan(self, view: PlanView) -> None:
        """Show how far this plan is."""
        self.title.setText(f"Sesiones de {view.group.name}")
        self.facts.setText(_facts(view))
        self.progress.setText(_progress(view))
        following = view.next_session
        is_open = view.group.status is not GroupStatus.CLOSED
        self.open.setVisible(following is not None)
        if following is not None:
            words = OPEN_TODAY if following.day == view.on else OPEN_NEXT if following.day > view.on else OPEN_LATE
            self.open.setText(words)
            self.open.setAccessibleName(words)
        has_plan = bool(view.sessions)
        self.propose.setVisible(self._may_change and is_open and has_plan)
        self.extra.setVisible(self._may_change and is_open)
        self.take.setVisible(has_plan)

    def make_primary(self, primary: bool) -> None:
        """One primary action: while something is asked, it is the one that is asked about."""
        set_kind(self.open, "primary" if primary else "secondary")

    def _buttons(self) -> FlowLayout:
        self.open = button(OPEN_NEXT, "primary", icon="calendar")
        self.propose = button("Proponer de nuevo lo que falta", icon="refresh")
        self.extra = button("Agregar una sesión", icon="plus")
        self.take = button("Imprimir o llevar", icon="print")
        self.topics = button("Los temas")
        self.feasts = button("Fiestas del lugar")
        self.menu = QMenu(self.take)
        self._offer("Calendario para los participantes (papel)", self.calendar_requested.emit)
        self._offer("Fechas para el calendario del celular (archivo)", self.export_requested.emit)
        self.take.setMenu(self.menu)
        self.open.clicked.connect(self.open_requested)
        self.propose.clicked.connect(self.propose_requested)
        self.extra.clicked.connect(self.extra_requested)
        self.topics.clicked.connect(self.topics_requested)
        self.feasts.clicked.connect(self.feasts_requested)
        row = FlowLayout()
        for one in (self.open, self.extra, self.propose, self.take, self.topics, self.feasts):
            row.addWidget(one)
        for one in (self.open, self.propose, self.extra, self.take):
            one.hide()
        return row

    def _offer(self, text: str, act: Callable[[], None]) -> None:
        self.menu.addAction(text, partial(act))


def _facts(view: PlanView) -> str:
    group = view.group
    hours = ""
    if group.weekday is not None:
        hours = WEEKDAYS[group.weekday] + (f", {group.starts_at:%H:%M}" if group.starts_at else "")
    return " · ".join(part for part in (hours, view.venue.name if view.venue else "") if part)


def _progress(view: PlanView) -> str:
    standing = [one for one in view.sessions if one.state is not SessionState.CANCELLED]
    if not standing:
        return ""
    held = sum(one.state is SessionState.HELD for one in standing)
    told = f"{held} de {len(standing)} sesiones realizadas"
    following = view.next_session
    if following is None:
        return told
    if following.state is SessionState.HELD:
        return f"{told} · falta cerrar la bitácora de hoy"
    when = "hoy" if following.day == view.on else spoken_day(following.day).lower()
    which = "sin registrar desde el" if following.day < view.on else "la siguiente es"
    return f"{told} · {which} {when}, {following.starts_at:%H:%M}"
