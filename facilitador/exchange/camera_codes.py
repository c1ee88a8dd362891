"""Texts as a square of dark and light modules that a camera reads (QR)."""

from __future__ import annotations

from typing import TypeAlias

Modules: TypeAlias = tuple[tuple[bool, ...], ...]
"""Rows from the top, True where it is dark; without the light border that every reader needs around it."""


def modules(text: str) -> Modules:
    """The code of an ASCII text of at most 2,900 letters, with as much repair as its size has room for."""
    import segno  # start-up: it brings half of the standard library's web modules with it, and is wanted once a year

    code = segno.make_qr(text, error="l", boost_error=True)
    return tuple(tuple(map(bool, row)) for row in code.matrix)
