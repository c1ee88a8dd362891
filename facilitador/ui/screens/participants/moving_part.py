"""A man and other services, on his record: where he was before, what he agreed to, and the way to another service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from facilitador.domain.attendance import MARK_LABELS, AttendanceMark
from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.deliveries import EarlierStay, MovingConsent, StayMark
from facilitador.domain.enrolments import STATUS_RULES, EnrolmentStatus
from facilitador.domain.participants import ConsentMark
from facilitador.domain.roles import Section, may_read
from facilitador.errors import UserFacingError
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.labels import rule
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.told_line import acting, told_line
from facilitador.use_cases.moving import EarlierStaysOf, MovingConsentsOf, RevokeMovingConsent

TITLE: Final = "En otros servicios"
EXPLANATION: Final = "Su registro pasa a otro servicio solo si él lo acepta por escrito (6.4.2)."
MOVE: Final = "Pasa a otro servicio…"
TAKE_BACK: Final = "Ya no está de acuerdo…"
_ASKED: Final = "¿Anotar que desde hoy ya no está de acuerdo en que su registro pase a {service}?"
_MARKS: Final = {ConsentMark.SIGNATURE: "firma", ConsentMark.FINGERPRINT: "huella digital"}
_DETAIL: Final = "Lo que ya se entregó queda allá. Para que su registro pase después, tendrá que aceptarlo de nuevo."


class MovingPart(RedrawnCard):
    """Reads both for who may; hidden where there is nothing to tell and nothing to do. `move_wanted`: he is to go."""

    move_wanted = Signal()

    def __init__(self, surroundings: Surroundings, participant_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings, self._session, self._id = surroundings, surroundings.session, participant_id
        self._may_move = surroundings.may_write(Section.RESERVED)
        self._may_record = surroundings.may_write(Section.SOCIAL)
        self._stays: tuple[EarlierStay, ...] = ()
        self.buttons: dict[UUID, QPushButton] = {}
        self.move_button: QPushButton | None = None
        self.hide()
        role = self._session.person.role
        if may_read(role, Section.ENROLMENTS) and may_read(role, Section.SOCIAL):
            self._session.bus.watch(self, (Topic.PARTICIPANTS, Topic.PACKAGES), self._read)
            self._read()

    def _read(self) -> None:
        """Part of his record, and opening that has left its trace already; drawn with the last of the answers."""
        read, man = self._session.read, self._id
        read(EarlierStaysOf(participant_id=man), owner=self, done=self._keep, failed=self._gone, again=True)
        read(MovingConsentsOf(participant_id=man), owner=self, done=self._show, failed=self._gone, again=True)

    def _gone(self, error: UserFacingError) -> None:
        self.hide()

    def _keep(self, stays: tuple[EarlierStay, ...]) -> None:
        self._stays = stays

    def _show(self, consents: tuple[MovingConsent, ...]) -> None:
        self.buttons = {}
        self.move_button = acting(MOVE, self.move_wanted.emit) if self._may_move else None
        head = told_line(TITLE, (EXPLANATION,), self.move_button, role="heading")
        told = [
            *(told_line(f"{one.service_name} · {one.group_name}", stay_lines(one)) for one in self._stays),
            *map(self._agreement, consents),
        ]
        self.redraw([head, *(part for one in told for part in (rule(), one))])
        self.setVisible(self._may_move or bool(told))

    def _agreement(self, one: MovingConsent) -> QWidget:
        made: QPushButton | None = None
        if self._may_record and one.revoked_on is None:
            made = acting(TAKE_BACK, lambda: self._take_back(one), "quiet", about=one.service_name)
            self.buttons[one.id] = made
        return told_line(f"Acuerdo para pasar a {one.service_name}", (agreement_words(one),), made)

    def _take_back(self, one: MovingConsent) -> None:
        asked = _ASKED.format(service=one.service_name)
        if self._surroundings.dialogs.confirm(self, asked, "Anotarlo", detail=_DETAIL):
            command = RevokeMovingConsent(consent_id=one.id, on=self._surroundings.today())
            self._session.run([command], owner=self, failed=self._refuse)

    def _refuse(self, error: UserFacingError) -> None:
        self._surroundings.dialogs.refuse(self, error)


def stay_lines(stay: EarlierStay) -> tuple[str, ...]:
    """From when to when he was there, how it stands, and what stood beside his name on its days."""
    until = f" hasta el {format_date(stay.ended_on)}" if stay.ended_on is not None else ""
    status = STATUS_RULES[EnrolmentStatus(stay.status)].label
    return f"Desde el {format_date(stay.since)}{until}. {status}", attendance_words(stay.marks)


def attendance_words(marks: Sequence[StayMark]) -> str:
    """`Asistencia en 8 sesiones: Asistió 7, Tardanza 1`."""
    if not marks:
        return "Sin asistencia registrada allá"
    counted = Counter(one.mark for one in marks)
    told = (f"{MARK_LABELS[mark]} {counted[mark]}" for mark in AttendanceMark if counted[mark])
    sessions = "una sesión" if len(marks) == 1 else f"{len(marks)} sesiones"
    return f"Asistencia en {sessions}: {', '.join(told)}"


def agreement_words(one: MovingConsent) -> str:
    """When and how he agreed, and whether he still does."""
    said = f"El {format_date(one.given_on)}, con su {_MARKS[one.mark]}"
    read = " Se le leyó en voz alta." if one.read_aloud else ""
    witness = f" Testigo: {one.witness}." if one.witness else ""
    guardian = f" Por él, {one.guardian_name}." if one.guardian_name else ""
    ended = f" Ya no está de acuerdo desde el {format_date(one.revoked_on)}." if one.revoked_on is not None else ""
    return f"{said}.{read}{witness}{guardian}{ended}"
