"""One goal on the page: what it says, how far it is, what was noted, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.domain.dates import format_date
from facilitador.domain.goals import OUTCOME_LABELS, GoalStanding, standing_words, target_words
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label


class GoalCard(QWidget):
    """Wishes: `note_requested`, `change_requested`, `close_requested`."""

    note_requested = Signal()
    change_requested = Signal()
    close_requested = Signal()

    def __init__(self, standing: GoalStanding, *, may_write: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.standing = standing
        goal = standing.goal
        frame, column = card()
        column.addWidget(label(goal.content.wording, "heading"))
        self.facts = label("\n".join(facts(standing)))
        column.addWidget(self.facts)
        for note in goal.notes:
            told = " · ".join(filter(None, ("" if note.value is None else str(note.value), note.seen)))
            column.addWidget(label(f"{format_date(note.noted_on)}: {told}", "muted"))
        self.note = button("Anotar lo que se vio")
        self.change = button("Cambiar", "quiet")
        self.close_goal = button("Cerrar la meta", "quiet")
        if may_write and goal.is_open:
            row = FlowLayout()
            for one, wish in (
                (self.note, self.note_requested),
                (self.change, self.change_requested),
                (self.close_goal, self.close_requested),
            ):
                one.setAccessibleDescription(goal.content.wording)
                one.clicked.connect(wish)
                row.addWidget(one)
            column.addLayout(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.SPACE_S)
        outer.addWidget(frame)


def facts(standing: GoalStanding) -> list[str]:
    """What is expected, how far it is, until when, and how it ended."""
    goal, content = standing.goal, standing.goal.content
    told = []
    if content.target is not None:
        counted = standing.indicator.name if standing.indicator else "lo cuenta el equipo"
        told.append(f"Se espera: {target_words(content, standing.indicator)} ({counted})")
    if content.looked_at:
        told.append(f"Se mira: {content.looked_at}")
    if far := standing_words(standing):
        told.append(f"Va en: {far}")
    told.append(f"Del {format_date(content.starts_on)} al {format_date(content.due_on)}")
    if goal.outcome is not None and goal.closed_on is not None:
        told.append(f"{OUTCOME_LABELS[goal.outcome]}, {format_date(goal.closed_on)}: {goal.outcome_seen}")
    return told
