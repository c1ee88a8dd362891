"""Lines that are drawn anew each time what they tell was read."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.ui.widgets.labels import rule


class Lines(QWidget):
    """Lines one below the other, with a thin rule between them; without any it takes no room.

    A widget that is added to a page in sight is shown by itself, and the whole page is laid out once more for it. So
    these are out of sight while they are put together.
    """

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)
        self.hide()

    def fill(self, lines: Iterable[QWidget]) -> None:
        """Show these, whose parent is this widget, instead of the former ones."""
        self.hide()
        while (item := self._column.takeAt(0)) is not None:
            former = item.widget()
            if former is not None:
                former.hide()
                former.deleteLater()
        for number, line in enumerate(lines):
            if number:
                self._column.addWidget(rule(self))
            self._column.addWidget(line)
        self.setVisible(self._column.count() > 0)
