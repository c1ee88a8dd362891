"""What the man has before him at each step."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from facilitador.domain.answering import REFUSED_KEY, Answering, StepKind, answer_of_key, key_of, keys_of
from facilitador.domain.answering_texts import AnsweringText
from facilitador.domain.instrument_words import REFUSED_WORDS
from facilitador.domain.instruments import Answer
from facilitador.ui import theme
from facilitador.ui.self_answering.parts import AnswerButton, large_button, words
from facilitador.ui.widgets.flow import FlowLayout

BEFORE = "Antes de responder"
THE_END = "Llegó al final"
TO_OPEN = "Ver las que dejé sin responder"


class WordsPage(QWidget):
    """A heading and what is said below it."""

    def __init__(self, heading: str, paragraphs: tuple[str, ...], scale: float) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_L)
        column.addWidget(words(heading, scale, heading=True))
        for paragraph in paragraphs:
            column.addWidget(words(paragraph, scale))
        self.below = FlowLayout()
        column.addLayout(self.below)
        column.addStretch(1)


class QuestionPage(QWidget):
    """One question with its answers; `answered(Answer)`."""

    answered = Signal(object)

    def __init__(self, answering: Answering, scale: float) -> None:
        super().__init__()
        item = answering.step.item
        assert item is not None
        self._scale = answering.scale()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        self.question = words(item.text, scale, bold=True)
        column.addWidget(self.question)
        column.addSpacing(theme.SPACE_M)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, AnswerButton] = {}
        for key, option in keys_of(self._scale).items():
            column.addWidget(self._add(key, option.label, scale))
        column.addSpacing(theme.SPACE_L)
        column.addWidget(self._add(REFUSED_KEY, REFUSED_WORDS, scale, quiet=True))
        column.addStretch(1)
        chosen = key_of(self._scale, answering.answer())
        if chosen:
            self.buttons[chosen].setChecked(True)

    def press(self, key: str) -> bool:
        """Choose the answer of that key; False if there is none."""
        made = self.buttons.get(key.lower())
        if made is None:
            return False
        made.setFocus()
        made.click()
        return True

    def take_focus(self) -> None:
        """Stand on what was chosen, or on the first answer."""
        checked = self._group.checkedButton()
        (checked or next(iter(self.buttons.values()))).setFocus()

    def _add(self, key: str, text: str, scale: float, *, quiet: bool = False) -> AnswerButton:
        made = AnswerButton(key, text, scale, quiet=quiet)
        self._group.addButton(made)
        self.buttons[key] = made
        made.clicked.connect(lambda: self.answered.emit(self._answer(key)))
        return made

    def _answer(self, key: str) -> Answer:
        return answer_of_key(self._scale, key)


class EndPage(WordsPage):
    """How many questions he answered, and whether to look at the others. `first_open_wished`."""

    first_open_wished = Signal()

    def __init__(self, answering: Answering, scale: float) -> None:
        given, left = answering.count - answering.open_count, answering.open_count
        said = [f"Respondió {given} de {answering.count} preguntas."]
        if left:
            said.append("Puede volver a las que dejó sin responder, o terminar así.")
        else:
            said.append("Todavía puede volver atrás y cambiar algo. Después de terminar ya no se cambia.")
        super().__init__(THE_END, tuple(said), scale)
        self.to_open = large_button(TO_OPEN, scale)
        self.to_open.clicked.connect(self.first_open_wished)
        self.below.addWidget(self.to_open)
        self.to_open.setVisible(left > 0)


def words_page(answering: Answering, text: AnsweringText, scale: float) -> WordsPage:
    """The pages on which nothing is asked."""
    step, sheet = answering.step, answering.sheet
    if step.kind is StepKind.RESERVE:
        return WordsPage(BEFORE, (text.promise, text.duty_to_report, text.freedom), scale)
    if step.kind is StepKind.INTRODUCTION:
        return WordsPage(sheet.title, (*_paragraphs(sheet.introduction), text.keys), scale)
    assert step.section is not None
    return WordsPage(step.section.title, _paragraphs(step.section.instructions), scale)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
