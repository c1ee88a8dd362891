"""Turns lists of numbers into strips: the number at the left, whose it is at the right, a thin line below."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from facilitador.documents.blocks import PhoneLine, PhoneList
from facilitador.documents.fonts import Face
from facilitador.documents.strips import Pen, Strip, space
from facilitador.documents.typesetting import BODY, Ink, TextStyle, lines

_GAP = 16.0
_INSTEAD = TextStyle(size=11, leading=14.5, face=Face.ITALIC)


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a list is set: the part of the width for numbers, and the styles."""

    share: float
    number: TextStyle
    name: TextStyle
    detail: TextStyle
    pad: float


_LARGE = _Setting(
    0.42,
    TextStyle(size=27, leading=33, face=Face.BOLD),
    TextStyle(size=14, leading=18, face=Face.BOLD),
    TextStyle(size=11, leading=14.5),
    7,
)
_SMALL = _Setting(
    0.34, TextStyle(size=15, leading=19, face=Face.BOLD), TextStyle(size=11, leading=15, face=Face.BOLD), BODY, 5
)


def strips_of(block: PhoneList, width: float) -> list[Strip]:
    """The list as strips, one a line; none is parted."""
    setting = _LARGE if block.large else _SMALL
    return [space(2, join=True), *(_line(line, setting, width) for line in block.lines), space(6)]


def _line(line: PhoneLine, setting: _Setting, width: float) -> Strip:
    across = width * setting.share
    left = [(text, setting.number) for number in line.numbers for text in lines(number, setting.number, across - _GAP)]
    if not left:
        left = [(text, _INSTEAD) for text in lines(line.instead, _INSTEAD, across - _GAP)]
    right = [(text, setting.name) for text in lines(line.name, setting.name, width - across)]
    right += [
        (text, setting.detail) for detail in line.details for text in lines(detail, setting.detail, width - across)
    ]
    height = max(sum(style.leading for _, style in side) for side in (left, right)) + 2 * setting.pad
    return Strip(height, partial(_draw, left, right, across, width, height, setting.pad))


def _draw(
    left: list[tuple[str, TextStyle]],
    right: list[tuple[str, TextStyle]],
    across: float,
    width: float,
    height: float,
    pad: float,
    pen: Pen,
    x: float,
    y: float,
) -> None:
    for side, at in ((left, x), (right, x + across)):
        down = y - pad
        for text, style in side:
            pen.text(at, down - style.size, text, style)
            down -= style.leading
    pen.rule(x, x + width, y - height, Ink.HAIRLINE, 0.8)
