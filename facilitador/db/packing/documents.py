"""What stands in the documents of rows that travel: each is read as the type by which the book will read it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final
from uuid import UUID

import msgspec

from facilitador.db.queries.curricula import TopicContent
from facilitador.domain.closures import LeftOpen
from facilitador.domain.deliveries import StayMark
from facilitador.domain.exclusions import DecisionFact, HelpTried
from facilitador.domain.registration_forms import Answer
from facilitador.domain.sessions import LogText
from facilitador.domain.venues import Condition

_TEXTS: Final = tuple[str, ...]
_KEYS: Final = tuple[UUID, ...]
_MARKS: Final = dict[str, int | str]

SHAPES: Final[Mapping[str, Any]] = {
    "applications.answers": _MARKS,
    "applications.second_answers": _MARKS | None,
    "closure_entries.left_open": tuple[LeftOpen, ...],
    "directory_entries.phones": _TEXTS,
    "earlier_stays.marks": tuple[StayMark, ...],
    "exclusion_decisions.causes": _TEXTS,
    "exclusion_decisions.deciders": _KEYS,
    "exclusion_decisions.directory_ids": _KEYS,
    "exclusion_decisions.facts": tuple[DecisionFact, ...],
    "exclusion_decisions.help_tried": tuple[HelpTried, ...],
    "groups.agreements": _TEXTS,
    "individual_cares.goals": _TEXTS,
    "make_ups.topic_ids": _TEXTS,
    "own_fields.options": _TEXTS,
    "own_topics.content": TopicContent,
    "participants.answers": dict[str, Answer],
    "referrals.share": _TEXTS,
    "retreat_plans.signs": _TEXTS,
    "session_amendments.after": object,  # whatever stood in the part of the log that was changed
    "session_amendments.before": object,
    "sessions.log": LogText,
    "venues.conditions": dict[Condition, bool],
}
"""By table and column, as what its document is read."""


@cache
def _decoder(column: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(SHAPES[column])


def reads(column: str, text: str) -> bool:
    """True if a document of that column (`table.column`) can be read."""
    try:
        _decoder(column).decode(text)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return False
    return True
