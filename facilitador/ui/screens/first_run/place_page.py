"""Where the cuaderno will be saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from facilitador import messages
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.elided_label import ElidedLabel
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll


class PlacePage(PageScroll):
    """Shows the file that will be made and what is to be said about its folder."""

    other_place_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.addWidget(
            label(
                "Se guardan dos archivos juntos: el cuaderno cifrado y sus claves (el que termina en «.keys»). "
                "Si los copia o los mueve, llévelos siempre juntos.",
                "muted",
            )
        )
        self.message = Banner()
        self.column.addWidget(self.message)
        frame, self._card = card()
        self._name = label("", "heading")
        self._folder = ElidedLabel("")
        self._card.addWidget(label("Archivo del cuaderno", "label"))
        self._card.addWidget(self._name)
        self._card.addWidget(label("En la carpeta", "label"))
        self._card.addWidget(self._folder)
        self.change_button = button("Elegir otro nombre o carpeta…", icon="folder")
        self.change_button.clicked.connect(self.other_place_requested)
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.SPACE_S, 0, 0)
        row.addWidget(self.change_button)
        row.addStretch(1)
        self._card.addLayout(row)
        self.column.addWidget(frame)

    @property
    def file_name(self) -> str:
        """The name that it shows."""
        return self._name.text()

    def show_place(self, path: Path, refusal: UserFacingError | None, cloud: str | None) -> None:
        """Show this file; `refusal` says why it cannot be, `cloud` which service synchronises its folder."""
        self._name.setText(path.name)
        shown = ElidedLabel(str(path.parent), Qt.TextElideMode.ElideMiddle)
        self._card.replaceWidget(self._folder, shown)
        self._folder.hide()
        self._folder.deleteLater()
        self._folder = shown
        if refusal is not None:
            self.message.say(messages.of_error(refusal).whole, "problem")
        elif cloud is not None:
            self.message.say(messages.message("book_in_cloud_folder", {"service": cloud}).whole, "warning")
        else:
            self.message.say("")
