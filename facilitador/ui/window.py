"""The one window of the program: a frame that shows one page at a time (welcome, unlock, the open book)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QStatusBar, QWidget

from facilitador.ui import shortcuts, theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.reading_order import stop_beside

TITLE = "Facilitador"  # nothing else ever stands there: the task bar is seen by whoever passes
EMERGENCY = "Emergencia (F12)"
EMERGENCY_HINT = "A quién llamar"
HAS_EMERGENCY = "facilitadorHasEmergency"
"""Property of a page that has a red button of its own."""

STAYS_WHEN_LOCKED = "facilitadorStaysWhenLocked"
"""Property of a dialog that shows nothing of the book, and is not closed with it."""

_SMALLEST = (720, 520)
_FIRST_SIZE = (1120, 720)


class Window(QMainWindow):
    """Holds the page in sight. `may_close` is asked before it closes; `closed` is called once it does.

    `emergency_requested`: somebody needs the numbers. Pages without a red button get one at the foot of the window.
    """

    emergency_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*_SMALLEST)
        self.may_close: Callable[[], bool] = lambda: True
        self.closed: Callable[[], None] = lambda: None
        self.emergency_button = emergency_button()
        self.emergency_button.clicked.connect(self.emergency_requested)
        self._foot = QStatusBar()
        self._foot.setSizeGripEnabled(False)
        self._foot.addPermanentWidget(self.emergency_button)
        self.setStatusBar(self._foot)
        self._fit_screen()
        shortcuts.bind(self, "F1", self.show_manual)

    def show_page(self, page: QWidget) -> None:
        """Show this page; the one before is destroyed."""
        self._foot.setVisible(not page.property(HAS_EMERGENCY))
        self.emergency_button.ensurePolished()
        self._foot.setMinimumHeight(self.emergency_button.sizeHint().height() + theme.SPACE_S)  # the text may be large
        self.setCentralWidget(page)  # deletes the former one

    def show_manual(self) -> None:
        """Open the manual where it speaks of what is in sight: the page says which place that is."""
        from facilitador.ui.manual import open_manual  # only who asks for it pays for it

        page = self.centralWidget()
        open_manual(self, str(page.property("manual") or "") if page is not None else "")

    def hide_page(self) -> None:
        """Paint over whatever is shown, at once; the page still lives, so that it can hand over its drafts."""
        page = self.centralWidget()
        if page is not None:
            page.hide()
        self.repaint()

    def clear(self) -> None:
        """Destroy the page."""
        self.show_page(QWidget())

    def raise_to_front(self) -> None:
        """Show the window above others, as it was before it was minimised."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def geometry_text(self) -> str:
        """Where and how large the window is, to be kept in the settings."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def restore_geometry_text(self, text: str) -> None:
        """Put the window where it was, if that is still on a screen; other text leaves it as it is."""
        if text:
            self.restoreGeometry(QByteArray.fromBase64(text.encode("ascii", "ignore")))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        event.accept()
        self.closed()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab and Mayús+Tab go where the eye goes."""
        beside = stop_beside(QApplication.focusWidget() or self, forward=next)
        if beside is None:
            return False
        beside.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
        return True

    def _fit_screen(self) -> None:
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(_FIRST_SIZE[0], room.width()), min(_FIRST_SIZE[1], room.height() - 32))
        if room.width() <= _FIRST_SIZE[0]:
            self.setWindowState(Qt.WindowState.WindowMaximized)


def emergency_button() -> QPushButton:
    """The red button that shows whom to call."""
    made = button(EMERGENCY, "danger")  # no icon: the first page is painted before any is needed
    made.setToolTip(EMERGENCY_HINT)
    return made
