"""A PDF sent to a printer, page by page, so that the window stays alive and the person can stop it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

JOB_NAME = "Facilitador"  # queues and spoolers show it to others: never what or whose paper it is
MOST_DPI = 300  # sharp for text; printers of 1200 would take 16 times the memory for nothing anyone sees


class AskForPrinter(Protocol):
    """Has the person choose a printer and pages for a paper of `pages` pages; None if she does not."""

    def __call__(self, parent: QWidget, pages: int) -> QPrinter | None: ...


def ask_for_printer(parent: QWidget, pages: int) -> QPrinter | None:
    """The system's own print dialog."""
    printer = new_printer()
    printer.setFromTo(1, pages)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Imprimir")
    dialog.setMinMax(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintSelection, False)
    dialog.setPrintRange(QPrintDialog.PrintRange.AllPages)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def new_printer() -> QPrinter:
    """A printer set to A4 without margins of its own: the paper has them."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(JOB_NAME)
    printer.setCreator(JOB_NAME)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    return printer


def load(pdf: bytes, parent: QObject) -> QPdfDocument:
    """A PDF held in memory, never in a file."""
    document = QPdfDocument(parent)
    buffer = QBuffer(document)
    buffer.setData(QByteArray(pdf))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document


def pages_to_print(printer: QPrinter, pages: int) -> list[int]:
    """The pages chosen in the dialog, counted from 0, in the order in which they leave the printer."""
    chosen = list(range(pages))
    if printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage() > 0:
        chosen = list(range(printer.fromPage() - 1, min(printer.toPage(), pages)))
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        chosen.reverse()
    if printer.supportsMultipleCopies():
        return chosen
    return chosen * printer.copyCount()


class PrintJob(QObject):
    """Paints the pages of a document on a printer, one per turn of the event loop.

    `progress(done, of)`; `ended(whole)`: False if it was stopped or the printer would not take it.
    """

    progress = Signal(int, int)
    ended = Signal(bool)

    def __init__(self, document: QPdfDocument, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._printer = document, printer
        self._pages = pages_to_print(printer, document.pageCount())
        self._painter = QPainter()
        self._next = 0
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._print_one)

    def start(self) -> None:
        """Begin; a paper that lies across is printed on the whole of the sheet."""
        first = self._document.pagePointSize(0)
        if first.width() > first.height():
            self._printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        if self._pages and self._painter.begin(self._printer):
            self._turn.start()
        else:
            QTimer.singleShot(0, self, lambda: self.ended.emit(False))

    def stop(self) -> None:
        """Leave off; what the printer holds already may still come out."""
        if self._turn.isActive():
            self._turn.stop()
            self._printer.abort()
            self._painter.end()
            self.ended.emit(False)

    def _print_one(self) -> None:
        if self._next:
            self._printer.newPage()
        paint_page(self._painter, self._document, self._pages[self._next], self._printer)
        self._next += 1
        self.progress.emit(self._next, len(self._pages))
        if self._next == len(self._pages):
            self._turn.stop()
            self.ended.emit(self._painter.end())


def paint_page(painter: QPainter, document: QPdfDocument, page: int, printer: QPrinter) -> None:
    """Paint one page in its own size, in the middle of the sheet, smaller only where the sheet is."""
    dots = min(printer.resolution(), MOST_DPI)
    points = document.pagePointSize(page)
    image = document.render(page, QSize(round(points.width() * dots / 72), round(points.height() * dots / 72)))
    sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
    size = points * (printer.resolution() / 72)
    if size.width() > sheet.width() + 1 or size.height() > sheet.height() + 1:
        size.scale(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRectF(QPointF(), size)
    target.moveCenter(sheet.center())
    painter.drawImage(target, image)
