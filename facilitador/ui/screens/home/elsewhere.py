"""What home tells of the services whose work came in: how each stood, without asking anybody to mend it from here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.elsewhere import Elsewhere, elsewhere_words
from facilitador.domain.origins import of_book
from facilitador.ui import icons, theme
from facilitador.ui.origin_choice import detail_of
from facilitador.ui.screen import Destination
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label, rule

TITLE = "En otros servicios"


class ElsewhereCard(QFrame):
    """A line a service, with what leads to its review or to its compliance; no room where nothing came in."""

    destination_requested = Signal(Destination)

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = surroundings.today
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(label(TITLE, "heading"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.SPACE_XS)
        column.addLayout(self._rows)
        self.buttons: list[QPushButton] = []
        self.hide()

    def show_services(self, services: Sequence[Elsewhere]) -> None:
        """Show how these stand."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for number, one in enumerate(services):
            if number:
                self._rows.addWidget(rule())
            self._rows.addWidget(self._row(one))
        self.setVisible(bool(services))

    def _row(self, one: Elsewhere) -> QWidget:
        stale = one.source.is_stale(self._today())
        holder, mark = QWidget(), label("", wrap=False)
        icons.set_icon(mark, "warning" if stale else "info", "warning_text" if stale else "muted", 18)
        said = elsewhere_words(one, self._today())
        act = button("Revisar" if one.to_review else "Ver", "quiet")
        act.setAccessibleDescription(said)
        kind = "reviews" if one.to_review else "compliance"
        place = Destination(kind, None, detail_of(of_book(one.source.book_id)))
        act.clicked.connect(lambda: self.destination_requested.emit(place))
        self.buttons.append(act)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_M)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(label(said), 1)
        row.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
        return holder
