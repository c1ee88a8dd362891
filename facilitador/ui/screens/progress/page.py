"""What both pages of progress are: a head with where to go, and cards that are drawn anew with every reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.ui.widgets.told_line import acting

_WIDTH: Final = 980


class ProgressPage(Screen):
    """A page about one man or one group, hidden until `show_cards` or `refuse`."""

    def __init__(self, surroundings: Surroundings, title: str, id: UUID | None, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        if id is None:
            raise ValueError("progress is that of somebody")
        self._session, self._id = surroundings.session, id
        self.cards: list[QWidget] = []
        self._offers: list[QPushButton] = []
        self.page = PageScroll(self, width=_WIDTH)
        self.fill_with(self.page)
        self.title_label, self.about = label(title, "title"), label("", "muted")
        self.message, self.help = Banner(), label("", "help")
        self._row, self._cards = FlowLayout(), QVBoxLayout()
        self._cards.setSpacing(theme.SPACE_L)
        column = self.page.column
        for part in (self.title_label, self.about, self.message):
            column.addWidget(part)
        column.addLayout(self._row)
        column.addWidget(self.help)
        column.addLayout(self._cards)
        column.addStretch(1)
        self.help.hide()
        self.page.page.hide()  # nothing to show before the first answer

    def offer(self, text: str, place: str, kind: str = "secondary", *, icon: str = "") -> QPushButton:
        """A button of the head that leads to a page about the same man or group."""
        made = acting(text, lambda: self.go(place, self._id), kind, icon=icon)
        self._row.addWidget(made)
        self._offers.append(made)
        return made

    def show_cards(self, about: str, cards: Iterable[QWidget]) -> None:
        """Show these instead of those before."""
        self.about.setText(about)
        self.message.say("")
        for old in self.cards:
            self._cards.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards = list(cards)
        for card in self.cards:
            self._cards.addWidget(card)
        self.page.page.show()

    def refuse(self, error: UserFacingError) -> None:
        """Say why there is nothing to see."""
        for one in (*self._offers, self.help, *self.cards):
            one.hide()
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.page.show()

    def go(self, place: str, key: UUID) -> None:
        """Wish for a page."""
        self.destination_requested.emit(Destination(place, key))
