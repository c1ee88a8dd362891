"""What stands beside a log while it is written: the number of each man, the session before, what is still open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from facilitador.domain.attendance import MARK_LABELS
from facilitador.domain.dates import format_date
from facilitador.domain.session_logs import LogPage
from facilitador.ui import theme
from facilitador.ui.widgets.labels import card, label

WIDTH = 300
FIRST = "Es la primera sesión del grupo que se realiza."
NOBODY = "Todavía no hay participantes en esta fecha."


class LogAside(QScrollArea):
    """Only on the facilitators' screen: here names stand beside numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        ground.setProperty("ground", "window")
        self._column = QVBoxLayout(ground)
        self._column.setContentsMargins(0, theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL)
        self._column.setSpacing(theme.SPACE_L)
        self.setWidget(ground)
        self._cards: list[QWidget] = []

    def stand(self, *, beside: bool) -> None:
        """Beside the log, or below it."""
        left = 0 if beside else theme.SPACE_XL
        self._column.setContentsMargins(left, theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL)

    def show_page(self, page: LogPage) -> None:
        """Show what belongs to this log."""
        for former in self._cards:
            self._column.removeWidget(former)
            former.hide()
            former.deleteLater()
        while self._column.count():
            self._column.takeAt(0)
        self._cards = [self._numbers(page), self._before(page)]
        if page.open_incidents:
            self._cards.append(self._open(page))
        for made in self._cards:
            self._column.addWidget(made)
            _reachable(made.findChildren(QLabel)[-1])
        self._column.addStretch(1)

    def _numbers(self, page: LogPage) -> QWidget:
        frame, column = card()
        column.addWidget(label("Números de esta bitácora", "label"))
        column.addWidget(label("Solo en esta pantalla: el texto lleva el número.", "help"))
        men = [man for man in page.men if man.expected]
        if not men:
            column.addWidget(label(NOBODY, "muted"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_M)
        grid.setVerticalSpacing(theme.SPACE_XS)
        grid.setColumnStretch(1, 1)
        for row, man in enumerate(men):
            number = label(str(man.number), "label", wrap=False)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            name = label(man.full_name)
            name.setToolTip(MARK_LABELS[man.mark])
            grid.addWidget(number, row, 0)
            grid.addWidget(name, row, 1)
        column.addLayout(grid)
        return frame

    def _before(self, page: LogPage) -> QWidget:
        frame, column = card()
        column.addWidget(label("La sesión anterior", "label"))
        before = page.previous
        if before is None:
            column.addWidget(label(FIRST, "muted"))
            return frame
        column.addWidget(label(f"Sesión {before.number}, {format_date(before.day)}", "muted"))
        topics = ", ".join(page.topics.get(key, key) for key in before.topic_ids)
        for words in (topics, before.text.summary, *before.text.materials):
            if words:
                column.addWidget(label(words))
        return frame

    def _open(self, page: LogPage) -> QWidget:
        frame, column = card()
        column.addWidget(label("Por seguir", "label"))
        for one in page.open_incidents:
            by = one.incident.follow_up_by
            until = f"Hasta el {format_date(by)}" if by else f"De la sesión del {format_date(one.day)}"
            column.addWidget(label(until, "muted"))
            column.addWidget(label(one.incident.follow_up))
        return frame


def _reachable(words: QLabel) -> None:
    """Let the keyboard come here, so that what stands below the edge scrolls into view."""
    by_mouse, by_keyboard = (
        Qt.TextInteractionFlag.TextSelectableByMouse,
        Qt.TextInteractionFlag.TextSelectableByKeyboard,
    )
    words.setTextInteractionFlags(by_mouse | by_keyboard)
