"""What the directive asks for before a group starts and no record shows, beside the place that mends it (6.3.1)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.groups import Missing
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label, rule

_TEAM, _VENUE, _GROUP = "people", "venues", "group_form"
_HEADINGS = {_GROUP: "En los datos del grupo", _TEAM: "En Equipo", _VENUE: "En Locales"}
_VERBS = {_GROUP: "Completar los datos del grupo", _TEAM: "Ir a Equipo", _VENUE: "Ir a Locales"}
_TEAM_CODES = ("missing_designation", "missing_profession", "missing_training", "missing_datps")


def mended_in(missing: Missing) -> str:
    """The kind of destination where what is missing is recorded."""
    if missing.code.startswith(_TEAM_CODES):
        return _TEAM
    return _VENUE if missing.code.startswith("missing_condition") else _GROUP


class StartCard(QWidget):
    """Before the start: what is missing, each line one click from what mends it, and the button that starts.

    `mend_requested(kind)`: the destination that mends. `start_requested`: the person wants to go on.
    """

    mend_requested = Signal(str)
    start_requested = Signal()

    def __init__(self, may_start: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_start = may_start
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame, column = card(self)
        outer.addWidget(frame)
        self.title = label("", "heading")
        self.explanation = label("", "muted")
        column.addWidget(self.title)
        column.addWidget(self.explanation)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.SPACE_M)
        column.addLayout(self._list)
        self.start = button("Empezar el grupo")
        self.start.clicked.connect(self.start_requested)
        column.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        self.start.setVisible(may_start)
        self._blocks: list[QWidget] = []
        self.lines: tuple[str, ...] = ()

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """List what is missing, by the place that mends it."""
        if missing:
            count = "una cosa" if len(missing) == 1 else f"{len(missing)} cosas"
            self.title.setText(
                f"Antes de empezar: falta {count}" if len(missing) == 1 else f"Antes de empezar: faltan {count}"
            )
            self.explanation.setText(
                "La directiva las pide antes de la primera sesión. Puede empezar sin ellas: escribirá por qué, "
                "y esa razón queda registrada."
            )
        else:
            self.title.setText("Todo listo para empezar")
            self.explanation.setText("Consta lo que la directiva pide antes de la primera sesión.")
        for block in self._blocks:
            self._list.removeWidget(block)
            block.hide()
            block.deleteLater()
        by_place = {kind: [one for one in missing if mended_in(one) == kind] for kind in _HEADINGS}
        self._blocks = [self._block(kind, lines) for kind, lines in by_place.items() if lines]
        for block in self._blocks:
            self._list.addWidget(block)
        self.lines = tuple(messages.message(one.code, one.parameters).text for one in missing)

    def _block(self, kind: str, missing: Sequence[Missing]) -> QWidget:
        block = QWidget(self)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(rule(block))
        head = QHBoxLayout()
        head.addWidget(label(_HEADINGS[kind], "label"), 1)
        if self._may_start:
            go = button(_VERBS[kind], "quiet")
            go.clicked.connect(lambda: self.mend_requested.emit(kind))
            head.addWidget(go)
        column.addLayout(head)
        for one in missing:
            column.addLayout(_line(one))
        return block


def _line(missing: Missing) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.SPACE_M)
    row.addWidget(label(messages.message(missing.code, missing.parameters).text), 1)
    numeral = label(missing.numeral, "help", wrap=False)
    numeral.setToolTip(f"Directiva General 018-2016-MIMP, numeral {missing.numeral}")
    row.addWidget(numeral, 0, Qt.AlignmentFlag.AlignTop)
    return row
