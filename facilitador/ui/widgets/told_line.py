"""A heading with the lines that belong to it, and at its side what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label


def told_line(
    title: str, facts: Iterable[str] = (), action: QPushButton | None = None, *, role: str = "label"
) -> QWidget:
    """The lines under their heading; empty ones are left out."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.SPACE_M)
    words = QVBoxLayout()
    words.setSpacing(theme.SPACE_XS)
    if title:
        words.addWidget(label(title, role))
    for fact in filter(None, facts):
        words.addWidget(label(fact, "muted"))
    row.addLayout(words, 1)
    if action is not None:
        row.addWidget(action, 0, Qt.AlignmentFlag.AlignTop)
    return holder


def acting(
    text: str, act: Callable[[], object], kind: str = "secondary", *, about: str = "", icon: str = ""
) -> QPushButton:
    """A button that does this; `about`: what it is about, for who hears it."""
    made = button(text, kind, icon=icon)
    if about:
        made.setAccessibleDescription(about)
    made.clicked.connect(lambda checked=False: act())
    return made
