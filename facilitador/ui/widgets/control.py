"""What every control of a form can do, whatever is inside it."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from facilitador.ui import theme

Value: TypeAlias = str | int | list[str] | None  # None: not answered


class Control(QWidget):
    """One answer that a person gives.

    `changed`: the person changed it (never the program). `left`: she went on to something else. What cannot be
    understood (a date that is none) is handed on as typed, so that the rules name the problem and drafts keep it.
    `discrete`: a choice made by one gesture, complete at once.
    """

    changed = Signal()
    left = Signal()
    discrete = False

    def value(self) -> Value:
        """The answer as it stands; None if there is none."""
        raise NotImplementedError

    def set_value(self, value: Value) -> None:
        """Show an answer without emitting `changed`."""
        raise NotImplementedError

    def focusable(self) -> tuple[QWidget, ...]:
        """The widgets inside that take the keyboard, in order; the first gets the focus."""
        raise NotImplementedError

    def name(self, text: str, description: str = "") -> None:
        """Say to screen readers what is asked."""
        self.setAccessibleName(text)
        for widget in self.focusable():
            widget.setAccessibleName(text)
            widget.setAccessibleDescription(description)

    def mark_problem(self, problem: bool) -> None:
        """Draw the edge of a control whose answer cannot be accepted."""
        for widget in self.focusable():
            theme.set_property(widget, "problem", "true" if problem else "false")

    def focus(self) -> None:
        """Put the keyboard here."""
        self.focusable()[0].setFocus()
