"""A page for a moment in which there is nothing to do but wait."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from facilitador.ui import theme
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import PageScroll


class WaitingPage(PageScroll):
    """Says what is being prepared."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=460)
        self.setAccessibleName(words)
        self.column.addSpacing(theme.SPACE_XXL)
        said = label(words, "heading")
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.column.addWidget(said)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(words)
        self.column.addWidget(bar)
