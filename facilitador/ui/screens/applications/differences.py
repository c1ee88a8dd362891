"""Where two typings of one sheet do not agree: both answers, and which of them stands on the paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from facilitador.domain.answering import key_of
from facilitador.domain.applications import EntryDifference
from facilitador.domain.instrument_words import REFUSED_WORDS, UNANSWERED_WORDS
from facilitador.domain.instruments import REFUSED, Answer, Instrument
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label

HEAD = "Las dos veces no coinciden"
HOW = "Mire la hoja y elija en cada pregunta lo que dice el papel."


class Differences(QWidget):
    """`settled(dict of item -> Answer)`: what the paper says, once every difference was decided."""

    settled = Signal(dict)

    def __init__(self, instrument: Instrument, found: Sequence[EntryDifference], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instrument = instrument
        self.groups: dict[str, QButtonGroup] = {}
        self._chosen: dict[str, Answer] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(label(HEAD, "heading"))
        column.addWidget(label(HOW, "muted"))
        for one in found:
            column.addWidget(self._difference(one))
        self.settle = button("Guardar lo que dice el papel", "primary")
        self.settle.setEnabled(False)
        self.settle.clicked.connect(lambda: self.settled.emit(dict(self._chosen)))
        row = FlowLayout()
        row.addWidget(self.settle)
        column.addLayout(row)

    def _difference(self, one: EntryDifference) -> QWidget:
        frame, column = card()
        text = f"{one.number}. {self._instrument.item(one.item).text}"
        column.addWidget(label(text, "label"))
        group = QButtonGroup(self)
        for place, answer in enumerate((one.first, one.second)):
            said = f"{'Primera' if place == 0 else 'Segunda'} vez: {self._words(one.item, answer)}"
            radio = QRadioButton(said.replace("&", "&&"))
            radio.setAccessibleName(said)
            radio.setAccessibleDescription(text)
            radio.clicked.connect(lambda checked=False, item=one.item, answer=answer: self._choose(item, answer))
            group.addButton(radio, place)
            column.addWidget(radio)
        self.groups[one.item] = group
        return frame

    def _choose(self, item: str, answer: Answer) -> None:
        self._chosen[item] = answer
        self.settle.setEnabled(len(self._chosen) == len(self.groups))

    def _words(self, item: str, answer: Answer) -> str:
        if answer is None:
            return UNANSWERED_WORDS
        scale = self._instrument.scale_of(item)
        return REFUSED_WORDS if answer is REFUSED else f"{key_of(scale, answer)}  {scale.label(answer)}"
