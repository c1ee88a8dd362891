"""An instrument as a card, what a file would bring, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from facilitador.domain.applications import PURPOSE_LABELS
from facilitador.domain.instrument_settings import InstrumentLine, InstrumentPreview
from facilitador.domain.instrument_words import KIND_WORDS, VALIDATION_WORDS, WORDING_WORDS
from facilitador.domain.instruments import Instrument, ages_in_words
from facilitador.ui import theme
from facilitador.ui.screens.applications import words
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner

FAULTS_SHOWN: Final = 12


class InstrumentCard(QFrame):
    """One instrument, and what can be decided about it."""

    def __init__(self, line: InstrumentLine, may_decide: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        instrument = line.instrument
        column = _card(self)
        column.addWidget(label(instrument.name, "heading"))
        column.addWidget(label(words.STATE_WORDS[line.state], "label"))
        for said in (_what(instrument), *_decided(line)):
            column.addWidget(label(said))
        for said in _small_print(instrument):
            column.addWidget(label(said, "help"))
        self.allow = button("Quién aplica y quién actúa")
        self.plan = button("Cuándo se pregunta")
        self.retire = button("Reponer" if line.settings.retired else "Retirar", "quiet")
        row = FlowLayout()
        for one in (self.allow, self.plan, self.retire):
            one.setAccessibleDescription(instrument.name)
            row.addWidget(one)
        column.addLayout(row)
        for one in (self.allow, self.plan, self.retire):
            one.setVisible(may_decide)


class PreviewCard(QFrame):
    """What a file would bring. `load_wished`, `cancelled`."""

    load_wished = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = _card(self)
        self.title, self.text, self.small = label("", "heading"), label(""), label("", "help")
        self.note = Banner(parent=self)
        self.accept, self.cancel = button("Cargar", "primary"), button("Cancelar", "quiet")
        column.addWidget(label("Lo que trae el archivo", "label"))
        for part in (self.title, self.text, self.note, self.small):
            column.addWidget(part)
        row = FlowLayout()
        for one in (self.accept, self.cancel):
            row.addWidget(one)
        column.addLayout(row)
        self.accept.clicked.connect(self.load_wished)
        self.cancel.clicked.connect(self.cancelled)
        self.hide()

    def show_preview(self, found: InstrumentPreview) -> None:
        """Show this."""
        instrument = found.instrument
        self.title.setText(instrument.name)
        sections = [f"{section.title}: {len(section.items)} preguntas" for section in instrument.sections]
        subscales = ", ".join(subscale.title for subscale in instrument.subscales)
        critical = len({one.item for one in instrument.critical})
        lines = [f"Edición {instrument.edition}. {_what(instrument)}", *sections, f"Subescalas: {subscales}."]
        if critical:
            lines.append(f"Preguntas con respuestas que piden atención inmediata: {critical}.")
        self.text.setText("\n".join(lines))
        self.small.setText("\n".join(_small_print(instrument)))
        self.note.say(_known(found))
        self.show()


class FaultsCard(QFrame):
    """Everything wrong with a file, with its place; nothing of it was kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = _card(self)
        self.title, self.text = label("", "heading"), label("")
        column.addWidget(self.title)
        column.addWidget(label("No se cargó nada. Corrija el archivo, guárdelo y elíjalo otra vez.", "muted"))
        column.addWidget(self.text)
        self.hide()

    def show_faults(self, faults: Sequence[str]) -> None:
        """Show these, the first dozen."""
        self.title.setText("El archivo no se puede usar")
        shown = list(faults[:FAULTS_SHOWN])
        if len(faults) > FAULTS_SHOWN:
            shown.append(f"… y {len(faults) - FAULTS_SHOWN} más.")
        self.text.setText("\n".join(shown))
        self.show()


def _card(frame: QFrame) -> QVBoxLayout:
    frame.setProperty("role", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
    column.setSpacing(theme.SPACE_S)
    return column


def _what(instrument: Instrument) -> str:
    count = len(instrument.items)
    return f"{KIND_WORDS[instrument.kind]} de {count} preguntas. Edad: {ages_in_words(instrument)}."


def _decided(line: InstrumentLine) -> list[str]:
    when = ", ".join(PURPOSE_LABELS[purpose].lower() for purpose in line.purposes)
    said = [f"Se pregunta: {when}." if when else "Se pregunta solo cuando alguien lo empieza."]
    if line.appliers:
        said.append(f"Lo aplican: {', '.join(line.appliers)}.")
    if line.responder:
        said.append(f"Actúa ante lo que resulte: {line.responder}.")
    if line.applications:
        said.append(f"Aplicaciones: {line.applications}.")
    return said


def _small_print(instrument: Instrument) -> list[str]:
    worth = f"{VALIDATION_WORDS[instrument.validation]}. {WORDING_WORDS[instrument.wording]}."
    return [worth, f"Licencia: {instrument.licence}", f"Fuente: {instrument.source}"]


def _known(found: InstrumentPreview) -> str:
    if found.known:
        return "Esta edición ya está en el cuaderno: cargarla otra vez no cambia nada."
    if found.editions:
        return f"Ya hay otra edición ({', '.join(found.editions)}). Desde ahora se usará esta; lo respondido no cambia."
    return ""
