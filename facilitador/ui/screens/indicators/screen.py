"""Indicadores: what was counted, period by period; of the one chosen its trend and its target (6.9.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.documents.charts.indicator_trends import goal_of, trend, trend_words
from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.goals import GoalStanding
from facilitador.domain.indicators import (
    SPAN_LABELS,
    Period,
    Reading,
    Readings,
    Span,
    Timing,
    amount_words,
    counting_words,
    range_words,
)
from facilitador.domain.origins import OWN, Origin
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.origin_choice import OriginChoice
from facilitador.ui.reading_line import COUNTING, ReadingLine
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.indicators.models import indicators_model, periods_table
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.chart_view import ChartView
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.ui.widgets.table_behind import TableBehind
from facilitador.ui.widgets.wrapped_table import WrappedTable
from facilitador.use_cases.goals import Goals
from facilitador.use_cases.indicators import Indicators

TITLE: Final = "Indicadores"
EXPLANATION: Final = "Se cuentan de lo registrado, sin nombres. Los números pequeños se dicen como números: «3 de 7»."
_WIDTH: Final = 980
_WATCHED: Final = (
    *(Topic.GOALS, Topic.ENROLMENTS, Topic.ATTENDANCE, Topic.SESSIONS, Topic.APPLICATIONS, Topic.PARTICIPANTS),
    *(Topic.EXCLUSIONS, Topic.PROTECTION, Topic.REFERRALS),
)


class IndicatorsScreen(Screen):
    """Reads the indicators when it comes to the front and when something they count changes meanwhile."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        detail: tuple[str, ...] = (),
    ) -> None:
        super().__init__(TITLE, parent)
        self._session, self._group_id = surroundings.session, id
        self.of = OriginChoice(surroundings, detail=detail) if id is None else None
        self._readings: Readings | None = None
        self._goals: tuple[GoalStanding, ...] = ()
        self._chosen = ""
        self._drawn: tuple[Reading, Sequence[Period]]
        self.table: WrappedTable[Reading] | None = None
        self._build()
        self._connect()
        self._session.bus.watch(self, _WATCHED, self._something_changed)
        self._read()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.report_button = button("Informes y exportación", icon="print")
        self.goals_button = button("Metas")
        self.span = ComboBox()
        self.span.setAccessibleName("Periodo")
        for span, text in SPAN_LABELS.items():
            self.span.addItem(text, span)
        self.about, self.message = label("", "muted"), Banner()
        self.reading = ReadingLine(self._session, COUNTING)
        self.page = PageScroll(self, width=_WIDTH)
        self.fill_with(self.page)
        row = FlowLayout()
        for one in (self.span, self.goals_button, self.report_button):
            row.addWidget(one)
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, EXPLANATION, role="title"))
        column.addWidget(self.about)
        if self.of is not None:
            column.addWidget(self.of)
        column.addWidget(self.message)
        column.addWidget(self.reading)
        self.content = QWidget()
        column.addWidget(self.content)
        column.addStretch(1)
        column.setSpacing(theme.SPACE_M)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        self._place = QVBoxLayout()
        column.addLayout(self._place)
        column.addWidget(self._build_detail())
        column.setSpacing(theme.SPACE_M)
        for unread in (self.page.page, self.content):
            unread.hide()  # nothing to show before the first answer

    def _build_detail(self) -> QWidget:
        self.detail, inside = card()
        self.name, self.counts = label("", "heading"), label("", "muted")
        self.standing = label("")
        self.chart = ChartView("El indicador en el tiempo")
        self.behind = TableBehind(lambda: periods_table(*self._drawn))
        for part in (self.name, self.counts, self.standing, self.chart, self.behind):
            inside.addWidget(part)
        return self.detail

    def _connect(self) -> None:
        self.reading.appeared.connect(self.page.page.show)
        self.reading.again_requested.connect(self._read)
        self.span.activated.connect(lambda _: self._show_table())
        if self.of is not None:
            self.of.changed.connect(self._read)
        self.goals_button.clicked.connect(lambda: self._go("goals"))
        self.report_button.clicked.connect(lambda: self._go("reports"))

    @property
    def _origin(self) -> Origin:
        return OWN if self.of is None else self.of.origin

    @property
    def _span(self) -> Span:
        return Span(self.span.currentData())  # Qt keeps the text of it

    # -- reading ------------------------------------------------------------------------------------------------------

    def shown_again(self) -> None:
        """What was counted may have changed on another page."""
        self._read()

    def _something_changed(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self.reading.ask(Goals(group_id=self._group_id), done=self._with_goals, failed=self._refuse)

    def _with_goals(self, goals: tuple[GoalStanding, ...]) -> None:
        self._goals = goals if self._origin == OWN else ()
        query = Indicators(group_id=self._group_id, origin=self._origin)
        self.reading.ask(query, done=self._show, failed=self._refuse)

    def _show(self, readings: Readings) -> None:
        self._readings = readings
        about = readings.group_name or "Todo el servicio"
        self.about.setVisible(self._origin == OWN)  # of others the choice below says it, with the day of their data
        self.goals_button.setVisible(self._origin == OWN)  # goals are each service's own
        self.about.setText(f"{about} · Datos al {format_date(readings.on)}")
        self.set_title(f"{TITLE}: {readings.group_name}" if readings.group_name else TITLE)
        self._show_table()
        for one in (self.content, self.page.page):
            one.show()

    def _show_table(self) -> None:
        """The periods are the columns: another choice of periods is another table."""
        if self._readings is None:
            return
        if self.table is not None:
            self._place.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        self.table = WrappedTable(indicators_model(self._readings, self._span), TITLE)
        self.table.picked.connect(self._show_one)
        self._place.addWidget(self.table)
        self.table.go_to(self._chosen or self._readings.readings[0].indicator.code)

    def _show_one(self, reading: Reading | None) -> None:
        if reading is None or self._readings is None:
            return
        self._chosen = reading.indicator.code
        self.name.setText(reading.indicator.name)
        about = reading.indicator
        self.counts.setText(f"{about.definition} ({about.numeral})\n{counting_words(about)} Sale de: {about.source}.")
        span = Span.MONTH if self._span is Span.CYCLE else self._span
        (whole,) = self._readings.periods(Span.CYCLE)
        amount = reading.within(whole)
        self.standing.setText("; ".join(filter(None, (f"En total: {amount_words(amount)}", range_words(amount)))))
        drawn = reading.indicator.timing is not Timing.STANDING and bool(reading.months)
        self.chart.setVisible(drawn)
        self.behind.setVisible(drawn)
        if drawn:
            periods, goal = self._readings.periods(span), goal_of(reading, self._goals)
            self._drawn = reading, periods
            self.behind.renew()
            self.chart.show_blocks((trend(reading, periods, goal),), trend_words(reading, periods, goal))

    def _refuse(self, error: UserFacingError) -> None:
        self.detail.hide()
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.page.show()

    def _go(self, kind: str) -> None:
        detail = () if self.of is None or kind != "reports" else self.of.detail
        self.destination_requested.emit(Destination(kind, self._group_id, detail))
