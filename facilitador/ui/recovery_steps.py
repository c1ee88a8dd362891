"""A new recovery code on its way to paper inside the window: shown, printed, and two of its groups asked back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from facilitador.errors import InvalidInput
from facilitador.ui import theme
from facilitador.ui.dialogs import Dialogs
from facilitador.ui.recovery_pages import CodePage, ProofPage
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.use_cases.recovery_proofs import CodeProof

if TYPE_CHECKING:
    from facilitador.documents.blocks import Document
    from facilitador.ui.printing import AskForPrinter


class RecoverySteps(QWidget):
    """Two pages with their buttons. `proved`: the sheet is in somebody's hands."""

    proved = Signal()

    def __init__(
        self,
        proof: CodeProof,
        sheet: Document,
        dialogs: Dialogs,
        now: Callable[[], datetime],
        *,
        introduction: str,
        ask_for_printer: AskForPrinter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._proof = proof
        self.code = CodePage(proof.code_groups, sheet, dialogs, now, ask_for_printer, introduction=introduction)
        self.code.column.insertWidget(0, label("Código de recuperación nuevo", "title"))
        self.proof_page = ProofPage()
        self.proof_page.column.insertWidget(0, label("Comprobar la hoja", "title"))
        self.have_button = button("Tengo la hoja", "primary")
        self.check_button = button("Comprobar la hoja", "primary")
        self.again_button = button("Ver el código otra vez", icon="back")
        self._put_buttons(self.code, self.have_button)
        self._put_buttons(self.proof_page, self.again_button, self.check_button)
        self._pages = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._pages.addWidget(self.code)
        self._pages.addWidget(self.proof_page)
        self.have_button.clicked.connect(self._ask)
        self.again_button.clicked.connect(self._show_code)
        self.check_button.clicked.connect(self._check)
        self.proof_page.accepted.connect(self._check)

    def focus_first(self) -> None:
        """Put the keyboard where this begins."""
        self.code.print_button.setFocus()

    def _put_buttons(self, page: CodePage | ProofPage, *buttons: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        for made in buttons[:-1]:
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(buttons[-1])
        page.column.addLayout(row)

    def _ask(self) -> None:
        self._proof.prove_code()
        self._pages.setCurrentWidget(self.proof_page)
        self.proof_page.ask(self._proof.asked)

    def _show_code(self) -> None:
        self._pages.setCurrentWidget(self.code)
        self.have_button.setFocus()

    def _check(self) -> None:
        try:
            self._proof.answer_code(self.proof_page.typed())
        except InvalidInput as error:
            self.proof_page.show_problems(error.problems)
        else:
            self.proved.emit()
