"""The sessions of a plan, saved or only proposed, with what can be done to the one the person stands on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from facilitador.ui import theme
from facilitador.ui.screens.sessions.plan_models import PlanModel, PlanRow, Standing
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.wrapped_table import WrappedTable

SHOWN_AT_ONCE = 3
EARLIER, LATER = -1, 1
_REARRANGEABLE = (Standing.TODAY, Standing.NEXT, Standing.PLANNED, Standing.PAST, Standing.PROPOSED)


class PlanList(QWidget):
    """Table, strip and keys. Each wish carries the row: `opened`, `move_requested`, `cancel_requested`,
    `restore_requested`, `topics_requested`, `split_requested`, `merge_requested`, `swap_requested`, `print_requested`,
    `describe_requested`.

    `topic_moved(row, -1 or 1)`: its first topic goes to the session before, its last one to the one after.
    `proposed`: nothing is saved yet; sessions are taken out instead of cancelled.
    """

    opened = Signal(object)
    move_requested = Signal(object)
    cancel_requested = Signal(object)
    restore_requested = Signal(object)
    topics_requested = Signal(object)
    split_requested = Signal(object)
    merge_requested = Signal(object)
    swap_requested = Signal(object)
    print_requested = Signal(object)
    describe_requested = Signal(object)
    topic_moved = Signal(object, int)

    def __init__(self, may_change: bool, *, proposed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_change, self._proposed = may_change, proposed
        self.model = PlanModel()
        self.table: WrappedTable[PlanRow] = WrappedTable(self.model, "Sesiones del plan")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addLayout(self._strip())
        keys = "Ctrl+↑ y Ctrl+↓ llevan un tema a la sesión anterior o a la siguiente."
        self.hint = label(keys, "help")
        column.addWidget(self.hint)
        self.hint.setVisible(may_change)  # once it has a parent: else it would flash up as a window of its own
        column.addWidget(self.table)
        self.table.picked.connect(self._stand_on)
        self.table.opened.connect(self._open)
        self._stand_on(None)

    @property
    def row(self) -> PlanRow | None:
        """The session the person stands on."""
        return self.table.current

    def show_rows(self, rows: Sequence[PlanRow]) -> None:
        """Show these sessions."""
        self.model.set_rows(rows)
        self._stand_on(self.row)

    def focus(self) -> None:
        """Put the keyboard in the table, on a row."""
        if self.row is None and self.model.rowCount():
            self.table.selectRow(0)
        self.table.setFocus()

    # -- building -----------------------------------------------------------------------------------------------------

    def _strip(self) -> FlowLayout:
        self.open = self._button("Abrir", self.opened)
        self.earlier = self._button("Tema a la anterior", None, icon="up")
        self.later = self._button("Tema a la siguiente", None, icon="down")
        self.shift = self._button("Cambiar fecha u hora" if self._proposed else "Mover de fecha", self.move_requested)
        self.topics = self._button("Cambiar sus temas", self.topics_requested)
        self.cancel = self._button("Quitar" if self._proposed else "Cancelar la sesión", self.cancel_requested)
        self.restore = self._button("Volver a ponerla en el plan", self.restore_requested)
        self.more = button("Más…", "quiet")
        self.menu = QMenu(self.more)
        self.swap = self.menu.addAction("Intercambiar sus temas con la siguiente", self._tell(self.swap_requested))
        self.split = self.menu.addAction("Repartir en dos sesiones", self._tell(self.split_requested))
        self.merge = self.menu.addAction("Juntar con la siguiente", self._tell(self.merge_requested))
        self.describe = self.menu.addAction("Local y título", self._tell(self.describe_requested))
        self.print = self.menu.addAction("Imprimir su plan", self._tell(self.print_requested))
        self.more.setMenu(self.menu)
        self.earlier.clicked.connect(partial(self._move_topic, EARLIER))
        self.later.clicked.connect(partial(self._move_topic, LATER))
        for keys, step in (("Ctrl+Up", EARLIER), ("Ctrl+Down", LATER)):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._move_topic, step))
        row = FlowLayout()
        for one in self._buttons:
            row.addWidget(one)
        row.addWidget(self.more)
        return row

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.open, self.earlier, self.later, self.shift, self.topics, self.cancel, self.restore)

    def _button(self, text: str, told: object | None, *, icon: str = "") -> QPushButton:
        made = button(text, icon=icon, parent=self)
        if told is not None:
            made.clicked.connect(self._tell(told))
        return made

    def _tell(self, signal: object) -> Callable[[], None]:
        def tell() -> None:
            if self.row is not None:
                signal.emit(self.row)  # type: ignore[attr-defined] # a bound signal

        return tell

    # -- state --------------------------------------------------------------------------------------------------------

    def _stand_on(self, row: PlanRow | None) -> None:
        planned = row is not None and row.standing in _REARRANGEABLE
        cancelled = row is not None and row.standing is Standing.CANCELLED
        changeable = (self.earlier, self.later, self.shift, self.topics, self.cancel)
        for one in changeable:
            one.setVisible(self._may_change and not cancelled)
            one.setEnabled(planned)
        topics = bool(row and row.topics)
        self.earlier.setEnabled(planned and topics)
        self.later.setEnabled(planned and topics)
        self.open.setVisible(not self._proposed and not cancelled)
        self.open.setEnabled(row is not None)
        self.restore.setVisible(self._may_change and cancelled)
        for action in (self.swap, self.split, self.merge):
            action.setVisible(self._may_change)
            action.setEnabled(planned)
        self.split.setEnabled(planned and topics)
        self.print.setVisible(not self._proposed)
        self.describe.setVisible(self._may_change and not self._proposed)
        self.more.setEnabled(row is not None and not cancelled)
        self.more.setVisible(self._may_change or not self._proposed)

    def _open(self, row: PlanRow) -> None:
        if self._proposed:
            self.topics_requested.emit(row)
        elif row.standing is not Standing.CANCELLED:
            self.opened.emit(row)

    def _move_topic(self, step: int) -> None:
        row = self.row
        if self._may_change and row is not None and row.standing in _REARRANGEABLE and row.topics:
            self.topic_moved.emit(row, step)


class Doubts(QWidget):
    """What should be looked at in a plan: the first few at once, the rest behind a button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame, self._column = card(self)
        outer.addWidget(frame)
        self._column.setSpacing(theme.SPACE_XS)
        self.title = label("Conviene revisar", "heading")
        self._column.addWidget(self.title)
        self._lines: list[QWidget] = []
        self.more = button("", "quiet")
        self.more.clicked.connect(self._show_all)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.texts: tuple[str, ...] = ()
        self._all = False
        self.hide()

    def say(self, texts: Sequence[str]) -> None:
        """Say these; none hides it."""
        if tuple(texts) != self.texts:
            self.texts = tuple(texts)
            self._fill()
        self.setVisible(bool(self.texts))

    def _show_all(self) -> None:
        self._all = True
        self._fill()

    def _fill(self) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        shown = self.texts if self._all else self.texts[:SHOWN_AT_ONCE]
        self._lines = [label(text) for text in shown]
        for place, line in enumerate(self._lines, start=1):
            self._column.insertWidget(place, line)
        hidden = len(self.texts) - len(shown)
        words = "Ver un aviso más" if hidden == 1 else f"Ver {hidden} avisos más"
        self.more.setText(words)
        self.more.setAccessibleName(words)
        self.more.setVisible(hidden > 0)
