"""A list of institutions before it is added: what becomes of each row, and the one button that adds them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from facilitador.domain.directory import TypedEntry
from facilitador.domain.directory_lists import DirectoryPreview, RowState
from facilitador.ui import theme
from facilitador.ui.screens.directory.models import listed_model
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.fitted_table import FittedTable
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner


class ListCard(QFrame):
    """`accepted(tuple[TypedEntry])`: add these; `closed`: none of them."""

    accepted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._preview = DirectoryPreview(())
        self.title = label("", "heading")
        self.counts = label("")
        self.ignored = label("", "muted")
        self.message = Banner()
        self._model = listed_model()
        self.table = FittedTable(self._model, "Filas de la lista", lines=2)
        self.table.setSortingEnabled(False)  # in the order of the list
        self.also_alike = QCheckBox("Agregar también las que se parecen a otra")
        self.add_button = button("", "primary")
        self.cancel_button = button("Cancelar", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        for part in (self.title, self.counts, self.message, self.table, self.ignored, self.also_alike):
            column.addWidget(part)
        row = FlowLayout()
        row.addWidget(self.add_button)
        row.addWidget(self.cancel_button)
        column.addLayout(row)
        self.also_alike.toggled.connect(self._count)
        self.add_button.clicked.connect(lambda: self.accepted.emit(self.entering))
        self.cancel_button.clicked.connect(self.close_card)
        self.hide()

    @property
    def entering(self) -> tuple[TypedEntry, ...]:
        """The institutions that the button adds."""
        return self._preview.entering(also_alike=self.also_alike.isChecked())

    def show_list(self, title: str, preview: DirectoryPreview) -> None:
        """Show what a list would bring."""
        self._preview = preview
        self.title.setText(title)
        self.message.say("")
        self._model.set_rows(preview.rows)
        self.also_alike.setChecked(False)
        self.also_alike.setVisible(preview.count(RowState.ALIKE) > 0)
        self.ignored.setText(f"Columnas que no se traen: {'; '.join(preview.ignored)}." if preview.ignored else "")
        self.ignored.setVisible(bool(preview.ignored))
        self._count()
        self.show()
        (self.add_button if self.entering else self.cancel_button).setFocus()

    def close_card(self) -> None:
        """Bring nothing."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def _count(self) -> None:
        preview = self._preview
        told = (
            (preview.count(RowState.READY), "Se agregan"),
            (preview.count(RowState.ALIKE), "Se parecen a otra"),
            (preview.count(RowState.WRONG), "Por corregir en la lista"),
        )
        self.counts.setText(" · ".join(f"{words}: {count}" for count, words in told if count))
        count = len(self.entering)
        words = "Agregar una institución" if count == 1 else f"Agregar {count} instituciones"
        self.add_button.setText(words if count else "Nada que agregar")
        self.add_button.setAccessibleName(self.add_button.text())
        self.add_button.setEnabled(bool(count))
