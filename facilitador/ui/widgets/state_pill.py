"""A small word on the state of something (complete, being saved, saved): word and shape first, then colour."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from facilitador.ui import icons, theme


class PillState(Enum):
    """What can be said: words, icon, tone of the stylesheet, colour of the icon."""

    COMPLETE = ("Completa", "check", "good", "good_text")
    INCOMPLETE = ("Por completar", "pending", "warning", "warning_text")
    SAVING = ("Guardando…", "save", "", "muted")
    SAVED = ("Guardado", "check", "good", "good_text")
    COPIED = ("Copia guardada", "check", "", "muted")
    DRAFT = ("Borrador", "form", "", "muted")


class StatePill(QPushButton):
    """Shows one state. With details (what is missing) it can be pressed, and lists them.

    `detail_chosen(number)`: one of them was chosen, counted from 0.
    """

    detail_chosen = Signal(int)

    def __init__(self, state: PillState | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "pill")
        self.setAutoDefault(False)
        self._details: tuple[str, ...] = ()
        self._state: PillState | None = None
        self.menu_of_details = QMenu(self)  # one for good: destroyed on closing, it freed actions a second time
        self.clicked.connect(self._show_details)
        self.set_state(state)

    @property
    def state(self) -> PillState | None:
        """What it says; None while it is hidden."""
        return self._state

    @property
    def details(self) -> tuple[str, ...]:
        """What it lists when pressed."""
        return self._details

    def set_state(self, state: PillState | None, details: Sequence[str] = ()) -> None:
        """Say this; None says nothing and hides."""
        self._state, self._details = state, tuple(details)
        if state is None or self.parentWidget() is not None:  # else it would flash up as a window of its own
            self.setVisible(state is not None)
        pressable = bool(self._details)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if pressable else Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not pressable)
        if state is None:
            return
        words, icon, tone, colour = state.value
        text = f"{words}: {len(self._details)}" if pressable else words
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(". ".join(self._details))
        self.setToolTip("Ver qué falta" if pressable else "")
        icons.set_icon(self, icon, colour, 16)
        theme.set_property(self, "tone", tone)

    def _show_details(self) -> None:
        if not self._details:
            return
        menu = self.menu_of_details
        menu.clear()
        for number, detail in enumerate(self._details):
            action = menu.addAction(detail.replace("&", "&&"))
            action.triggered.connect(lambda checked=False, number=number: self.detail_chosen.emit(number))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
