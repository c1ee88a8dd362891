"""Turns fields side by side into strips: answers already given, places to write by hand, and boxes to tick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from facilitador.documents.blocks import ChoiceBoxes, FieldGrid, FieldLine, GridCell, Width, Writing
from facilitador.documents.fonts import printable
from facilitador.documents.fonts import width as width_of
from facilitador.documents.strips import Pen, Strip
from facilitador.documents.typesetting import BODY, HINT, LABEL, STRONG, VALUE, Ink, TextStyle, lines

_GAP = 18.0
_SIXTHS = 6
_MOST_LINES_ABREAST = 3
_BELOW = 6.0  # under each row
_HAND = 21.0  # height to write one line by hand: 7.4 mm
_BOX = 8.5
_BOX_TO_TEXT = 14.0
_OPTION_GAP = 12.0
_OPTION = replace(BODY, leading=15)


@dataclass(frozen=True, slots=True)
class _Laid:
    """One field laid out in its own width: bands from top to bottom, and how many lines its longest text takes."""

    bands: tuple[Strip, ...]
    longest: int


def strips_of(grid: FieldGrid, width: float) -> list[Strip]:
    """The grid's fields as strips, row by row."""
    return [strip for row in _rows(grid.cells, width) for strip in row]


def _width_of(cell: GridCell, width: float) -> float:
    return (width + _GAP) * cell.width.value / _SIXTHS - _GAP


def _rows(cells: Iterable[GridCell], width: float) -> Iterator[list[Strip]]:
    row: list[tuple[float, _Laid]] = []
    taken = 0
    for cell in cells:
        laid = _lay(cell, _width_of(cell, width))
        sixths = cell.width.value
        if cell.width is not Width.FULL and laid.longest > _MOST_LINES_ABREAST:
            laid, sixths = _lay(cell, width), _SIXTHS
        if row and taken + sixths > _SIXTHS:
            yield _abreast(row)
            row, taken = [], 0
        row.append(((width + _GAP) * taken / _SIXTHS, laid))
        taken += sixths
    if row:
        yield _abreast(row)


def _abreast(row: list[tuple[float, _Laid]]) -> list[Strip]:
    """Fields beside each other become one strip; a field alone keeps its bands, which a page may part."""
    if len(row) == 1:
        return _alone(row[0][1].bands)
    height = max(sum(band.height for band in laid.bands) for _, laid in row)

    def draw(pen: Pen, x: float, y: float) -> None:
        for across, laid in row:
            down = y
            for band in laid.bands:
                band.draw(pen, x + across, down)
                down -= band.height

    return [Strip(height + _BELOW, draw)]


def _alone(bands: tuple[Strip, ...]) -> list[Strip]:
    """Neither the first band (the label) nor the last is left without its neighbour."""
    ends = {0, len(bands) - 2, len(bands) - 1}
    return [*(replace(band, joined=index in ends) for index, band in enumerate(bands)), Strip(_BELOW)]


def _lay(cell: GridCell, width: float) -> _Laid:
    return _lay_boxes(cell, width) if isinstance(cell, ChoiceBoxes) else _lay_line(cell, width)


def _texts(text: str, style: TextStyle, width: float) -> list[Strip]:
    def draw(line: str, pen: Pen, x: float, y: float) -> None:
        pen.text(x, y - style.size, line, style)

    return [Strip(style.leading, partial(draw, line)) for line in lines(text, style, width)]


def _lay_line(cell: FieldLine, width: float) -> _Laid:
    label = _label(cell.label, cell.hint, width)
    if cell.value is None and not cell.mark:
        return _Laid((*label, *_HANDS[cell.writing](width)), len(label))
    answer = _texts(cell.value, VALUE, width) if cell.value else []
    mark = _texts(cell.mark, replace(STRONG, ink=Ink.ACCENT), width) if cell.mark else []
    return _Laid((*label, *answer, *mark), max(len(label), len(answer)))


def _label(label: str, hint: str, width: float) -> list[Strip]:
    return _texts(label, LABEL, width) + (_texts(hint, HINT, width) if hint else [])


def _by_line(width: float) -> list[Strip]:
    def draw(pen: Pen, x: float, y: float) -> None:
        pen.rule(x, x + width, y - _HAND, Ink.LINE, 0.6)

    return [Strip(_HAND, draw)]


def _by_lines(width: float) -> list[Strip]:
    return _by_line(width) * 2


def _by_date(width: float) -> list[Strip]:
    pieces = ((0.0, 28.0, "día"), (40.0, 28.0, "mes"), (80.0, 46.0, "año"))

    def draw(pen: Pen, x: float, y: float) -> None:
        for left, across, name in pieces:
            pen.rule(x + left, x + left + across, y - _HAND, Ink.LINE, 0.6)
            pen.text(x + left, y - _HAND - 9, name, HINT)
        for left in (31.0, 71.0):
            pen.stroke(x + left, y - _HAND, x + left + 5, y - _HAND + 12, Ink.LINE, 0.6)

    return [Strip(_HAND + 10, draw)]


def _by_place(width: float) -> list[Strip]:
    third = (width - 2 * _GAP) / 3

    def draw(pen: Pen, x: float, y: float) -> None:
        for index, name in enumerate(("distrito", "provincia", "departamento")):
            left = x + index * (third + _GAP)
            pen.rule(left, left + third, y - _HAND, Ink.LINE, 0.6)
            pen.text(left, y - _HAND - 9, name, HINT)

    return [Strip(_HAND + 10, draw)]


_HANDS: dict[Writing, Callable[[float], list[Strip]]] = {
    Writing.LINE: _by_line,
    Writing.LINES: _by_lines,
    Writing.DATE: _by_date,
    Writing.PLACE: _by_place,
}


def _lay_boxes(cell: ChoiceBoxes, width: float) -> _Laid:
    label = _label(cell.label, cell.hint, width)
    columns = _columns(cell.options, width)
    pitch = (width + _OPTION_GAP) / columns
    room = pitch - _OPTION_GAP - _BOX_TO_TEXT
    broken = [(lines(option, _OPTION, room), option in cell.ticked) for option in cell.options]
    bands: list[Strip] = []
    for start in range(0, len(broken), columns):
        bands += _option_row(broken[start : start + columns], pitch)
    return _Laid((*label, Strip(2), *bands), max(len(label), len(bands)))


def _columns(options: tuple[str, ...], width: float) -> int:
    """As many columns (four at most) as let every option stand on one line."""
    widest = max((width_of(printable(option), _OPTION.face, _OPTION.size) for option in options), default=0.0)
    fitting = int((width + _OPTION_GAP) // (widest + _BOX_TO_TEXT + _OPTION_GAP))
    return max(1, min(4, fitting, len(options)))


def _option_row(options: list[tuple[list[str], bool]], pitch: float) -> list[Strip]:
    """One row of boxes as strips, a line of text each, so that the longest option cannot outgrow a page."""

    def draw(line: int, pen: Pen, x: float, y: float) -> None:
        for column, (texts, ticked) in enumerate(options):
            left = x + column * pitch
            if line == 0:
                _draw_box(pen, left, y - 11, ticked=ticked)
            if line < len(texts):
                pen.text(left + _BOX_TO_TEXT, y - _OPTION.size, texts[line], _OPTION)

    return [Strip(_OPTION.leading, partial(draw, line)) for line in range(max(len(texts) for texts, _ in options))]


def _draw_box(pen: Pen, x: float, y: float, *, ticked: bool) -> None:
    pen.frame(x, y, _BOX, _BOX, Ink.MUTED, 0.8)
    if ticked:
        pen.stroke(x + 1.8, y + 1.8, x + _BOX - 1.8, y + _BOX - 1.8, Ink.TEXT, 1.2)
        pen.stroke(x + 1.8, y + _BOX - 1.8, x + _BOX - 1.8, y + 1.8, Ink.TEXT, 1.2)
