"""How a group is formed, as answers of its form and as fields of its commands."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID

from facilitador.domain.groups import AgeBand, Group
from facilitador.domain.hours import format_time, parse_typed_time
from facilitador.domain.registration_forms import NO, YES, Answer, Answers
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.reference import proposed_agreements
from facilitador.ui.short_forms import day_in, text_in

FIRST_LANGUAGE = "spanish"


def of_group(group: Group) -> dict[str, Answer]:
    """How a group is formed, as answers of its form."""
    answers: dict[str, Answer | None] = {
        "name": group.name,
        "age_band": str(group.age_band),
        "venue_id": str(group.venue_id) if group.venue_id else None,
        "language": group.language or None,
        "by_people": YES if group.ethnic_group else NO,
        "ethnic_group": group.ethnic_group or None,
        "weekday": None if group.weekday is None else str(group.weekday),
        "starts_at": format_time(group.starts_at) if group.starts_at else None,
        "planned_sessions": group.planned_sessions,
        "first_day": group.first_day.isoformat() if group.first_day else None,
        "last_day": group.last_day.isoformat() if group.last_day else None,
        "facilitator_ids": [str(person_id) for person_id in group.facilitator_ids] or None,
        "agreements": "\n".join(group.agreements) or None,
    }
    return {name: answer for name, answer in answers.items() if answer is not None}


def of_new_group() -> dict[str, Answer]:
    """What a form for a new group begins with: adults, castellano, and the agreements that are proposed (6.2.4)."""
    return {
        "age_band": str(AgeBand.ADULTS),
        "language": FIRST_LANGUAGE,
        "by_people": NO,
        "agreements": "\n".join(proposed_agreements()),
    }


def group_fields(answers: Answers) -> dict[str, Any]:
    """The fields of `GroupForm`, of answers that can be understood but for the hour: InvalidInput names that."""
    weekday, venue = text_in(answers, "weekday"), text_in(answers, "venue_id")
    sessions = answers.get("planned_sessions")
    team = answers.get("facilitator_ids")
    return {
        "name": text_in(answers, "name"),
        "age_band": AgeBand(text_in(answers, "age_band") or AgeBand.ADULTS),
        "venue_id": UUID(venue) if venue else None,
        "language": text_in(answers, "language"),
        "ethnic_group": text_in(answers, "ethnic_group"),
        "weekday": int(weekday) if weekday else None,
        "starts_at": _hour_in(answers),
        "planned_sessions": sessions if isinstance(sessions, int) else None,
        "first_day": day_in(answers, "first_day"),
        "last_day": day_in(answers, "last_day"),
        "facilitator_ids": tuple(UUID(code) for code in team) if isinstance(team, list) else (),
        "agreements": tuple(text_in(answers, "agreements").splitlines()),
    }


def hour_problems(answers: Answers) -> tuple[Problem, ...]:
    """What is wrong with the hour as typed."""
    try:
        _hour_in(answers)
    except InvalidInput as refused:
        return refused.problems
    return ()


def _hour_in(answers: Answers) -> time | None:
    typed = text_in(answers, "starts_at")
    try:
        return parse_typed_time(typed) if typed else None
    except UserFacingError as error:
        raise InvalidInput([Problem("starts_at", error.code)]) from None
