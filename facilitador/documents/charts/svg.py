"""The very strips of a paper as an SVG picture, in colours that the window chooses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from facilitador.documents import fonts
from facilitador.documents.blocks import Block
from facilitador.documents.layout import strips_of
from facilitador.documents.typesetting import Ink, TextStyle

_DISC_RULE = 1.1


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG and its size in points."""

    svg: str
    width: float
    height: float


def picture(blocks: Iterable[Block], width: float, colours: Mapping[Ink, str]) -> Picture:
    """Blocks one below the other, `width` points wide. `colours` as `#rrggbb`; the ground is left clear."""
    strips = strips_of(blocks, width)
    height = sum(strip.height for strip in strips)
    pen = SvgPen(height, colours)
    top = height
    for strip in strips:
        strip.draw(pen, 0, top)
        top -= strip.height
    size = f'width="{width:.1f}" height="{height:.1f}" viewBox="0 0 {width:.1f} {height:.1f}"'
    return Picture(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(pen.parts)}</svg>', width, height)


class SvgPen:
    """The pen of an SVG `height` points high: positions are told from its lower left corner, as on a page."""

    def __init__(self, height: float, colours: Mapping[Ink, str]) -> None:
        self.parts: list[str] = []
        self._height = height
        self._colours = colours

    def text(self, x: float, y: float, line: str, style: TextStyle) -> None:
        """Sets one line of printable text with its baseline at y, beginning at x."""
        if not line:
            return
        weight = ' font-weight="bold"' if style.face is fonts.Face.BOLD else ""
        slant = ' font-style="italic"' if style.face is fonts.Face.ITALIC else ""
        self.parts.append(
            f'<text x="{x:.1f}" y="{self._height - y:.1f}" font-family="{fonts.Face.REGULAR}" '
            f'font-size="{style.size}"{weight}{slant} fill="{self._colours[style.ink]}">{escape(line)}</text>'
        )

    def text_to(self, x: float, y: float, line: str, style: TextStyle) -> None:
        """Sets one line of printable text with its baseline at y, ending at x."""
        self.text(x - fonts.width(line, style.face, style.size), y, line, style)

    def rule(self, x1: float, x2: float, y: float, ink: Ink, thickness: float) -> None:
        """Draws a horizontal line."""
        self.stroke(x1, y, x2, y, ink, thickness)

    def stroke(self, x1: float, y1: float, x2: float, y2: float, ink: Ink, thickness: float) -> None:
        """Draws a line in any direction."""
        ends = f'x1="{x1:.1f}" y1="{self._height - y1:.1f}" x2="{x2:.1f}" y2="{self._height - y2:.1f}"'
        self.parts.append(f'<line {ends} stroke="{self._colours[ink]}" stroke-width="{thickness}"/>')

    def frame(self, x: float, y: float, width: float, height: float, ink: Ink, thickness: float) -> None:
        """Draws a rectangle from its lower left corner."""
        self._rectangle(x, y, width, height, f'fill="none" stroke="{self._colours[ink]}" stroke-width="{thickness}"')

    def fill(self, x: float, y: float, width: float, height: float, ink: Ink) -> None:
        """Fills a rectangle from its lower left corner."""
        self._rectangle(x, y, width, height, f'fill="{self._colours[ink]}"')

    def disc(self, x: float, y: float, radius: float, ink: Ink, filled: float) -> None:
        """Draws a circle around a point, filled wholly (1), in its left half (0.5) or not at all (0)."""
        colour, middle = self._colours[ink], self._height - y
        inside = colour if filled == 1 else "none"
        self.parts.append(
            f'<circle cx="{x:.1f}" cy="{middle:.1f}" r="{radius}" fill="{inside}" stroke="{colour}" '
            f'stroke-width="{_DISC_RULE}"/>'
        )
        if 0 < filled < 1:
            half = f"M {x:.1f} {middle - radius:.1f} A {radius} {radius} 0 0 0 {x:.1f} {middle + radius:.1f} Z"
            self.parts.append(f'<path d="{half}" fill="{colour}"/>')

    def _rectangle(self, x: float, y: float, width: float, height: float, how: str) -> None:
        top = self._height - y - height
        self.parts.append(f'<rect x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" {how}/>')
