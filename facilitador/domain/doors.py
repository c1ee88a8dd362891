"""At the door of a session: a man who is not admitted that day, and who may be in danger tonight (6.7.2, 5.3.4).

A refusal keeps him out that day; it does not by itself end his stint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class DoorCause(StrEnum):
    """Why a man is not admitted to a session or activity (6.7.2)."""

    ALCOHOL = "alcohol"
    DRUG = "drug"
    WEAPON = "weapon"


CAUSE_LABELS: Final[Mapping[DoorCause, str]] = {
    DoorCause.ALCOHOL: "Bajo efecto del alcohol",
    DoorCause.DRUG: "Bajo efecto de una droga",
    DoorCause.WEAPON: "Con un arma",
}


class AtRisk(StrEnum):
    """Whether somebody is in danger at home today, as far as the team could learn."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


AT_RISK_LABELS: Final[Mapping[AtRisk, str]] = {
    AtRisk.YES: "Sí, hay alguien en riesgo",
    AtRisk.NO: "No, nadie",
    AtRisk.UNKNOWN: "No se pudo saber",
    AtRisk.NOT_ASKED: "Todavía no se preguntó",
}


@dataclass(frozen=True, slots=True)
class DoorRefusal:
    """A man was not admitted: what was seen, who decided, where he goes and with whom, who may be in danger.

    It stays pending until somebody says what was done (`attended_at`, `attended_note`), unless it is known that nobody
    is in danger.
    """

    id: UUID
    session_id: UUID
    enrolment_id: UUID
    cause: DoorCause
    seen: str
    decided_by: UUID
    goes_where: str
    goes_with: str
    at_risk: AtRisk
    protection_note: str
    day: date
    recorded_at: datetime
    attended_at: datetime | None
    attended_note: str
    revision: int

    @property
    def pending(self) -> bool:
        """True while it is open whether somebody is protected (5.3.4)."""
        return self.attended_at is None and self.at_risk is not AtRisk.NO
