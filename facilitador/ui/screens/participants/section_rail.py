"""The sections of a long form: a rail beside it where there is room, a list above it where there is none."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from facilitador.ui import icons, theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import ComboBox

WIDTH = 296


class SectionRail(QWidget):
    """One entry per section, with a mark where nothing compulsory is missing. Arrows move, the space bar goes there.

    `wanted(number)`: the person wants that section, counted from 0. `list` is the same as a closed list.
    """

    wanted = Signal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.scaled(WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_XL, 0, theme.SPACE_L)
        column.setSpacing(theme.SPACE_XS)
        self._group = QButtonGroup(self)
        self.entries: list[QPushButton] = []
        self.list = ComboBox(parent)
        self.list.setAccessibleName("Ir a otra parte de la ficha")
        for number, title in enumerate(titles):
            entry = button(title, "area")
            entry.setCheckable(True)
            entry.clicked.connect(lambda checked=False, number=number: self.wanted.emit(number))
            self._group.addButton(entry, number)
            self.entries.append(entry)
            column.addWidget(entry)
            self.list.addItem(title, number)
        column.addStretch(1)
        self.list.activated.connect(self.wanted)
        self._titles = tuple(titles)
        self.mark(range(len(titles)))
        self.stand_on(0)

    def mark(self, open_sections: Collection[int]) -> None:
        """Show which sections still lack something."""
        for number, entry in enumerate(self.entries):
            lacks = number in open_sections
            icons.set_icon(entry, "pending" if lacks else "check", "warning_text" if lacks else "good_text", 18)
            words = "por completar" if lacks else "completa"
            entry.setAccessibleName(f"{self._titles[number]}: {words}")
            self.list.setItemIcon(number, entry.icon())

    def stand_on(self, number: int) -> None:
        """The person is in this section."""
        self.entries[number].setChecked(True)
        self.list.setCurrentIndex(number)
