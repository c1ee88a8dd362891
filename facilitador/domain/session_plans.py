"""The plan of a group: which session is when, and on which topics it works (6.4.8).

Topics are known by their ids only; what they say is in `domain/topics.py`. Days and hours are local; no clock is read.
How a plan is rearranged is in `domain/plan_changes.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.errors import InvalidInput, Problem

MOST_SESSIONS: Final = 100
"""So many sessions a plan may have; a weekly group fills two years with them."""

_MIDNIGHT: Final = 24 * 60


class SessionState(StrEnum):
    """Where a session stands. One that was moved is planned, with its history."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class ChangeReason(StrEnum):
    """Why a session was moved, called off or added."""

    HARVEST = "harvest"
    FEAST = "feast"
    ROAD_BLOCKED = "road_blocked"
    FACILITATOR_ILL = "facilitator_ill"
    VENUE_NOT_AVAILABLE = "venue_not_available"
    WEATHER = "weather"
    OTHER = "other"


REASON_LABELS: Final[Mapping[ChangeReason, str]] = {
    ChangeReason.HARVEST: "Siembra o cosecha",
    ChangeReason.FEAST: "Fiesta o feriado local",
    ChangeReason.ROAD_BLOCKED: "Vía bloqueada",
    ChangeReason.FACILITATOR_ILL: "Enfermedad de quien facilita",
    ChangeReason.VENUE_NOT_AVAILABLE: "Local no disponible",
    ChangeReason.WEATHER: "Lluvia, friaje u otro clima adverso",
    ChangeReason.OTHER: "Otro motivo",
}


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One session of a plan. `id` is None while it is only proposed; `extra` ones were added outside the series.

    `topic_ids` are in the order in which they are worked; a cancelled session keeps those it would have had.
    """

    day: date
    starts_at: time
    minutes: int
    topic_ids: tuple[str, ...] = ()
    id: UUID | None = None
    status: SessionState = SessionState.PLANNED
    extra: bool = False

    @property
    def starts(self) -> datetime:
        """Day and hour together, local time."""
        return datetime.combine(self.day, self.starts_at)

    @property
    def ends(self) -> datetime:
        """When it ends, local time."""
        return self.starts + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class PlanFindings:
    """What is wrong with a plan (`refusals`) and what a person should look at (`warnings`).

    The field of a problem is `sessions.3.day`: the place of the session in the plan, from 0, and what of it. A warning
    about the whole plan has the field `sessions`.
    """

    refusals: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    def refuse_if_any(self) -> None:
        """Raise `InvalidInput` with every refusal, if there is one."""
        if self.refusals:
            raise InvalidInput(self.refusals)
