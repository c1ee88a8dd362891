"""The two buttons under something that belongs on paper at once: print it, or save it as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from facilitador import messages
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.dialogs import Dialogs
from facilitador.ui.folders import documents_folder
from facilitador.ui.papers import PaperWriter, save_pdf
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.layout import Banner

if TYPE_CHECKING:
    from facilitador.documents.blocks import Document
    from facilitador.ui.printing import AskForPrinter, PrintJob

PRINTED = "Se envió a la impresora. Compruebe que la hoja salió completa."
NOT_PRINTED = "La impresión no terminó. Compruebe la impresora, o cópielo a mano."


class PrintRow(QWidget):
    """Prints or saves one sheet with something secret on it. `message` is for whoever lays out the page.

    `warn`: sentence and detail to be agreed to before a PDF is saved.
    """

    def __init__(
        self,
        sheet: Document,
        dialogs: Dialogs,
        now: Callable[[], datetime],
        ask_for_printer: AskForPrinter | None = None,
        *,
        warn: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sheet, self._dialogs, self._ask_for_printer, self._warn = sheet, dialogs, ask_for_printer, warn
        self._job: PrintJob | None = None
        self._wish: Callable[[bytes], None] = self._print
        self._writer = PaperWriter(now, self)
        self._writer.written.connect(self._written)
        self._writer.refused.connect(self._refuse)
        self.message = Banner()
        self.print_button = button("Imprimir la hoja…", icon="print")
        self.save_button = button("Guardar PDF…", "quiet", icon="save")
        self.print_button.clicked.connect(lambda: self._write(self._print))
        self.save_button.clicked.connect(lambda: self._write(self._save))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        row.addStretch(1)

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
        self.message.say(PRINTED if whole else NOT_PRINTED, "good" if whole else "warning")

    def _save(self, pdf: bytes) -> None:
        self._offer(True)
        path = save_pdf(self, self._dialogs, pdf, self._sheet.file_name, documents_folder(), warn=self._warn)
        if path is not None:
            self.message.say(f"Se guardó «{path.name}». Bórrelo en cuanto lo imprima.", "warning")

    def _refuse(self, error: UserFacingError) -> None:
        self._offer(True)
        self.message.say(messages.of_error(error).whole, "problem")

    def _offer(self, ready: bool) -> None:
        self.print_button.setEnabled(ready)
        self.save_button.setEnabled(ready)
