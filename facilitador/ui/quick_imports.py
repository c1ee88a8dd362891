"""Imports at their own speed.

PySide looks through the source text of every module that is imported after it, for a feature (`__feature__`) that is
used nowhere here. That took a third of the start, and Python keeps each text it was asked for: 21 MB.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - it puts its search in place


def leave_out_feature_search() -> None:
    """From now on modules are imported as before PySide came; where it no longer searches, nothing changes."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
