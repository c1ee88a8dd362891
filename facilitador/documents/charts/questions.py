"""Draws a question in large letters with boxes to mark by hand: one column an option, the same for a whole section."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from facilitador.documents.charts.figures import LargeQuestion
from facilitador.documents.fonts import Face, printable
from facilitador.documents.fonts import width as width_of
from facilitador.documents.strips import Pen, Strip, joined, text_strips
from facilitador.documents.typesetting import Ink, TextStyle, lines

_QUESTION = TextStyle(size=13.5, leading=18.5)
_NUMBER = TextStyle(size=13.5, leading=18.5, face=Face.BOLD)
_OPTION = TextStyle(size=11, leading=13.5)
_IN_BOX = TextStyle(size=9, leading=11, ink=Ink.MUTED)
_INDENT = 28.0
_BOX = 16.0
_BOX_TO_TEXT = 21.0
_OPTION_GAP = 6.0
_BELOW = 10.0


def question_strips(block: LargeQuestion, width: float) -> list[Strip]:
    """The question above its boxes, never parted from them."""
    first, *rest = text_strips(block.text, _QUESTION, width, _INDENT)
    numbered = Strip(first.height, partial(_draw_numbered, f"{block.number}.", first))
    columns = _columns(block, width - _INDENT)
    rows = [block.options[start : start + columns] for start in range(0, len(block.options), columns)]
    return joined([numbered, *rest, Strip(3), *(_row(row, columns, width) for row in rows), Strip(_BELOW)])


def _draw_numbered(number: str, line: Strip, pen: Pen, x: float, y: float) -> None:
    pen.text(x, y - _QUESTION.size, number, _NUMBER)
    line.draw(pen, x, y)


def _columns(block: LargeQuestion, width: float) -> int:
    """As many columns as options, or fewer where the longest word would not fit."""
    words = [word for _, label in block.options for word in printable(label).split()]
    longest = max((width_of(word, _OPTION.face, _OPTION.size) for word in words), default=0)
    needed = longest + _BOX_TO_TEXT + _OPTION_GAP
    return max(min(len(block.options), int(width / needed)), 1)


@dataclass(frozen=True, slots=True)
class _Box:
    """A box, how far from the left it stands, what is in it, and the lines at its right."""

    across: float
    inside: str
    texts: list[str]


def _row(options: tuple[tuple[str, str], ...], columns: int, width: float) -> Strip:
    pitch = (width - _INDENT) / columns
    boxes = [
        _Box(_INDENT + place * pitch, printable(inside), lines(text, _OPTION, pitch - _BOX_TO_TEXT - _OPTION_GAP))
        for place, (inside, text) in enumerate(options)
    ]
    height = max(max(len(box.texts) for box in boxes) * _OPTION.leading, _BOX) + 4

    def draw(pen: Pen, x: float, y: float) -> None:
        for box in boxes:
            left = x + box.across
            pen.frame(left, y - 1 - _BOX, _BOX, _BOX, Ink.TEXT, 0.9)
            inset = (_BOX - width_of(box.inside, _IN_BOX.face, _IN_BOX.size)) / 2
            pen.text(left + inset, y - 1 - _BOX + 5, box.inside, _IN_BOX)
            for place, line in enumerate(box.texts):
                pen.text(left + _BOX_TO_TEXT, y - 2 - _OPTION.size - place * _OPTION.leading, line, _OPTION)

    return Strip(height, draw)
