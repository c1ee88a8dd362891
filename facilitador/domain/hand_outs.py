"""What a man takes with him (6.2.5, 6.2.6): whom to ask, where there is more, materials, and his plan for *el retiro*.

The plan (6.4.10 b) is in his own words: what he notices in himself, where he goes, whom he calls, when he comes back. A
new one stands beside those before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.domain.evaluations import Withdrawal

TITLE_LIMIT: Final = 160
REACH_LIMIT: Final = 200
SIGN_LIMIT: Final = 160
MOST_SIGNS: Final = 8
PLAN_LIMIT: Final = 500
MOST_SOURCES: Final = 8
MOST_MEN: Final = 15


@dataclass(frozen=True, slots=True)
class InformationSource:
    """Where people find more: a name and how to get there (6.2.5)."""

    name: str
    reach: str


@dataclass(frozen=True, slots=True)
class GivenMaterial:
    """Something to read or watch that a man was given."""

    id: UUID
    title: str
    given_on: date
    withdrawal: Withdrawal | None
    revision: int


@dataclass(frozen=True, slots=True)
class RetreatPlan:
    """His plan for moving away in time, as he says it."""

    id: UUID
    made_on: date
    signs: tuple[str, ...]
    goes_to: str
    calls: str
    returns: str


@dataclass(frozen=True, slots=True)
class HandOuts:
    """What a man was given, the newest first, and his plans, of which the first counts."""

    participant_id: UUID
    full_name: str
    sources: tuple[InformationSource, ...]
    materials: tuple[GivenMaterial, ...]
    plans: tuple[RetreatPlan, ...]

    @property
    def plan(self) -> RetreatPlan | None:
        """The plan that counts."""
        return self.plans[0] if self.plans else None
