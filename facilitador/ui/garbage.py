"""Python's garbage is collected on the window's thread only.

Widgets and what points back at them die in cycles. A collection begins on whichever thread happens to allocate, and a
widget torn down on the book's own thread ends the process (seen: a segmentation fault in the middle of a query). So
the automatic collection is off, and a timer of the window does its work by the same thresholds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1000


class GarbageCollector(QObject):
    """Takes over from Python's automatic collection for as long as it lives; belongs to the thread that makes it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self.destroyed.connect(gc.enable)
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is over its threshold, and with it the younger ones; else nothing."""
        due = [
            generation
            for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > threshold > 0
        ]
        if due:
            gc.collect(due[-1])


def keep_what_is_loaded() -> None:
    """Collect once, and never again look at what is left: a program that is loaded is no garbage.

    To go through its classes and functions takes a tenth of a second, in which the window would stand still.
    """
    gc.collect()
    gc.freeze()
