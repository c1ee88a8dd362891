"""One line of the page: how it stands in a sign and words, and the way to what settles it; and the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.closures import (
    MATTER_LABELS,
    STATE_LABELS,
    ClosureEntry,
    ClosureItem,
    ClosureMatter,
    ClosureStep,
    MatterState,
)
from facilitador.domain.dates import format_date
from facilitador.ui import icons, theme
from facilitador.ui.screen import Destination
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label, rule

_SIGNS: Final = {
    MatterState.DONE: ("check", "good_text"),
    MatterState.OPEN: ("pending", "warning_text"),
    MatterState.TO_SEE: ("info", "muted"),
}
COMPLETED: Final = "Anotar quiénes culminaron"


class ItemRow(QWidget):
    """One line. `destination_requested`; `completed_wanted`: to note who completed."""

    destination_requested = Signal(Destination)
    completed_wanted = Signal()

    def __init__(self, item: ClosureItem, *, may_complete: bool) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_M)
        sign = label("", wrap=False)
        icons.set_icon(sign, *_SIGNS[item.state], 18)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        name = MATTER_LABELS[item.matter]
        words.addWidget(label(f"{name} · {STATE_LABELS[item.state]}", "label"))
        words.addWidget(label(item.words))
        self.complete = button(COMPLETED, "quiet", parent=self)
        self.complete.clicked.connect(self.completed_wanted)
        self.complete.setVisible(may_complete)
        words.addWidget(self.complete, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)
        self.go = button("Ver", "quiet", parent=self)
        self.go.setAccessibleDescription(name)
        self.go.clicked.connect(lambda: self.destination_requested.emit(Destination(item.place, item.target_id)))
        self.go.setVisible(bool(item.place))
        row.addWidget(self.go, 0, Qt.AlignmentFlag.AlignTop)


class ItemsCard(QFrame):
    """Every line, drawn anew each time. `destination_requested`; `completed_wanted`."""

    destination_requested = Signal(Destination)
    completed_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.SPACE_M)
        column.addLayout(self._rows)
        self.rows: dict[ClosureMatter, ItemRow] = {}
        self._drawn: list[QWidget] = []

    def show_items(self, items: tuple[ClosureItem, ...], *, may_complete: bool) -> None:
        """Show these lines."""
        for former in self._drawn:
            self._rows.removeWidget(former)
            former.hide()
            former.deleteLater()
        self._drawn, self.rows = [], {}
        for item in items:
            open_men = item.matter is ClosureMatter.MEN and item.state is MatterState.OPEN
            row = ItemRow(item, may_complete=may_complete and open_men)
            row.destination_requested.connect(self.destination_requested)
            row.completed_wanted.connect(self.completed_wanted)
            self.rows[item.matter] = row
            self._drawn += [rule(), row] if self._drawn else [row]
        for part in self._drawn:
            self._rows.addWidget(part)


def entry_card(entry: ClosureEntry, people: Mapping[UUID, str]) -> QFrame:
    """A closing with what was left open, or an opening again with its reason."""
    frame, column = card()
    by = people.get(entry.by, "")
    if entry.step is ClosureStep.REOPENED:
        column.addWidget(label(f"Abierto otra vez el {format_date(entry.on)}", "heading"))
        column.addWidget(label(entry.reason))
        column.addWidget(label(by, "muted"))
        return frame
    column.addWidget(label(f"Cerrado el {format_date(entry.on)}", "heading"))
    column.addWidget(label(by, "muted"))
    if entry.follow_up_on is not None:
        column.addWidget(label(f"Seguimiento: {format_date(entry.follow_up_on)}"))
    for one in entry.left_open:
        count = f" ({one.count})" if one.count else ""
        column.addWidget(label(f"{MATTER_LABELS[one.matter]}{count}", "label"))
        column.addWidget(label(one.note or "No se dijo quién se encarga.", "" if one.note else "muted"))
    if entry.lessons:
        column.addWidget(label("Lo aprendido", "label"))
        column.addWidget(label(entry.lessons))
    return frame
