"""The parts of a man's record as they are read: his groups with their history, and the ficha with what he answered."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.answers import display
from facilitador.domain.dates import format_date
from facilitador.domain.enrolments import STATUS_RULES, StintEvent
from facilitador.domain.participants import Participant, StintWithEvents
from facilitador.domain.registration_forms import FormDefinition
from facilitador.reference import districts
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label

NO_GROUP = "Todavía no está en ningún grupo. Se le inscribe desde la página del grupo."


def stints_part(man: Participant, open_group: Callable[[UUID], None], parent: QWidget) -> QWidget:
    """Every stay in a group, the newest first, with each step it took."""
    part, column = _part(parent)
    column.addWidget(label("Sus grupos", "heading"))
    if not man.stints:
        column.addWidget(label(NO_GROUP, "muted"))
    for stint in reversed(man.stints):
        column.addWidget(_stint(stint, open_group, part))
    return part


def ficha_part(man: Participant, form: FormDefinition, parent: QWidget) -> QWidget:
    """What he answered, section by section; questions without an answer are left out."""
    part, column = _part(parent)
    column.addWidget(label("Su ficha", "heading"))
    for section in form.sections:
        answered = [field for field in section.fields if field.id in man.answers]
        if not answered:
            continue
        frame, inner = card(part)
        inner.addWidget(label(section.title, "label"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_S)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for row, field in enumerate(answered):
            answer = label(display(field, man.answers[field.id], districts()))
            answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label(field.label, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(answer, row, 1, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(grid)
        column.addWidget(frame)
    return part


def _part(parent: QWidget) -> tuple[QWidget, QVBoxLayout]:
    part = QWidget(parent)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACE_M)
    return part, column


def _stint(history: StintWithEvents, open_group: Callable[[UUID], None], parent: QWidget) -> QWidget:
    frame, column = card(parent)
    row = QHBoxLayout()
    row.addWidget(label(history.group_name, "label"), 1)
    go = button("Ver el grupo", "quiet")
    go.setAccessibleName(f"Ver el grupo {history.group_name}")
    go.clicked.connect(lambda: open_group(history.stint.group_id))
    row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(row)
    for event in history.events:
        column.addWidget(label(_step(event), "" if event is history.events[-1] else "muted"))
    return frame


def _step(event: StintEvent) -> str:
    words = f"{format_date(event.on)}: {STATUS_RULES[event.status].label}"
    return f"{words}. {event.reason}" if event.reason else words
