"""Turns what the constraints of the schema refuse into what a person is told; anything else stays a defect."""

from __future__ import annotations

from typing import Final

import sqlalchemy.exc

from facilitador.domain.enrolments import SEATS
from facilitador.errors import UserFacingError

_SEAT_SIGNS = ("enrolments.group_id, enrolments.seat", "seat_in_range")
_STINT_SIGN = "enrolments.group_id, enrolments.participant_id"

_SIGNS: Final[dict[str, tuple[str, str | None]]] = {
    "sessions.group_id, sessions.day, sessions.starts_at": ("session_hour_taken", "starts_at"),
    "uq_sessions_one_at_an_hour": ("session_hour_taken", "starts_at"),
    "mark outside the stint": ("mark_outside_stint", "enrolment_id"),
    "the log of the session is closed": ("log_closed", "session_id"),
    "the log was approved": ("log_approved", "session_id"),
    "the ficha was approved": ("ficha_approved", "participant_id"),
    "the decision was approved": ("decision_approved", "decision_id"),
    "a row of another service": ("row_of_other_service", None),
}


def as_refusal(error: sqlalchemy.exc.DBAPIError) -> UserFacingError | None:
    """The expected refusal behind a database error, or None if the error is a defect."""
    text = str(error.orig)
    if any(sign in text for sign in _SEAT_SIGNS):
        return UserFacingError("group_full", field="group_id", limit=SEATS)
    for sign, (code, field) in _SIGNS.items():
        if sign in text:
            return UserFacingError(code, field=field)
    if _STINT_SIGN in text:
        return UserFacingError("already_enrolled", field="participant_id")
    return None
