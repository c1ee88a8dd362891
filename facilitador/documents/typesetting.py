"""Breaks texts into lines: text styles and widths in, lines out. Knows no page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from facilitador.documents.fonts import Face, printable, width


class Ink(Enum):
    """A colour of the papers as red, green, blue from 0 to 1; all but the tints are dark enough to photocopy."""

    TEXT = (0.10, 0.11, 0.12)
    MUTED = (0.34, 0.37, 0.39)
    ACCENT = (0.10, 0.35, 0.38)
    LINE = (0.55, 0.60, 0.61)
    HAIRLINE = (0.80, 0.83, 0.84)
    TINT = (0.937, 0.957, 0.957)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set: sizes and leading (distance from line to line) in points."""

    size: float = 10
    leading: float = 14
    face: Face = Face.REGULAR
    ink: Ink = Ink.TEXT


BODY = TextStyle()
LARGE = TextStyle(size=12, leading=16.5)
SMALL = TextStyle(size=9, leading=12)
STRONG = TextStyle(face=Face.BOLD)
SPOKEN = TextStyle(face=Face.ITALIC, ink=Ink.MUTED)
VALUE = TextStyle(size=10.5, leading=14)
LABEL = TextStyle(size=10, leading=12.5, ink=Ink.MUTED)
HINT = TextStyle(size=8.5, leading=11, face=Face.ITALIC, ink=Ink.MUTED)
TITLE = TextStyle(size=19, leading=24, face=Face.BOLD, ink=Ink.ACCENT)
SUBTITLE = TextStyle(size=11, leading=15, ink=Ink.MUTED)
SECTION = TextStyle(size=12.5, leading=16, face=Face.BOLD, ink=Ink.ACCENT)
SUBSECTION = TextStyle(size=10.5, leading=15, face=Face.BOLD)
MARGIN_NOTE = TextStyle(size=8, leading=11, ink=Ink.MUTED)
CODE = TextStyle(size=22, leading=34, face=Face.BOLD)


def lines(text: str, style: TextStyle, available: float) -> list[str]:
    """`text` broken into lines no wider than `available` points; at least one line, which may be empty.

    Line feeds break, runs of spaces shrink to one, and a word wider than a line is broken between letters.
    """
    return [line for paragraph in printable(text).split("\n") for line in _broken(paragraph, style, available)]


def _broken(paragraph: str, style: TextStyle, available: float) -> Iterator[str]:
    words = [word for word in paragraph.split(" ") if word]
    whole = " ".join(words)
    if width(whole, style.face, style.size) <= available:
        yield whole
        return
    space = width(" ", style.face, style.size)
    line, used = "", 0.0
    for word in words:
        needed = width(word, style.face, style.size)
        if line and used + space + needed <= available:
            line, used = f"{line} {word}", used + space + needed
            continue
        if line:
            yield line
        if needed > available:
            *full, word = _pieces(word, style, available)
            yield from full
            needed = width(word, style.face, style.size)
        line, used = word, needed
    yield line


def _pieces(word: str, style: TextStyle, available: float) -> Iterator[str]:
    """`word` cut between letters so that each piece fits; a single letter always counts as fitting."""
    start, used = 0, 0.0
    for position, letter in enumerate(word):
        needed = width(letter, style.face, style.size)
        if used + needed > available and position > start:
            yield word[start:position]
            start, used = position, 0.0
        used += needed
    yield word[start:]
