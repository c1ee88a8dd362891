"""Draws how many gave each answer: a column an option, a bar and its count in each, so that nothing needs a legend."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from facilitador.documents.charts.figures import BarChart, BarLine
from facilitador.documents.fonts import printable
from facilitador.documents.fonts import width as width_of
from facilitador.documents.strips import Pen, Strip, space
from facilitador.documents.typesetting import LABEL, SMALL, STRONG, Ink, lines

MISSING = "Sin respuesta"

_HEAD = replace(LABEL, size=8.5, leading=10.5, ink=Ink.ACCENT)
_COUNT = SMALL
_DARK_COUNT = replace(SMALL, face=STRONG.face)
_TEXT_SHARE = 0.4
_NUMBER = 20.0
_MISSING = 50.0
_PAD = 6.0
_BAR = 8.0
_LEAST = 20.0


@dataclass(frozen=True, slots=True)
class _Columns:
    """Widths in points: of the words of a question, of what stands before the options, and of one option.

    Where options would become too narrow for their words, these stand below the question (`stacked`).
    """

    text: float
    before: float
    option: float
    stacked: bool


def chart_strips(chart: BarChart, width: float) -> list[Strip]:
    """The head, repeated on every page, and a strip a question."""
    columns = _columns(chart, width)
    heads = (_head(chart, columns, width),)
    body = [replace(_line(chart, line, columns, width), heads=heads) for line in chart.lines]
    return [space(4, join=True), *(replace(strip, joined=True) for strip in heads), *body, space(8)]


def _columns(chart: BarChart, width: float) -> _Columns:
    count, text = max(len(chart.options), 1), width * _TEXT_SHARE
    words = (word for option in (*chart.options, MISSING) for word in printable(option).split())
    needed = max(width_of(word, _HEAD.face, _HEAD.size) for word in words) + _PAD
    option = (width - text - _NUMBER - _MISSING) / count
    if option >= needed:
        return _Columns(text, _NUMBER + text, option, stacked=False)
    return _Columns(width - _NUMBER, _NUMBER, (width - _NUMBER - _MISSING) / count, stacked=True)


def _head(chart: BarChart, columns: _Columns, width: float) -> Strip:
    texts = [lines(option, _HEAD, columns.option - _PAD) for option in chart.options]
    texts.append(lines(MISSING, _HEAD, _MISSING))
    deepest = max(len(text) for text in texts)
    height = deepest * _HEAD.leading + 5

    def draw(pen: Pen, x: float, y: float) -> None:
        at = x + columns.before
        for text in texts:
            base = y - height + 5 + (len(text) - 1) * _HEAD.leading + 3
            for line in text:
                pen.text(at, base, line, _HEAD)
                base -= _HEAD.leading
            at += columns.option
        pen.rule(x, x + width, y - height + 1, Ink.ACCENT, 1.0)

    return Strip(height, draw)


def _line(chart: BarChart, line: BarLine, columns: _Columns, width: float) -> Strip:
    words = lines(line.text, SMALL, columns.text - 10)
    beside = 0 if columns.stacked else 1
    height = max((len(words) + 1 - beside) * SMALL.leading + 7, _LEAST)
    return Strip(height, partial(_draw_line, chart, line, words, columns, width, height))


def _draw_line(
    chart: BarChart,
    line: BarLine,
    words: list[str],
    columns: _Columns,
    width: float,
    height: float,
    pen: Pen,
    x: float,
    y: float,
) -> None:
    base = y - 3 - SMALL.size
    pen.text_to(x + _NUMBER - 6, base, str(line.number), _DARK_COUNT)
    for place, text in enumerate(words):
        pen.text(x + _NUMBER, base - place * SMALL.leading, text, SMALL)
    if columns.stacked:
        base -= len(words) * SMALL.leading
    at = x + columns.before
    for place, count in enumerate(line.counts):
        _draw_bar(chart, count, place in line.dark, columns, pen, at, base)
        at += columns.option
    if line.missing:
        pen.text(at, base, str(line.missing), _COUNT)
    pen.rule(x, x + width, y - height, Ink.HAIRLINE, 0.6)


def _draw_bar(chart: BarChart, count: int, dark: bool, columns: _Columns, pen: Pen, x: float, base: float) -> None:
    style = _DARK_COUNT if dark and count else _COUNT
    shown = str(count) if count else "–"
    room = columns.option - _PAD - width_of(str(chart.most), style.face, style.size) - 4
    long = room * count / chart.most if chart.most else 0
    if long:
        pen.fill(x, base - 1, long, _BAR, Ink.ACCENT if dark else Ink.LINE)
    pen.text(x + (long + 3 if long else 0), base, shown, style if count else replace(_COUNT, ink=Ink.MUTED))
