"""Large words and large answers, written so that they are read from a chair without leaning forward."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from facilitador.ui import icons, theme
from facilitador.ui.session_mode.leaf_view import label_of
from facilitador.ui.widgets.buttons import button

SMALLEST: Final = 24.0
"""Points; nothing that the man reads is smaller."""

HEADING: Final = 30.0
_TO_THE_WINDOW: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter)


def words(text: str, scale: float, *, heading: bool = False, bold: bool = False) -> QLabel:
    """A text of the page."""
    made = label_of(text, (HEADING if heading else SMALLEST) * scale, bold=bold or heading)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def large_button(text: str, scale: float, kind: str = "secondary", *, icon: str = "") -> QPushButton:
    """A button of the page."""
    made = button(text, kind, icon=icon)
    enlarge(made, scale)
    return made


def enlarge(widget: QWidget, scale: float) -> None:
    """Write this as large as the page."""
    font = widget.font()
    font.setPointSizeF(SMALLEST * scale)
    widget.setFont(font)


class AnswerButton(QPushButton):
    """One answer: its key, its words over as many lines as they need, and a mark when it is the one chosen."""

    def __init__(self, key: str, text: str, scale: float, *, quiet: bool = False) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("kind", "choice")
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"Tecla {key}" if key else "")
        self.text_label = words(text, scale)
        self._key = label_of(key, SMALLEST * scale, bold=not quiet)
        self._mark = QLabel()
        icons.set_icon(self._mark, "check", "on_accent_soft", round(SMALLEST * scale))
        kept = self._mark.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the words must not move when they are chosen
        self._mark.setSizePolicy(kept)
        self._mark.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_L, theme.SPACE_S, theme.SPACE_L, theme.SPACE_S)
        row.setSpacing(theme.SPACE_L)
        self._key.setWordWrap(False)
        row.addWidget(self._key, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text_label, 1)
        row.addWidget(self._mark)
        for part in (self._key, self.text_label, self._mark):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._mark.setVisible)

    def sizeHint(self) -> QSize:
        return self._room(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        return self._room(super().minimumSizeHint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TO_THE_WINDOW:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _room(self, without: QSize) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else without
