"""The recovery code: shown in groups, printed, and two of its groups asked back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from facilitador import messages
from facilitador.errors import Problem
from facilitador.ui import theme
from facilitador.ui.dialogs import Dialogs
from facilitador.ui.print_row import PrintRow
from facilitador.ui.widgets.code_group import code_group
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import PageScroll
from facilitador.ui.widgets.text_fields import TextField

if TYPE_CHECKING:
    from facilitador.documents.blocks import Document
    from facilitador.ui.printing import AskForPrinter

GROUPS_ACROSS = 4
FIRST_CODE = (
    "El cuaderno está creado. Si alguien olvida su clave, este código es la única forma de volver a abrirlo. Imprima "
    "la hoja, o cópielo a mano, y entréguela en un sobre cerrado a la jefatura del servicio."
)
WARN_SAVED = (
    "La hoja es para guardarla en papel, bajo llave.",
    "Un PDF con este código, junto al cuaderno, equivale a dejar la llave en la puerta. Si lo guarda para imprimirlo "
    "en otra computadora, hágalo en una memoria USB y bórrelo en cuanto lo imprima.",
)


class CodePage(PageScroll):
    """The code in numbered groups, to be printed or copied by hand; `introduction` says why it is shown."""

    def __init__(
        self,
        code_groups: Sequence[str],
        sheet: Document,
        dialogs: Dialogs,
        now: Callable[[], datetime],
        ask_for_printer: AskForPrinter | None = None,
        *,
        introduction: str = FIRST_CODE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.paper = PrintRow(sheet, dialogs, now, ask_for_printer, warn=WARN_SAVED)
        self.message = self.paper.message
        self.print_button, self.save_button = self.paper.print_button, self.paper.save_button
        self.column.addWidget(label(introduction, "muted"))
        self.column.addWidget(self.message)
        frame, column = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_M)
        for number, group in enumerate(code_groups):
            row, across = divmod(number, GROUPS_ACROSS)
            grid.addWidget(code_group(number + 1, group), row, across)
            grid.setColumnStretch(across, 1)
        column.addLayout(grid)
        self.column.addWidget(frame)
        self.column.addWidget(self.paper)
        self.column.addWidget(label("No le tome una foto. En el paso siguiente se piden dos grupos.", "help"))


class ProofPage(PageScroll):
    """Asks for groups of the code by their numbers."""

    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[int, FieldRow] = {}
        self.fields: dict[int, TextField] = {}
        self.column.addWidget(
            label("Tome la hoja que imprimió o copió y escriba estos dos grupos, tal como los lee ahí.", "muted")
        )
        frame, self._card = card()
        self.column.addWidget(frame)

    def ask(self, numbers: Sequence[int]) -> None:
        """Ask for these groups, counted from 1; earlier answers are forgotten."""
        for row in self._rows.values():
            self._card.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self.fields = {}, {}
        for number in numbers:
            field = TextField(width=160)
            self.fields[number] = field
            self._rows[number] = FieldRow(f"Grupo {number}", field)
            self._card.addWidget(self._rows[number])
        fields = list(self.fields.values())
        for field, following in pairwise(fields):
            field.edit.returnPressed.connect(following.focus)
        if fields:
            fields[-1].edit.returnPressed.connect(self.accepted)
            fields[0].focus()

    def typed(self) -> dict[int, str]:
        """What was typed, by group number."""
        return {number: str(field.value() or "") for number, field in self.fields.items()}

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say which groups differ, beside them."""
        said = {problem.field: messages.of_problem(problem).whole for problem in problems}
        for number, row in self._rows.items():
            row.clear_message()
            if f"group_{number}" in said:
                row.set_problem(said[f"group_{number}"])
        first = next((number for number in self._rows if f"group_{number}" in said), None)
        if first is not None:
            self.fields[first].focus()
            self.fields[first].edit.selectAll()
