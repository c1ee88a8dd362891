"""The recovery code: shown in groups, printed, and two of its groups asked back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.errors import Problem, UserFacingError
from facilitador.ui import theme
from facilitador.ui.dialogs import Dialogs
from facilitador.ui.folders import documents_folder
from facilitador.ui.papers import PaperWriter, save_pdf
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.ui.widgets.text_fields import TextField

if TYPE_CHECKING:
    from facilitador.documents.blocks import Document
    from facilitador.ui.printing import AskForPrinter, PrintJob

GROUPS_ACROSS = 4
WARN_SAVED = (
    "La hoja es para guardarla en papel, bajo llave.",
    "Un PDF con este código, junto al cuaderno, equivale a dejar la llave en la puerta. Si lo guarda para imprimirlo "
    "en otra computadora, hágalo en una memoria USB y bórrelo en cuanto lo imprima.",
)


class CodePage(PageScroll):
    """The code in numbered groups, to be printed or copied by hand."""

    def __init__(
        self,
        code_groups: Sequence[str],
        sheet: Document,
        dialogs: Dialogs,
        now: Callable[[], datetime],
        ask_for_printer: AskForPrinter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sheet, self._dialogs, self._ask_for_printer = sheet, dialogs, ask_for_printer
        self._job: PrintJob | None = None
        self._wish: Callable[[bytes], None] = self._print
        self._writer = PaperWriter(now, self)
        self._writer.written.connect(self._written)
        self._writer.refused.connect(self._refuse)
        self._build(code_groups)

    def _build(self, code_groups: Sequence[str]) -> None:
        self.column.addWidget(
            label(
                "El cuaderno está creado. Si alguien olvida su clave, este código es la única forma de volver a "
                "abrirlo. Imprima la hoja, o cópielo a mano, y entréguela en un sobre cerrado a la jefatura del "
                "servicio.",
                "muted",
            )
        )
        self.message = Banner()
        self.column.addWidget(self.message)
        frame, column = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_M)
        for number, group in enumerate(code_groups):
            row, across = divmod(number, GROUPS_ACROSS)
            grid.addWidget(_group(number + 1, group), row, across)
            grid.setColumnStretch(across, 1)
        column.addLayout(grid)
        self.column.addWidget(frame)
        self.print_button = button("Imprimir la hoja…", icon="print")
        self.save_button = button("Guardar PDF…", "quiet", icon="save")
        self.print_button.clicked.connect(lambda: self._write(self._print))
        self.save_button.clicked.connect(lambda: self._write(self._save))
        row_of_buttons = QHBoxLayout()
        row_of_buttons.setSpacing(theme.SPACE_S)
        row_of_buttons.addWidget(self.print_button)
        row_of_buttons.addWidget(self.save_button)
        row_of_buttons.addStretch(1)
        self.column.addLayout(row_of_buttons)
        self.column.addWidget(label("No le tome una foto. En el paso siguiente se piden dos grupos.", "help"))

    def _write(self, wish: Callable[[bytes], None]) -> None:
        self._wish = wish
        self._offer(False)
        self._writer.write(self._sheet)

    def _written(self, pdf: bytes) -> None:
        self._wish(pdf)

    def _print(self, pdf: bytes) -> None:
        from facilitador.ui import printing  # QtPdf is needed only by who prints

        document = printing.load(pdf, self)
        ask = self._ask_for_printer or printing.ask_for_printer
        printer = ask(self, document.pageCount())
        if printer is None:
            self._offer(True)
            return
        self._job = printing.PrintJob(document, printer, self)
        self._job.ended.connect(self._printed)
        self._job.start()

    def _printed(self, whole: bool) -> None:
        self._offer(True)
        said = "Se envió a la impresora. Compruebe que la hoja salió completa."
        failed = "La impresión no terminó. Compruebe la impresora, o copie el código a mano."
        self.message.say(said if whole else failed, "good" if whole else "warning")

    def _save(self, pdf: bytes) -> None:
        self._offer(True)
        path = save_pdf(self, self._dialogs, pdf, self._sheet.file_name, self._folder(), warn=WARN_SAVED)
        if path is not None:
            self.message.say(f"Se guardó «{path.name}». Bórrelo en cuanto lo imprima.", "warning")

    def _folder(self) -> Path:
        return documents_folder()

    def _refuse(self, error: UserFacingError) -> None:
        self._offer(True)
        self.message.say(messages.of_error(error).whole, "problem")

    def _offer(self, ready: bool) -> None:
        self.print_button.setEnabled(ready)
        self.save_button.setEnabled(ready)


def _group(number: int, text: str) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(f"{number}", "help"))
    code = label(text, "display", wrap=False)
    code.setAccessibleName(f"Grupo {number}: {' '.join(text)}")
    code.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # read letter by letter by a screen reader
    column.addWidget(code)
    return holder


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
