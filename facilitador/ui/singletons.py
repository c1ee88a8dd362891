"""Keeps None, True and False alive under Python 3.11, from which the PySide6 6.12 wheels take a reference too many.

Those wheels count on objects that are immortal since Python 3.12: every Qt method that returns nothing gives away a
reference to None that it never took (seen: some 6,000 calls of `QLabel.setText` end the process with `none_dealloc`),
and a True sent through `Signal(object)` is lost likewise. Under 3.11 the count is therefore raised once, beyond
anything a session could use up, which is what 3.12 does by itself.
"""

from __future__ import annotations

import sys

_BEYOND_USE = 1 << 40


def keep_alive() -> None:
    """Make the singletons outlive the process; called before Qt is used in earnest. From 3.12 on there is no need."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    import ctypes  # start-up: only where it is needed

    for one in (None, True, False, NotImplemented, Ellipsis):
        ctypes.c_ssize_t.from_address(id(one)).value += _BEYOND_USE
