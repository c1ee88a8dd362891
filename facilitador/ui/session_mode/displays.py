"""The screens as Qt knows them, and putting a window on one of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from facilitador.domain.displays import ScreenFacts


class Displays(QObject):
    """`changed`: a screen came, went, or lies elsewhere; emitted at once, before anything is painted."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gone: QScreen | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._came)
        app.screenRemoved.connect(self._went)
        app.primaryScreenChanged.connect(self.changed)
        for screen in self._screens():
            self._listen(screen)

    def facts(self) -> tuple[ScreenFacts, ...]:
        """What is known of each screen, now."""
        screens = self._screens()
        keys = {screen: str(place) for place, screen in enumerate(screens)}
        return tuple(_facts(screen, key, keys) for screen, key in keys.items())

    def key_of(self, widget: QWidget) -> str:
        """The key of the screen on which the window of a widget stands; empty if it is none of them."""
        screens = self._screens()
        screen = widget.window().screen()
        return str(screens.index(screen)) if screen in screens else ""

    def touches(self, widget: QWidget, key: str) -> bool:
        """Whether any part of a window lies on that screen."""
        screen = self._screen(key)
        if screen is None:
            return False
        place = QRect(widget.mapToGlobal(QPoint()), widget.size())
        return widget.screen() is screen or place.intersects(screen.geometry())

    def cover(self, widget: QWidget, key: str) -> None:
        """Have a window cover that screen whole."""
        screen = self._screen(key)
        if screen is not None:
            widget.setScreen(screen)
            widget.setGeometry(screen.geometry())
        widget.showFullScreen()

    def bring(self, widget: QWidget, key: str) -> None:
        """Move a window onto that screen, if any of it lies elsewhere."""
        screen = self._screen(key)
        if screen is None:
            return
        room = screen.availableGeometry()
        if room.contains(QRect(widget.mapToGlobal(QPoint()), widget.size())):
            return
        was_whole = widget.isMaximized() or widget.isFullScreen()
        widget.showNormal()
        widget.setScreen(screen)
        size = widget.size().boundedTo(room.size())
        widget.setGeometry(QRect(room.topLeft() + QPoint((room.width() - size.width()) // 2, 0), size))
        if was_whole:
            widget.showMaximized()

    def _screens(self) -> list[QScreen]:
        return [screen for screen in QGuiApplication.screens() if screen is not self._gone]

    def _screen(self, key: str) -> QScreen | None:
        screens = self._screens()
        return screens[int(key)] if key.isdigit() and int(key) < len(screens) else None

    def _came(self, screen: QScreen) -> None:
        self._listen(screen)
        self.changed.emit()

    def _went(self, screen: QScreen) -> None:
        self._gone = screen  # Qt tells of it while it is still in the list
        self.changed.emit()
        self._gone = None

    def _listen(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self.changed)
        screen.virtualGeometryChanged.connect(self.changed)


def _facts(screen: QScreen, key: str, keys: dict[QScreen, str]) -> ScreenFacts:
    place = screen.geometry()
    return ScreenFacts(
        key=key,
        x=place.x(),
        y=place.y(),
        width=place.width(),
        height=place.height(),
        name=screen.name(),
        manufacturer=screen.manufacturer(),
        model=screen.model(),
        serial=screen.serialNumber(),
        siblings=frozenset(keys[one] for one in screen.virtualSiblings() if one in keys),
    )
