"""On a man's record, once he took his consent back: what is left to end, each a click away, and what has stopped."""

from __future__ import annotations

from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.consent_effects import GOES_ON, STOPS, UNSETTLED_TEXTS, Revocation, UnsettledMatter
from facilitador.domain.dates import format_date
from facilitador.domain.roles import Section, may_read
from facilitador.errors import UserFacingError
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.labels import rule
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.told_line import acting, told_line
from facilitador.use_cases.consent_gates import RevocationOf

ALL_ENDED: Final = "No queda nada por terminar."
STOPPED: Final = "Desde ese día se detiene"
NOT_STOPPED: Final = "Sigue, porque no depende de su consentimiento"
_TOPICS: Final = (
    *(Topic.PARTICIPANTS, Topic.ENROLMENTS, Topic.APPLICATIONS, Topic.REFERRALS, Topic.PACKAGES, Topic.RIGHTS),
)


class RevocationPart(RedrawnCard):
    """Hidden while nothing is taken back, short once all is ended.

    `wanted(kind, id)`: what ends one matter; `appeared`: it was taken back while the page was open.
    """

    wanted = Signal(str, object)
    appeared = Signal()

    def __init__(self, surroundings: Surroundings, participant_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._id = surroundings.session, participant_id
        self.buttons: list[QPushButton] = []
        self._stood = False
        self.hide()
        if may_read(self._session.person.role, Section.SOCIAL):
            self._session.bus.watch(self, _TOPICS, self._read)
            self._read()

    def _read(self) -> None:
        self._session.read(RevocationOf(participant_id=self._id), owner=self, done=self._show, failed=self._gone)

    def _gone(self, error: UserFacingError) -> None:
        self.hide()

    def _show(self, told: Revocation | None) -> None:
        appears = self._stood and told is not None and self.isHidden()
        self._stood = True
        self.setVisible(told is not None)
        if told is not None:
            self._tell(told)
        if appears:
            QTimer.singleShot(0, self, self.appeared.emit)  # once it has its place

    def _tell(self, told: Revocation) -> None:
        self.buttons = []
        since = f"Retiró su consentimiento el {format_date(told.revoked_on)}"
        head = told_line(since, () if told.unsettled else (ALL_ENDED,), role="heading")
        lines = (part for one in told.unsettled for part in (rule(), self._matter(one)))
        self.redraw([head, *lines, *((rule(), *what_stops()) if told.unsettled else ())])

    def _matter(self, one: UnsettledMatter) -> QWidget:
        text = UNSETTLED_TEXTS[one.kind].format(name=one.name)
        if one.subject_id == self._id and one.opens == "participant":
            return told_line(text)  # it is ended on this very page
        made = acting("Ver", partial(self.wanted.emit, one.opens, one.subject_id), about=text)
        self.buttons.append(made)
        return told_line(text, (), made)


def what_stops() -> tuple[QWidget, QWidget]:
    """Each use that stops, and what goes on, with its ground; also where it is about to be recorded."""
    stops = (f"{one.text} ({one.ground})." for one in STOPS)
    return told_line(STOPPED, stops), told_line(NOT_STOPPED, GOES_ON)
