"""A day's work is thousands of signals; Python 3.11 must outlive them."""

from __future__ import annotations

import subprocess
import sys

from tests.source_trees import PROJECT

MANY_SIGNALS = """
import sys
from PySide6.QtCore import QObject, Signal
import facilitador.ui

class Source(QObject):
    changed = Signal()

source = Source()
for _ in range(200_000):
    source.changed.emit()
print("alive")
"""


def test_two_hundred_thousand_signals_do_not_end_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MANY_SIGNALS], check=False, capture_output=True, encoding="utf-8", cwd=PROJECT
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")
