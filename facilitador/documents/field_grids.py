"""Puts fields side by side, in reading order, and makes strips of each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from facilitador.documents.blocks import FieldGrid, GridCell, Width
from facilitador.documents.fields import Laid, lay, lay_on_one_line
from facilitador.documents.strips import Pen, Strip

_GAP = 18.0
_SIXTHS = Width.FULL.value
_MOST_LINES_ABREAST = 3
_BELOW = Strip(5.0)
_KEPT_WHOLE = 150.0  # points; a higher field may go on on the next page


def strips_of(grid: FieldGrid, width: float) -> list[Strip]:
    """The grid's fields as strips, row by row."""
    return [strip for row in _rows(grid.cells, width) for strip in _row_strips(row, width)]


def _rows(cells: Iterable[GridCell], width: float) -> Iterator[list[tuple[GridCell, Laid]]]:
    row: list[tuple[GridCell, Laid]] = []
    taken = 0
    for cell in cells:
        laid = lay(cell, (width + _GAP) * cell.width.value / _SIXTHS - _GAP)
        if cell.width is not Width.FULL and laid.longest > _MOST_LINES_ABREAST:
            cell = replace(cell, width=Width.FULL)
            laid = lay(cell, width)
        if row and taken + cell.width.value > _SIXTHS:
            yield row
            row, taken = [], 0
        row.append((cell, laid))
        taken += cell.width.value
    if row:
        yield row


def _row_strips(row: list[tuple[GridCell, Laid]], width: float) -> list[Strip]:
    """Fields beside each other become one strip; a field alone takes the whole line, and a page may part its bands."""
    if len(row) == 1:
        cell, _ = row[0]
        laid = lay_on_one_line(cell, width) or lay(cell, width)
        return _alone((*laid.label, *laid.body))
    labels = max(_height(laid.label) for _, laid in row)
    height = max(_height(laid.body) + (labels if laid.label else 0) for _, laid in row)

    def draw(pen: Pen, x: float, y: float) -> None:
        taken = 0
        for cell, laid in row:
            left = x + (width + _GAP) * taken / _SIXTHS
            _draw_down(laid.label, pen, left, y)
            _draw_down(laid.body, pen, left, y - (labels if laid.label else 0))
            taken += cell.width.value

    return [Strip(height + _BELOW.height, draw)]


def _height(bands: tuple[Strip, ...]) -> float:
    return sum(band.height for band in bands)


def _draw_down(bands: tuple[Strip, ...], pen: Pen, x: float, y: float) -> None:
    for band in bands:
        band.draw(pen, x, y)
        y -= band.height


def _alone(bands: tuple[Strip, ...]) -> list[Strip]:
    """Neither the label nor the last band is left without its neighbour; a low field is not parted at all."""
    low = _height(bands) <= _KEPT_WHOLE
    ends = {0, len(bands) - 2, len(bands) - 1}
    return [*(replace(band, joined=low or index in ends) for index, band in enumerate(bands)), _BELOW]
