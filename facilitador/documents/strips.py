"""Strips: the low bands that blocks are made of, the pen they are drawn with, and the strips of a plain text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, TypeAlias

from facilitador.documents.typesetting import Ink, TextStyle, lines


class Pen(Protocol):
    """What a strip is drawn with; positions in points from the lower left corner of the page."""

    def text(self, x: float, y: float, line: str, style: TextStyle) -> None:
        """Sets one line of printable text with its baseline at y, beginning at x."""

    def text_to(self, x: float, y: float, line: str, style: TextStyle) -> None:
        """Sets one line of printable text with its baseline at y, ending at x."""

    def rule(self, x1: float, x2: float, y: float, ink: Ink, thickness: float) -> None:
        """Draws a horizontal line."""

    def stroke(self, x1: float, y1: float, x2: float, y2: float, ink: Ink, thickness: float) -> None:
        """Draws a line in any direction."""

    def frame(self, x: float, y: float, width: float, height: float, ink: Ink, thickness: float) -> None:
        """Draws a rectangle from its lower left corner."""

    def fill(self, x: float, y: float, width: float, height: float, ink: Ink) -> None:
        """Fills a rectangle from its lower left corner."""

    def disc(self, x: float, y: float, radius: float, ink: Ink, filled: float) -> None:
        """Draws a circle around a point, filled wholly (1), in its left half (0.5) or not at all (0)."""


Draw: TypeAlias = Callable[[Pen, float, float], None]
"""Draws a strip whose left edge is at x and whose upper edge is at y."""


def _nothing(pen: Pen, x: float, y: float) -> None:
    """An empty strip."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A band `height` points high.

    `joined`: stands on the same page as the next strip, where possible. `blank`: dropped at the head of a page.
    `breaks`: begins a new page. `heads`: drawn above it again when it comes to stand first on a page.
    """

    height: float
    draw: Draw = _nothing
    joined: bool = False
    blank: bool = False
    breaks: bool = False
    heads: tuple[Strip, ...] = ()


def joined(run: list[Strip]) -> list[Strip]:
    """The same strips, to stand on one page where they fit on one."""
    return [replace(strip, joined=True) for strip in run[:-1]] + run[-1:]


def space(height: float, *, join: bool = False) -> Strip:
    """Empty height that vanishes at the head of a page."""
    return Strip(height, blank=True, joined=join)


def text_strips(text: str, style: TextStyle, width: float, indent: float = 0) -> list[Strip]:
    """A text as one strip per line, `indent` points from the left; the first two and last two lines are not parted."""
    broken = lines(text, style, width - indent)
    last = len(broken) - 1
    return [
        Strip(style.leading, partial(_draw_line, line, style, indent), joined=index != last and index in {0, last - 1})
        for index, line in enumerate(broken)
    ]


def _draw_line(line: str, style: TextStyle, indent: float, pen: Pen, x: float, y: float) -> None:
    pen.text(x + indent, y - style.size, line, style)
