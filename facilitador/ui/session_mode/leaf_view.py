"""Large words on a projector: as large as fits, never below 28 points, cut over leaves where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

SMALLEST: Final = 28.0
"""Points; nothing on the projector is written smaller, on a page of `REFERENCE` or larger."""

REFERENCE: Final = QSize(1024, 768)
HEADING: Final = 40.0
_SIZES: Final = (60.0, 52.0, 44.0, 38.0, 33.0, SMALLEST)
_LIST_SIZES: Final = (36.0, 32.0, SMALLEST)
_MARGIN: Final = 0.055  # of the width
_TOP: Final = 0.8  # of the margin beside
_GAP: Final = 0.7  # of a line, between items
_LIST_GAP: Final = 0.4
_WRAP: Final = int(Qt.TextFlag.TextWordWrap.value)


def scale_for(size: QSize) -> float:
    """How many times larger letters are on a window of this size than on one of `REFERENCE`; at least once."""
    return max(1.0, min(size.width() / REFERENCE.width(), size.height() / REFERENCE.height()))


def label_of(text: str, points: float, *, bold: bool = False) -> QLabel:
    """A text of that size, as typed."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setFont(_font(made.font(), points, bold=bold))
    return made


class LeafView(QWidget):
    """A heading and a few lines below it; the lines alone are in the middle, a list begins at the top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._labels: list[QLabel] = []

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands there, heading first."""
        return tuple(one.text() for one in self._labels)

    @property
    def labels(self) -> tuple[QLabel, ...]:
        """The labels that show it."""
        return tuple(self._labels)

    def fits(self, heading: str, items: Sequence[str], *, listed: bool = False) -> bool:
        """Whether this has room at the smallest size."""
        return self._size_for(heading, items, listed=listed) is not None

    def show_words(self, heading: str, items: Sequence[str], *, listed: bool = False) -> None:
        """Show this as large as it fits; what does not fit even so is written at the smallest size."""
        for one in self._labels:
            self._column.removeWidget(one)
            one.hide()
            one.deleteLater()
        self._clear_stretches()
        scale = scale_for(self.window().size())
        margin = self._margin()
        self._column.setContentsMargins(margin, round(margin * _TOP), margin, 0)
        self._column.setSpacing(0)
        points = self._size_for(heading, items, listed=listed) or SMALLEST
        self._labels = [label_of(heading, HEADING * scale, bold=True)] if heading else []
        self._labels += [label_of(item, points * scale) for item in items]
        gap = _gap(self._labels[-1].font(), listed) if self._labels else 0
        for place, one in enumerate(self._labels):
            one.setFixedHeight(self._height(one.text(), one.font()))
            self._column.addWidget(one)
            if place == 0 and heading and not listed:
                self._column.addStretch(1)
            elif place < len(self._labels) - 1:
                self._column.addSpacing(gap)
        self._column.addStretch(2 if listed else 1)

    def _clear_stretches(self) -> None:
        while self._column.count():
            self._column.takeAt(0)

    def _margin(self) -> int:
        return round(self.width() * _MARGIN)

    def _size_for(self, heading: str, items: Sequence[str], *, listed: bool) -> float | None:
        """The largest size at which everything fits; None if even the smallest is too large."""
        scale = scale_for(self.window().size())
        room = self.height() - round(self._margin() * _TOP)
        if heading:
            room -= self._height(heading, _font(self.font(), HEADING * scale, bold=True))
        for points in _LIST_SIZES if listed else _SIZES:
            font = _font(self.font(), points * scale)
            metrics = QFontMetrics(font)
            widest = max((metrics.horizontalAdvance(word) for item in items for word in item.split()), default=0)
            needed = sum(self._height(item, font) + _gap(font, listed) for item in items)
            if needed <= room and widest <= self._text_width():
                return points
        return None

    def _text_width(self) -> int:
        return self.width() - 2 * self._margin()

    def _height(self, text: str, font: QFont) -> int:
        room = QRect(0, 0, max(1, self._text_width()), 1_000_000)
        return QFontMetrics(font).boundingRect(room, _WRAP, text).height() + 2


def _gap(font: QFont, listed: bool) -> int:
    return round(QFontMetrics(font).lineSpacing() * (_LIST_GAP if listed else _GAP))


def _font(family: QFont, points: float, *, bold: bool = False) -> QFont:
    font = QFont(family)
    font.setPointSizeF(points)
    font.setBold(bold)
    return font
