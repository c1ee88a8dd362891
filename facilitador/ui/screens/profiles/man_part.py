"""One man's applications of one instrument: the lines, the same as a table, and the way to each of them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from facilitador.documents.charts.readings import man_charts
from facilitador.domain.applications import PURPOSE_LABELS
from facilitador.domain.dates import format_date
from facilitador.domain.profile_words import OTHER_EDITION, man_sentence
from facilitador.domain.profiles import ManChange, ScoredApplication
from facilitador.ui import theme
from facilitador.ui.screens.profiles.models import change_model, reliable_words
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.chart_view import ChartView
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.wrapped_table import WrappedTable

ONCE = "Respondió una sola vez: todavía no hay qué comparar."


class ChangeOfMan(QWidget):
    """What he answered, application by application; `open_application` is given the id of the one he wants to see."""

    def __init__(
        self, change: ManChange, open_application: Callable[[UUID], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._open = open_application
        model = change_model(change)
        self.table = WrappedTable(model, "Escalas")
        model.set_rows(change.subscales)
        self.chart = ChartView("Dibujo de sus respuestas")
        moments = [f"{PURPOSE_LABELS[one.purpose].lower()}" for one in change.applications]
        self.chart.show_blocks((man_charts(change),), [man_sentence(moments, one) for one in change.subscales])
        self.results = [self._result(one) for one in change.applications]
        frame, inside = card(self)
        inside.addWidget(self.chart)
        inside.addWidget(self.table)
        said = reliable_words([(one.subscale.title, one.change) for one in change.subscales])
        if said:
            inside.addWidget(label(said, "muted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        if len(change.applications) < 2:
            column.addWidget(label(ONCE))
        column.addWidget(frame)
        if any(one.other_edition for one in change.subscales):
            column.addWidget(label(OTHER_EDITION, "muted"))
        row = FlowLayout()
        for one in self.results:
            row.addWidget(one)
        column.addLayout(row)

    def _result(self, one: ScoredApplication) -> QPushButton:
        moment = f"{PURPOSE_LABELS[one.purpose].lower()}, {format_date(one.applied_on)}"
        made = button(f"Ver lo respondido {moment}")
        made.clicked.connect(lambda: self._open(one.application_id))
        return made
