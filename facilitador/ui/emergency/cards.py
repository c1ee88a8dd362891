"""One contact on the page: its number in figures that are read from two metres, and what must be known to call it."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from facilitador.domain.dates import format_date
from facilitador.domain.emergency_contacts import EmergencyContact, Nearness, is_stale
from facilitador.ui import theme
from facilitador.ui.widgets.labels import label

TO_VERIFY: Final = "Por verificar"
_NEAR_WORDS: Final = {
    Nearness.DISTRICT: "En el distrito",
    Nearness.PROVINCE: "En la provincia",
    Nearness.REGION: "En la región",
}


class ContactCard(QFrame):
    """A contact; `role` is the size of its number: first_number, number or small_number."""

    def __init__(self, contact: EmergencyContact, today: date, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.contact = contact
        self.setProperty("role", "contact")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_S, theme.SPACE_L, theme.SPACE_M)
        column.setSpacing(0)
        for number in contact.numbers:
            column.addWidget(label(number, role, parent=self))
        column.addWidget(label(contact.name, "heading", parent=self))
        self.notice = _notice(contact)
        if self.notice:
            column.addWidget(label(self.notice, "" if contact.numbers else "label", parent=self))
        self.lines = _lines(contact)
        if self.lines:
            column.addWidget(label("\n".join(self.lines), parent=self))
        doubt = is_stale(contact.verified_on, today)
        self.checked = _checked(contact.verified_on, today)
        column.addWidget(label(self.checked, "notice" if doubt else "help", parent=self))
        column.addStretch(1)
        told = (contact.name, *contact.numbers, self.notice, *self.lines, self.checked)
        self.setAccessibleName(". ".join(filter(None, told)))


class CardGrid(QWidget):
    """Cards of one height a row, as many side by side as have room; `least`: the width of one at 100 % text."""

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most, self._across = least, most, 0
        self.cards: list[ContactCard] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.SPACE_M)

    def show_cards(self, cards: list[ContactCard]) -> None:
        """Show these."""
        self.cards, self._across = cards, 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        across = max(min(self.width() // theme.scaled(self._least), self._most), 1)
        if across == self._across:
            return
        for number in range(self._most):
            self._grid.setColumnStretch(number, 1 if number < across else 0)
        self._across = across
        for number, card in enumerate(self.cards):
            self._grid.addWidget(card, *divmod(number, across))


def _lines(contact: EmergencyContact) -> tuple[str, ...]:
    near = _NEAR_WORDS.get(contact.nearness, "") if contact.nearness is not None else ""
    where = ", ".join(filter(None, (contact.address, contact.place)))
    told = (contact.purpose, contact.hours, ": ".join(filter(None, (near, where))))
    return tuple(filter(None, told))


def _notice(contact: EmergencyContact) -> str:
    """What to do besides dialling; of an institution, how to give notice without signal."""
    return f"Sin señal: {contact.notice}" if contact.notice and contact.nearness is not None else contact.notice


def _checked(verified_on: date | None, today: date) -> str:
    if verified_on is None:
        return TO_VERIFY
    told = f"comprobado el {format_date(verified_on)}"
    return f"{TO_VERIFY}: {told}" if is_stale(verified_on, today) else told.capitalize()
