"""The manual beside the program: its pages, what was searched, the way back. All of it lies on this computer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QKeyEvent, QTextBlockFormat, QTextCursor, QTextOption, QTextTable
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from facilitador.reference.manual import FIRST_PAGE, Finding, ManualPage, find, manual, page_of
from facilitador.ui import shortcuts, theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.text_fields import LineEdit

TITLE = "Manual de Facilitador"
LIST_WIDTH = 260
SIZE = (1000, 680)
_LINE_HEIGHT = 130  # per cent: a page to be read, not a form


def open_manual(beside: QWidget, wanted: str = FIRST_PAGE) -> ManualWindow:
    """Show the manual of this window at the page with that id or of that place; it is made once."""
    owner = beside.window()
    made = owner.findChild(ManualWindow) or ManualWindow(manual(), owner)
    made.show_page(page_of(manual(), wanted))
    made.show()
    made.raise_()
    made.activateWindow()
    made.text.setFocus()
    return made


class ManualWindow(QWidget):
    """A window of its own, so that one reads and does at the same time. Esc closes it, Alt+← goes back."""

    def __init__(self, pages: Sequence[ManualPage], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._pages = {page.id: page for page in pages}
        self._trail: list[ManualPage] = []
        self.setWindowTitle(TITLE)
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = LineEdit(self)
        self.search.setPlaceholderText("Buscar en el manual")
        self.search.setAccessibleName("Buscar en el manual")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Páginas del manual")
        self.list.setProperty("role", "suggestions")
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = label("", "muted", parent=self)
        self.nothing.hide()
        self.back_button = button("Atrás", "quiet", icon="back", parent=self)
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        self.text.setWordWrapMode(QTextOption.WrapMode.WordWrap)
        self._lay_out()
        self._connect()
        self._list_pages()
        self._fit()

    @property
    def page(self) -> ManualPage | None:
        """The page in sight."""
        return self._trail[-1] if self._trail else None

    def show_page(self, page: ManualPage) -> None:
        """Show this page; `back` leads to the one before."""
        if page != self.page:
            self._trail.append(page)
        self._draw()

    def back(self) -> None:
        """The page before, if there is one."""
        if len(self._trail) > 1:
            self._trail.pop()
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.search.text():
            self.search.clear()
        else:
            self.close()

    def changeEvent(self, event: QEvent) -> None:
        """Other colours or another size of text: written anew in them."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and self.page is not None:
            self._fit()
            self._search(self.search.text())
            self._draw()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        owner = self.parentWidget()
        if owner is not None:
            owner.activateWindow()  # back to what one was doing

    # -- building -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._side = QWidget(self)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.SPACE_S)
        for part in (self.search, self.nothing):
            side.addWidget(part)
        side.addWidget(self.list, 1)
        reading = QVBoxLayout()
        reading.setSpacing(theme.SPACE_S)
        head = QHBoxLayout()
        head.addWidget(self.back_button)
        head.addStretch(1)
        reading.addLayout(head)
        reading.addWidget(self.text, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        row.setSpacing(theme.SPACE_L)
        row.addWidget(self._side)
        row.addLayout(reading, 1)
        self.setTabOrder(self.search, self.list)
        self.setTabOrder(self.list, self.back_button)
        self.setTabOrder(self.back_button, self.text)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(lambda: self._open(self.list.item(0)))
        self.list.itemClicked.connect(self._open)
        self.list.itemActivated.connect(self._open)
        self.back_button.clicked.connect(self.back)
        self.back_button.setToolTip("Página anterior (Alt+←)")
        self.text.anchorClicked.connect(self._follow)
        shortcuts.bind(self, "Alt+Left", self.back)
        shortcuts.bind(self, "F1", self.close)
        for keys in ("Ctrl+F", "Ctrl+K"):
            shortcuts.bind(self, keys, self._start_search)

    def _fit(self) -> None:
        room = self.screen().availableGeometry()
        self._side.setFixedWidth(theme.scaled(LIST_WIDTH))
        self.text.document().setDocumentMargin(theme.SPACE_XL)
        if not self.isVisible():
            self.resize(min(theme.scaled(SIZE[0]), room.width() - 40), min(theme.scaled(SIZE[1]), room.height() - 60))

    # -- what the person does -----------------------------------------------------------------------------------------

    def _start_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _search(self, typed: str) -> None:
        if not typed.strip():
            self._list_pages()
            return
        found = find(tuple(self._pages.values()), typed)
        self._fill([(finding.page, _as_line(finding)) for finding in found])
        self.nothing.setText("" if found else f"El manual no dice nada de «{typed.strip()}».")
        self.nothing.setVisible(not found)

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_page(self._pages[item.data(Qt.ItemDataRole.UserRole)])
            self.text.setFocus()

    def _follow(self, link: QUrl) -> None:
        self.show_page(self._pages[link.toString()])

    # -- showing ------------------------------------------------------------------------------------------------------

    def _list_pages(self) -> None:
        self.nothing.hide()
        self._fill([(page, page.title) for page in self._pages.values()])

    def _fill(self, lines: Sequence[tuple[ManualPage, str]]) -> None:
        self.list.clear()
        for page, text in lines:
            item = QListWidgetItem(text)
            item.setSizeHint(self._room_for(text))
            item.setData(Qt.ItemDataRole.UserRole, page.id)
            self.list.addItem(item)
        self._stand_on_page()

    def _room_for(self, text: str) -> QSize:
        """As high as its words when wrapped; Qt forgets the padding when it measures them."""
        width = theme.scaled(LIST_WIDTH) - self.list.verticalScrollBar().sizeHint().width() - 4 * theme.SPACE_S
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        words = self.list.fontMetrics().boundingRect(QRect(0, 0, width, 10_000), flags, text)
        return QSize(width, words.height() + theme.SPACE_M)

    def _stand_on_page(self) -> None:
        here = self.page.id if self.page is not None else ""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == here:
                self.list.setCurrentRow(row)

    def _draw(self) -> None:
        page = self.page
        assert page is not None
        self.text.setMarkdown(f"# {page.title}\n\n{page.text}")
        self._let_breathe()
        self.text.setAccessibleName(page.title)
        self.text.verticalScrollBar().setValue(0)
        self.back_button.setVisible(len(self._trail) > 1)
        self._stand_on_page()

    def _let_breathe(self) -> None:
        """Lines apart, and room above headings: what Markdown itself cannot say."""
        block = self.text.document().begin()
        while block.isValid():
            spaced = QTextBlockFormat()
            spaced.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            level = block.blockFormat().headingLevel()
            if level:
                spaced.setTopMargin(theme.SPACE_L if level > 1 else 0)
                spaced.setBottomMargin(theme.SPACE_S)
            elif block.textList() is not None:
                spaced.setBottomMargin(theme.SPACE_XS)
            QTextCursor(block).mergeBlockFormat(spaced)
            block = block.next()
        for frame in self.text.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                ruled = frame.format()
                ruled.setCellPadding(theme.SPACE_XS)
                ruled.setBorderCollapse(True)
                ruled.setBorderBrush(self.palette().midlight())
                frame.setFormat(ruled)


def _as_line(finding: Finding) -> str:
    return f"{finding.page.title}\n{finding.excerpt}" if finding.excerpt else finding.page.title
