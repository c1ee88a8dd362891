"""Protection of a person at risk, from the first sentence until it is closed (5.3.4, 6.4.11, end of 6.7).

A matter is opened with one sentence and nothing else. What is written of it is reserved: it lies sealed, and lists show
only when it was opened, from where, whether it is open, and its next date. Where a person at risk is staying is never
asked and has no field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.catalogues import Provenance
from facilitador.domain.people import Person
from facilitador.domain.roles import Role, Section, may_write

SENTENCE_LIMIT: Final = 500
TEXT_LIMIT: Final = 2000
WHO_LIMIT: Final = 160
REASON_LIMIT: Final = 1000
OTHER_STEP: Final = "other"
"""The step that no list proposes: its own words say what it is."""


class ProtectionOrigin(StrEnum):
    """Where a matter was opened from."""

    ANYWHERE = "anywhere"
    SESSION = "session"
    DOOR = "door"
    ANSWER = "answer"
    CALL = "call"
    INTERVIEW = "interview"
    MATTER = "matter"


ORIGIN_LABELS: Final[Mapping[ProtectionOrigin, str]] = {
    ProtectionOrigin.ANYWHERE: "Aviso directo",
    ProtectionOrigin.SESSION: "En una sesión",
    ProtectionOrigin.DOOR: "En la puerta",
    ProtectionOrigin.ANSWER: "Por una respuesta",
    ProtectionOrigin.CALL: "En una llamada",
    ProtectionOrigin.INTERVIEW: "En una entrevista",
    ProtectionOrigin.MATTER: "Por un asunto anterior",
}


class PersonAtRisk(StrEnum):
    """Who may be in danger, by what she is to him; never by name or place."""

    UNKNOWN = "unknown"
    PARTNER = "partner"
    FORMER_PARTNER = "former_partner"
    CHILD = "child"
    MOTHER = "mother"
    RELATIVE = "relative"
    PARTICIPANT = "participant"
    TEAM = "team"
    HIMSELF = "himself"
    OTHER = "other"


AT_RISK_LABELS: Final[Mapping[PersonAtRisk, str]] = {
    PersonAtRisk.UNKNOWN: "Todavía no se sabe",
    PersonAtRisk.PARTNER: "Pareja o conviviente",
    PersonAtRisk.FORMER_PARTNER: "Expareja",
    PersonAtRisk.CHILD: "Hija o hijo, u otra persona menor de edad",
    PersonAtRisk.MOTHER: "Madre",
    PersonAtRisk.RELATIVE: "Otra persona de la familia",
    PersonAtRisk.PARTICIPANT: "Otro participante",
    PersonAtRisk.TEAM: "Alguien del equipo o del servicio",
    PersonAtRisk.HIMSELF: "Él mismo",
    PersonAtRisk.OTHER: "Otra persona",
}


class Circumstance(StrEnum):
    """What decides which steps fit."""

    IMMEDIATE = "immediate"
    INJURED = "injured"
    WEAPON = "weapon"
    MINOR = "minor"
    SELF_HARM = "self_harm"
    FAR = "far"


CIRCUMSTANCE_LABELS: Final[Mapping[Circumstance, str]] = {
    Circumstance.IMMEDIATE: "El peligro es ahora",
    Circumstance.INJURED: "Hay alguien con lesiones",
    Circumstance.WEAPON: "Hay un arma",
    Circumstance.MINOR: "Hay niñas, niños o adolescentes",
    Circumstance.SELF_HARM: "Habló de hacerse daño",
    Circumstance.FAR: "La comisaría queda lejos",
}


@dataclass(frozen=True, slots=True)
class StepDefinition:
    """A step that the program proposes: what to do, whom to call, why the law asks for it.

    `when`: it fits if one of these holds; empty: it always fits. Without `verified_on` nobody has seen it in its source
    («por verificar»).
    """

    code: str
    text: str
    help: str
    phone: str
    legal_basis: str
    when: frozenset[Circumstance]
    verified_on: date | None


@dataclass(frozen=True, slots=True)
class ProtectionSteps:
    """The steps of one edition, in the order in which to think of them."""

    provenance: Provenance
    steps: tuple[StepDefinition, ...]

    def text(self, code: str) -> str:
        """The words of a step; the code itself if this edition has it no more, so that it does not vanish."""
        return next((step.text for step in self.steps if step.code == code), code)

    @property
    def codes(self) -> frozenset[str]:
        """Every code of this edition."""
        return frozenset(step.code for step in self.steps)


@dataclass(frozen=True, slots=True)
class Closing:
    """A matter was closed, or opened again, on a day by somebody for a reason."""

    on: date
    by: UUID
    reason: str
    reopened: bool = False
    alone: bool = False
    """Closed by who opened it, who declared that nobody else of the book could look at it."""


@dataclass(frozen=True, slots=True)
class MatterText:
    """What is written of a matter; sealed. `participant_id`: the man it is about, if it is about one."""

    sentence: str
    participant_id: UUID | None = None
    at_risk: PersonAtRisk = PersonAtRisk.UNKNOWN
    circumstances: tuple[Circumstance, ...] = ()
    known: str = ""
    closings: tuple[Closing, ...] = ()


@dataclass(frozen=True, slots=True)
class StepText:
    """What is written of a step; sealed. `kind`: a code of the steps of `edition`; `what`: own words of another one."""

    kind: str
    edition: str
    what: str
    who: str
    answer: str


@dataclass(frozen=True, slots=True)
class ProtectionStep:
    """Something done or to be done: who, when (`done_on`), what they answered, when to look at it next (`next_on`)."""

    id: UUID
    done_on: date | None
    next_on: date | None
    text: StepText
    recorded_by: UUID
    revision: int


@dataclass(frozen=True, slots=True)
class ProtectionLine:
    """A matter as lists show it: nothing of what it says."""

    id: UUID
    opened_on: date
    opened_by: UUID
    origin: ProtectionOrigin
    origin_id: UUID | None
    closed_on: date | None
    closed_by: UUID | None
    next_on: date | None
    revision: int

    @property
    def is_open(self) -> bool:
        """True until somebody closed it."""
        return self.closed_on is None


@dataclass(frozen=True, slots=True)
class ProtectionMatter:
    """A matter with all that is written of it, its steps in the order in which they were noted."""

    line: ProtectionLine
    text: MatterText
    steps: tuple[ProtectionStep, ...]


def circumstances_of(text: MatterText) -> frozenset[Circumstance]:
    """What holds, with what follows from who is at risk."""
    held = set(text.circumstances)
    if text.at_risk is PersonAtRisk.CHILD:
        held.add(Circumstance.MINOR)
    return frozenset(held)


def proposed_steps(
    steps: ProtectionSteps, text: MatterText, taken: Iterable[ProtectionStep]
) -> tuple[StepDefinition, ...]:
    """The steps that fit and that nobody has noted yet (end of 6.7): those that something calls for come first."""
    noted = {step.text.kind for step in taken}
    held = circumstances_of(text)
    open_steps = [step for step in steps.steps if step.code not in noted]
    called_for = [step for step in open_steps if step.when & held]
    return (*called_for, *(step for step in open_steps if not step.when))


def may_close(line: ProtectionLine, person_id: UUID, role: Role) -> bool:
    """A matter is closed by somebody other than who opened it, or by a supervisor."""
    return role is Role.SUPERVISOR or person_id != line.opened_by


def nobody_else_closes(team: Iterable[Person], person_id: UUID) -> bool:
    """Whether no other person with access to the book could close a matter: then who opened it may, and declares it."""
    others = (person.role for person in team if person.active and person.id != person_id)
    return not any(role is not None and may_write(role, Section.RESERVED) for role in others)
