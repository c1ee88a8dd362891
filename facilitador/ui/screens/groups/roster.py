"""Who is in the group, who waits in order, and who is there no more: each list with what can be done for one man."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.enrolments import RosterEntry
from facilitador.ui import theme
from facilitador.ui.screens.groups import models, words
from facilitador.ui.screens.groups.models import Waiter
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.fitted_table import FittedTable
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label


def _only_if(may: bool, *buttons: QPushButton) -> None:
    """Hide what the role may not do. (Showing a button that has no parent yet would open a window of its own.)"""
    for one in buttons:
        if not may:
            one.hide()


class Strip(QWidget):
    """Buttons for the row the person stands on; while she stands on none they are asleep."""

    def __init__(self, buttons: Sequence[QPushButton], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = tuple(buttons)
        row = FlowLayout(self)
        for one in self._buttons:
            row.addWidget(one)
        self.wake(False)

    def wake(self, awake: bool) -> None:
        """Whether there is a row to act on."""
        for one in self._buttons:
            one.setEnabled(awake)


class MenList(QWidget):
    """A heading, a table and its strip. `opened(entry)`: his ficha is wanted; `change_requested(entry)`: his status."""

    opened = Signal(object)
    change_requested = Signal(object)

    def __init__(self, title: str, table: FittedTable[Any], buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self.table = table
        self.strip = Strip(buttons)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.SPACE_S)
        self.title = label(title, "heading")
        self.column.addWidget(self.title)
        self.column.addWidget(table)
        self.column.addWidget(self.strip)
        table.picked.connect(self._stand_on)
        table.opened.connect(lambda row: self.opened.emit(self.entry_of(row)))

    @property
    def entry(self) -> RosterEntry | None:
        """The man the person stands on."""
        row = self.table.current
        return None if row is None else self.entry_of(row)

    def entry_of(self, row: Any) -> RosterEntry:
        """The roster entry of a row."""
        entry: RosterEntry = row
        return entry

    def tell(self, signal: Any) -> Callable[[], None]:
        """A slot that emits `signal` with the man the person stands on."""
        return lambda: signal.emit(self.entry) if self.entry is not None else None

    def _stand_on(self, row: Any) -> None:
        self.strip.wake(row is not None)


class RosterList(MenList):
    """Who holds one of the fifteen places (6.4.1)."""

    def __init__(self, today: Callable[[], date], may_change: bool, *, sent: bool = True) -> None:
        self._sent = sent  # False where they came without names
        self._model = models.roster_model(today, sent=sent)
        self.open_ficha = button("Ver su ficha", icon="form")
        self.change = button("Cambiar su estado")
        _only_if(may_change, self.change)
        table = FittedTable(self._model, "Participantes del grupo", lines=2)
        super().__init__("Participantes", table, (self.open_ficha, self.change))
        self.places = label("", "muted")
        self.column.insertWidget(1, self.places)
        self.nobody = label("Todavía no hay nadie inscrito.", "muted")
        self.column.insertWidget(2, self.nobody)
        self.open_ficha.clicked.connect(self.tell(self.opened))
        self.change.clicked.connect(self.tell(self.change_requested))

    def show_men(self, men: Sequence[RosterEntry], open_group: bool) -> None:
        """Show who holds a place; in a closed group nobody does."""
        self._model.set_rows(men)
        incomplete = sum(not entry.complete for entry in men)
        parts = [words.places(len(men))]
        if incomplete and self._sent:
            parts.append("1 ficha por completar" if incomplete == 1 else f"{incomplete} fichas por completar")
        self.places.setText(" · ".join(parts))
        self.places.setVisible(open_group)
        self.nobody.setText(
            "Todavía no hay nadie inscrito." if open_group else "El grupo terminó: ya no hay inscritos."
        )
        for part in (self.table, self.strip):
            part.setVisible(bool(men))
        self.nobody.setVisible(not men)
        self.strip.wake(self.entry is not None)


class WaitingList(MenList):
    """Who waits, in order. `move_requested(entry, place)`, `place_given(entry)`."""

    move_requested = Signal(object, int)
    place_given = Signal(object)

    def __init__(self, may_change: bool) -> None:
        self._model = models.waiting_model()
        self._room, self._count = False, 0
        self.give = button("Darle el lugar")
        self.up = button("Subir", icon="up")
        self.down = button("Bajar", icon="down")
        self.open_ficha = button("Ver su ficha", icon="form")
        self.take_out = button("Sacar de la lista", "quiet")
        buttons = (self.give, self.up, self.down, self.open_ficha, self.take_out)
        _only_if(may_change, self.give, self.up, self.down, self.take_out)
        super().__init__("Lista de espera", FittedTable(self._model, "Lista de espera"), buttons)
        self.up.setToolTip("Alt+↑")
        self.down.setToolTip("Alt+↓")
        self.give.clicked.connect(self.tell(self.place_given))
        self.open_ficha.clicked.connect(self.tell(self.opened))
        self.take_out.clicked.connect(self.tell(self.change_requested))
        for one, step, keys in ((self.up, -1, "Alt+Up"), (self.down, 1, "Alt+Down")):
            one.clicked.connect(lambda checked=False, step=step: self._move(step))
            if may_change:
                shortcut = QShortcut(QKeySequence(keys), self.table)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(lambda step=step: self._move(step))

    def entry_of(self, row: Waiter) -> RosterEntry:
        return row.entry

    def show_waiting(self, waiting: Sequence[Waiter], room: bool) -> None:
        """Show who waits; `room`: a place is free."""
        self._room, self._count = room, len(waiting)
        self._model.set_rows(waiting)
        self.setVisible(bool(waiting))
        self._stand_on(self.table.current)

    def _stand_on(self, row: Waiter | None) -> None:
        super()._stand_on(row)
        if row is not None:
            self.give.setEnabled(self._room)
            self.up.setEnabled(row.place > 1)
            self.down.setEnabled(row.place < self._count)

    def _move(self, step: int) -> None:
        row = self.table.current
        if row is not None and 1 <= row.place + step <= self._count:
            self.move_requested.emit(row.entry, row.place + step)


class GoneList(MenList):
    """Stays that ended, behind a box to tick. `again_requested(entry)`: he comes back."""

    again_requested = Signal(object)

    def __init__(self, may_change: bool) -> None:
        self._model = models.gone_model()
        self._may_change, self._inside, self._open = may_change, frozenset[object](), True
        self.open_ficha = button("Ver su ficha", icon="form")
        self.again = button("Inscribir de nuevo")
        _only_if(may_change, self.again)
        table = FittedTable(self._model, "Ya no están en el grupo", lines=2)
        super().__init__("", table, (self.open_ficha, self.again))
        self.title.hide()
        self.box = QCheckBox("")
        self.column.insertWidget(0, self.box, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.toggled.connect(self._fold)
        self.open_ficha.clicked.connect(self.tell(self.opened))
        self.again.clicked.connect(self.tell(self.again_requested))
        self._fold(False)

    def show_gone(self, gone: Sequence[RosterEntry], inside: Sequence[RosterEntry], open_group: bool) -> None:
        """Show who is there no more; who is inside again, or whose group is closed, cannot be enrolled anew."""
        self._inside = frozenset(entry.stint.participant_id for entry in inside)
        self._open = open_group
        self._model.set_rows(gone)
        self.box.setText(f"Mostrar a quienes ya no están en el grupo ({len(gone)})")
        self.setVisible(bool(gone))
        self._stand_on(self.table.current)

    def _fold(self, unfolded: bool) -> None:
        self.table.setVisible(unfolded)
        self.strip.setVisible(unfolded)

    def _stand_on(self, row: RosterEntry | None) -> None:
        super()._stand_on(row)
        if row is not None:
            self.again.setEnabled(self._open and row.stint.participant_id not in self._inside)
