"""A numeral of the compliance view: its state in words and sign, what shows it, and the way to what mends it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.compliance import (
    FORCE_LABELS,
    STATE_LABELS,
    TO_MEND,
    ComplianceLine,
    Finding,
    State,
    StatementKind,
)
from facilitador.domain.compliance_words import told
from facilitador.messages import message
from facilitador.ui import icons, theme
from facilitador.ui.screen import Destination
from facilitador.ui.screens.compliance.questions import ASKING, offered
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label, rule

SIGNS: Final[dict[State, tuple[str, str]]] = {
    State.MET: ("check", "good_text"),
    State.PARTLY: ("pending", "warning_text"),
    State.MISSING: ("warning", "danger_text"),
    State.UNDECIDED: ("help", "warning_text"),
    State.DECIDED_OTHERWISE: ("form", "muted"),
    State.NOT_APPLICABLE: ("calendar", "muted"),
    State.NOT_FOR_RECORD: ("lock", "muted"),
}
"""The icon of each state and its colour: the shapes differ, and the words stand beside them."""

VERBS: Final[dict[str, str]] = {
    "applications": "Ir a las preguntas",
    "care": "Ir a su atención individual",
    "coverage": "Ver asistencia y temas",
    "directory": "Ir al directorio",
    "evaluation": "Ir a la evaluación que falta",
    "exclusion": "Ir a la decisión que falta",
    "goals": "Ir a las metas",
    "group": "Ir al grupo",
    "group_form": "Completar los datos del grupo",
    "groups": "Ir a los grupos",
    "hand_outs": "Ir a lo que falta entregar",
    "participant": "Ir a la ficha que falta",
    "people": "Ir a Equipo",
    "practices": "Ir a las buenas prácticas",
    "print_compliance": "Imprimir esta lista",
    "protection": "Ir a Protección",
    "referral": "Ir a la derivación que falta",
    "referrals": "Ir a las derivaciones",
    "review": "Ir a la que falta revisar",
    "reviews": "Ir a la revisión",
    "service": "Ir a Servicio",
    "session": "Ir a la sesión que falta",
    "sessions": "Ir a las sesiones",
    "venues": "Ir a Locales",
}
"""The button that leads to each kind of page that mends something."""


class ComplianceRow(QWidget):
    """One numeral. `mend_requested(Destination)`; `statement_requested(kind)`: somebody wants to put it in writing."""

    mend_requested = Signal(Destination)
    statement_requested = Signal(StatementKind)

    def __init__(self, group_id: UUID | None, *, may_state: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group_id, self._may_state = group_id, may_state
        self.line: ComplianceLine | None = None
        self._ours = True
        self.buttons: list[QPushButton] = []
        self._sign = QLabel(self)
        self.state = label("", "label")
        self.numeral = label("", "help", wrap=False)
        self.text = label("")
        self.shown = label("", "muted")
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_S)
        head.addWidget(self._sign)
        head.addWidget(self.state, 1)
        head.addWidget(self.numeral, 0, Qt.AlignmentFlag.AlignTop)
        self._row = FlowLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(rule(self))
        column.addLayout(head)
        column.addWidget(self.text)
        column.addWidget(self.shown)
        column.addLayout(self._row)

    def show_line(self, line: ComplianceLine, *, ours: bool = True) -> None:
        """Show how the numeral stands now; nothing is touched where nothing changed.

        What is not `ours` is only read: another service mends it and puts it in writing.
        """
        if line == self.line and ours is self._ours:
            return
        self.line, self._ours = line, ours
        asked, state = line.requirement, line.state
        icons.set_icon(self._sign, *SIGNS[state], 18)
        self.state.setText(STATE_LABELS[state])
        self.numeral.setText(f"{asked.numeral} · {FORCE_LABELS[asked.force]}")
        self.numeral.setToolTip(f"Directiva General 018-2016-MIMP, numeral {asked.numeral}")
        self.text.setText(asked.text)
        self.shown.setText("\n".join(told(line, message)))
        self._offer(line)

    def _offer(self, line: ComplianceLine) -> None:
        for old in self.buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = [*self._mending(line), *self._stating(line)] if self._ours else []
        for made in self.buttons:
            self._row.addWidget(made)

    def _mending(self, line: ComplianceLine) -> Iterable[QPushButton]:
        if line.state not in TO_MEND:
            return
        lacking = [one for one in line.evidence if one.finding in (Finding.MISSING, Finding.PARTLY)]
        for place, key in dict.fromkeys((one.place, one.target_id) for one in lacking if one.place in VERBS):
            made = self._button(VERBS[place], line)
            made.clicked.connect(partial(self.mend_requested.emit, Destination(place, key)))
            yield made

    def _stating(self, line: ComplianceLine) -> Iterable[QPushButton]:
        if not self._may_state:
            return
        for kind in offered(line, self._group_id):
            made = self._button(ASKING[kind].button, line)
            made.clicked.connect(partial(self.statement_requested.emit, kind))
            yield made

    def _button(self, text: str, line: ComplianceLine) -> QPushButton:
        made = button(text, "quiet", parent=self)
        made.setAccessibleName(f"{text}, numeral {line.requirement.numeral}")
        return made


class ComplianceChapter(QWidget):
    """The numerals of one chapter on a card; it goes away while none of them is to be seen."""

    def __init__(self, title: str, rows: Sequence[ComplianceRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = tuple(rows)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame, column = card(self)
        outer.addWidget(frame)
        column.addWidget(label(title, "heading"))
        for row in rows:
            column.addWidget(row)

    def show_only(self, *, to_mend: bool) -> None:
        """All of its numerals, or only those in which something is to be done."""
        for row in self.rows:
            row.setVisible(not to_mend or (row.line is not None and row.line.state in TO_MEND))
        self.setVisible(any(not row.isHidden() for row in self.rows))
