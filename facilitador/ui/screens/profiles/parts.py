"""The parts of a group's page: its scales with the chart of one of them, and how each question was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.documents.blocks import Block, Paragraph
from facilitador.documents.charts.figures import ChartRow
from facilitador.documents.charts.readings import item_chart, item_sentences, subscale_chart
from facilitador.domain.applications import PURPOSE_LABELS
from facilitador.domain.instruments import MoreIs
from facilitador.domain.item_readings import ItemGroup, item_groups
from facilitador.domain.profile_words import (
    ASKING_FOR_WORK,
    NOT_ALL_OF_THE_BOOK,
    alpha_words,
    effect_words,
    n_words,
    subscale_sentences,
)
from facilitador.domain.profiles import GroupProfileData, SubscaleProfile
from facilitador.ui import theme
from facilitador.ui.screens.profiles.models import (
    AnsweredItem,
    items_model,
    man_rows,
    men_model,
    reliable_words,
    subscales_model,
)
from facilitador.ui.widgets.chart_view import ChartView
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.table_behind import TableBehind
from facilitador.ui.widgets.wrapped_table import WrappedTable

HOW_TO_READ = (
    "Cada línea es un participante, con el número de su ingreso al grupo. La línea gruesa es la mediana de quienes "
    "respondieron la primera y la última vez."
)
EVERY_SCALE = "Todas las escalas: mediana y rango"
WIDEST = 640


class ScalesPart(QWidget):
    """The scales of a group; the one picked is drawn and told man by man. `man_wanted(participant id)`."""

    man_wanted = Signal(object)

    def __init__(self, profile: GroupProfileData, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self._several = len(profile.purposes) > 1
        self._model = subscales_model(profile.purposes)
        self.table = WrappedTable(self._model, "Escalas")
        self.chart = ChartView("Dibujo de la escala", widest=WIDEST)
        self.measures, self.said = label(""), label("", "muted")
        self.scale = ComboBox()
        self.scale.setAccessibleName("Escala")
        self._men = men_model(profile.purposes)
        self.men = WrappedTable(self._men, "Participantes en esta escala")
        self._build()
        for one in profile.subscales:
            self.scale.addItem(one.subscale.title, one.subscale.id)
        self.scale.currentIndexChanged.connect(self._show_scale)
        self.table.opened.connect(lambda one: self._go_to(one.subscale.id))
        self.men.opened.connect(lambda row: self.man_wanted.emit(row.participant_id))
        self._fill = QTimer(self, singleShot=True, interval=0)  # the drawing is in sight before the tables below it
        self._fill.timeout.connect(self._fill_tables)
        self._show_scale()

    @property
    def scale_id(self) -> str:
        """The scale that is drawn."""
        return str(self.scale.currentData())

    def show_scale(self, scale_id: str) -> None:
        """Draw that scale, if this instrument has it."""
        self.scale.setCurrentIndex(max(self.scale.findData(scale_id), 0))

    def _go_to(self, scale_id: str) -> None:
        self.show_scale(scale_id)
        self.scale.setFocus()  # and the page scrolls to it

    def _build(self) -> None:
        frame, inside = card(self)
        above: tuple[QWidget, ...] = (self.scale, self.chart)
        for widget in above:
            inside.addWidget(widget)
        inside.addWidget(label(HOW_TO_READ if self._several else HOW_TO_READ.split(". ", maxsplit=1)[0] + ".", "muted"))
        below: tuple[QWidget, ...] = (self.measures, self.men, self.said)
        for widget in below:
            inside.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(frame)
        column.addWidget(label(EVERY_SCALE, "heading"))
        column.addWidget(self.table)

    def _show_scale(self) -> None:
        one = self._profile.subscales[self.scale.currentIndex()]
        chart = replace(subscale_chart(self._profile, one), title="")  # it stands above already
        self.chart.show_blocks((ChartRow((chart,), 1),), subscale_sentences(self._profile, one))
        self.measures.setText("\n".join(self._measured(one)))
        self._fill.start()
        names = [f"N.º {man.number}" for man in self._profile.men]
        self.said.setText(reliable_words(list(zip(names, one.changes, strict=True))))
        self.said.setVisible(bool(self.said.text()))

    def _fill_tables(self) -> None:
        self._men.set_rows(man_rows(self._profile, self._profile.subscales[self.scale.currentIndex()]))
        self._model.set_rows(self._profile.subscales)

    def _measured(self, one: SubscaleProfile) -> list[str]:
        told = []
        if self._several:
            told.append(f"Tamaño del efecto ({n_words(one.group.n)}): {effect_words(one.group)}.")
        for purpose, alpha in zip(self._profile.purposes, one.alphas, strict=True):
            told.append(f"Confiabilidad (α), {PURPOSE_LABELS[purpose].lower()}: {alpha_words(alpha)}.")
        return [*told, NOT_ALL_OF_THE_BOOK]


class ItemsPart(QWidget):
    """How each question was answered, at one moment."""

    def __init__(self, profile: GroupProfileData, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self.moment = ComboBox()
        self.moment.setAccessibleName("Momento")
        self.counted = label("", "muted")
        self.chart = ChartView("Respuestas a cada pregunta")
        self.behind = TableBehind(self._table)
        for at, purpose in enumerate(profile.purposes):
            if self._answered(at):
                self.moment.addItem(PURPOSE_LABELS[purpose], at)
        self.moment.setCurrentIndex(self.moment.count() - 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self.moment)
        column.addWidget(self.counted)
        column.addWidget(self.chart)
        column.addWidget(self.behind)
        self.moment.setVisible(self.moment.count() > 1)
        self.moment.currentIndexChanged.connect(self._show)
        self._show()

    def _answered(self, at: int) -> int:
        return sum(man.applications[at] is not None for man in self._profile.men)

    def _show(self) -> None:
        at = self.moment.currentData()
        n = self._answered(at)
        directed = any(one.subscale.more_is is not MoreIs.NEITHER for one in self._profile.subscales)
        told = f"{PURPOSE_LABELS[self._profile.purposes[at]]}, {n_words(n)}."
        self.counted.setText(f"{told} {ASKING_FOR_WORK}" if directed else told)
        blocks: list[Block] = []
        words: list[str] = []
        for group in self._groups():
            blocks += [Paragraph(group.title, strong=True), item_chart(group, n)]
            words += [group.title, *item_sentences(group)]
        self.chart.show_blocks(blocks, words)
        self.behind.renew()

    def _groups(self) -> tuple[ItemGroup, ...]:
        return item_groups(self._profile.instrument, self._profile.items[self.moment.currentData()])

    def _table(self) -> WrappedTable[AnsweredItem]:
        model = items_model()
        table = WrappedTable(model, "Respuestas a cada pregunta")
        model.set_rows([AnsweredItem(group, one) for group in self._groups() for one in group.items])
        return table


def forget(widgets: Sequence[QWidget | None]) -> None:
    """Take parts away that something newer replaces."""
    for widget in widgets:
        if widget is not None:
            widget.hide()
            widget.deleteLater()
