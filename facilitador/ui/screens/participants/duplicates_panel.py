"""Who in the book looks like the man being typed: a hint beside the actions, never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.duplicates import DuplicateMatch, shared_words
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label

SHOWN = 2
ASKING = "Puede que ya esté en el cuaderno"
DECIDE = "Antes de guardar: ¿es la misma persona?"
ANOTHER = "Es otra persona"
ANOTHER_SAVE = "Es otra persona: guardar igual"


class DuplicatesPanel(QFrame):
    """Up to two likely men with what they share.

    `opened(id)`: see his ficha; `enrol_wanted(id)`: he is the man, give him the place; `another`: none of them is he.
    """

    opened = Signal(UUID)
    enrol_wanted = Signal(UUID)
    another = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        theme.set_property(self, "tone", "warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
        column.setSpacing(theme.SPACE_S)
        head = QHBoxLayout()
        self._heading = label(ASKING, "label")
        head.addWidget(self._heading, 1)
        self.another_button = button(ANOTHER)
        self.another_button.clicked.connect(self.another)
        head.addWidget(self.another_button)
        column.addLayout(head)
        self._rows = QGridLayout()
        self._rows.setColumnStretch(0, 1)
        self._rows.setVerticalSpacing(theme.SPACE_XS)
        column.addLayout(self._rows)
        self.names: tuple[str, ...] = ()
        self._shown: tuple[DuplicateMatch, ...] = ()
        self._may_enrol = False
        self.hide()

    def show_matches(self, matches: Sequence[DuplicateMatch], *, may_enrol: bool, decide: bool) -> None:
        """Show these, the likeliest first; `decide`: the saving waits for an answer. None hides the panel."""
        new = tuple(matches[:SHOWN])
        if new != self._shown or may_enrol != self._may_enrol:
            self._shown, self._may_enrol = new, may_enrol
            self.names = tuple(match.full_name for match in new)
            self._fill()
        rest = len(matches) - len(new)
        self._heading.setText((DECIDE if decide else ASKING) + (f" (y {rest} más)" if rest > 0 else ""))
        self.another_button.setText(ANOTHER_SAVE if decide else ANOTHER)
        self.another_button.setAccessibleName(self.another_button.text())
        self.setAccessibleName(f"{self._heading.text()}: {'; '.join(self.names)}")
        self.setVisible(bool(new))

    def _fill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, match in enumerate(self._shown):
            self._rows.addWidget(label(f"{match.full_name}. {shared_words(match)}"), number, 0)
            see = button("Abrir su ficha")
            see.setAccessibleName(f"Abrir la ficha de {match.full_name}")
            see.clicked.connect(lambda checked=False, who=match.id: self.opened.emit(who))
            self._rows.addWidget(see, number, 1, Qt.AlignmentFlag.AlignTop)
            if self._may_enrol:
                enrol = button("Es él: inscribirlo")
                enrol.setAccessibleName(f"Es él: inscribir a {match.full_name} en el grupo")
                enrol.clicked.connect(lambda checked=False, who=match.id: self.enrol_wanted.emit(who))
                self._rows.addWidget(enrol, number, 2, Qt.AlignmentFlag.AlignTop)
