"""What people of the example data asked about theirs: one answered, one that waits; and how long they are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from facilitador.domain.retention import RetentionKind
from facilitador.domain.rights import RightsKind, RightsOutcome
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.requests import Command
from facilitador.use_cases.retention import SetRetention
from facilitador.use_cases.rights import AnswerRightsRequest, RegisterRightsRequest

_LONG_AGO: Final = timedelta(days=40)
_ANSWERED: Final = timedelta(days=33)
_LATELY: Final = timedelta(days=2)
_AGREED: Final = "Acuerdo del equipo (ejemplo)"


def rights_in(history: Sequence[Command], group_id: UUID, today: date, new_id: Callable[[], UUID]) -> Iterator[Command]:
    """Requests of two men of this group, and the periods that the team agreed on."""
    stays = (one for one in history if isinstance(one, EnrolParticipant) and one.group_id == group_id)
    first, second = (one.participant_id for one in islice(stays, 2))
    key = new_id()
    yield RegisterRightsRequest(
        id=key,
        participant_id=first,
        kind=RightsKind.ACCESS,
        received_on=today - _LONG_AGO,
        what="Quiere saber qué se anotó de él.",
    )
    yield AnswerRightsRequest(request_id=key, outcome=RightsOutcome.DONE, on=today - _ANSWERED)
    yield RegisterRightsRequest(
        participant_id=second,
        kind=RightsKind.RECTIFICATION,
        received_on=today - _LATELY,
        what="Su segundo apellido se escribe con s.",
    )
    yield SetRetention(kind=RetentionKind.PROCESS, years=5, basis=_AGREED)
    yield SetRetention(kind=RetentionKind.NEVER_ENROLLED, years=1, basis=_AGREED)
