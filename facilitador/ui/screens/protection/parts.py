"""The parts of one matter: what is known, the steps noted, the steps that fit, how it was closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.dates import format_date
from facilitador.domain.protection import (
    AT_RISK_LABELS,
    CIRCUMSTANCE_LABELS,
    OTHER_STEP,
    Closing,
    ProtectionMatter,
    ProtectionStep,
    ProtectionSteps,
    StepDefinition,
    circumstances_of,
)
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.layout import SectionHeader
from facilitador.ui.widgets.told_line import told_line

NOTHING_NOTED = "Todavía no se anotó ningún paso."
TO_VERIFY = "Por verificar."


class Part(QFrame):
    """A card with a heading and lines that are drawn anew each time."""

    def __init__(self, title: str, explanation: str = "", action: QPushButton | None = None) -> None:
        super().__init__()
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(SectionHeader(title, explanation, action=action))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.SPACE_M)
        column.addLayout(self._lines)
        self._shown: list[QWidget] = []

    def redraw(self, lines: Sequence[QWidget]) -> None:
        """Show these lines, a rule between them."""
        for old in self._shown:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = []
        for place, line in enumerate(lines):
            for widget in (rule(), line) if place else (line,):
                self._shown.append(widget)
                self._lines.addWidget(widget)


class KnownPart(Part):
    """What is known of a matter."""

    def __init__(self, action: QPushButton) -> None:
        super().__init__("Qué se sabe", action=action)

    def show_matter(self, matter: ProtectionMatter) -> None:
        """Show what is written."""
        text = matter.text
        held = circumstances_of(text)
        happening = ". ".join(words for one, words in CIRCUMSTANCE_LABELS.items() if one in held)
        facts = [f"En riesgo: {AT_RISK_LABELS[text.at_risk]}.", f"{happening}." if happening else "", text.known]
        self.redraw([told_line(text.sentence, facts, role="heading")])


class StepsPart(Part):
    """The steps that somebody noted. `change_requested(step)`."""

    change_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__("Lo que se hizo")
        self.buttons: list[QPushButton] = []

    def show_steps(
        self, steps: Sequence[ProtectionStep], words: ProtectionSteps, names: Mapping[UUID, str], *, may_change: bool
    ) -> None:
        """Show them, oldest first."""
        self.buttons = []
        lines = [self._line(step, words, names, may_change) for step in steps]
        self.redraw(lines or [label(NOTHING_NOTED, "muted")])

    def _line(
        self, step: ProtectionStep, words: ProtectionSteps, names: Mapping[UUID, str], may_change: bool
    ) -> QWidget:
        text = step.text
        title = text.what if text.kind == OTHER_STEP else words.text(text.kind)
        done = f"Hecho el {format_date(step.done_on)}" if step.done_on else "Falta hacerlo"
        noted = names.get(step.recorded_by, "")
        facts = [
            f"{done}. {text.who}".strip() + (f" (anotó {noted})" if noted else ""),
            f"Respuesta: {text.answer}" if text.answer else "",
            f"Próxima fecha: {format_date(step.next_on)}" if step.next_on else "",
        ]
        change = button("Cambiar", "quiet") if may_change else None
        if change is not None:
            change.setAccessibleName(f"Cambiar el paso: {title}")
            change.clicked.connect(partial(self.change_requested.emit, step))
            self.buttons.append(change)
        return told_line(title, facts, change)


class ProposedPart(Part):
    """The steps that fit and that nobody noted yet. `noted(code)`: one of them, or another, is to be noted."""

    noted = Signal(str)

    def __init__(self) -> None:
        super().__init__("Pasos que convienen", "Según lo que se sabe. Usted decide cuáles corresponden.")
        self.buttons: dict[str, QPushButton] = {}

    def show_steps(self, steps: Sequence[StepDefinition]) -> None:
        """Show them, those that something calls for first, and the way to note another."""
        self.buttons = {}
        other = self._button(OTHER_STEP, "Anotar otro paso", "Anotar otro paso")
        self.redraw([*(self._line(step) for step in steps), told_line("", action=other)])

    def _line(self, step: StepDefinition) -> QWidget:
        facts = [step.help, step.legal_basis, "" if step.verified_on or not step.phone else TO_VERIFY]
        title = f"{step.text}: {step.phone}" if step.phone and step.phone not in step.text else step.text
        note = self._button(step.code, "Anotar", f"Anotar el paso: {step.text}")
        return told_line(title, facts, note)

    def _button(self, code: str, text: str, name: str) -> QPushButton:
        made = button(text)
        made.setAccessibleName(name)
        made.clicked.connect(partial(self.noted.emit, code))
        self.buttons[code] = made
        return made


def closing_words(closing: Closing, names: Mapping[UUID, str]) -> str:
    """Who closed or opened it again, when and why."""
    what = "Se abrió otra vez" if closing.reopened else "Se cerró"
    alone = ", sin que nadie más lo revisara" if closing.alone else ""
    return f"{what} el {format_date(closing.on)} ({names.get(closing.by, 'otra persona')}{alone}): {closing.reason}"
