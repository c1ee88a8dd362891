"""What was copied here does not stay on the clipboard: every program and the next person could paste it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard

KEPT_MS: Final = 30_000


class ClipboardKeeper(QObject):
    """Empties the clipboard half a minute after something was copied in this program, and at once on `clear`.

    What another program put there is left alone. `owns`: whether what is there comes from here. A clipboard manager of
    the system may have kept a copy, which no program can take back.
    """

    def __init__(
        self,
        clipboard: QClipboard,
        parent: QObject,
        *,
        owns: Callable[[], bool] | None = None,
        kept_ms: int = KEPT_MS,
    ) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._owns = owns or clipboard.ownsClipboard
        self._timer = QTimer(self, singleShot=True, interval=kept_ms)
        self._timer.timeout.connect(self.clear)
        clipboard.dataChanged.connect(self._changed)

    def clear(self) -> None:
        """Empty it now, if what is there comes from here."""
        self._timer.stop()
        if self._owns():
            self._clipboard.clear()
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)

    def _changed(self) -> None:
        if self._owns() and self._clipboard.text():
            self._timer.start()
        else:
            self._timer.stop()
