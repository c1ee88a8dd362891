"""Keeps the process alive on Python 3.11, where PySide6 wears True out.

Every `Signal.emit` of PySide6 6.12 gives back True without counting the reference, so that each call takes one away.
From Python 3.12 on such constants are immortal. Before that the count reaches zero after some six hundred signals, and
Python ends the process at once, with whatever was being typed.
"""

from __future__ import annotations

import ctypes
import sys

_MORE = 1 << 30  # references: a signal every millisecond wears these out in twelve days


def keep_true_and_false() -> None:
    """Give both constants so many references that no signal ever takes the last; harmless where they are immortal."""
    if sys.version_info < (3, 12) and sys.implementation.name == "cpython":
        for constant in (True, False):
            ctypes.c_ssize_t.from_address(id(constant)).value += _MORE
