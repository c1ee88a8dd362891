"""All questions of an instrument with their answers, marked by figures: one key an answer, and the next question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.answering import OPTION_KEYS, REFUSED_KEY, answer_of_key, key_of, keys_of
from facilitador.domain.applications import GivenAnswers, merged
from facilitador.domain.instrument_words import REFUSED_WORDS
from facilitador.domain.instruments import REFUSED, Answer, Instrument
from facilitador.ui import theme
from facilitador.ui.self_answering.parts import SMALLEST, AnswerButton
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.table import Column, RowsModel, Table

KEYS: Final = (
    "El número marca y pasa a la siguiente. 0: prefiere no responder. Intro: la siguiente, sin marcar. "
    "Retroceso: la anterior. Supr: quitar."
)
BESIDE: Final = 30
"""Letters; answers up to so long stand beside each other, longer ones below each other."""
TABLE_HEIGHT: Final = 280
_ANSWER_KEYS: Final = frozenset(OPTION_KEYS + OPTION_KEYS.upper() + REFUSED_KEY)


@dataclass(frozen=True, slots=True)
class Line:
    """One question: its number from 1, its text, the section's instructions, its answer and the words of it."""

    number: int
    item: str
    text: str
    instructions: str
    answer: Answer
    words: str


class PadColumn(IntEnum):
    """Columns of the questions."""

    NUMBER = 0
    TEXT = 1
    ANSWER = 2


class _Questions(Table[Line]):
    """Figures are for the pad, not for looking up rows."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PAD_KEYS or event.text() in _ANSWER_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)


_PAD_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class AnswerPad(QWidget):
    """`answered(item id, Answer)`; `moved(item id)`: another question is in sight; `ended`: past the last one."""

    answered = Signal(str, object)
    moved = Signal(str)
    ended = Signal()

    def __init__(self, instrument: Instrument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instrument = instrument
        self._answers: GivenAnswers = {}
        self._instructions = {
            item.id: section.instructions for section in instrument.sections for item in section.items
        }
        columns: dict[PadColumn, Column[Line]] = {
            PadColumn.NUMBER: Column("N.º", lambda line: str(line.number), lambda line: line.number, right=True),
            PadColumn.TEXT: Column("Pregunta", lambda line: line.text, stretch=True),
            PadColumn.ANSWER: Column("Respuesta", lambda line: line.words or "–"),
        }
        self._model = RowsModel([columns[which] for which in PadColumn], lambda line: line.item)
        self.table = _Questions(self._model, "Preguntas")
        self.table.setSortingEnabled(False)
        self.instructions, self.question = label("", "muted"), label("", "heading")
        self.buttons: dict[str, QPushButton] = {}
        self._card = self._build_card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self._card)
        column.addWidget(label(KEYS, "help"))
        column.addWidget(self.table)
        self.table.setFixedHeight(theme.scaled(TABLE_HEIGHT))
        self.table.picked.connect(self._show)
        self.set_answers({}, "")

    @property
    def answers(self) -> GivenAnswers:
        """What is marked."""
        return self._answers

    def set_answers(self, answers: GivenAnswers, place: str) -> None:
        """Show these, standing on the question `place`, or on the first without an answer."""
        self._answers = dict(answers)
        self._fill()
        still_open = [item.id for item in self._instrument.items if item.id not in answers]
        first = still_open[0] if still_open else self._instrument.items[0].id
        self.table.go_to(place if place and place not in answers else first)
        self._show(self.table.current)

    def take_focus(self) -> None:
        """The keyboard marks from here."""
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.table.current
        key = event.key()
        if line is None or event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on(line)
        elif key == Qt.Key.Key_Backspace:
            self._stand_on(line.number - 1)
        elif key == Qt.Key.Key_Delete:
            self._mark(line, None)
        elif event.text() in self.buttons:
            self.mark(event.text())
        else:
            event.ignore()

    def mark(self, key: str) -> None:
        """Mark the question in sight with the answer of that key, and go on to the next."""
        line = self.table.current
        if line is not None:
            scale = self._instrument.scale_of(line.item)
            self._mark(line, answer_of_key(scale, key))
            self._go_on(line)

    # -- within -------------------------------------------------------------------------------------------------------

    def _build_card(self) -> QFrame:
        frame, column = card()
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self.instructions)
        column.addWidget(self.question)
        self._short, self._long = FlowLayout(), QVBoxLayout()
        self._long.setSpacing(theme.SPACE_XS)
        column.addLayout(self._short)
        column.addLayout(self._long)
        self._group = QButtonGroup(self)
        return frame

    def _fill(self) -> None:
        self._model.set_rows(
            [
                Line(number, item.id, item.text, self._instructions[item.id], answer, self._words(item.id, answer))
                for number, item in enumerate(self._instrument.items, start=1)
                for answer in [self._answers.get(item.id)]
            ]
        )

    def _words(self, item: str, answer: Answer) -> str:
        if answer is None:
            return ""
        scale = self._instrument.scale_of(item)
        text = REFUSED_WORDS if answer is REFUSED else scale.label(answer)
        return f"{key_of(scale, answer)}  {text}"

    def _mark(self, line: Line, answer: Answer) -> None:
        self._answers = merged(self._answers, {line.item: answer})
        self._fill()
        self.answered.emit(line.item, answer)
        self._show(self.table.current)

    def _go_on(self, line: Line) -> None:
        if line.number == len(self._instrument.items):
            self.ended.emit()
        else:
            self._stand_on(line.number + 1)

    def _stand_on(self, number: int) -> None:
        items = self._instrument.items
        self.table.go_to(items[min(max(number, 1), len(items)) - 1].id)

    def _show(self, line: Line | None) -> None:
        if line is None:
            return
        self.instructions.setText(line.instructions)
        self.instructions.setVisible(bool(line.instructions))
        self.question.setText(f"{line.number}. {line.text}")
        self._show_options(line)
        self.moved.emit(line.item)

    def _show_options(self, line: Line) -> None:
        """The answers of this question; those of the one before are kept where they are the same."""
        scale = self._instrument.scale_of(line.item)
        wanted = {key: option.label for key, option in keys_of(scale).items()} | {REFUSED_KEY: REFUSED_WORDS}
        if {key: one.accessibleName() for key, one in self.buttons.items()} != wanted:
            self._drop_options()
            for key, text in wanted.items():
                self._add_option(key, text, beside=max(map(len, wanted.values())) <= BESIDE)
        chosen = key_of(scale, line.answer)
        self._group.setExclusive(False)
        for key, one in self.buttons.items():
            one.setChecked(key == chosen)
        self._group.setExclusive(True)

    def _drop_options(self) -> None:
        for one in self.buttons.values():
            self._group.removeButton(one)
            one.hide()
            one.deleteLater()
        self.buttons = {}

    def _add_option(self, key: str, text: str, *, beside: bool) -> None:
        made: QPushButton
        if beside:
            made = button(f"{key}   {text}", "choice")
            made.setCheckable(True)
            made.setAccessibleName(text)
        else:
            made = AnswerButton(key, text, QApplication.font().pointSizeF() / SMALLEST, quiet=key == REFUSED_KEY)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has the figures; no stop on the way for each
        made.clicked.connect(lambda: self.mark(key))
        self._group.addButton(made)
        (self._short if beside else self._long).addWidget(made)
        self.buttons[key] = made
