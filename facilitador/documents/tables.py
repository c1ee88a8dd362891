"""Turns tables into strips: headings repeated on every page, rows that are parted only where they are very high."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from facilitador.documents.blocks import Column, Table
from facilitador.documents.strips import Pen, Strip, joined, space
from facilitador.documents.typesetting import BODY, LABEL, Ink, TextStyle, lines

_PAD = 5.0
_HEAD = replace(LABEL, ink=Ink.ACCENT)
_ROW_KEPT_WHOLE = 200.0  # points; a higher row may go on on the next page


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
    texts = [lines(column.heading, _HEAD, width - _PAD * 2) for column, width in zip(columns, widths, strict=True)]
    run = _bands(texts, columns, widths, _HEAD)
    across = sum(widths)

    def foot(pen: Pen, x: float, y: float) -> None:
        pen.rule(x, x + across, y - 3, Ink.ACCENT, 1.0)

    return joined([*run, Strip(3, foot)])


def _row(cells: tuple[str, ...], table: Table, widths: tuple[float, ...]) -> list[Strip]:
    texts = [lines(cell, BODY, width - _PAD * 2) for cell, width in zip(cells, widths, strict=True)]
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
        if text and column.numeric:
            pen.text_to(x + width - _PAD, y - style.size, text, style)
        elif text:
            pen.text(x + _PAD, y - style.size, text, style)
        x += width
