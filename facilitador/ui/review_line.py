"""How the review of a thing stands, on the page where that thing is written; and the way to what was said of it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.reviews import ReviewStanding, ReviewState
from facilitador.domain.roles import Section, may_read
from facilitador.ui.book_session import BookSession
from facilitador.ui.screen import Destination
from facilitador.ui.widgets.layout import Banner
from facilitador.use_cases.reviews import ReviewStandingOf

_WORDS: Final = {
    ReviewState.PENDING: "Quien supervisa comentó esto.",
    ReviewState.RETURNED: "Se devolvió para completar.",
    ReviewState.APPROVED: "Revisado y conforme: no se cambia hasta que se abra otra vez.",
}
_TONES: Final = {ReviewState.PENDING: "info", ReviewState.RETURNED: "warning", ReviewState.APPROVED: "good"}


class ReviewLine(QWidget):
    """Hidden while nobody said anything. `locked(approved)`: whether it was approved, and so cannot be changed."""

    destination_requested = Signal(Destination)
    locked = Signal(bool)

    def __init__(self, session: BookSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._subject = session, UUID(int=0)
        may_look = may_read(session.person.role, Section.REVIEWS)
        self.banner = Banner(action="Ver la revisión" if may_look else "", parent=self)
        self.banner.action_requested.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        self.hide()
        session.bus.watch(self, (Topic.REVIEWS,), self._read)

    def show_subject(self, subject_id: UUID) -> None:
        """Look at how the review of this thing stands."""
        self._subject = subject_id
        self._read()

    def _read(self) -> None:
        if self._subject.int:
            self._session.read(ReviewStandingOf(subject_id=self._subject), owner=self, done=self._show)

    def _show(self, standing: ReviewStanding) -> None:
        self.setVisible(standing.reviewed)
        self.locked.emit(standing.state is ReviewState.APPROVED)
        waiting = f" Comentarios sin responder: {standing.comments}." if standing.comments else ""
        self.banner.say(_WORDS[standing.state] + waiting if standing.reviewed else "", _TONES[standing.state])

    def _go(self) -> None:
        self.destination_requested.emit(Destination("review", self._subject))
