"""Turns tables into strips: headings repeated on every page, rows that are parted only where they are very high."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from facilitador.documents.blocks import Column, Legend, Table
from facilitador.documents.fonts import width as width_of
from facilitador.documents.strips import Pen, Strip, joined, space
from facilitador.documents.typesetting import BODY, LABEL, STRONG, Ink, TextStyle, lines
from facilitador.domain.signs import Sign

_PAD = 5.0
_HEAD = replace(LABEL, ink=Ink.ACCENT)
_ROW_KEPT_WHOLE = 200.0  # points; a higher row may go on on the next page
_RADIUS = 4.4
_DOT = 1.2
_FILLED = {Sign.FULL: 1.0, Sign.HALF: 0.5, Sign.EMPTY: 0.0}
_LEGEND_GAP = 16.0
_SIGN_ROOM = 15.0


def strips_of(table: Table, width: float) -> list[Strip]:
    """The table as strips; the first row stands with its headings."""
    whole = sum(column.share for column in table.columns)
    widths = tuple(width * column.share / whole for column in table.columns)
    heads = tuple(_head(table.columns, widths))
    body: list[Strip] = []
    for cells in (*table.rows, *((("",) * len(widths),) * table.spare_rows)):
        body += _row(cells, table, widths)
    opening = [replace(strip, joined=True) for strip in heads]
    return [space(4, join=True), *opening, *(replace(strip, heads=heads) for strip in body), space(8)]


def _head(columns: tuple[Column, ...], widths: tuple[float, ...]) -> list[Strip]:
    texts = [
        lines(column.heading, _HEAD, width - (2 if column.signs else _PAD * 2))
        for column, width in zip(columns, widths, strict=True)
    ]
    run = _bands(texts, columns, widths, _HEAD)
    across = sum(widths)

    def foot(pen: Pen, x: float, y: float) -> None:
        pen.rule(x, x + across, y - 3, Ink.ACCENT, 1.0)

    return joined([*run, Strip(3, foot)])


def _row(cells: tuple[str, ...], table: Table, widths: tuple[float, ...]) -> list[Strip]:
    texts = [
        [cell] if column.signs else lines(cell, BODY, width - _PAD * 2)
        for cell, column, width in zip(cells, table.columns, widths, strict=True)
    ]
    bands = _bands(texts, table.columns, widths, BODY)
    slack = max(table.row_height - sum(band.height for band in bands), 6.0)
    across = sum(widths)

    def foot(pen: Pen, x: float, y: float) -> None:
        pen.rule(x, x + across, y - slack / 2, Ink.HAIRLINE, 0.7)

    run = [Strip(slack / 2), *bands, Strip(slack / 2, foot)]
    return joined(run) if sum(strip.height for strip in run) <= _ROW_KEPT_WHOLE else run


def _bands(
    texts: list[list[str]], columns: tuple[Column, ...], widths: tuple[float, ...], style: TextStyle
) -> list[Strip]:
    deepest = max(len(cell) for cell in texts)
    return [
        Strip(style.leading, partial(_draw_band, [_line(cell, index) for cell in texts], columns, widths, style))
        for index in range(deepest)
    ]


def _line(cell: list[str], index: int) -> str:
    return cell[index] if index < len(cell) else ""


def _draw_band(
    texts: list[str],
    columns: tuple[Column, ...],
    widths: tuple[float, ...],
    style: TextStyle,
    pen: Pen,
    x: float,
    y: float,
) -> None:
    for text, column, width in zip(texts, columns, widths, strict=True):
        if text and column.signs:
            draw_sign(pen, x + width / 2, y - style.size, text, style)
        elif text and column.numeric:
            pen.text_to(x + width - _PAD, y - style.size, text, style)
        elif text:
            pen.text(x + _PAD, y - style.size, text, style)
        x += width


def draw_sign(pen: Pen, x: float, y: float, sign: str, style: TextStyle = STRONG) -> None:
    """A sign with its middle at x, on the baseline y: a shape, for the typeface has none of them; letters as text."""
    middle = y + style.size * 0.34
    match sign:
        case Sign.FULL | Sign.HALF | Sign.EMPTY:
            pen.disc(x, middle, _RADIUS, Ink.TEXT, _FILLED[Sign(sign)])
        case Sign.DOT:
            pen.disc(x, middle, _DOT, Ink.MUTED, 1)
        case Sign.DASH:
            pen.rule(x - _RADIUS, x + _RADIUS, middle, Ink.MUTED, 1.1)
        case _:
            pen.text(x - width_of(sign, style.face, style.size) / 2, y, sign, style)


def legend_strips(legend: Legend, width: float) -> list[Strip]:
    """The meaning of signs in as few lines as the width allows."""
    rows: list[list[tuple[float, str, str]]] = [[]]
    at = 0.0
    for sign, words in legend.items:
        needed = _SIGN_ROOM + width_of(words, LABEL.face, LABEL.size)
        if rows[-1] and at + needed > width:
            rows.append([])
            at = 0.0
        rows[-1].append((at, sign, words))
        at += needed + _LEGEND_GAP
    return [space(5), *joined([Strip(LABEL.leading + 3, partial(_draw_legend, tuple(row))) for row in rows]), space(5)]


def _draw_legend(row: tuple[tuple[float, str, str], ...], pen: Pen, x: float, y: float) -> None:
    for at, sign, words in row:
        draw_sign(pen, x + at + _RADIUS, y - LABEL.size, sign)
        pen.text(x + at + _SIGN_ROOM, y - LABEL.size, words, LABEL)
