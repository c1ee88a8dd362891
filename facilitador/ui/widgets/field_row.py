"""A question of a form: what is asked, the control, a word of help, and what is wrong beside it. Never a modal."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitador.ui import icons, theme
from facilitador.ui.widgets.control import Control
from facilitador.ui.widgets.labels import label


class FieldRow(QWidget):
    """Label above, control, help below, then the message: a problem, or a notice that lets the person go on."""

    def __init__(
        self,
        text: str,
        control: Control,
        *,
        help_text: str = "",
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._text, self._help_text = text, help_text
        self._has_problem = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE_XS)
        self.caption = label(f"{text} (opcional)" if optional else text, "label", parent=self)
        self.caption.setBuddy(control.focusable()[0])
        self._column.addWidget(self.caption)
        self._column.addWidget(control)
        if help_text:
            self._column.addWidget(label(help_text, "help", parent=self))
        self._message: QLabel | None = None
        self._message_row: QWidget | None = None
        control.name(text, help_text)

    @property
    def message(self) -> str:
        """What stands beside the field just now; empty if nothing."""
        return self._message.text() if self._message is not None else ""

    @property
    def message_part(self) -> QWidget | None:
        """Where that stands; None if nothing does."""
        return self._message_row if self.message else None

    @property
    def has_problem(self) -> bool:
        """True while a problem (not a mere notice) stands beside the field."""
        return self._has_problem

    def set_problem(self, text: str) -> None:
        """Say what cannot be accepted and how to mend it."""
        self._say(text, "problem", "danger_text")
        self.control.mark_problem(True)

    def set_notice(self, text: str) -> None:
        """Say something worth a second look; the answer is accepted as it is."""
        self._say(text, "notice", "warning_text")
        self.control.mark_problem(False)

    def clear_message(self) -> None:
        """Nothing is wrong."""
        if self._message is None or self._message_row is None or not self._message.text():
            return
        self._has_problem = False
        self._message.setText("")
        self._message_row.hide()
        self.control.mark_problem(False)
        self.control.name(self._text, self._help_text)

    def _say(self, text: str, role: str, colour: str) -> None:
        if self._message is None or self._message_row is None:
            self._message_row, self._icon, self._message = self._build_message()
            self._column.addWidget(self._message_row)
        icons.set_icon(self._icon, "warning" if role == "problem" else "info", colour, 18)
        self._has_problem = role == "problem"
        theme.set_property(self._message, "role", role)
        self._message.setText(text)
        self._message_row.show()
        self.control.name(self._text, f"{text} {self._help_text}".strip())

    def _build_message(self) -> tuple[QWidget, QLabel, QLabel]:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE_XS)
        icon = QLabel(row)
        words = label("", parent=row)
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        return row, icon, words
