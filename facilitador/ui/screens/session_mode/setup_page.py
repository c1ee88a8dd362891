"""Before projecting: what will be seen, on which screen, and with which keys. It bears no name of anyone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from facilitador.domain.displays import Arrangement
from facilitador.domain.session_decks import SessionSlides, SlidePage, deck
from facilitador.ui import theme
from facilitador.ui.session_mode import words
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll


class SetupPage(PageScroll):
    """`begin_requested`, `swap_requested`: use the screens the other way round."""

    begin_requested = Signal()
    swap_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("Proyectar la sesión", "display")
        self.about = label("", "muted")
        self.afterwards = Banner(tone="warning")
        self.screens = Banner()
        for part in (self.title, self.about, self.afterwards, self.screens):
            self.column.addWidget(part)
        self.column.addLayout(self._build_buttons())
        seen, column = card()
        column.addWidget(label("Qué se verá", "heading"))
        column.addWidget(label("Ningún nombre de participante ni dato suyo aparece en estas páginas.", "muted"))
        self.pages = label("")
        column.addWidget(self.pages)
        self.column.addWidget(seen)
        keys, column = card()
        column.addWidget(label("Teclas mientras se proyecta", "heading"))
        column.addLayout(_table(words.KEY_WORDS))
        self.column.addWidget(keys)
        self.column.addStretch(1)

    def show_session(self, session: SessionSlides) -> None:
        """Say what will be projected."""
        self.title.setText(f"Proyectar la {words.title_of(session).lower()}")
        self.about.setText("\n".join(filter(None, (session.group_name, *session.topics))))
        counts = {page: sum(slide.page is page for slide in deck(session)) for page in SlidePage}
        counts[SlidePage.AGREEMENTS] = len(session.agreements)
        lines = []
        for page, name in words.PAGE_NAMES.items():
            if counts[page] or page is SlidePage.TIMER:
                lines.append(f"{page.value}   {name}" + (f" ({counts[page]})" if counts[page] > 1 else ""))
        self.pages.setText("\n".join(lines))
        self.begin_button.setEnabled(True)

    def show_screens(self, arrangement: Arrangement) -> None:
        """Say what the screens allow."""
        if arrangement.doubt is None:
            self.screens.say(words.TWO_SCREENS, "info")
        else:
            self.screens.say(words.DOUBT_WORDS[arrangement.doubt], "warning")
        self.swap_button.setVisible(arrangement.team is not None)

    def say_afterwards(self) -> None:
        """Warn of the way back to pages with names, while others may still look."""
        self.afterwards.say(words.AFTERWARDS, "warning")

    def _build_buttons(self) -> FlowLayout:
        self.begin_button = button("Empezar a proyectar", "primary")
        self.begin_button.setToolTip("Empezar a proyectar (F11)")
        self.begin_button.setEnabled(False)
        self.swap_button = button("Usar las pantallas al revés", "quiet")
        self.begin_button.clicked.connect(self.begin_requested)
        self.swap_button.clicked.connect(self.swap_requested)
        row = FlowLayout()
        for one in (self.begin_button, self.swap_button):
            row.addWidget(one)
        self.swap_button.hide()
        return row


def _table(lines: tuple[tuple[str, str], ...]) -> QHBoxLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.SPACE_L)
    for place, (keys, meaning) in enumerate(lines):
        grid.addWidget(label(keys, "label", wrap=False), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(meaning), place, 1)
    grid.setColumnStretch(1, 1)
    row = QHBoxLayout()
    row.addLayout(grid, 1)
    return row
