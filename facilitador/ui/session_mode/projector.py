"""The window that everybody sees: large words, a timer, no name, and a title that says nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from facilitador.domain.countdowns import TimeLeft
from facilitador.ui import theme
from facilitador.ui.idle import NO_PRESENCE
from facilitador.ui.session_mode.actions import Action, wish_of
from facilitador.ui.session_mode.leaf_view import LeafView, label_of, scale_for
from facilitador.ui.session_mode.words import TIME_WORDS
from facilitador.ui.window import TITLE

STRIP = 34.0
LARGE = 150.0
TITLE_SIZE = 44.0


class Projector(QWidget):
    """Shows what it is given. `wished(Action | SlidePage)`; `resized`: what fits must be asked anew."""

    wished = Signal(object)
    resized = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(TITLE)
        self.setAccessibleName("Página proyectada")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "projected")
        self.setMinimumSize(640, 480)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.setRowStretch(0, 1)
        self.leaf = LeafView()
        self.large = _LargeTime()
        self.strip = label_of("", STRIP, bold=True)
        self.strip.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part, row, rows in ((self.leaf, 0, 1), (self.large, 0, 2), (self.strip, 1, 1)):
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # what fits must not depend on what else is in sight
            part.setSizePolicy(policy)
            grid.addWidget(part, row, 0, rows, 1)
        self.large.hide()
        self._dark = False
        self._size_strip()

    @property
    def is_dark(self) -> bool:
        """Whether nothing is shown."""
        return self._dark

    def show_words(self, heading: str, items: Sequence[str], *, listed: bool = False) -> None:
        """Show a heading and lines."""
        self._lighten()
        self.large.hide()
        self.leaf.show()
        self.leaf.show_words(heading, items, listed=listed)

    def show_time_large(self, title: str) -> None:
        """Show nothing but the timer, with what it is for above it."""
        self._lighten()
        self.leaf.hide()
        self.large.title.setText(title)
        self.large.show()

    def show_dark(self) -> None:
        """Show nothing at all."""
        self._dark = True
        theme.set_property(self, "ground", "dark")
        for part in (self.leaf, self.large, self.strip):
            part.hide()

    def show_time(self, text: str, state: TimeLeft, *, strip: bool) -> None:
        """Put the time on the large page, and on the strip below if there is to be one."""
        words = TIME_WORDS[state]
        self.large.say(text, words, state)
        self.strip.setText(f"{text}   {words}".strip())
        theme.set_property(self.strip, "time", state)
        self.strip.setVisible(strip and not self._dark)

    def count_as_presence(self, counts: bool) -> None:
        """Whether keys pressed here mean that someone is at the computer on which names are shown."""
        for one in (self, self.windowHandle()):
            if one is not None:
                one.setProperty(NO_PRESENCE, not counts)

    def toggle_full_screen(self) -> None:
        """Cover the screen, or be a window on it."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    # -- Qt -----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = wish_of(event)
        if wish is None:
            event.ignore()
        else:
            self.wished.emit(wish)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.wished.emit(Action.BACK if event.button() is Qt.MouseButton.RightButton else Action.FORWARD)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_strip()
        self._grid.activate()
        self.resized.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.wished.emit(
            Action.END
        )  # from the task bar, or the program quits: the window with the book comes back first
        event.accept()

    def _lighten(self) -> None:
        self._dark = False
        theme.set_property(self, "ground", "projected")

    def _size_strip(self) -> None:
        scale = scale_for(self.size())
        _resize(self.strip, STRIP * scale)
        self.strip.setFixedHeight(round(self.strip.fontMetrics().lineSpacing() * 1.3))
        self.large.rescale(scale)


class _LargeTime(QWidget):
    """What the time is for, the time, and a word at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        self.title, self.time, self.words = (
            label_of("", TITLE_SIZE, bold=True),
            label_of("", LARGE, bold=True),
            label_of("", TITLE_SIZE),
        )
        column.addStretch(1)
        for one in (self.title, self.time, self.words):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(one)
        column.addStretch(1)

    def rescale(self, scale: float) -> None:
        for one, points in ((self.title, TITLE_SIZE), (self.time, LARGE), (self.words, TITLE_SIZE)):
            _resize(one, points * scale)
        self.words.setMinimumHeight(self.words.fontMetrics().lineSpacing())

    def say(self, text: str, words: str, state: TimeLeft) -> None:
        self.time.setText(text)
        self.words.setText(words)
        for one in (self, self.title, self.time, self.words):
            theme.set_property(one, "time", state)


def _resize(label: QLabel, points: float) -> None:
    font = label.font()
    font.setPointSizeF(points)
    label.setFont(font)
