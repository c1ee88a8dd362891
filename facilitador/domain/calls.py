"""The calls of the next morning: who was absent without notice, who has a session to make up, whose ficha is bare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class CallPurpose(StrEnum):
    """Why a man is called."""

    ABSENT = "absent"
    MAKE_UP = "make_up"
    NEWCOMER = "newcomer"


class CallResult(StrEnum):
    """How a call ended; all but the last three end the matter."""

    REACHED = "reached"
    COMING_BACK = "coming_back"
    NOT_COMING_BACK = "not_coming_back"
    NO_ANSWER = "no_answer"
    SOMEONE_ELSE = "someone_else"
    WRONG_NUMBER = "wrong_number"


CALL_AGAIN = frozenset({CallResult.NO_ANSWER, CallResult.SOMEONE_ELSE, CallResult.WRONG_NUMBER})
"""After these he stays on the list."""


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
