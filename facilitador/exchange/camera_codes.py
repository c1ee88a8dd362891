"""Texts as a square of dark and light modules that a camera reads (QR)."""

from __future__ import annotations

from typing import TypeAlias

import segno

Modules: TypeAlias = tuple[tuple[bool, ...], ...]
"""Rows from the top, True where it is dark; without the light border that every reader needs around it."""


def modules(text: str) -> Modules:
    """The code of a text of at most 1,200 bytes in UTF-8, with as much repair as its size has room for."""
    code = segno.make_qr(text, error="l", boost_error=True)
    return tuple(tuple(map(bool, row)) for row in code.matrix)
