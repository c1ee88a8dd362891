"""Draws a strip of marks: one a session, its number above and its day below; as many lines as the width asks for."""

from __future__ import annotations

from functools import partial

from facilitador.documents.charts.figures import MarkCell, MarkStrip
from facilitador.documents.fonts import width as width_of
from facilitador.documents.strips import Pen, Strip, space
from facilitador.documents.tables import draw_sign
from facilitador.documents.typesetting import STRONG, Ink, TextStyle

_CELL = 24.5
_HIGH = 39.0
_NUMBER = TextStyle(size=8, leading=10, ink=Ink.MUTED)
_DAY = TextStyle(size=7.5, leading=9, ink=Ink.MUTED)


def mark_strips(block: MarkStrip, width: float) -> list[Strip]:
    """A strip for each line of marks."""
    across = max(int(width // _CELL), 1)
    lines = [block.cells[start : start + across] for start in range(0, len(block.cells), across)]
    return [space(4), *(Strip(_HIGH, partial(_draw_line, line)) for line in lines), space(4)]


def _draw_line(cells: tuple[MarkCell, ...], pen: Pen, x: float, y: float) -> None:
    pen.rule(x, x + _CELL * len(cells), y - _HIGH + 4, Ink.HAIRLINE, 0.6)
    for place, cell in enumerate(cells):
        middle = x + _CELL * (place + 0.5)
        _centred(pen, middle, y - _NUMBER.size, cell.above, _NUMBER)
        draw_sign(pen, middle, y - 21, cell.sign, STRONG)
        _centred(pen, middle, y - _HIGH + 8, cell.below, _DAY)


def _centred(pen: Pen, x: float, y: float, text: str, style: TextStyle) -> None:
    pen.text(x - width_of(text, style.face, style.size) / 2, y, text, style)
