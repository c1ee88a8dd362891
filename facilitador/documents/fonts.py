"""The one typeface of all papers, and what it can show of what people type."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from facilitador.paths import resource

SUBSTITUTE = "\N{REPLACEMENT CHARACTER}"
"""Printed for every character that the typeface does not have (emoji, Arabic, Chinese…): never left out silently."""

LONGEST_TEXT = 20_000
"""Characters of one text that are printed; forms allow fewer, so that only foreign data ever reaches it."""

CUT_MARK = " […] (texto cortado: el resto está en el cuaderno)"


class Face(StrEnum):
    """A cut of the typeface; the value is the name that PDF and SVG use, the window's own family name first."""

    REGULAR = "Noto Sans"
    BOLD = "Noto Sans Bold"
    ITALIC = "Noto Sans Italic"


_FILES = {Face.REGULAR: "Regular", Face.BOLD: "Bold", Face.ITALIC: "Italic"}


@cache
def _metrics(face: Face) -> TTFont:
    font = TTFont(str(face), str(resource("fonts", f"NotoSans-{_FILES[face]}.ttf")))
    pdfmetrics.registerFont(font)
    return font


def register() -> None:
    """Makes every face known to reportlab; done once, later calls cost nothing."""
    for face in Face:
        _metrics(face)


@lru_cache(maxsize=8192)
def width(text: str, face: Face, size: float) -> float:
    """How wide `text` is in points, set in `face` at `size` points; the text must be printable already."""
    return float(_metrics(face).stringWidth(text, size))


class _Printable(dict[int, str | None]):
    """Fills itself with what is printed for each code point: itself, a space, the substitute, or nothing."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        category = unicodedata.category(character)
        shown: str | None
        if character in "\n\N{NO-BREAK SPACE}":
            shown = character
        elif character in "\t\r\v\f\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}" or category == "Zs":
            shown = " "
        elif category in {"Cc", "Cf"}:  # NUL, direction marks, soft hyphens: nothing to see
            shown = None
        else:
            shown = character if code in _metrics(Face.REGULAR).face.charToGlyph else SUBSTITUTE
        self[code] = shown
        return shown


_PRINTABLE = _Printable()


def printable(text: str) -> str:
    """`text` as it will stand on paper: composed letters (NFC), plain spaces, `SUBSTITUTE` for what cannot be shown.

    Line feeds stay; characters that show nothing are left out; a text longer than `LONGEST_TEXT` ends with `CUT_MARK`.
    """
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT] + CUT_MARK
    if text.isascii() and text.isprintable():
        return text
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unified).translate(_PRINTABLE)
