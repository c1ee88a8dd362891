"""The days on which nobody meets in this place: listed, noted, taken back. Plans go round them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.curricula import LocalFeast
from facilitador.domain.dates import format_date
from facilitador.domain.registration_forms import Answers
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.book_session import BookSession
from facilitador.ui.panel import Panel
from facilitador.ui.screens.sessions.plan_models import spoken_day
from facilitador.ui.screens.sessions.plan_questions import feast_command, feast_fields
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner
from facilitador.use_cases.group_plans import RemoveLocalFeast

EXPLANATION = (
    "Los feriados nacionales ya están. Anote aquí los de su lugar: fiesta patronal, aniversario, feria. "
    "El plan los salta cuando propone fechas, y avisa si una sesión cae en uno."
)


class FeastsCard(QWidget):
    """`closed`: the person is done with it."""

    closed = Signal()

    def __init__(
        self, session: BookSession, today: Callable[[], date], may_change: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._may_change = session, may_change
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame, column = card(self)
        outer.addWidget(frame)
        column.addWidget(label("Fiestas del lugar", "heading"))
        column.addWidget(label(EXPLANATION, "muted"))
        self.message = Banner()
        column.addWidget(self.message)
        self.nothing = label("Todavía no hay ninguna anotada.")
        column.addWidget(self.nothing)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.SPACE_XS)
        column.addLayout(self._list)
        self.panel = Panel(today)
        column.addWidget(self.panel)
        self.add = button("Anotar una fiesta", icon="plus")
        self.close_card = button("Listo", "quiet")
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.close_card)
        row.addStretch(1)
        column.addLayout(row)
        self._rows: list[QWidget] = []
        self.add.setVisible(may_change)
        self.add.clicked.connect(self._ask)
        self.close_card.clicked.connect(self._close)
        self.panel.accepted.connect(self._accept)
        self.panel.closed.connect(self._ready)
        self.hide()

    def open(self) -> None:
        """Show it and go there."""
        self.show()
        (self.add if self._may_change else self.close_card).setFocus()

    def show_feasts(self, feasts: Sequence[LocalFeast]) -> None:
        """List these."""
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(feast) for feast in feasts]
        for row in self._rows:
            self._list.addWidget(row)
        self.nothing.setVisible(not feasts)

    def _row(self, feast: LocalFeast) -> QWidget:
        made = QWidget(self)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(f"{spoken_day(feast.day)}: {feast.name}"), 1)
        if self._may_change:
            remove = button("Quitar", "quiet")
            remove.setAccessibleName(f"Quitar {feast.name} del {format_date(feast.day)}")
            remove.clicked.connect(partial(self._remove, feast))
            row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _ask(self) -> None:
        self.message.say("")
        self.add.hide()
        self.panel.ask("Anotar una fiesta del lugar", feast_fields(), "Anotarla")

    def _accept(self, answers: Answers) -> None:
        self._session.run(
            [feast_command(answers)],
            owner=self,
            done=lambda outcome: self.panel.close_panel(),
            failed=self.panel.refuse,
        )

    def _ready(self) -> None:
        self.add.setVisible(self._may_change)
        self.add.setFocus()

    def _remove(self, feast: LocalFeast) -> None:
        self._session.run([RemoveLocalFeast(feast_id=feast.id)], owner=self, failed=self._refused)

    def _refused(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")

    def _close(self) -> None:
        self.panel.close_panel()
        self.hide()
        self.closed.emit()
