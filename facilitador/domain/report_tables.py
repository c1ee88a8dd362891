"""Tables that leave the book as a spreadsheet or as CSV: typed cells under headings, nobody named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from facilitador.domain.elsewhere import services_words
from facilitador.domain.indicators import LEAST_FOR_PERCENT, Amount, Readings, Span, Timing

CellValue: TypeAlias = str | int | float | date | None
"""What a cell holds; None is empty."""

_PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One table: its name, its headings, and rows of as many cells; `widths` in letters."""

    name: str
    headings: tuple[str, ...]
    rows: Iterable[Sequence[CellValue]]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportTables:
    """The indicators period by period, and what each counts."""

    periods: TableSheet
    definitions: TableSheet

    @property
    def sheets(self) -> tuple[TableSheet, ...]:
        """Both, in order."""
        return (self.periods, self.definitions)


def indicator_tables(readings: Readings, span: Span) -> ReportTables:
    """The indicators over all their periods; a share is a number from 0 to 1, of small numbers empty."""
    whose = services_words(readings.sources, beside_own=readings.beside_own) if readings.sources else ""
    about = " · ".join(filter(None, (readings.group_name, whose))) or "Servicio"
    rows: list[tuple[CellValue, ...]] = []
    for one in readings.readings:
        standing = one.indicator.timing is Timing.STANDING
        for period in readings.periods(Span.CYCLE if standing else span):
            amount = one.within(period)
            days: tuple[date, date] = (readings.on if standing else period.first, min(period.last, readings.on))
            rows.append((about, one.indicator.code, one.indicator.name, *days, *_cells(amount), readings.on))
    definitions = [
        (one.code, one.name, one.definition, one.numerator, one.denominator, one.unit, one.source, one.numeral)
        for one in (reading.indicator for reading in readings.readings)
    ]
    return ReportTables(
        TableSheet("Indicadores", _HEADINGS, rows, (24, 20, 34, 12, 12, 10, 10, 10, 20, 20, 14)),
        TableSheet("Definiciones", _DEFINITION_HEADINGS, definitions, (20, 34, 70, 40, 44, 16, 34, 10)),
    )


_HEADINGS: Final = (
    *("De", "Código", "Indicador", "Desde", "Hasta", "Cuántos", "De cuántos", "Parte", "Menos en una sesión"),
    *("Más en una sesión", "Datos al"),
)
_DEFINITION_HEADINGS: Final = (
    *("Código", "Indicador", "Definición", "Qué se cuenta", "De qué total", "Unidad", "Fuente", "Numeral"),
)


def _cells(amount: Amount) -> tuple[CellValue, ...]:
    large = amount.of is not None and amount.of >= LEAST_FOR_PERCENT
    share = round(amount.count / amount.of, _PLACES) if large and amount.of else None
    return (amount.count, amount.of, share, amount.low, amount.high)
