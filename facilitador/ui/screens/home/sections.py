"""The parts of the home page: what waits, and the groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.dates import WEEKDAYS
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.enrolments import SEATS
from facilitador.domain.groups import GroupLine, GroupStatus
from facilitador.ui import icons, theme
from facilitador.ui.screen import Destination
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import SectionHeader
from facilitador.ui.widgets.lines import Lines

LINES_SHOWN = 7
MORE_LINES = 30  # each further press
CARDS_SHOWN = 6
TWO_ACROSS = 780  # pixels at 100 % from which two cards stand side by side

STATUS_WORDS = {GroupStatus.FORMING: "En formación", GroupStatus.RUNNING: "En marcha", GroupStatus.CLOSED: "Cerrado"}

_ICONS = {
    Urgency.PROTECTION: ("warning", "danger_text"),
    Urgency.OVERDUE: ("warning", "warning_text"),
    Urgency.SOON: ("pending", "accent"),
    Urgency.WHENEVER: ("info", "muted"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: what, the verb that settles it, and where."""

    text: str
    verb: str
    destination: Destination
    urgency: Urgency = Urgency.SOON


def due_line(item: DueItem) -> Line:
    """What is due as a line, which leads to the place that its own room names."""
    said = messages.message(item.code, item.parameters)
    return Line(said.text, said.remedy or "Abrir", Destination(item.place, item.target_id), item.urgency)


NOTHING_DUE = "No hay nada pendiente."
READING = "Leyendo lo pendiente…"


class DueCard(QFrame):
    """Seven lines at most; the rest behind "ver más", some at a time. With nothing due it says so and stays calm.

    Until the book has answered it says that it is still reading: what could not be read is not "nothing".
    """

    destination_requested = Signal(Destination)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(label("Por hacer", "heading"))
        self.calm = label(READING, "muted")
        column.addWidget(self.calm)
        self._rows = Lines(theme.SPACE_XS, self)
        column.addWidget(self._rows)
        self.more_button = button("Ver más", "quiet")
        self.more_button.clicked.connect(self._show_more)
        row = QHBoxLayout()
        row.addWidget(self.more_button)
        row.addStretch(1)
        column.addLayout(row)
        self.buttons: list[QPushButton] = []
        self._lines: tuple[Line | DueItem, ...] = ()
        self._shown = LINES_SHOWN
        self._draw()

    def show_lines(self, lines: Sequence[Line | DueItem]) -> None:
        """Show these, soonest first; what is due is put into words once it comes into sight."""
        self.calm.setText(NOTHING_DUE)
        self._lines = tuple(lines)
        self._draw()

    @property
    def lines_in_sight(self) -> int:
        """How many lines are shown."""
        return len(self.buttons)

    def _show_more(self) -> None:
        first_new = len(self.buttons)
        self._shown += MORE_LINES
        self._draw()
        self.buttons[first_new].setFocus()

    def _draw(self) -> None:
        self.buttons = []
        shown = self._lines[: self._shown]
        hidden = len(self._lines) - len(shown)
        self.more_button.setVisible(hidden > 0)
        self.more_button.setText(f"Ver más ({hidden})")
        self.calm.setVisible(not self._lines)
        self._rows.fill(self._row(line if isinstance(line, Line) else due_line(line)) for line in shown)

    def _row(self, line: Line) -> QWidget:
        holder = QWidget(self._rows)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_M)
        mark = label("", wrap=False, parent=holder)
        icons.set_icon(mark, *_ICONS[line.urgency], 18)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(label(line.text, parent=holder), 1)
        act = button(line.verb, "quiet", parent=holder)
        act.setAccessibleDescription(line.text)
        act.clicked.connect(lambda: self.destination_requested.emit(line.destination))
        self.buttons.append(act)
        row.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
        return holder


@dataclass(frozen=True, slots=True)
class GroupActions:
    """What the person's role lets her do with a group from here."""

    enrol: bool
    print: bool


class GroupCards(QWidget):
    """The first groups that are not closed, each with what is done most often; the others are in their list."""

    destination_requested = Signal(Destination)

    def __init__(self, actions: GroupActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.cards: list[GroupCard] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        self.all_button = button("Ver todos los grupos", "quiet")
        self.all_button.clicked.connect(lambda: self.destination_requested.emit(Destination("groups")))
        column.addWidget(SectionHeader("Grupos", action=self.all_button))
        self._ground = QWidget(self)
        self._grid = QGridLayout(self._ground)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.SPACE_L)
        self._grid.setColumnStretch(0, 1)
        self._across = 0
        column.addWidget(self._ground)

    def show_groups(self, groups: Sequence[GroupLine], further: int = 0) -> None:
        """Draw the first of these groups, and how many more there are; `further`: those that were not read."""
        self._ground.hide()  # so that the new cards come into sight all at once, see `Lines`
        for former in self.cards:
            self._grid.removeWidget(former)
            former.deleteLater()
        self.cards = []
        for line in groups[:CARDS_SHOWN]:
            made = GroupCard(line, self._actions, self._ground)
            made.destination_requested.connect(self.destination_requested)
            self.cards.append(made)
        more = len(groups) - len(self.cards) + further
        self.all_button.setText(f"Ver todos los grupos (hay {more} más)" if more else "Ver todos los grupos")
        self._arrange()
        self._ground.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._across != self._room():
            self._arrange()

    def _room(self) -> int:
        """How many cards fit side by side with their buttons in one row."""
        return 2 if self.width() >= theme.scaled(TWO_ACROSS) else 1

    def _arrange(self) -> None:
        self._across = self._room()
        for number, made in enumerate(self.cards):
            self._grid.addWidget(made, *divmod(number, self._across))
        self._grid.setColumnStretch(1, 1 if self._across == 2 else 0)


class GroupCard(QFrame):
    """One group: name, state, men who count, when it meets, and three quick ways on."""

    destination_requested = Signal(Destination)

    def __init__(self, line: GroupLine, actions: GroupActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group_id = line.group.id
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_L, theme.SPACE_M)
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(label(line.group.name, "label", parent=self))
        column.addWidget(label(counted(line), parent=self))
        column.addWidget(label(when_and_where(line), "muted", parent=self))
        column.addStretch(1)
        column.addSpacing(theme.SPACE_S)
        self.open_button = button("Abrir", parent=self)
        self.enrol_button = button("Inscribir", parent=self)
        self.print_button = button("Lista de asistencia", icon="print", parent=self)
        self.print_button.setToolTip("Imprimir la lista de asistencia")
        if not actions.enrol or line.group.status is GroupStatus.CLOSED:
            self.enrol_button.hide()
        if not actions.print:
            self.print_button.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        for act, kind in (
            (self.open_button, "group"),
            (self.enrol_button, "intake"),
            (self.print_button, "print_attendance_sheet"),
        ):
            act.setAccessibleDescription(line.group.name)
            act.clicked.connect(lambda checked=False, kind=kind: self._go(kind))
            row.addWidget(act)
        row.addStretch(1)
        column.addLayout(row)

    def _go(self, kind: str) -> None:
        self.destination_requested.emit(Destination(kind, self.group_id))


def counted(line: GroupLine) -> str:
    """`En marcha · 12 de 15 · 2 en espera`."""
    parts = [STATUS_WORDS[line.group.status], f"{line.counting} de {SEATS} lugares ocupados"]
    if line.waiting:
        parts.append(f"{line.waiting} en espera")
    return " · ".join(parts)


def when_and_where(line: GroupLine) -> str:
    """`martes, 18:30 · Casa comunal`; what is not decided yet is said so."""
    group = line.group
    if group.weekday is None:
        when = "Día y hora por decidir"
    else:
        when = WEEKDAYS[group.weekday].capitalize() + (f", {group.starts_at:%H:%M}" if group.starts_at else "")
    return f"{when} · {line.venue_name or 'Local por decidir'}"
