"""What is looked for: a day, a person, a kind of action; `changed` when any of them is another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.domain.dates import parse_typed_date
from facilitador.domain.people import Person
from facilitador.domain.trail import KIND_LABELS, TrailKind
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.date_field import DateField
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label

ANY_DAY: Final = "Todos los días"


class TrailFilters(QWidget):
    """A row of choices that flows to as many lines as it needs."""

    changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.today_button, self.yesterday_button = button("Hoy"), button("Ayer")
        self.any_day = button(ANY_DAY, "quiet")
        self.day_field = DateField(lambda typed: parse_typed_date(typed, today(), latest=today()))
        self.day_field.name("Un día")
        self.person, self.kind = ComboBox(), ComboBox()
        self.person.setAccessibleName("Quién")
        self.kind.setAccessibleName("Qué hizo")
        self.person.addItem("Todo el equipo", None)
        self.kind.addItem("Todo", None)
        for kind in TrailKind:
            self.kind.addItem(KIND_LABELS[kind], kind)
        self._lay_out()
        self._connect()

    @property
    def day(self) -> date | None:
        """The day that is looked at; None for all."""
        value = self.day_field.value()
        try:
            return date.fromisoformat(str(value)) if value is not None else None
        except ValueError:
            return None  # still being typed

    @property
    def person_id(self) -> UUID | None:
        """Whose actions are looked at; None for everybody's."""
        chosen: UUID | None = self.person.currentData()
        return chosen

    @property
    def kind_chosen(self) -> TrailKind | None:
        """What kind of action is looked at; None for every kind."""
        chosen = self.kind.currentData()
        return TrailKind(chosen) if chosen is not None else None

    def show_people(self, team: Sequence[Person]) -> None:
        """Offer everybody of the team, also who is no longer in it."""
        blocker = QSignalBlocker(self.person)
        for person in team:
            self.person.addItem(person.full_name, person.id)
        blocker.unblock()

    def choose_day(self, day: date | None) -> None:
        """Look at this day."""
        self.day_field.set_value(day.isoformat() if day is not None else None)
        self.changed.emit()

    def _lay_out(self) -> None:
        days, others = FlowLayout(), FlowLayout(spacing=theme.SPACE_M)
        for part in (self.today_button, self.yesterday_button, self.day_field, self.any_day):
            days.addWidget(part)
        for box in (self.person, self.kind):
            others.addWidget(box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(label("Qué día, quién y qué", "label"))
        column.addLayout(days)
        column.addLayout(others)

    def _connect(self) -> None:
        for made, back in ((self.today_button, 0), (self.yesterday_button, 1)):
            made.clicked.connect(partial(self._choose_back, back))
        self.any_day.clicked.connect(lambda: self.choose_day(None))
        self.day_field.changed.connect(self._typed)
        for box in (self.person, self.kind):
            box.activated.connect(lambda chosen: self.changed.emit())

    def _choose_back(self, days: int) -> None:
        self.choose_day(self._today() - timedelta(days=days))

    def _typed(self) -> None:
        if self.day_field.value() is None or self.day is not None:
            self.changed.emit()
