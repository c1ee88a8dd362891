"""The welcome page: new cuaderno, open one, see the program with example data, and the recent ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll


class WelcomeScreen(PageScroll):
    """Emits what the person wishes; knows no book. `open_requested(path)` has the path of a recent one."""

    create_requested = Signal()
    browse_requested = Signal()
    open_requested = Signal(Path)
    demo_requested = Signal()

    def __init__(self, recent: Sequence[Path] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent, width=680)
        self.setProperty("manual", "welcome")
        self.recent_buttons: list[QPushButton] = []
        self.column.addSpacing(theme.SPACE_L)
        self.column.addWidget(label("Facilitador", "display"))
        self.column.addWidget(
            label(
                "Un cuaderno cifrado para quienes facilitan grupos de varones. Todo queda en esta computadora: "
                "no se necesita internet.",
                "muted",
            )
        )
        self.message = Banner()
        self.column.addWidget(self.message)
        if recent:
            self._add_recent(recent)
        self._add_ways(primary_create=not recent)

    def say(self, text: str, tone: str = "problem") -> None:
        """Say what went wrong and what to do; an empty text takes it away."""
        self.message.say(text, tone)

    def _add_recent(self, recent: Sequence[Path]) -> None:
        frame, column = card()
        column.addWidget(label("Cuadernos recientes", "heading"))
        for path in recent:
            entry = button(path.stem, "choice", icon="book")
            entry.setToolTip(str(path))
            entry.setAccessibleDescription(f"Cuaderno en {path.parent}")
            entry.clicked.connect(lambda checked=False, path=path: self.open_requested.emit(path))
            self.recent_buttons.append(entry)
            column.addWidget(entry)
        self.column.addWidget(frame)

    def _add_ways(self, *, primary_create: bool) -> None:
        frame, column = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_L)
        grid.setColumnStretch(0, 1)
        ways = (
            ("Crear un cuaderno", "Para un servicio que empieza. Toma unos minutos.", "Crear", "plus"),
            ("Abrir un cuaderno", "Está en esta computadora o en una memoria USB.", "Abrir…", "folder"),
            ("Ver con datos de ejemplo", "Personas y grupos inventados, para conocer el programa.", "Ver", "demo"),
        )
        signals = (self.create_requested, self.browse_requested, self.demo_requested)
        made: list[QPushButton] = []
        for row, ((title, explanation, verb, icon), signal) in enumerate(zip(ways, signals, strict=True)):
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(label(title, "label"))
            words.addWidget(label(explanation, "muted"))
            grid.addLayout(words, row, 0)
            choice = button(verb, "primary" if primary_create and row == 0 else "secondary", icon=icon)
            choice.setAccessibleName(title)
            choice.setAccessibleDescription(explanation)
            choice.clicked.connect(signal)
            grid.addWidget(choice, row, 1)
            made.append(choice)
        self.create_button, self.browse_button, self.demo_button = made
        column.addLayout(grid)
        self.column.addWidget(frame)
