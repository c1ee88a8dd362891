"""The table behind a drawing, made once it is wished for: to measure its rows takes longer than all the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.ui import theme
from facilitador.ui.widgets.redrawn_card import at_left
from facilitador.ui.widgets.told_line import acting
from facilitador.ui.widgets.wrapped_table import WrappedTable

AS_TABLE: Final = "Ver como tabla"
WITHOUT_TABLE: Final = "Cerrar la tabla"


class TableBehind(QWidget):
    """A button that shows and hides what the drawing shows as a table; `make` makes that table.

    `about` tells a screen reader which drawing, where a page has several.
    """

    def __init__(
        self, make: Callable[[], WrappedTable[Any]], parent: QWidget | None = None, *, about: str = ""
    ) -> None:
        super().__init__(parent)
        self._make = make
        self.table: WrappedTable[Any] | None = None
        self.button = acting(AS_TABLE, self._turn, "quiet", about=about)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE_S)
        self._column.addWidget(at_left(self.button))

    def renew(self) -> None:
        """The drawing is another: so is the table, at once where it is open."""
        opens = self.table is not None and not self.table.isHidden()
        if self.table is not None:
            self._column.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
            self.table = None
        if opens:
            self._show(opens)

    def _turn(self) -> None:
        self._show(self.button.text() == AS_TABLE)

    def _show(self, opens: bool) -> None:
        if self.table is None:
            self.table = self._make()
            self._column.addWidget(self.table)
        self.table.setVisible(opens)
        text = WITHOUT_TABLE if opens else AS_TABLE
        self.button.setText(text)
        self.button.setAccessibleName(text)
