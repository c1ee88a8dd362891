"""One row of the list: what would stand in his ficha, what is the matter with it, and what can be decided."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from facilitador.domain.duplicates import DuplicateMatch, MatchKind
from facilitador.domain.registration_forms import FormDefinition, Option
from facilitador.domain.roster_imports import Placing, RowDecision, RowStatus, SettledRow
from facilitador.ui import theme
from facilitador.ui.screens.roster_imports import words
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.steady_choice import SteadyChoice

KNOWN_KEPT = "Se inscribe a quien ya está en el cuaderno; su ficha queda como está."
_NOTHING = RowDecision()
_ROLES = {RowStatus.ERROR: "problem", RowStatus.FLAGGED: "notice", RowStatus.DUPLICATE: "notice"}


class RowCard(QFrame):
    """`decided(number, RowDecision)`; `next_wanted`: on to the next row that waits for a decision."""

    decided = Signal(int, object)
    next_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._row: SettledRow | None = None
        self._decision = _NOTHING
        self._parts: list[QWidget] = []
        self.choice: SteadyChoice | None = None
        self._build()
        self._connect()
        self.hide()

    def show_row(self, row: SettledRow, decision: RowDecision, form: FormDefinition, *, others_wait: bool) -> None:
        """Show this row and what was decided about it; `others_wait`: another one is still to be decided."""
        self._row, self._decision = row, decision
        self._title.setText(f"Fila {words.grouped(row.number)}: {words.name(row)}")
        self._state.setText(_state(row))
        self._say_notes(row, form)
        self._drop_parts()
        self._offer_matches(row)
        self._show_facts(row, form)
        waiting = row.status not in (RowStatus.READY, RowStatus.LEFT_OUT)
        self.confirm.setVisible(row.status is RowStatus.FLAGGED)
        self.enrol.setVisible(row.status is RowStatus.DUPLICATE)
        self.another.setVisible(row.status is RowStatus.DUPLICATE and not _same_document(row))
        self.leave.setVisible(waiting)
        self.again.setVisible(decision != _NOTHING)
        self.following.setVisible(others_wait)
        self.setAccessibleName(f"{self._title.text()}. {self._state.text()}")
        self.show()

    def focus_next_step(self) -> bool:
        """Put the keyboard on what the person does next; False if nothing is left to be decided."""
        for step in (self.confirm, self.enrol, self.leave, self.following):
            if not step.isHidden():
                step.setFocus()
                return True
        return False

    # -- inside -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_S)
        self._title = label("", "heading")
        self._state = label("", "label")
        self.notes = label("")
        self._middle = QVBoxLayout()
        self._below = QVBoxLayout()
        self.confirm = button("Confirmar: está bien", icon="check")
        self.enrol = button("Inscribir a quien ya está")
        self.another = button("Es otra persona")
        self.leave = button("Dejar fuera")
        self.again = button("Cambiar la decisión", "quiet")
        self.following = button("Siguiente por decidir", "quiet")
        row = FlowLayout()
        for one in (self.confirm, self.enrol, self.another, self.leave, self.again, self.following):
            row.addWidget(one)
        for part in (self._title, self._state, self.notes):
            column.addWidget(part)
        column.addLayout(self._middle)
        column.addLayout(row)
        column.addLayout(self._below)
        column.addStretch(1)

    def _connect(self) -> None:
        self.confirm.clicked.connect(lambda: self._decide(replace(self._decision, confirmed=True)))
        self.enrol.clicked.connect(lambda: self._decide(RowDecision(existing=self._chosen())))
        self.another.clicked.connect(lambda: self._decide(replace(self._decision, another=True)))
        self.leave.clicked.connect(lambda: self._decide(replace(self._decision, left_out=True)))
        self.again.clicked.connect(lambda: self._decide(_NOTHING))
        self.following.clicked.connect(self.next_wanted)

    def _decide(self, decision: RowDecision) -> None:
        if self._row is not None:
            self.decided.emit(self._row.number, decision)

    def _chosen(self) -> UUID:
        assert self._row is not None
        return UUID(str(self.choice.value())) if self.choice is not None else _candidates(self._row)[0].id

    def _say_notes(self, row: SettledRow, form: FormDefinition) -> None:
        lines = [words.whole_note(note, form, row.row.reading.written) for note in row.notes]
        if row.existing is not None and row.status is RowStatus.READY:
            lines.append(KNOWN_KEPT)
        self.notes.setText("\n".join(lines))
        self.notes.setVisible(bool(lines))
        theme.set_property(self.notes, "role", _ROLES.get(row.status, "muted"))

    def _drop_parts(self) -> None:
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts, self.choice = [], None

    def _offer_matches(self, row: SettledRow) -> None:
        if row.status is not RowStatus.DUPLICATE:
            return
        found = _candidates(row)
        if len(found) == 1:
            part: QWidget = label(words.likeness(found[0]), parent=self)
        else:
            options = [Option(str(match.id), words.likeness(match)) for match in found]
            part = self.choice = SteadyChoice(options, options[0].code, parent=self)
            self.choice.name("¿Quién es, de los que ya están en el cuaderno?")
        self._parts.append(part)
        self._middle.addWidget(part)

    def _show_facts(self, row: SettledRow, form: FormDefinition) -> None:
        found = words.facts(row, form)
        if not found or row.existing is not None:
            return
        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, theme.SPACE_S, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE_M)
        grid.setVerticalSpacing(theme.SPACE_XS)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for line, (question, answer) in enumerate(found):
            grid.addWidget(label(question, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(answer), line, 1, Qt.AlignmentFlag.AlignTop)
        self._parts.append(holder)
        self._below.addWidget(holder)


def _state(row: SettledRow) -> str:
    if row.status is RowStatus.READY and row.placing is Placing.SEAT:
        return "Entra y ocupa un lugar."
    if row.status is RowStatus.READY:
        return "Entra a la lista de espera."
    return f"{words.state(row)}."


def _same_document(row: SettledRow) -> bool:
    return any(match.kind is MatchKind.SAME_DOCUMENT for match in row.row.matches)


def _candidates(row: SettledRow) -> tuple[DuplicateMatch, ...]:
    """Whom the row may be: only men of the same document where there is one."""
    same = tuple(match for match in row.row.matches if match.kind is MatchKind.SAME_DOCUMENT)
    return same or row.row.matches
