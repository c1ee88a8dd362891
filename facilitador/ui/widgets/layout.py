"""How pages are laid out: one centred column that scrolls, headings, banners, and the page that is still empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from facilitador.ui import icons, theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.labels import label

_TONE_ICONS = {
    "info": ("info", "on_accent_soft"),
    "good": ("check", "good_text"),
    "warning": ("warning", "warning_text"),
    "problem": ("warning", "danger_text"),
}


class PageScroll(QScrollArea):
    """One column, at most 760 px wide at 100 % text, centred; add to `column`. Tab brings what it reaches into view."""

    def __init__(self, parent: QWidget | None = None, *, width: int = theme.PAGE_WIDTH) -> None:
        super().__init__(parent)
        self._width = width
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        ground = QWidget()
        ground.setProperty("ground", "window")
        across = QHBoxLayout(ground)
        across.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XXL)
        self.page = QWidget()
        self.page.setMaximumWidth(theme.scaled(width))
        self.column = QVBoxLayout(self.page)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.SPACE_L)
        # aligned here and not in the column: a layout that is aligned forgets what wrapped words need, and squeezes
        across.addWidget(self.page, 0, Qt.AlignmentFlag.AlignTop)
        self.setWidget(ground)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.page.setMaximumWidth(theme.scaled(self._width))

    def show_typing(self, holder: QWidget) -> None:
        """Bring what has the keyboard within `holder` into sight, or all of it."""
        focused: QWidget | None = holder.focusWidget()
        self.show_widget(holder if focused is None else focused)

    def show_widget(self, widget: QWidget) -> None:
        """Scroll so that `widget` is in sight, with room around it; and what is told beside the question it answers."""
        self.ensureWidgetVisible(widget, theme.SPACE_XL, theme.scaled(80))
        row: QWidget | None = widget
        while row is not None and not isinstance(row, FieldRow):
            row = row.parentWidget()
        if row is not None and row.message_part is not None:
            QTimer.singleShot(0, row, partial(self._show_message, row))  # once it has its place

    def _show_message(self, row: FieldRow) -> None:
        if row.message_part is not None and row.isVisible():
            self.ensureWidgetVisible(row.message_part, theme.SPACE_XL, theme.SPACE_L)

    @contextmanager
    def laid_out_once(self) -> Iterator[None]:
        """What is shown and hidden meanwhile is laid out at the end; by itself Qt lays out the whole page each time."""
        self.column.setEnabled(False)
        try:
            yield
        finally:
            self.column.setEnabled(True)
            self.column.activate()


class SectionHeader(QWidget):
    """A heading, a line of explanation, and the action that belongs to it."""

    def __init__(
        self,
        title: str,
        explanation: str = "",
        *,
        action: QPushButton | None = None,
        role: str = "heading",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE_XS)
        self.title = label(title, role)
        words.addWidget(self.title)
        if explanation:
            words.addWidget(label(explanation, "muted"))
        row.addLayout(words, 1)
        if action is not None:
            row.addWidget(action, 0, Qt.AlignmentFlag.AlignTop)


class EmptyState(QWidget):
    """What a page is for while it has nothing to show, the button that begins, and beside it the `other` way."""

    action_requested = Signal()
    other_requested = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        explanation: str,
        action: str = "",
        parent: QWidget | None = None,
        *,
        other: str = "",
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_XXL, theme.SPACE_XL, theme.SPACE_XXL)
        column.setSpacing(theme.SPACE_M)
        picture = QLabel(self)
        icons.set_icon(picture, icon, "accent", 48)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(picture)
        for text, role in ((title, "heading"), (explanation, "muted")):
            words = label(text, role)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setMaximumWidth(theme.scaled(480))
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(words, 4)
            row.addStretch(1)
            column.addLayout(row)
        self.action, self.other = _way(action, "primary"), _way(other, "secondary")
        ways = QHBoxLayout()
        ways.setSpacing(theme.SPACE_S)
        ways.addStretch(1)
        for way, wish in ((self.action, self.action_requested), (self.other, self.other_requested)):
            if way is not None:
                way.clicked.connect(wish)
                ways.addWidget(way)
        ways.addStretch(1)
        column.addLayout(ways)


def _way(text: str, kind: str) -> QPushButton | None:
    return button(text, kind) if text else None


class Banner(QFrame):
    """A line that stays in sight: demo data, a warning, what to do. `tone`: info, good, warning or problem."""

    action_requested = Signal()

    def __init__(self, text: str = "", tone: str = "info", *, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
        row.setSpacing(theme.SPACE_S)
        self._icon = QLabel(self)
        self._words = label("")
        beside = Qt.AlignmentFlag.AlignVCenter if action else Qt.AlignmentFlag.AlignTop
        row.addWidget(self._icon, 0, beside)
        row.addWidget(self._words, 1)
        self.action: QPushButton | None = None
        if action:
            self.action = button(action)
            self.action.clicked.connect(self.action_requested)
            row.addWidget(self.action, 0, beside)
        self.say(text, tone)

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, text: str, tone: str = "info") -> None:
        """Say something else; an empty text hides the banner."""
        self._words.setText(text)
        if not text or self.parentWidget() is not None:  # without a parent it would flash up as a window of its own
            self.setVisible(bool(text))
        if not text:
            return
        icon, colour = _TONE_ICONS[tone]
        icons.set_icon(self._icon, icon, colour, 18)
        theme.set_property(self, "tone", tone)
        for part in (self._words, self._icon):  # their colour hangs on the tone of the frame
            self.style().unpolish(part)
            self.style().polish(part)
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())
