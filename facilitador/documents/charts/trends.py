"""Draws trend charts: one line over the periods from zero, and the level to reach; both named where they end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from facilitador.documents.charts.figures import TrendChart
from facilitador.documents.charts.labels import spread_out, ticks
from facilitador.documents.fonts import printable
from facilitador.documents.fonts import width as width_of
from facilitador.documents.strips import Pen, Strip, space
from facilitador.documents.typesetting import HINT, STRONG, Ink, TextStyle, lines

_TALL = 92.0
_TO_LABEL = 9.0
_LABEL_SHARE = 0.3
_TICK = TextStyle(size=8, leading=10, ink=Ink.MUTED)
_END = TextStyle(size=8.5, leading=10.5, face=STRONG.face, ink=Ink.ACCENT)
_TARGET = replace(_END, face=_TICK.face, ink=Ink.TEXT)
_BETWEEN_MOMENTS = 8.0
_LINE, _DOT = 1.6, 2.4
_DASH, _GAP = 5.0, 3.5


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where things stand, from the lower left corner of the plot."""

    left: float
    right: float
    places: tuple[float, ...]
    height_of: Callable[[float], float]


def chart_strips(chart: TrendChart, width: float) -> list[Strip]:
    """The chart as one strip, on one page."""
    title, note = (
        lines(text, style, width) if text else [] for text, style in ((chart.title, STRONG), (chart.note, HINT))
    )
    head = len(title) * STRONG.leading + len(note) * HINT.leading + 12

    def draw(pen: Pen, x: float, y: float) -> None:
        at = y
        for texts, style in ((title, STRONG), (note, HINT)):
            for line in texts:
                pen.text(x, at - style.size, line, style)
                at -= style.leading
        _draw_plot(chart, _plot(chart, width), pen, x, y - head - _TALL)

    return [Strip(head + _TALL + _TICK.leading + 6, draw), space(10)]


def _plot(chart: TrendChart, width: float) -> _Plot:
    left = max(width_of(_tick(value), _TICK.face, _TICK.size) for value in ticks(0, chart.high)) + 8
    room = width * _LABEL_SHARE
    words = [
        width_of(line, _END.face, _END.size) for _, text, style in _ends(chart) for line in lines(text, style, room)
    ]
    right = width - (max(words) + _TO_LABEL if words else 0) - _DOT
    count = len(chart.moments)
    step = (right - left) / max(count - 1, 1)
    places = tuple(left + step * place for place in range(count)) if count > 1 else ((left + right) / 2,)
    return _Plot(left, right, places, lambda value: value / max(chart.high, 1e-9) * _TALL)


def _tick(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _draw_plot(chart: TrendChart, plot: _Plot, pen: Pen, x: float, y: float) -> None:
    for value in ticks(0, chart.high):
        at = y + plot.height_of(value)
        pen.rule(x + plot.left, x + plot.right, at, Ink.HAIRLINE if value else Ink.LINE, 0.6)
        pen.text_to(x + plot.left - 5, at - _TICK.size * 0.34, _tick(value), _TICK)
    _draw_moments(chart, plot, pen, x, y)
    if chart.target is not None:
        _draw_target(y + plot.height_of(chart.target), x + plot.left, x + plot.right, pen)
    _draw_values(chart, plot, pen, x, y)
    _draw_ends(chart, plot, pen, x, y)


def _draw_moments(chart: TrendChart, plot: _Plot, pen: Pen, x: float, y: float) -> None:
    """The names of the periods, as many as have room; the last one always."""
    until = plot.right + x + _TO_LABEL * 2
    for place, moment in reversed(list(zip(plot.places, chart.moments, strict=True))):
        words = printable(moment)
        wide = width_of(words, _TICK.face, _TICK.size)
        at = min(x + place - wide / 2, until - wide)
        if at + wide <= until and at >= x:
            pen.text(at, y - _TICK.leading - 2, words, _TICK)
            until = at - _BETWEEN_MOMENTS


def _draw_target(y: float, left: float, right: float, pen: Pen) -> None:
    at = left
    while at < right:
        pen.rule(at, min(at + _DASH, right), y, Ink.TEXT, 0.9)
        at += _DASH + _GAP


def _draw_values(chart: TrendChart, plot: _Plot, pen: Pen, x: float, y: float) -> None:
    points = [
        (x + place, y + plot.height_of(value)) if value is not None else None
        for place, value in zip(plot.places, chart.values, strict=True)
    ]
    for before, after in pairwise(points):
        if before is not None and after is not None:  # a period without anything breaks the line
            pen.stroke(*before, *after, Ink.ACCENT, _LINE)
    for point in points:
        if point is not None:
            pen.disc(*point, _DOT, Ink.ACCENT, 1)


def _ends(chart: TrendChart) -> list[tuple[float, str, TextStyle]]:
    """What is told at the right: the last value and the level to reach."""
    found = []
    last = next((value for value in reversed(chart.values) if value is not None), None)
    if last is not None and chart.last:
        found.append((last, chart.last, _END))
    if chart.target is not None:
        found.append((chart.target, chart.target_words, _TARGET))
    return found


def _draw_ends(chart: TrendChart, plot: _Plot, pen: Pen, x: float, y: float) -> None:
    room = (plot.right - plot.left) * _LABEL_SHARE * 2
    told = [(value, lines(text, style, room), style) for value, text, style in _ends(chart)]
    wanted = [(plot.height_of(value), len(texts) * _END.leading) for value, texts, _ in told]
    middles = spread_out(wanted, 0, _TALL + _END.leading)
    for (_, texts, style), (_, tall), middle in zip(told, wanted, middles, strict=True):
        base = y + middle + tall / 2 - _END.size
        for line in texts:
            pen.text(x + plot.right + _TO_LABEL, base, line, style)
            base -= _END.leading
