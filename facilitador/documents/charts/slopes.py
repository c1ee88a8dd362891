"""Draws slope charts: one line a man over the moments, each named where it begins and where it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from facilitador.documents.charts.figures import ChartRow, SlopeChart, SlopeLine
from facilitador.documents.charts.labels import EndLabel, merged, spread_out, ticks
from facilitador.documents.fonts import printable
from facilitador.documents.fonts import width as width_of
from facilitador.documents.strips import Pen, Strip, space
from facilitador.documents.typesetting import HINT, LABEL, STRONG, Ink, TextStyle, lines

_PLOT_HEIGHT = 132.0
_GAP = 22.0
_TO_LABEL = 8.0
_LABEL_SHARE = 0.34
_END = TextStyle(size=8.5, leading=10.5)
_END_STRONG = replace(_END, face=STRONG.face, ink=Ink.ACCENT)
_TICK = TextStyle(size=8, leading=10, ink=Ink.MUTED)
_MOMENT = replace(LABEL, size=9, leading=12)
_DOT, _STRONG_DOT = 2.0, 3.2
_THIN, _THICK = 0.9, 2.2
_LEADER = 0.5


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where things stand, from the lower left corner of the plot: its edges, its moments, its height, and a value's."""

    ticks_end: float
    left: float
    right: float
    places: tuple[float, ...]
    tall: float
    height_of: Callable[[float], float]


def row_strips(row: ChartRow, width: float) -> list[Strip]:
    """The charts side by side, each row on one page."""
    across = max(row.across, 1)
    each = (width - _GAP * (across - 1)) / across
    run: list[Strip] = []
    for start in range(0, len(row.charts), across):
        beside = [chart_strip(chart, each) for chart in row.charts[start : start + across]]
        run += [Strip(max(one.height for one in beside), partial(_draw_beside, beside, each + _GAP)), space(8)]
    return run


def _draw_beside(charts: list[Strip], pitch: float, pen: Pen, x: float, y: float) -> None:
    for place, chart in enumerate(charts):
        chart.draw(pen, x + place * pitch, y)


def chart_strip(chart: SlopeChart, width: float) -> Strip:
    """One chart as a single strip."""
    title, note = (
        lines(text, style, width) if text else [] for text, style in ((chart.title, STRONG), (chart.note, HINT))
    )
    ends = _both_ends(chart, width)
    tall = _height(ends)
    head = len(title) * STRONG.leading + len(note) * HINT.leading + 8
    foot = _MOMENT.leading + 8

    def draw(pen: Pen, x: float, y: float) -> None:
        at = y
        for line in title:
            pen.text(x, at - STRONG.size, line, STRONG)
            at -= STRONG.leading
        for line in note:
            pen.text(x, at - HINT.size, line, HINT)
            at -= HINT.leading
        _draw_plot(chart, _plot(chart, ends, width, tall), ends, pen, x, at - 8 - tall)

    return Strip(head + tall + foot, draw)


def _both_ends(chart: SlopeChart, width: float) -> tuple[list[EndLabel], list[EndLabel]]:
    """The labels at the left, where there are two ends, and at the right."""
    room = width * _LABEL_SHARE
    return _ends(chart, 0, room) if len(chart.moments) > 1 else [], _ends(chart, -1, room)


def _height(ends: Sequence[Sequence[EndLabel]]) -> float:
    """High enough that the labels of one end have room beside it and a line above."""
    needed = max(sum(len(one.lines) for one in labels) * _END.leading for labels in ends)
    return max(_PLOT_HEIGHT, needed - _END.leading)


def _draw_plot(
    chart: SlopeChart, plot: _Plot, ends: Sequence[Sequence[EndLabel]], pen: Pen, x: float, y: float
) -> None:
    """The plot with its lower left corner at x, y."""
    _draw_scale(chart, plot, pen, x, y)
    for line in sorted(chart.lines, key=lambda line: line.strong):
        _draw_line(line, plot, pen, x, y)
    _draw_labels(ends[0], plot, pen, x, y, left=True)
    _draw_labels(ends[1], plot, pen, x, y, left=False)


def _ends(chart: SlopeChart, side: int, room: float) -> list[EndLabel]:
    """The labels at one end, those at one value together."""
    found = [
        (value, line.left if side == 0 else line.right, line.strong)
        for line in chart.lines
        if (value := line.values[side]) is not None
    ]
    return [EndLabel(at, tuple(lines(text, _style(strong), room)), strong) for at, text, strong in merged(found)]


def _style(strong: bool) -> TextStyle:
    return _END_STRONG if strong else _END


def _widest(labels: Sequence[EndLabel]) -> float:
    return max((width_of(line, _style(one.strong).face, _END.size) for one in labels for line in one.lines), default=0)


def _plot(chart: SlopeChart, ends: Sequence[Sequence[EndLabel]], width: float, tall: float) -> _Plot:
    shown = [_tick_text(value) for value in ticks(chart.low, chart.high)]
    ticks_end = max(width_of(text, _TICK.face, _TICK.size) for text in shown) + 5
    left = ticks_end + (_widest(ends[0]) + _TO_LABEL if ends[0] else 0) + _STRONG_DOT
    right = width - (_widest(ends[1]) + _TO_LABEL if ends[1] else 0) - _STRONG_DOT
    span = max(chart.high - chart.low, 1e-9)
    count = len(chart.moments)
    step = (right - left) / max(count - 1, 1)
    places = tuple(left + step * place for place in range(count)) if count > 1 else ((left + right) / 2,)
    return _Plot(ticks_end, left, right, places, tall, lambda value: (value - chart.low) / span * tall)


def _tick_text(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _draw_scale(chart: SlopeChart, plot: _Plot, pen: Pen, x: float, y: float) -> None:
    for value in ticks(chart.low, chart.high):
        at = y + plot.height_of(value)
        pen.rule(x + plot.left, x + plot.right, at, Ink.HAIRLINE, 0.6)
        pen.text_to(x + plot.ticks_end - 5, at - _TICK.size * 0.34, _tick_text(value), _TICK)
    for place, moment in zip(plot.places, chart.moments, strict=True):
        if len(plot.places) > 1:
            pen.stroke(x + place, y, x + place, y + plot.tall, Ink.LINE, 0.7)
        words = printable(moment)
        half = width_of(words, _MOMENT.face, _MOMENT.size) / 2
        middle = max(place, half + plot.ticks_end - 5)
        pen.text(x + middle - half, y - _MOMENT.leading - 3, words, _MOMENT)


def _draw_line(line: SlopeLine, plot: _Plot, pen: Pen, x: float, y: float) -> None:
    ink, thickness = (Ink.ACCENT, _THICK) if line.strong else (Ink.MUTED, _THIN)
    known = [
        (x + place, y + plot.height_of(value))
        for place, value in zip(plot.places, line.values, strict=True)
        if value is not None
    ]
    for (x1, y1), (x2, y2) in pairwise(known):
        pen.stroke(x1, y1, x2, y2, ink, thickness)
    for at, height in known:
        pen.disc(at, height, _STRONG_DOT if line.strong else _DOT, ink, 1)


def _draw_labels(labels: Sequence[EndLabel], plot: _Plot, pen: Pen, x: float, y: float, *, left: bool) -> None:
    wanted = [(plot.height_of(one.at), len(one.lines) * _END.leading) for one in labels]
    middles = spread_out(wanted, 0, plot.tall + _END.leading)
    place = plot.places[0] if left else plot.places[-1]
    side = -1 if left else 1
    edge = x + place + side * (_TO_LABEL + _STRONG_DOT)
    for one, (at, height), middle in zip(labels, wanted, middles, strict=True):
        style = _style(one.strong)
        if abs(middle - at) > 2:
            pen.stroke(x + place + side * (_STRONG_DOT + 1), y + at, edge - side, y + middle, Ink.LINE, _LEADER)
        base = y + middle + height / 2 - _END.size
        for line in one.lines:
            (pen.text_to if left else pen.text)(edge, base, line, style)
            base -= _END.leading
