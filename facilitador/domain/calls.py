"""The calls of the next morning: who was absent without notice, who has a session to make up, whose ficha is bare."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.missed_sessions import MissedSession
from facilitador.domain.registration_forms import Answers


class CallPurpose(StrEnum):
    """Why a man is called."""

    ABSENT = "absent"
    MAKE_UP = "make_up"
    NEWCOMER = "newcomer"


PURPOSE_LABELS: Final[Mapping[CallPurpose, str]] = {
    CallPurpose.ABSENT: "Faltó sin aviso",
    CallPurpose.MAKE_UP: "Tiene sesiones por recuperar",
    CallPurpose.NEWCOMER: "Falta completar su ficha",
}


class CallResult(StrEnum):
    """How a call ended; all but the last three end the matter."""

    REACHED = "reached"
    COMING_BACK = "coming_back"
    NOT_COMING_BACK = "not_coming_back"
    NO_ANSWER = "no_answer"
    SOMEONE_ELSE = "someone_else"
    WRONG_NUMBER = "wrong_number"


RESULT_LABELS: Final[Mapping[CallResult, str]] = {
    CallResult.REACHED: "Se habló con él",
    CallResult.COMING_BACK: "Vendrá",
    CallResult.NOT_COMING_BACK: "Dice que no vendrá más",
    CallResult.NO_ANSWER: "No contesta",
    CallResult.SOMEONE_ELSE: "Contestó otra persona",
    CallResult.WRONG_NUMBER: "Número equivocado",
}

CALL_AGAIN: Final = frozenset({CallResult.NO_ANSWER, CallResult.SOMEONE_ELSE, CallResult.WRONG_NUMBER})
"""After these he stays on the list."""

LONGEST_NOTE: Final = 500


@dataclass(frozen=True, slots=True)
class Call:
    """One call that was made."""

    id: UUID
    session_id: UUID | None
    enrolment_id: UUID
    purpose: CallPurpose
    result: CallResult
    note: str
    called_on: date


@dataclass(frozen=True, slots=True)
class CallEntry:
    """A man to be called, why, and what was tried since the last session.

    `session_id`: the last held session of his group, after which the call is made; None where none was held. `phones`
    are his own only: a contact he named may be the very person who must not learn of the group. `to_make_up` leaves
    out nothing, whatever the purpose.
    """

    enrolment_id: UUID
    participant_id: UUID
    full_name: str
    group_id: UUID
    group_name: str
    purpose: CallPurpose
    session_id: UUID | None
    session_day: date | None
    phones: tuple[str, ...]
    to_make_up: tuple[MissedSession, ...]
    calls: tuple[Call, ...]

    @property
    def settled(self) -> bool:
        """True once one of the calls made since the last session ended the matter."""
        return any(call.result not in CALL_AGAIN for call in self.calls)


def purpose_of(
    last_mark: AttendanceMark | None, to_make_up: Collection[MissedSession], last_session: UUID | None, *, bare: bool
) -> CallPurpose | None:
    """Why a man is called after a session, the most pressing first; None where there is nothing to call him for.

    Who made the last session up already is not called for having missed it.
    """
    missed = {one.session_id for one in to_make_up}
    if last_mark is AttendanceMark.ABSENT_WITHOUT_NOTICE and last_session in missed:
        return CallPurpose.ABSENT
    if bare:
        return CallPurpose.NEWCOMER
    return CallPurpose.MAKE_UP if to_make_up else None


def is_bare(answers: Answers) -> bool:
    """True for the ficha of a man of whom little more is known than his name: somebody who came unannounced."""
    return not answers.get("birth_date") and not answers.get("document_number")


def own_phones(answers: Answers) -> tuple[str, ...]:
    """His own numbers as the ficha holds them, the first to try first."""
    numbers = (str(answers.get(name) or "") for name in ("phone", "other_phone"))
    return tuple(dict.fromkeys(number for number in numbers if number))
