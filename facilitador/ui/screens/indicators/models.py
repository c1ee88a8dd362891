"""The table of indicators: the latest period, the one before, and all of it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from facilitador.documents.charts.indicator_trends import shown_periods
from facilitador.domain.indicators import (
    Amount,
    Period,
    Reading,
    Readings,
    Span,
    Timing,
    amount_words,
    range_words,
)
from facilitador.ui.widgets.table import Column, RowsModel
from facilitador.ui.widgets.wrapped_table import WrappedTable


class IndicatorColumn(IntEnum):
    """The columns of the list."""

    NAME = 0
    LATEST = 1
    BEFORE = 2
    WHOLE = 3


def indicators_model(readings: Readings, span: Span) -> RowsModel[Reading]:
    """Indicators in the order of their list."""
    (whole,) = readings.periods(Span.CYCLE)
    latest = readings.periods(span)[-2:]
    columns: dict[IndicatorColumn, Column[Reading]] = {
        IndicatorColumn.NAME: Column("Indicador", lambda one: one.indicator.name, stretch=True)
    }
    if span is not Span.CYCLE:
        columns[IndicatorColumn.LATEST] = _of_period(latest[-1])
        if len(latest) > 1:
            columns[IndicatorColumn.BEFORE] = _of_period(latest[0])
    columns[IndicatorColumn.WHOLE] = Column("Todo", lambda one: _in_cell(one.within(whole)))
    model = RowsModel([columns[which] for which in sorted(columns)], lambda one: one.indicator.code)
    model.set_rows(readings.readings)
    return model


def periods_table(reading: Reading, periods: Sequence[Period]) -> WrappedTable[Period]:
    """An indicator period by period, the oldest first, as its drawing shows it."""
    columns: list[Column[Period]] = [
        Column("Periodo", lambda one: one.label),
        Column("Cuántos", lambda one: amount_words(reading.within(one)), stretch=True),
    ]
    if any(range_words(reading.within(one)) for one in periods):
        columns.append(Column("Asistieron", lambda one: range_words(reading.within(one))))
    model: RowsModel[Period] = RowsModel(columns, lambda one: one.first)
    table = WrappedTable(model, f"{reading.indicator.name}, por periodo")
    model.set_rows(shown_periods(periods))
    return table


def _of_period(period: Period) -> Column[Reading]:
    def told(one: Reading) -> str:
        return "" if one.indicator.timing is Timing.STANDING else _in_cell(one.within(period))

    return Column(period.short, told)


def _in_cell(amount: Amount) -> str:
    """As it is told, with the percentage below it: the names of the indicators need the width."""
    return amount_words(amount).replace(" (", "\n(")
