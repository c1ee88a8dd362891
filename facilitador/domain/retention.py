"""How long data are kept, and the two steps in which they go (Ley 29733, 28.7: no longer than needed)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final
from uuid import UUID

from dateutil.relativedelta import relativedelta

BASIS_LIMIT: Final = 300
MOST_YEARS: Final = 30
COPIES_LAST_MONTHS: Final = 10
"""A copy of a book that is used every week is set aside after about so many months."""


class RetentionKind(StrEnum):
    """What is kept, as far as its time is set apart."""

    PROCESS = "process"
    NEVER_ENROLLED = "never_enrolled"
    PROTECTION = "protection"


KIND_LABELS: Final[Mapping[RetentionKind, str]] = {
    RetentionKind.PROCESS: "Ficha y proceso de quien estuvo en un grupo",
    RetentionKind.NEVER_ENROLLED: "Ficha de quien nunca se inscribió",
    RetentionKind.PROTECTION: "Asuntos de protección cerrados",
}
COUNTED_FROM: Final[Mapping[RetentionKind, str]] = {
    RetentionKind.PROCESS: "desde lo último que se anotó de él",
    RetentionKind.NEVER_ENROLLED: "desde lo último que se anotó de él",
    RetentionKind.PROTECTION: "desde que se cerró",
}


class PurgeGround(StrEnum):
    """Why a man's data go."""

    TIME = "time"
    REQUEST = "request"


GROUND_LABELS: Final[Mapping[PurgeGround, str]] = {
    PurgeGround.TIME: "Venció el plazo",
    PurgeGround.REQUEST: "Él lo pidió",
}


@dataclass(frozen=True, slots=True)
class RetentionPeriod:
    """How many years one kind is kept. `years` None: nobody set it yet (por verificar), so nothing of it is due."""

    kind: RetentionKind
    years: int | None
    basis: str
    revision: int | None

    def ended(self, last_day: date, today: date) -> bool:
        """True once its time is over."""
        return self.years is not None and last_day + relativedelta(years=self.years) < today


@dataclass(frozen=True, slots=True)
class PurgeProposal:
    """Somebody proposed that the data of a man go; another person, or the same one a day later, confirms."""

    id: UUID
    participant_id: UUID
    ground: PurgeGround
    proposed_on: date
    proposed_by: UUID

    def may_confirm(self, person_id: UUID, today: date) -> bool:
        """Another person at once, the same one from the next day on."""
        return person_id != self.proposed_by or today > self.proposed_on


@dataclass(frozen=True, slots=True)
class PurgeLine:
    """A man whose data may go. `last_day`: the last thing noted of him; `proposal` None while nobody proposed it.

    `given_to`: the service that has him since he was handed over with his group; empty for who is of this one.
    """

    participant_id: UUID
    full_name: str
    ground: PurgeGround
    last_day: date
    proposal: PurgeProposal | None
    may_confirm: bool
    given_to: str = ""


@dataclass(frozen=True, slots=True)
class RetentionState:
    """The periods of the service, what may go now, and how many went before."""

    periods: tuple[RetentionPeriod, ...]
    lines: tuple[PurgeLine, ...]
    erased: int


@dataclass(frozen=True, slots=True)
class CopyHolding:
    """A copy made before an erasure: it still holds what went. `until`: about when the rotation sets it aside."""

    path: Path
    made_at: datetime
    until: date
