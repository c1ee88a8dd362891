"""Referrals, individual care and hand-outs of the example data: one man followed, a cartilla for the whole group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from facilitador.domain.care import CareNoteKind, CareProvider, CareRequester
from facilitador.domain.hand_outs import MOST_MEN
from facilitador.domain.referrals import ReferralReason, ReferralState, ReferralUrgency
from facilitador.use_cases.care import AgreeCare, NoteCare, OpenCare
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.hand_outs import GiveMaterial, WriteRetreatPlan
from facilitador.use_cases.referrals import OpenReferral, RecordReferralStep
from facilitador.use_cases.requests import Command

_SENT: Final = timedelta(days=12)
_ANSWERED: Final = timedelta(days=8)
_ASKED: Final = timedelta(days=20)
_GIVEN: Final = timedelta(days=15)


def guidance_in(
    history: Sequence[Command], group_id: UUID, today: date, new_id: Callable[[], UUID]
) -> Iterator[Command]:
    """What the team did for the men of this group besides its sessions."""
    stays = (one for one in history if isinstance(one, EnrolParticipant))
    men = [one.participant_id for one in islice((one for one in stays if one.group_id == group_id), MOST_MEN)]
    yield GiveMaterial(participant_ids=tuple(men), title="Cartilla: detenerme a tiempo", given_on=today - _GIVEN)
    yield from _referred(men[2], today, new_id())
    yield from _cared_for(men[3], today, new_id())
    yield WriteRetreatPlan(
        participant_id=men[2],
        made_on=today - _ANSWERED,
        signs=("Aprieto los dientes", "Se me calienta la cara", "Empiezo a hablar más fuerte"),
        goes_to="A la cancha de la esquina, caminando.",
        calls="A mi compadre Abel.",
        returns="Cuando ya puedo escuchar. Antes pregunto si quiere conversar.",
    )


def _referred(man: UUID, today: date, key: UUID) -> Iterator[Command]:
    yield OpenReferral(
        id=key,
        participant_id=man,
        institution="Centro de salud mental comunitario (ejemplo)",
        reach="Jr. Los Pinos 210. Lunes a sábado, de 8 a 14 h",
        reason=ReferralReason.HEALTH,
        why="Duerme mal desde hace meses y pidió hablar con alguien.",
        urgency=ReferralUrgency.WEEK,
        share=("identity", "reason", "follow_up"),
        consented_on=today - _SENT,
        appointment="Lunes, 9:00, consultorio 2",
        bring="DNI y carné del seguro",
        sent_on=today - _SENT,
    )
    yield RecordReferralStep(
        referral_id=key,
        state=ReferralState.ACCEPTED,
        on=today - _ANSWERED,
        note="Le dieron cita.",
        next_on=today + timedelta(days=2),
    )


def _cared_for(man: UUID, today: date, key: UUID) -> Iterator[Command]:
    yield OpenCare(
        id=key,
        participant_id=man,
        requested_by=CareRequester.HIMSELF,
        requested_on=today - _ASKED,
        why="Quiere hablar a solas de la muerte de su hermano.",
        provider_kind=CareProvider.PUBLIC_HEALTH,
        provider="Centro de salud mental comunitario (ejemplo)",
    )
    yield AgreeCare(
        care_id=key,
        goals=("Hablar de lo que perdió", "Dormir sin tomar"),
        agreed_on=today - _SENT,
        may_tell="Solo si asiste.",
        tells_on=today - _SENT,
        started_on=today - _SENT,
    )
    yield NoteCare(care_id=key, kind=CareNoteKind.MEETING, on=today - _SENT)
    yield NoteCare(
        care_id=key, kind=CareNoteKind.FROM_PROVIDER, on=today - _ANSWERED, text="Asistió a su segunda cita."
    )
