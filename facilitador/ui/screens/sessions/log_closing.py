"""What a log still lacks, each one click from its field, and the button that closes it for good."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.checks import REASON_LIMIT
from facilitador.domain.session_logs import LogGap
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import SectionHeader
from facilitador.ui.widgets.text_fields import LongText

EXPLANATION = "Cerrada ya no se cambia: lo que haya que corregir después queda como enmienda, con su motivo."
COMPLETE = "No falta nada de lo que pide la directiva."


class ClosingCard(QFrame):
    """`gap_chosen(field)`: go there. `close_wanted(reason)`: close; the reason is asked where something is missing."""

    gap_chosen = Signal(str)
    close_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.gap_buttons: list[QPushButton] = []
        self._gaps: tuple[LogGap, ...] | None = None
        self.complete = label(COMPLETE, parent=self)
        self.reason = FieldRow("¿Por qué se cierra sin eso?", LongText(REASON_LIMIT), parent=self)
        self.close_button = button("Cerrar la bitácora", parent=self)
        self.close_button.clicked.connect(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(SectionHeader("Cerrar la bitácora", EXPLANATION, parent=self))
        column.addWidget(self.complete)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.SPACE_XS)
        column.addLayout(self._rows)
        column.addWidget(self.reason)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_gaps(self, gaps: Sequence[LogGap]) -> None:
        """Show what is missing now."""
        if tuple(gaps) == self._gaps:
            return
        self._gaps = tuple(gaps)
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        self.gap_buttons = []
        for gap in gaps:
            self._rows.addWidget(self._row(gap))
        self.complete.setVisible(not gaps)
        self.reason.setVisible(bool(gaps))
        self.reason.clear_message()

    def refuse(self, text: str) -> None:
        """Say beside the reason why the log was not closed."""
        self.reason.set_problem(text)
        self.reason.control.focus()

    def _close(self) -> None:
        self.reason.clear_message()
        self.close_wanted.emit(str(self.reason.control.value() or "") if self._gaps else "")

    def _row(self, gap: LogGap) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_M)
        words = gap_text(gap)
        row.addWidget(label(words), 1)
        go = button("Completar", "quiet")
        go.setAccessibleDescription(words)
        go.clicked.connect(lambda: self.gap_chosen.emit(gap.field))
        self.gap_buttons.append(go)
        row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return holder


def gap_text(gap: LogGap) -> str:
    """What is missing, with its numeral."""
    return f"{messages.message(gap.missing.code, gap.missing.parameters).text} ({gap.missing.numeral})"
