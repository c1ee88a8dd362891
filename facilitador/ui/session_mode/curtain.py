"""Keeps the window with the book out of the group's sight: hidden whole, or its page where it touches their screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

_MOVES = frozenset(
    {
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.Show,
        QEvent.Type.WindowStateChange,
        QEvent.Type.ScreenChangeInternal,
    }
)


class Curtain(QObject):
    """`is_seen()`: whether the group can see any part of the window now. Works from `draw` until `lift`."""

    def __init__(self, window: QWidget, is_seen: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._is_seen = window, is_seen
        self._hidden = False
        self._drawn = False

    def draw(self) -> None:
        """From now on, the page is hidden wherever the window comes into the group's sight."""
        if not self._drawn:
            self._drawn = True
            self._window.installEventFilter(self)
        self._look()

    def hide_all(self) -> None:
        """Hide the window whole, and what lies over it, at once."""
        self.draw()
        for popup in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if popup is not None:
                popup.close()
        self._hidden = True
        self._cover()
        self._window.hide()

    def lift(self) -> None:
        """Give the window back as it was."""
        if self._drawn:
            self._drawn = False
            self._window.removeEventFilter(self)
        self._hidden = False
        self._uncover()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._look()
        return False

    def _look(self) -> None:
        if self._hidden or self._is_seen():
            self._cover()
        else:
            self._uncover()

    def _page(self) -> QWidget | None:
        return self._window.centralWidget() if isinstance(self._window, QMainWindow) else None

    def _cover(self) -> None:
        page = self._page()
        if page is not None and not page.isHidden():
            page.hide()
            self._window.repaint()
            page.setProperty(_COVERED, True)

    def _uncover(self) -> None:
        page = self._page()  # another one, if the book was locked or opened meanwhile
        if page is not None and page.property(_COVERED):
            page.setProperty(_COVERED, False)
            page.show()


_COVERED = "facilitadorCovered"
