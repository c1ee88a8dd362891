"""One group of a code that is copied by hand or read over the phone, in large letters under its number."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.ui.widgets.labels import label


def code_group(number: int, text: str) -> QWidget:
    """The group under its number, counted from 1; a screen reader says it letter by letter."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(f"{number}", "help"))
    code = label(text, "display", wrap=False)
    code.setAccessibleName(f"Grupo {number}: {' '.join(text)}")
    code.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    column.addWidget(code)
    return holder
