"""Keys that work over every window of the program, dialogs that block all others among them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow


class KeyWatch(QObject):
    """`pressed`: this key, in whichever window of the program the keyboard is.

    A shortcut is shut off by a dialog that blocks its window, and a filter of the whole application would look at every
    event of every widget. This one looks at the native windows alone, each from the first time it has the keyboard.
    """

    pressed = Signal()

    def __init__(self, key: Qt.Key, parent: QObject) -> None:
        super().__init__(parent)
        self._key = key
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._watch)
        self._watch(app.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == self._key:
            if not event.isAutoRepeat():
                self.pressed.emit()
            return True
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a filter installed twice is moved to the front, not doubled
