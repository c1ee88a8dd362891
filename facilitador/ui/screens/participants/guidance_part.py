"""From a man's record to his referrals, his individual care and what he takes with him: one line of each."""

from __future__ import annotations

from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from facilitador.domain.care import PROVIDER_LABELS, CareRecord, IndividualCare
from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.hand_outs import HandOuts
from facilitador.domain.referrals import STATE_LABELS, ReferralLine, SanctionRoute
from facilitador.domain.roles import Section, may_read
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.told_line import acting, told_line
from facilitador.use_cases.care import CareOf
from facilitador.use_cases.hand_outs import HandOutsOf
from facilitador.use_cases.referrals import Referrals
from facilitador.use_cases.sanctions import SanctionRouteOf

TO_CAI: Final = "Debe cumplir una sanción: falta derivarlo a un CAI (6.2.8)."
_KINDS: Final = (("referrals", "Derivaciones"), ("care", "Atención individual"), ("hand_outs", "Para llevar"))


class GuidancePart(RedrawnCard):
    """One line of state for each, with the way to it; for who may read them. `wanted(kind)`: one was pressed."""

    wanted = Signal(str)

    def __init__(self, surroundings: Surroundings, participant_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._id = surroundings.session, participant_id
        self._said: dict[str, str] = {}
        self._to_cai = False
        self.buttons: dict[str, QPushButton] = {}
        self.hide()
        role = self._session.person.role
        if all(may_read(role, section) for section in (Section.SOCIAL, Section.HEALTH, Section.JUSTICE)):
            topics = (Topic.REFERRALS, Topic.CARE, Topic.HAND_OUTS, Topic.PARTICIPANTS)
            self._session.bus.watch(self, topics, self._read)
            self._read()

    def _read(self) -> None:
        """Part of his record, and opening that has left its trace already; drawn with the last of the answers."""
        read, man = self._session.read, self._id
        read(SanctionRouteOf(participant_id=man), owner=self, done=self._keep_route)
        read(Referrals(participant_id=man), owner=self, done=self._keep_referrals, again=True)
        read(CareOf(participant_id=man), owner=self, done=self._keep_care, again=True)
        read(HandOutsOf(participant_id=man), owner=self, done=self._show, again=True)

    def _keep_route(self, route: SanctionRoute) -> None:
        self._to_cai = route.is_missing

    def _keep_referrals(self, lines: tuple[ReferralLine, ...]) -> None:
        self._said["referrals"] = TO_CAI if self._to_cai else referral_words(lines)

    def _keep_care(self, record: CareRecord) -> None:
        self._said["care"] = care_words(record.cares)

    def _show(self, held: HandOuts) -> None:
        self._said["hand_outs"] = hand_out_words(held)
        lines: list[QWidget] = [label("Orientación", "heading")]
        for kind, title in _KINDS:
            made = acting("Abrir", partial(self.wanted.emit, kind), "quiet", about=title)
            self.buttons[kind] = made
            lines += [rule(), told_line(title, (self._said[kind],), made)]
        self.redraw(lines)
        self.show()


def referral_words(lines: tuple[ReferralLine, ...]) -> str:
    """The most pressing of his open referrals, or that there is none."""
    still_open = [line.referral for line in lines if line.referral.is_open]
    if not still_open:
        return "Ninguna abierta."
    first = still_open[0]
    more = f" Y {len(still_open) - 1} más." if len(still_open) > 1 else ""
    return f"{first.institution}: {STATE_LABELS[first.last.state]}.{more}"


def care_words(cares: tuple[IndividualCare, ...]) -> str:
    """The care that goes on, or that there is none."""
    going = [one for one in cares if one.is_open]
    if not going:
        return "Ninguna en curso."
    one = going[0]
    goals = "" if one.agreement.goals else " Sin objetivos acordados."
    return f"{PROVIDER_LABELS[one.provider_kind]}, desde el {format_date(one.requested_on)}.{goals}"


def hand_out_words(held: HandOuts) -> str:
    """Whether he has a plan, and how much he was given."""
    plan = f"Plan del {format_date(held.plan.made_on)}." if held.plan is not None else "Sin plan escrito."
    given = sum(one.withdrawal is None for one in held.materials)
    return f"{plan} Materiales: {given}."
