"""A log to be read: what stands in each part, and below it what stood there before an amendment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from facilitador.domain.dates import format_date
from facilitador.domain.log_readings import LogSection, Version, log_sections
from facilitador.domain.session_logs import LogPage
from facilitador.domain.sessions import LogStatus, SessionStep
from facilitador.domain.topics import Curriculum
from facilitador.ui import theme
from facilitador.ui.review_line import ReviewLine
from facilitador.ui.screens.sessions.log_incidents import IncidentsCard
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner

NOTHING = "—"
EMPTY = "De esta sesión todavía no hay bitácora."


class ReadingBody(QWidget):
    """The whole log. Who may write amends it (`amend_wanted`) and goes on following up its incidents."""

    amend_wanted = Signal()

    def __init__(self, surroundings: Surroundings, *, may_write: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._local: Callable[[datetime], datetime] = lambda at: at.astimezone(surroundings.now().tzinfo)
        self._may_write = may_write
        self.banner = Banner(parent=self)
        self.amend_button = button("Enmendar la bitácora")
        self.amend_button.setToolTip("Corregir con un motivo: el primer texto se conserva")
        self.amend_button.clicked.connect(self.amend_wanted)
        self.incidents = IncidentsCard(surroundings, may_write=may_write, parent=self)
        self._closed, self._approved = False, False
        self.review = ReviewLine(surroundings.session, self)
        self.review.locked.connect(self._lock)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(theme.SPACE_L)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_L)
        column.addWidget(self.banner)
        column.addWidget(self.review)
        column.addWidget(self.amend_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._parts)
        column.addWidget(self.incidents)

    def show_page(self, page: LogPage, curriculum: Curriculum) -> None:
        """Show this log."""
        self.banner.say(*self._state(page))
        self.review.show_subject(page.session.id)
        self._closed = page.session.log_status is LogStatus.CLOSED
        self._show_amending()
        while (item := self._parts.takeAt(0)) is not None:
            former = item.widget()
            if former is not None:
                former.hide()
                former.deleteLater()
        if page.session.log_status is not LogStatus.EMPTY:
            for section in log_sections(page, curriculum):
                self._parts.addWidget(self._section(section))
        self.incidents.show_page(page)
        QTimer.singleShot(0, self.incidents, self.incidents.prepare)
        self.incidents.setVisible(page.session.log_status is not LogStatus.EMPTY or bool(page.log.incidents))

    def _lock(self, approved: bool) -> None:
        self._approved = approved
        self._show_amending()

    def _show_amending(self) -> None:
        self.amend_button.setVisible(self._closed and self._may_write and not self._approved)

    def let_go(self) -> bool:
        """Keep what is being typed; False only while it is being saved."""
        return self.incidents.let_go()

    def _state(self, page: LogPage) -> tuple[str, str]:
        session = page.session
        if session.log_status is LogStatus.EMPTY:
            return EMPTY, "info"
        if session.closed_at is None:
            by = page.log.complete_by
            return f"Por completar hasta el {format_date(by)}." if by else "Por completar.", "warning"
        who = page.people.get(session.closed_by, "") if session.closed_by else ""
        told = f"Cerrada el {self._when(session.closed_at)} por {who}."
        reason = next((one.reason for one in page.log.events if one.step is SessionStep.CLOSED and one.reason), "")
        if reason:
            told += f" Se cerró con algo por completar: {reason}"
        if session.amendments:
            told += f" Enmiendas: {session.amendments}."
        return told, "info"

    def _section(self, section: LogSection) -> QWidget:
        frame, column = card()
        column.addWidget(label(section.title, "label"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_S)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 5)
        for row, line in enumerate(section.lines):
            words = QVBoxLayout()
            words.setSpacing(theme.SPACE_XS)
            words.addWidget(_selectable(line.text) if line.text else label(NOTHING, "muted"))
            for place, version in enumerate(line.history):
                words.addWidget(label(self._told(version, first=place == 0), "help"))
            grid.addWidget(label(line.label, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(words, row, 1)
        column.addLayout(grid)
        return frame

    def _told(self, version: Version, *, first: bool) -> str:
        stood = "El primer texto decía" if first else "Decía"
        before = version.before or "nada"
        head = f"Enmienda {version.number}, {self._when(version.at)}, {version.by}. Motivo: {version.reason}"
        return f"{head}\n{stood}: {before}"

    def _when(self, at: datetime) -> str:
        local = self._local(at)
        return f"{format_date(local.date())} a las {local:%H:%M}"


def _selectable(words: str) -> QLabel:
    made = label(words)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
