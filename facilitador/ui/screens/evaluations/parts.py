"""The parts of the evaluation: one factor with what it was before, and the level of risk."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from facilitador import messages
from facilitador.domain.dates import format_date
from facilitador.domain.evaluations import Evaluation, FactorReading, FactorState, RiskLevelEntry
from facilitador.ui import theme
from facilitador.ui.screens.evaluations import models
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.redrawn_card import RedrawnCard, at_left

NOBODY_ASKED = "Nadie lo ha preguntado todavía. No quiere decir que no."
NO_RISK_TOLD = "Ninguna autoridad ha informado un nivel de riesgo. El programa no lo calcula."
WITHDRAW = "Retirar: fue una equivocación"


class FactorCard(RedrawnCard):
    """One factor. `withdrawal_wanted(entry)`: what was found last was a mistake."""

    withdrawal_wanted = Signal(object)

    def __init__(self, *, may_write: bool) -> None:
        super().__init__()
        self._may_write = may_write
        self.withdraw: QPushButton | None = None

    def show_factor(self, reading: FactorReading, people: Mapping[UUID, str]) -> None:
        """Show what is known of it now, beside what was known before."""
        factor, found = reading.factor, models.standing(reading)
        lines: list[QWidget] = [label(factor.text, "heading"), label(factor.help, "muted")]
        self.withdraw = None
        if reading.state is FactorState.NOT_APPLICABLE and reading.latest is None:
            lines.append(label(messages.message("evaluation_needs_competence", {}).text))
        elif not found:
            lines.append(label(NOBODY_ASKED))
        else:
            lines.append(_comparison(reading, people))
            if self._may_write:
                self.withdraw = button(WITHDRAW, "quiet")
                self.withdraw.setAccessibleDescription(factor.text)
                self.withdraw.clicked.connect(partial(self.withdrawal_wanted.emit, found[0]))
                lines.append(at_left(self.withdraw))
        rest = [entry for entry in reading.entries if entry not in found[:2]]
        if rest:
            lines += [rule(), label("Lo anotado antes", "label")]
            lines += [label(models.earlier_words(factor, entry, people), "muted") for entry in rest]
        self.redraw(lines)


class RiskCard(RedrawnCard):
    """The level of risk as an authority told it. `withdrawal_wanted(entry)`."""

    withdrawal_wanted = Signal(object)

    def __init__(self, *, may_write: bool) -> None:
        super().__init__()
        self._may_write = may_write
        self.withdraw: QPushButton | None = None

    def show_levels(self, evaluation: Evaluation) -> None:
        """Show the one that stands and those before it."""
        standing, people = evaluation.risk, evaluation.people
        lines: list[QWidget] = [label("Nivel de riesgo", "heading")]
        self.withdraw = None
        if standing is None:
            lines.append(label(NO_RISK_TOLD, "muted"))
        else:
            lines.append(label(models.risk_words(standing, people), "label"))
            if self._may_write:
                lines.append(at_left(self._withdraw_button(standing)))
        lines += [
            label(models.risk_words(entry, people), "muted")
            for entry in evaluation.risk_levels
            if entry is not standing
        ]
        self.redraw(lines)

    def _withdraw_button(self, entry: RiskLevelEntry) -> QPushButton:
        self.withdraw = button(WITHDRAW, "quiet")
        self.withdraw.setAccessibleDescription("Nivel de riesgo")
        self.withdraw.clicked.connect(partial(self.withdrawal_wanted.emit, entry))
        return self.withdraw


def _comparison(reading: FactorReading, people: Mapping[UUID, str]) -> QWidget:
    """Now and before, side by side; a line that changed says so in words and with a sign."""
    found = models.standing(reading)
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.SPACE_L)
    grid.setVerticalSpacing(theme.SPACE_S)
    two = len(found) > 1
    for column, stretch in enumerate((2, 3, 3) if two else (2, 6)):
        grid.setColumnStretch(column, stretch)
    grid.addWidget(label(f"Ahora: {format_date(found[0].assessed_on)}", "label"), 0, 1)
    if two:
        grid.addWidget(label(f"Antes: {format_date(found[1].assessed_on)}", "label"), 0, 2)
    top = Qt.AlignmentFlag.AlignTop
    for row, line in enumerate(models.compared(reading, people), start=1):
        title = f"{line.title} ({models.CHANGED})" if line.changed else line.title
        grid.addWidget(label(title, "muted"), row, 0, top)
        grid.addWidget(label(line.now, "label" if line.changed else ""), row, 1, top)
        if line.before is not None:
            grid.addWidget(label(line.before, "muted"), row, 2, top)
    return holder
