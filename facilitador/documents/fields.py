"""Lays out one field: an answer already given, a place to write by hand, or boxes to tick."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import ceil

from facilitador.documents.blocks import ChoiceBoxes, FieldLine, GridCell, Writing
from facilitador.documents.fonts import printable
from facilitador.documents.fonts import width as width_of
from facilitador.documents.strips import Pen, Strip
from facilitador.documents.typesetting import BODY, HINT, LABEL, STRONG, VALUE, Ink, TextStyle, lines

_GAP = 18.0
_HAND = 19.5  # height to write one line by hand: 7 mm
_LABEL_SHARE = 0.62  # of the line, at most, for a label with its place at its right
_BOX = 8.5
_BOX_TO_TEXT = 14.0
_OPTION_GAP = 10.0
_TAB = 36.0  # about the distance of the stops on which boxes stand
_OPTION = replace(BODY, leading=14.5)


@dataclass(frozen=True, slots=True)
class Laid:
    """A field laid out, and how many lines its longest text takes.

    Places to write that stand abreast begin at the same height, below the longest `label`; what needs no such care is
    all in `body`.
    """

    label: tuple[Strip, ...]
    body: tuple[Strip, ...]
    longest: int


def lay(cell: GridCell, width: float) -> Laid:
    """The field with its label above."""
    return _lay_boxes(cell, width) if isinstance(cell, ChoiceBoxes) else _lay_line(cell, width)


def lay_on_one_line(cell: GridCell, width: float) -> Laid | None:
    """The field with its label at the left of the place to write or of the boxes, or None where that is too crowded."""
    room = width * _LABEL_SHARE
    label, hint = printable(cell.label), printable(cell.hint)
    used = width_of(label, LABEL.face, LABEL.size) + (width_of(hint, HINT.face, HINT.size) + 6 if hint else 0)
    if used > room:
        return None
    if isinstance(cell, FieldLine):
        if cell.value is not None or cell.mark or cell.writing is not Writing.LINE:
            return None
        right = _hand_line(width - used - 6)
    else:
        rows = list(_option_rows(cell, width - used - _GAP, tab=1))
        if len(rows) > 1:
            return None
        right = _option_bands(rows[0])[0] if rows else Strip(0)
    left = used + (6 if isinstance(cell, FieldLine) else _GAP)

    def draw(pen: Pen, x: float, y: float) -> None:
        base = y - (_HAND - 1 if isinstance(cell, FieldLine) else _OPTION.size)
        pen.text(x, base, label, LABEL)
        pen.text(x + used - width_of(hint, HINT.face, HINT.size), base, hint, HINT)
        right.draw(pen, x + left, y)

    return Laid((), (Strip(right.height, draw),), 1)


def _texts(text: str, style: TextStyle, width: float) -> list[Strip]:
    def draw(line: str, pen: Pen, x: float, y: float) -> None:
        pen.text(x, y - style.size, line, style)

    return [Strip(style.leading, partial(draw, line)) for line in lines(text, style, width)]


def _lay_line(cell: FieldLine, width: float) -> Laid:
    label = _label(cell.label, cell.hint, width)
    if cell.value is None and not cell.mark:
        return Laid(tuple(label), tuple(_hands(cell, width)), len(label))
    answer = _texts(cell.value, VALUE, width) if cell.value else []
    mark = _texts(cell.mark, replace(STRONG, ink=Ink.ACCENT), width) if cell.mark else []
    return Laid((), (*label, *answer, *mark), max(len(label), len(answer)))


def _label(label: str, hint: str, width: float) -> list[Strip]:
    """The label with the hint after it, on its last line where there is room."""
    if not hint:
        return _texts(label, LABEL, width)
    *above, last = lines(label, LABEL, width)
    beside = width_of(last, LABEL.face, LABEL.size) + 6
    shown = lines(hint, HINT, width)
    if len(shown) > 1 or beside + width_of(shown[0], HINT.face, HINT.size) > width:
        return _texts(label, LABEL, width) + _texts(hint, HINT, width)

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.text(x, y - LABEL.size, last, LABEL)
        pen.text(x + beside, y - LABEL.size, shown[0], HINT)

    return [*(strip for line in above for strip in _texts(line, LABEL, width)), Strip(LABEL.leading, draw)]


def _hand_line(width: float) -> Strip:
    def draw(pen: Pen, x: float, y: float) -> None:
        pen.rule(x, x + width, y - _HAND, Ink.LINE, 0.6)

    return Strip(_HAND, draw)


def _by_line(width: float) -> list[Strip]:
    return [_hand_line(width)]


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


def _hands(cell: FieldLine, width: float) -> list[Strip]:
    if cell.writing is Writing.LINES:
        return [_hand_line(width)] * cell.lines
    return _HANDS[cell.writing](width)


_HANDS: dict[Writing, Callable[[float], list[Strip]]] = {
    Writing.LINE: _by_line,
    Writing.DATE: _by_date,
    Writing.PLACE: _by_place,
}


def _lay_boxes(cell: ChoiceBoxes, width: float) -> Laid:
    label = _label(cell.label, cell.hint, width)
    bands: list[Strip] = []
    for row in _option_rows(cell, width):
        bands += _option_bands(row)
    return Laid(tuple(label), (Strip(2), *bands), max(len(label), len(bands)))


@dataclass(frozen=True, slots=True)
class _Option:
    """An option on its row: how far from the left, its lines, and whether it is ticked."""

    across: float
    texts: list[str]
    ticked: bool


def _option_rows(cell: ChoiceBoxes, width: float, tab: float = _TAB) -> Iterator[list[_Option]]:
    """Options one after another on tab stops, as many on a row as fit: tidy like columns, but without their gaps."""
    stops = max(1, round(width / tab))
    pitch = width / stops
    row: list[_Option] = []
    taken = 0
    for text in cell.options:
        needed = width_of(printable(text), _OPTION.face, _OPTION.size) + _BOX_TO_TEXT + _OPTION_GAP
        spans = min(stops, ceil(needed / pitch))
        if row and taken + spans > stops:
            yield row
            row, taken = [], 0
        row.append(_Option(taken * pitch, lines(text, _OPTION, spans * pitch - _BOX_TO_TEXT), text in cell.ticked))
        taken += spans
    if row:
        yield row


def _option_bands(row: list[_Option]) -> list[Strip]:
    """One row of boxes as strips, a line of text each, so that the longest option cannot outgrow a page."""

    def draw(line: int, pen: Pen, x: float, y: float) -> None:
        for option in row:
            left = x + option.across
            if line == 0:
                _draw_box(pen, left, y - 11, ticked=option.ticked)
            if line < len(option.texts):
                pen.text(left + _BOX_TO_TEXT, y - _OPTION.size, option.texts[line], _OPTION)

    return [Strip(_OPTION.leading, partial(draw, line)) for line in range(max(len(option.texts) for option in row))]


def _draw_box(pen: Pen, x: float, y: float, *, ticked: bool) -> None:
    pen.frame(x, y, _BOX, _BOX, Ink.MUTED, 0.8)
    if ticked:
        pen.stroke(x + 1.8, y + 1.8, x + _BOX - 1.8, y + _BOX - 1.8, Ink.TEXT, 1.2)
        pen.stroke(x + 1.8, y + _BOX - 1.8, x + _BOX - 1.8, y + 1.8, Ink.TEXT, 1.2)
