"""After an intake: it is in the book, and what people do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.ui import icons, theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll


class SavedPage(QWidget):
    """Says what was saved; `next_man`, `open_group`, `open_ficha` and `print_ficha` are the ways on."""

    next_man = Signal()
    open_group = Signal()
    open_ficha = Signal()
    print_ficha = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(self, width=560)
        outer.addWidget(scroll)
        column = scroll.column
        column.addSpacing(theme.SPACE_XXL)
        picture = QLabel(self)
        icons.set_icon(picture, "check", "good_text", 48)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(picture)
        self.words = label("", "title")
        self.rest = label("", "muted")
        for words in (self.words, self.rest):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        self.route = Banner(parent=self)
        column.addWidget(self.route)
        column.addSpacing(theme.SPACE_M)
        self.again = button("Inscribir a otra persona", "primary", icon="plus")
        self.group = button("Ver el grupo", icon="groups")
        self.print = button("Imprimir su ficha", icon="print")
        self.ficha = button("Abrir su ficha", icon="form")
        for made, wish in (
            (self.again, self.next_man),
            (self.group, self.open_group),
            (self.print, self.print_ficha),
            (self.ficha, self.open_ficha),
        ):
            made.clicked.connect(wish)
            column.addWidget(made)

    def say(self, words: str, rest: str, *, in_group: bool, serves_sentence: bool) -> None:
        """Say what was saved and what is still open; 6.2.8 where he has a sentence to serve."""
        self.words.setText(words)
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))
        self.route.say(messages.message("sentence_note", {}).whole if serves_sentence else "")
        self.again.setText("Inscribir a otra persona" if in_group else "Registrar a otra persona")
        self.again.setAccessibleName(self.again.text())
        self.group.setVisible(in_group)
        self.again.setFocus()
