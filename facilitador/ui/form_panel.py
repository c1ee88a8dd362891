"""A short form behind a button: it opens in place, and closing it without saving can be undone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.registration_forms import Answer
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner

DISCARDED = "Se descartó lo que había escrito."


class FormPanel(QWidget):
    """Holds an editor that is out of sight until it is asked for, or until a draft of it is taken up again.

    `button_row` begins with the button that opens it. `opened_or_closed`: another thing is in sight now.
    """

    opened_or_closed = Signal()

    def __init__(
        self, editor: FormEditor, open_text: str, title: str, *, icon: str = "plus", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._discarded: dict[str, Answer] = {}
        self.open_button = button(open_text, icon=icon, parent=self)
        self.cancel_button = button("Cancelar", parent=self)
        self.undo_banner = Banner(action="Deshacer", parent=self)
        self._holder = QFrame(self)
        self._lay_out(title)
        self._connect()
        self._holder.hide()

    @property
    def is_open(self) -> bool:
        """True while the form is in sight."""
        return not self._holder.isHidden()

    def open(self) -> None:
        """Show the form and go to its first question."""
        self.undo_banner.say("")
        self._holder.show()
        self.open_button.hide()
        self.editor.form.go_to(self.editor.form.shown[0])
        self.opened_or_closed.emit()

    def cancel(self) -> None:
        """Put the form away; what was typed can be had back."""
        self._discarded = self.editor.discard()
        self._close()
        if self._discarded and self.undo_banner.action is not None:
            self.undo_banner.say(DISCARDED)
            self.undo_banner.action.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_open:
            self.cancel()
            return
        super().keyPressEvent(event)

    def _undo(self) -> None:
        self.open()
        self.editor.form.restore_draft(self._discarded)
        self._discarded = {}

    def _close(self) -> None:
        self._holder.hide()
        self.open_button.show()
        self.open_button.setFocus()
        self.opened_or_closed.emit()

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self.undo_banner)
        column.addWidget(self.editor.keeper.offer)  # it waits whether the form is in sight or not
        self.button_row = QHBoxLayout()
        self.button_row.setSpacing(theme.SPACE_S)
        self.button_row.addWidget(self.open_button)
        self.button_row.addStretch(1)
        column.addLayout(self.button_row)
        inside = QVBoxLayout(self._holder)
        inside.setContentsMargins(0, theme.SPACE_S, 0, 0)
        inside.setSpacing(theme.SPACE_L)
        if title:
            inside.addWidget(label(title, "label"))
        inside.addWidget(self.editor)
        column.addWidget(self._holder)
        self.editor.buttons.insertWidget(1, self.cancel_button)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.open)
        self.cancel_button.clicked.connect(self.cancel)
        self.undo_banner.action_requested.connect(self._undo)
        self.editor.saved.connect(self._close)
        self.editor.keeper.offer.resumed.connect(self.open)
