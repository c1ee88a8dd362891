"""Reports of a group or of the service (6.9.1): indicators, goals and trends over a period; nobody is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from facilitador.documents.blocks import (
    Block,
    Column,
    Document,
    Heading,
    KeepTogether,
    Letterhead,
    Notice,
    PageBreak,
    Paragraph,
    Part,
    Table,
    Title,
)
from facilitador.documents.charts.attendance_readings import group_trend
from facilitador.documents.charts.figures import TrendChart
from facilitador.documents.charts.indicator_trends import MOST_PERIODS, goal_of, trend
from facilitador.domain.dates import format_date
from facilitador.domain.elsewhere import old_words, services_words
from facilitador.domain.goals import OUTCOME_LABELS, GoalStanding, standing_words, target_words
from facilitador.domain.group_progress import GroupProgress, GroupRanges
from facilitador.domain.group_progress_words import parts_words
from facilitador.domain.indicators import (
    Period,
    Reading,
    Readings,
    Span,
    Timing,
    amount_words,
    counting_words,
    range_words,
)

TITLE_OF_GROUP: Final = "Informe del grupo"
TITLE_OF_SERVICE: Final = "Informe del servicio"
FOOT: Final = "Sin nombres ni datos de personas."
_FEWEST_TO_DRAW: Final = 2


@dataclass(frozen=True, slots=True)
class OfGroup:
    """How a group goes on, and the others of its service as ranges."""

    progress: GroupProgress
    ranges: GroupRanges


@dataclass(frozen=True, slots=True)
class Report:
    """What a report tells of one period; `before` is the period right before it, or None.

    `of_group`: what is told only where the report is of one group, else None.
    """

    letterhead: Letterhead
    readings: Readings
    goals: tuple[GoalStanding, ...]
    period: Period
    before: Period | None
    of_group: OfGroup | None = None


def compose(report: Report) -> Document:
    """The report as a paper."""
    readings = report.readings
    title = TITLE_OF_SERVICE if readings.group_id is None else TITLE_OF_GROUP
    about = f"{readings.group_name} · " if readings.group_name else ""
    whose = services_words(readings.sources, beside_own=readings.beside_own) if readings.sources else ""
    subtitle = f"{about}{report.period.label} · {whose or f'Datos al {format_date(readings.on)}'}"
    old = old_words(readings.sources, readings.on)
    blocks: list[Block] = [Title(title, subtitle), *((Notice("Datos antiguos", old),) if old else ()), *_table(report)]
    if readings.group_id is not None or not readings.sources:  # goals of the service are of its own book
        blocks += _goals(report.goals)
    blocks += _progress(report.of_group)
    blocks += _trends(report)
    return Document(
        title=title,
        subject="Indicadores y metas de un periodo",
        file_name="informe.pdf",
        letterhead=report.letterhead,
        parts=(Part((*blocks, *_definitions(readings))),),
        foot=FOOT,
        edition=f"Indicadores {readings.edition}",
    )


def _table(report: Report) -> Iterable[Block]:
    columns = [Column("Indicador", 5), Column(report.period.label.capitalize(), 3.4)]
    if report.before is not None:
        columns.append(Column(report.before.label.capitalize(), 3.4))
    rows = tuple(_row(report, one) for one in report.readings.readings)
    yield Heading("Indicadores (6.9.1)")
    yield Table(tuple(columns), rows)
    yield Paragraph(
        "Lo que se cuenta como está hoy (fichas, trece temas) se dice a la fecha de los datos, no del periodo.",
        quiet=True,
    )


def _row(report: Report, reading: Reading) -> tuple[str, ...]:
    standing = reading.indicator.timing is Timing.STANDING
    cells = [reading.indicator.name, _told(reading, report.period)]
    if report.before is not None:
        cells.append("" if standing else _told(reading, report.before))
    return tuple(cells)


def _told(reading: Reading, period: Period) -> str:
    amount = reading.within(period)
    widest = range_words(amount)
    return f"{amount_words(amount)}\n{widest}" if widest else amount_words(amount)


def _goals(goals: Sequence[GoalStanding]) -> Iterable[Block]:
    yield Heading("Metas")
    if not goals:
        yield Paragraph("No hay metas registradas.", quiet=True)
        return
    columns = (Column("Meta", 5), Column("Se espera", 2.6), Column("Va en", 2.6), Column("Hasta", 2))
    yield Table(columns, tuple(_goal_row(one) for one in goals))
    for one in goals:
        if one.goal.notes:
            yield KeepTogether((Paragraph(one.goal.content.wording, strong=True), *_notes(one)))


def _goal_row(one: GoalStanding) -> tuple[str, ...]:
    content = one.goal.content
    state = "" if one.goal.outcome is None else f"{OUTCOME_LABELS[one.goal.outcome]}. "
    wanted = target_words(content, one.indicator) or content.looked_at
    return (content.wording, wanted, f"{state}{standing_words(one)}".strip(), format_date(content.due_on))


def _notes(one: GoalStanding) -> Iterable[Block]:
    for note in one.goal.notes:
        told = " · ".join(filter(None, ("" if note.value is None else str(note.value), note.seen)))
        yield Paragraph(f"{format_date(note.noted_on)}: {told}")


def _progress(of_group: OfGroup | None) -> Iterable[Block]:
    """What a group's page shows, without the names of who leads it: how it stands on the day of the data."""
    if of_group is None:
        return
    progress = of_group.progress
    yield Heading("Cómo va el grupo", "A la fecha de los datos, no del periodo.")
    told = parts_words(progress, of_group.ranges, named=False)
    rows = tuple((title, "\n".join(lines) or "Nada registrado.") for title, lines in told)
    yield Table((Column("Qué", 2.4), Column("Cómo va", 9)), rows)
    if len(progress.sessions) >= _FEWEST_TO_DRAW:
        yield KeepTogether((group_trend(progress.sessions),))


def _trends(report: Report) -> Iterable[Block]:
    span = Span.MONTH if report.period.span is not Span.QUARTER else Span.QUARTER
    shown = [one for one in report.readings.periods(span) if one.first <= report.period.last]
    if len(shown) < _FEWEST_TO_DRAW:
        return
    latest = f" Se muestran los últimos {MOST_PERIODS}." if len(shown) > MOST_PERIODS else ""
    yield Heading("En el tiempo", f"Cada punto es un {'trimestre' if span is Span.QUARTER else 'mes'}.{latest}")
    for reading in report.readings.readings:
        if reading.indicator.timing is not Timing.STANDING and reading.months:
            drawn = trend(reading, shown, goal_of(reading, report.goals))
            if _tells_of_time(drawn):
                yield KeepTogether((drawn,))


def _tells_of_time(drawn: TrendChart) -> bool:
    """False of what was counted in one period only or was always nothing: the table says it."""
    told = [value for value in drawn.values if value is not None]
    return len(told) >= _FEWEST_TO_DRAW and (any(told) or drawn.target is not None)


def _definitions(readings: Readings) -> Iterable[Block]:
    yield PageBreak()
    yield Heading("Anexo: qué cuenta cada indicador")
    columns = (Column("Indicador", 3.4), Column("Qué cuenta", 6.2), Column("De dónde sale", 3), Column("Numeral", 1.5))
    yield Table(
        columns,
        tuple(
            (
                one.indicator.name,
                f"{one.indicator.definition}\n{counting_words(one.indicator)}",
                one.indicator.source,
                one.indicator.numeral,
            )
            for one in readings.readings
        ),
    )
