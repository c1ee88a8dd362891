"""Individual care (6.8): asked for by him or by the team, with agreed goals, and with words going both ways.

What goes from one side to the other is only what he agrees to; who gives the care keeps what is said there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

WHY_LIMIT: Final = 2000
NOTE_LIMIT: Final = 2000
LINE_LIMIT: Final = 160
GOAL_LIMIT: Final = 300
MOST_GOALS: Final = 10
GOALS_WITHIN: Final = timedelta(days=30)
"""A care that is that old should have its goals."""

QUIET: Final = timedelta(days=60)
"""Of a care about which nothing was noted for so long, somebody asks."""


class CareRequester(StrEnum):
    """Who asked for it."""

    HIMSELF = "himself"
    TEAM = "team"


REQUESTER_LABELS: Final[Mapping[CareRequester, str]] = {
    CareRequester.HIMSELF: "La pidió él",
    CareRequester.TEAM: "La propuso el equipo",
}


class CareProvider(StrEnum):
    """Who gives it (6.8.1)."""

    TEAM = "team"
    PSYCHOLOGIST = "psychologist"
    PUBLIC_HEALTH = "public_health"
    PRIVATE = "private"
    OTHER = "other"


PROVIDER_LABELS: Final[Mapping[CareProvider, str]] = {
    CareProvider.TEAM: "Alguien del equipo",
    CareProvider.PSYCHOLOGIST: "Profesional externo de psicología",
    CareProvider.PUBLIC_HEALTH: "Establecimiento de salud pública",
    CareProvider.PRIVATE: "Servicio de salud privado",
    CareProvider.OTHER: "Otro",
}


class CareNoteKind(StrEnum):
    """What is noted of a care while it lasts."""

    MEETING = "meeting"
    FROM_PROVIDER = "from_provider"
    TO_PROVIDER = "to_provider"


NOTE_LABELS: Final[Mapping[CareNoteKind, str]] = {
    CareNoteKind.MEETING: "Encuentro",
    CareNoteKind.FROM_PROVIDER: "Lo que nos comunicó quien lo atiende",
    CareNoteKind.TO_PROVIDER: "Lo que comunicamos a quien lo atiende",
}

FEEDBACK: Final = frozenset({CareNoteKind.FROM_PROVIDER, CareNoteKind.TO_PROVIDER})
"""Notes that carry something from one side to the other: only with his agreement (6.8.4)."""


class CareOutcome(StrEnum):
    """How it ended."""

    GOALS_MET = "goals_met"
    PARTLY = "partly"
    NEVER_BEGAN = "never_began"
    LEFT = "left"
    REFERRED = "referred"


OUTCOME_LABELS: Final[Mapping[CareOutcome, str]] = {
    CareOutcome.GOALS_MET: "Se trabajó lo acordado",
    CareOutcome.PARTLY: "Se trabajó en parte",
    CareOutcome.NEVER_BEGAN: "No llegó a empezar",
    CareOutcome.LEFT: "La dejó",
    CareOutcome.REFERRED: "Continúa en otro servicio",
}


@dataclass(frozen=True, slots=True)
class CareNote:
    """Something of one day: a meeting, or what was told from one side to the other."""

    id: UUID
    kind: CareNoteKind
    on: date
    text: str
    recorded_by: UUID


@dataclass(frozen=True, slots=True)
class CareAgreement:
    """What was agreed with him: the goals, and what may be told between both sides (`may_tell`, in his words).

    `tells_on`: the day on which he agreed that anything is told; None: nothing is.
    """

    goals: tuple[str, ...]
    agreed_on: date | None
    may_tell: str
    tells_on: date | None


@dataclass(frozen=True, slots=True)
class CareClosing:
    """How it ended."""

    on: date
    by: UUID
    outcome: CareOutcome
    note: str


@dataclass(frozen=True, slots=True)
class IndividualCare:
    """The individual care of a man by one provider. `started_on`: its first meeting, once it is known."""

    id: UUID
    participant_id: UUID
    requested_by: CareRequester
    requested_on: date
    why: str
    provider_kind: CareProvider
    provider: str
    directory_id: UUID | None
    started_on: date | None
    agreement: CareAgreement
    notes: tuple[CareNote, ...]
    closing: CareClosing | None
    revision: int

    @property
    def is_open(self) -> bool:
        """True until it was closed."""
        return self.closing is None

    @property
    def last_day(self) -> date:
        """When something of it last happened."""
        return max((note.on for note in self.notes), default=self.requested_on)

    @property
    def due_on(self) -> date | None:
        """When somebody asks about it: for its goals first, then where nothing was noted for long; None once closed."""
        if not self.is_open:
            return None
        if not self.agreement.goals:
            return self.requested_on + GOALS_WITHIN
        return self.last_day + QUIET


@dataclass(frozen=True, slots=True)
class CareRecord:
    """The individual care of a man, the newest first."""

    participant_id: UUID
    full_name: str
    cares: tuple[IndividualCare, ...]
