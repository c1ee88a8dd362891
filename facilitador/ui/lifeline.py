"""Word from other threads to an object of the window, which may go at any moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject


class Lifeline:
    """Lets other threads speak to `owner` while it lives: to be asked whether it lives and then spoken to is too late.

    Whoever destroys the owner waits until what is being said is said. What is said only sends a queued signal.
    """

    def __init__(self, owner: QObject) -> None:
        self._lock = threading.Lock()
        self._holds = True
        owner.destroyed.connect(self._cut)

    def say(self, word: Callable[[], None]) -> None:
        """Say this, unless the owner is gone; on any thread."""
        with self._lock:
            if self._holds:
                word()

    def _cut(self) -> None:
        with self._lock:
            self._holds = False
