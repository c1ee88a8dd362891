"""A chart on screen: the very drawing of the paper, in the colours of the window, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.documents.blocks import Block
from facilitador.documents.charts.svg import Picture, picture
from facilitador.documents.typesetting import Ink
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label

IN_WORDS, AS_DRAWING = "Leer en palabras", "Ver el dibujo"
LEAST_WIDTH, WIDEST = 300, 960  # pixels at 100 % text
_POINT = 4 / 3  # pixels at 100 % text
_ROLES = {
    Ink.TEXT: QPalette.ColorRole.WindowText,
    Ink.MUTED: QPalette.ColorRole.PlaceholderText,
    Ink.ACCENT: QPalette.ColorRole.Accent,
    Ink.LINE: QPalette.ColorRole.Mid,
    Ink.HAIRLINE: QPalette.ColorRole.Midlight,
    Ink.TINT: QPalette.ColorRole.AlternateBase,
}


class ChartView(QWidget):
    """Shows blocks as a drawing, as high as it must be for its width; a button shows the same in words.

    `widest`: in pixels at 100 % text; wider, lines become too flat to be told apart.
    """

    def __init__(self, name: str, parent: QWidget | None = None, *, widest: int = WIDEST) -> None:
        super().__init__(parent)
        self.drawing = Drawing(name, widest=widest)
        self.words = label("")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.hide()
        self.words_button = button(IN_WORDS, "quiet")
        self.words_button.setAccessibleDescription(name)
        self.words_button.clicked.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self.drawing)
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addWidget(self.words_button)
        row.addStretch(1)
        column.addLayout(row)

    def show_blocks(self, blocks: Sequence[Block], words: Sequence[str]) -> None:
        """Show these; `words` tell all that they show, a sentence each."""
        self.words.setText("\n".join(words))
        self.drawing.show_blocks(blocks, " ".join(words))

    def _turn(self) -> None:
        to_words = self.words.isHidden()
        self.words.setVisible(to_words)
        self.drawing.setVisible(not to_words)
        self.words_button.setText(AS_DRAWING if to_words else IN_WORDS)
        self.words_button.setAccessibleName(AS_DRAWING if to_words else IN_WORDS)


class Drawing(QWidget):
    """The drawing alone. It is laid out anew for every width and every set of colours."""

    def __init__(self, name: str, parent: QWidget | None = None, *, widest: int = WIDEST) -> None:
        super().__init__(parent)
        self._widest = widest
        self._blocks: tuple[Block, ...] = ()
        self._renderer = QSvgRenderer(self)
        self._drawn: tuple[tuple[Block, ...], float, tuple[str, ...]] | None = None
        self.picture: Picture | None = None
        self.setAccessibleName(name)
        self._take_widths()

    def show_blocks(self, blocks: Sequence[Block], description: str) -> None:
        """Show these; a screen reader is given the description."""
        self._blocks = tuple(blocks)
        self.setAccessibleDescription(description)
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_widths()
            self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.picture is None:
            return
        with QPainter(self) as painter:
            self._renderer.render(painter, QRectF(0, 0, self.width(), self.height()))

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(LEAST_WIDTH), self.height())

    def _take_widths(self) -> None:
        self.setMinimumWidth(theme.scaled(LEAST_WIDTH))
        self.setMaximumWidth(theme.scaled(self._widest))

    def _draw(self) -> None:
        point = theme.scaled(1000) / 1000 * _POINT
        width = self.width() / point
        palette = QApplication.palette()
        colours = {ink: palette.color(role).name() for ink, role in _ROLES.items()}
        wanted = (self._blocks, width, tuple(colours.values()))
        if not self._blocks or wanted == self._drawn:
            return
        self._drawn = wanted
        self.picture = picture(self._blocks, width, colours)
        self._renderer.load(QByteArray(self.picture.svg.encode()))
        self.setFixedHeight(round(self.picture.height * point))
        self.update()
