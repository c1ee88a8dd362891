"""A paper as it will leave the printer: pages, zoom, and keys for both."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador.ui import printing, theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label

ZOOM_STEP = 1.2
ZOOM = (0.25, 4.0)


class PaperView(QWidget):
    """Shows a PDF from memory; the pages run below one another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document: QPdfDocument | None = None
        self.view = QPdfView(self)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName("Vista previa")
        self.view.setPageSpacing(theme.SPACE_M)
        self.where = label("", "muted", wrap=False)
        self.previous_button = self._tool("‹", "Página anterior")
        self.next_button = self._tool("›", "Página siguiente")
        self.smaller_button = self._tool("−", "Alejar")
        self.larger_button = self._tool("+", "Acercar")
        self.width_button = self._tool("Ajustar al ancho", "Ajustar al ancho")
        self._lay_out()
        self._connect()

    def show_pdf(self, pdf: bytes) -> QPdfDocument:
        """Show this paper from its first page."""
        former, self.document = self.document, printing.load(pdf, self)
        self.view.setDocument(self.document)
        if former is not None:
            former.deleteLater()
        self._show_where()
        return self.document

    @property
    def page(self) -> int:
        """The page in sight, counted from 1."""
        return self.view.pageNavigator().currentPage() + 1

    @property
    def pages(self) -> int:
        """How many pages the paper has."""
        return self.document.pageCount() if self.document is not None else 0

    def go_to_page(self, number: int) -> None:
        """Bring a page into sight, counted from 1; beyond the ends it stays at the end."""
        wanted = min(max(number, 1), max(self.pages, 1)) - 1
        self.view.pageNavigator().jump(wanted, QPointF(), self.view.pageNavigator().currentZoom())

    def zoom(self, factor: float) -> None:
        """Make it larger or smaller by a factor."""
        now = self.view.zoomFactor()
        if self.view.zoomMode() is QPdfView.ZoomMode.FitToWidth and self.document is not None and self.pages:
            points = self.document.pagePointSize(0).width()
            margins = self.view.documentMargins()
            room = self.view.viewport().width() - margins.left() - margins.right()
            now = room / (points * self.view.logicalDpiX() / 72)
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(now * factor, ZOOM[0]), ZOOM[1]))

    def fit_width(self) -> None:
        """As wide as the window."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def _tool(self, text: str, name: str) -> QPushButton:
        made = button(text, parent=self)
        made.setAccessibleName(name)
        made.setToolTip(name)
        return made

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(theme.SPACE_XS)
        for widget in (self.previous_button, self.where, self.next_button):
            tools.addWidget(widget)
        tools.addStretch(1)
        for widget in (self.smaller_button, self.larger_button, self.width_button):
            tools.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addLayout(tools)
        column.addWidget(self.view, 1)
        palette = self.view.palette()
        palette.setBrush(QPalette.ColorRole.Dark, palette.brush(QPalette.ColorRole.Midlight))  # the desk behind it
        self.view.setPalette(palette)

    def _connect(self) -> None:
        self.previous_button.clicked.connect(lambda: self.go_to_page(self.page - 1))
        self.next_button.clicked.connect(lambda: self.go_to_page(self.page + 1))
        self.smaller_button.clicked.connect(lambda: self.zoom(1 / ZOOM_STEP))
        self.larger_button.clicked.connect(lambda: self.zoom(ZOOM_STEP))
        self.width_button.clicked.connect(self.fit_width)
        self.view.pageNavigator().currentPageChanged.connect(lambda page: self._show_where())
        for keys, slot in (
            (QKeySequence.StandardKey.ZoomIn, self.larger_button.click),
            (QKeySequence.StandardKey.ZoomOut, self.smaller_button.click),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _show_where(self) -> None:
        self.where.setText(f"Página {self.page} de {self.pages}")
        self.previous_button.setEnabled(self.page > 1)
        self.next_button.setEnabled(self.page < self.pages)
