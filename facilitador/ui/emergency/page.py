"""The page with the numbers: national lines on top, the institutions of the service by nearness below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.emergency_contacts import EmergencyContact
from facilitador.ui import theme
from facilitador.ui.emergency.cards import CardGrid, ContactCard
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.ui.window import STAYS_WHEN_LOCKED, TITLE

PAGE_WIDTH: Final = 1280
MOST_NEAR: Final = 24
NOBODY_NEAR: Final = (
    "Todavía no hay instituciones anotadas. Se anotan en el cuaderno, en Directorio, y desde entonces se ven aquí "
    "también con el cuaderno cerrado."
)
DEMO_WORDS: Final = "Datos de ejemplo: las instituciones de «Cerca de aquí» son inventadas. Las líneas nacionales no."
WHAT_FIRST: Final = "Si alguien está en peligro, llame ahora."


class EmergencyPage(QDialog):
    """Shows contacts and nothing of any book. Esc, F12 or the button close it.

    It blocks every other window of the program, so that it stands over dialogs that do so, too; it has no parent, for
    what lies below may go while it is read (the book locks itself).
    """

    def __init__(self) -> None:
        super().__init__(None)
        self.setWindowTitle(TITLE)
        self.setProperty("ground", "window")
        self.setProperty(STAYS_WHEN_LOCKED, True)
        self.setAccessibleName("Emergencia")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.shown: object = None
        self.close_button = button("Volver (Esc)", "primary")
        self.close_button.clicked.connect(self.reject)
        self.demo = Banner(DEMO_WORDS, "warning", parent=self)
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.first = CardGrid(150, 4)
        self.near_title = label("Cerca de aquí", "heading")
        self.nobody = label(NOBODY_NEAR, "muted")
        self.near = CardGrid(310, 3)
        self.others_title = label("Otras líneas", "heading")
        self.others = CardGrid(310, 3)
        self._lay_out()

    def show_contacts(
        self, national: Sequence[EmergencyContact], near: Sequence[EmergencyContact], today: date, *, demo: bool
    ) -> None:
        """Put these on the page; the same again cost nothing."""
        wanted = (tuple(national), tuple(near), today, demo, theme.scaled(100))
        if wanted == self.shown:
            return
        self.shown = wanted
        self.setUpdatesEnabled(False)
        for grid in (self.first, self.near, self.others):
            for card in grid.cards:
                card.hide()
                card.deleteLater()
        first = [contact for contact in national if contact.first]
        others = [contact for contact in national if not contact.first]
        self.first.show_cards([ContactCard(one, today, "first_number", self.first) for one in first])
        self.near.show_cards([ContactCard(one, today, "number", self.near) for one in near[:MOST_NEAR]])
        self.others.show_cards([ContactCard(one, today, "number", self.others) for one in others])
        self.nobody.setVisible(not near)
        self.near.setVisible(bool(near))
        self.demo.setVisible(demo)
        self.setUpdatesEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.page.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep() * 3,
            Qt.Key.Key_Up: -bar.singleStep() * 3,
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Space: bar.pageStep(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.SPACE_XL, theme.SPACE_M, theme.SPACE_XL, theme.SPACE_M)
        head.setSpacing(theme.SPACE_L)
        head.addWidget(label("Emergencia", "title"))
        head.addWidget(label(WHAT_FIRST, "heading"), 1)
        head.addWidget(self.close_button)
        top = QWidget(self)
        top.setProperty("ground", "alarm")
        top.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        top.setLayout(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (top, self.demo):
            column.addWidget(part)
        column.addWidget(self.page, 1)
        for part in (self.first, self.near_title, self.nobody, self.near, self.others_title, self.others):
            self.page.column.addWidget(part)
        self.page.column.addStretch(1)
